"""Sends a message, read from standard input, to a mail server on loopback as mail programs do: PORT FROM TO."""

import smtplib
import sys

port, sender, to = sys.argv[1:]
with smtplib.SMTP("127.0.0.1", int(port)) as server:
    server.sendmail(sender, [to], sys.stdin.buffer.read())
