"""A mail server on loopback for the tests, over aiosmtpd. It takes a free port and prints it, and writes every mail it
takes into the folder named on the command line: `NUMBER.eml`, its first line the envelope.

The part of an address before the first hyphen says what happens to mail for it:
  greylist-…  refused for now at first, taken at the second try
  refuse-…    there is no such address
  policy-…    refused for good, but not for the address
  reject-…    refused for good after the text
  full-…      refused for now after the text
  hang-…      taken and written down, but the answer never comes
  stall-…     no answer to the address, so that nothing is handed over
  kien-nghi…  delivered into the Maildir "inbox" of that folder, as a mail server delivers it for a program to read
Anybody else gets mail.

With a certificate and its key as two more arguments it takes mail after STARTTLS only, from who signs in as "dinh" with
the password "mật khẩu".
"""

import asyncio
import email
import mailbox
import pathlib
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

FOREVER = 3600


class Handler:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.greylisted = set()
        self.stalled = set()
        self.taken = 0
        self.inbox = mailbox.Maildir(self.folder / "inbox")

    async def handle_RCPT(self, server, session, envelope, address, options):
        kind = address.split("-")[0]
        if kind == "refuse":
            return "550 5.1.1 no such address " + address
        if kind == "policy":
            return "550 5.7.1 relaying denied"
        if kind == "greylist" and address not in self.greylisted:
            self.greylisted.add(address)
            return "451 4.7.1 greylisted, try again later"
        if kind == "stall" and address not in self.stalled:
            self.stalled.add(address)
            (self.folder / "stalled").write_text(address)
            await asyncio.sleep(FOREVER)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        kind = envelope.rcpt_tos[0].split("-")[0]
        if kind == "reject":
            return "554 5.7.1 not wanted"
        if kind == "full":
            return "452 4.3.1 no room"
        if envelope.rcpt_tos[0].startswith("kien-nghi"):
            message = email.message_from_bytes(envelope.content)
            message["Delivered-To"] = envelope.rcpt_tos[0]
            self.inbox.add(message)
            return "250 2.0.0 taken"
        self.taken += 1
        head = f"{envelope.mail_from} -> {', '.join(envelope.rcpt_tos)}\n".encode()
        file = self.folder / f"{self.taken}.eml"
        file.with_suffix(".part").write_bytes(head + envelope.content)
        file.with_suffix(".part").rename(file)
        if kind == "hang":
            await asyncio.sleep(FOREVER)
        return "250 2.0.0 taken"


class Free(Controller):
    """Takes whatever port is free; the base class would ask for port 0 when it looks whether it is up."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def authenticate(server, session, envelope, mechanism, data):
    known = data.login == b"dinh" and data.password == "mật khẩu".encode()
    return AuthResult(success=known, handled=False)


options = {}
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    options = {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": authenticate,
    }
controller = Free(Handler(sys.argv[1]), hostname="127.0.0.1", port=0, **options)
controller.start()
print(controller.port, flush=True)
# It ends with whoever started it, who holds the other end.
sys.stdin.read()
controller.stop()
