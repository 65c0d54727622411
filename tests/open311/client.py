#!/usr/bin/env python3
"""Drives Open311 GeoReport v2 with two clients from PyPI: georeport reads, in JSON and in XML; three sends and follows.

client.py ENDPOINT JURISDICTION API_KEY
"""

import builtins
import itertools
import sys

# three was written for Python 2, in which this function had another name. Nothing else of it is changed.
itertools.ifilter = builtins.filter

from georeport import GeoReport  # noqa: E402
from three import Three  # noqa: E402

endpoint, jurisdiction, key = sys.argv[1:]


def check(what, holds):
    if not holds:
        sys.exit(f"{what} does not hold")


for form in ("json", "xml"):
    reader = GeoReport(endpoint, jurisdiction=jurisdiction, output_format=form)
    services = reader.get_service_list()
    codes = [service["service_code"] for service in services]
    check(f"{form}: drainage is a service", "drainage" in codes)
    check(f"{form}: every service has a name", all(service["service_name"] for service in services))
    definition = reader.get_service_definition("drainage")
    check(f"{form}: the definition is the service's", definition["service_code"] == "drainage")
    public = reader.get_service_requests(status="closed")
    public = public if isinstance(public, list) else [public]
    check(f"{form}: what is public is listed", len(public) == 1)
    one = reader.get_service_request(public[0]["service_request_id"])
    check(f"{form}: one request is the listed one", one["description"] == public[0]["description"])
    check(f"{form}: it is answered", one["status"] == "closed" and "thông cống" in one["status_notes"])
    check(f"{form}: nothing personal is in it", "0912" not in str(public))

sender = Three(endpoint, jurisdiction=jurisdiction, api_key=key)
check("three: the endpoint is found", sender.discovery()["endpoints"][0]["url"].endswith("/open311/v2"))
sent = sender.post(
    "lighting",
    address="Đầu hẻm 12",
    name="An Nguyễn",
    phone="0912345678",
    description="Đèn đường đầu hẻm tắt ba hôm nay.",
)
check("three: a token is given", len(sent) == 1 and len(sent[0]["token"]) == 12)
token = sent[0]["token"]
request_id = sender.token(token)[0]["service_request_id"]
request = sender.request(request_id)[0]
check("three: the request is open", request["status"] == "open")
check("three: its words are nobody's until they are public", request["description"] is None)
check("three: nothing personal is in it", "Nguyễn" not in str(request) and "0912" not in str(request))
check("three: it is not listed", request_id not in str(sender.requests()))
refused = Three(endpoint, jurisdiction=jurisdiction, api_key="wrong").post(
    "lighting", address="x", description="y"
)
check("three: a wrong key is refused as the specification has it", refused[0]["code"] == 403)
nothing = Three(endpoint, jurisdiction=jurisdiction, api_key=key).post("no-such", address="x", description="y")
check("three: an unknown service is 404", nothing[0]["code"] == 404)
print(token)
