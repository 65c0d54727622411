"""A program that takes web hooks on loopback, for the tests. It checks signatures with the library of the Standard Webhooks
project. It takes a free port and prints it, and writes what it takes into the folder named on the command line as
NUMBER.json: whether the signature holds, the identifier, the body. The secret stands in the file "secret" of that folder.

The path says what it answers: /410, /500 and the like with that number, anything else with 204.
"""

import json
import pathlib
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

folder = pathlib.Path(sys.argv[1])
taken = 0


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        global taken
        body = self.rfile.read(int(self.headers["content-length"]))
        secret = (folder / "secret").read_text().strip()
        try:
            Webhook(secret).verify(body, dict(self.headers.items()))
            verified = True
        except WebhookVerificationError as error:
            verified = str(error)
        taken += 1
        told = {"verified": verified, "id": self.headers["webhook-id"], "body": json.loads(body)}
        file = folder / f"{taken}.json"
        file.with_suffix(".part").write_text(json.dumps(told))
        file.with_suffix(".part").rename(file)
        name = self.path.strip("/")
        self.send_response(int(name) if name.isdigit() else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
