#!/usr/bin/env python3
"""Petitions under load: so many a second over Open311 while the server is killed in the middle (kill -9) and started
again. None that was acknowledged may be lost, none may be kept twice, and how long an acknowledgement takes is told.

    cargo build --release --package dinh
    benches/petitions.py --programs target/release            # 200 a second for a minute
    benches/petitions.py --programs target/debug --rate 20 --seconds 10

Everything stays on loopback. Exit 1 when something was lost, or when fewer were sent than asked for.
"""

import argparse
import hashlib
import http.client
import json
import queue
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

PATIENCE = 120
SENDERS = 24
COMMUNE = "30292"


def wait_until_ready(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit("the server does not get ready")


def free_port() -> int:
    import socket

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


class Load:
    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key
        self.due: queue.Queue = queue.Queue()
        self.lock = threading.Lock()
        self.acknowledged: dict[str, str] = {}
        self.times: list[float] = []
        self.again = 0

    def send(self) -> None:
        """Sends what is due; after a break, the same petition again."""
        connection = None
        while (once := self.due.get()) is not None:
            form = urllib.parse.urlencode(
                {
                    "api_key": self.key,
                    "jurisdiction_id": COMMUNE,
                    "service_code": "roads",
                    "address_string": "Đoạn cầu sắt",
                    "description": f"Ổ gà số {once[:8]} ở đoạn cầu sắt, xe máy dễ ngã.",
                    "device_id": once,
                }
            )
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                try:
                    connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                    start = time.monotonic()
                    connection.request(
                        "POST",
                        "/open311/v2/requests.json",
                        form,
                        {"content-type": "application/x-www-form-urlencoded"},
                    )
                    answer = connection.getresponse()
                    body = answer.read()
                    if answer.status != 201:
                        sys.exit(f"the server answers {answer.status}: {body[:300]!r}")
                    took = time.monotonic() - start
                    with self.lock:
                        self.acknowledged[once] = json.loads(body)[0]["token"]
                        self.times.append(took)
                    break
                except (OSError, http.client.HTTPException):
                    connection = None
                    with self.lock:
                        self.again += 1
                    time.sleep(0.05)


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, required=True, help="folder of the built program")
    parser.add_argument("--rate", type=int, default=200, help="petitions a second")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--no-kill", action="store_true", help="leave the server alone")
    given = parser.parse_args()
    program = (given.programs / "dinh").resolve()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dinh.db"
        database = f"sqlite://{file}"
        subprocess.run([program, "migrate", "--database", database, "--log", "warn"], check=True)
        key = secrets.token_hex(16)
        with sqlite3.connect(file) as kept:
            (unit,) = kept.execute(
                "SELECT id FROM unit WHERE code = ? ORDER BY valid_from DESC LIMIT 1", (COMMUNE,)
            ).fetchone()
            kept.execute(
                "INSERT INTO petition_api_key (unit_id, id, name, key_hash, made_role, made_at) VALUES (?, ?, ?, ?, ?, 0)",
                (unit, secrets.token_bytes(16), "bench", hashlib.sha256(f"petition-api-key:{key}".encode()).digest(), "bench"),
            )
        port = free_port()

        def start() -> subprocess.Popen:
            server = subprocess.Popen(
                [program, "serve", "--database", database, "--listen", f"127.0.0.1:{port}", "--log", "error"],
                cwd=folder,
            )
            wait_until_ready(port)
            return server

        server = start()
        load = Load(port, key)
        senders = [threading.Thread(target=load.send) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        total = given.rate * given.seconds
        begun = time.monotonic()
        killed = given.no_kill
        for number in range(total):
            if not killed and number >= total // 2:
                server.kill()
                server.wait()
                server = start()
                killed = True
            time.sleep(max(0.0, begun + number / given.rate - time.monotonic()))
            load.due.put(secrets.token_hex(16))
        for _ in senders:
            load.due.put(None)
        for sender in senders:
            sender.join()
        took = time.monotonic() - begun
        server.terminate()
        server.wait()
        with sqlite3.connect(file) as kept:
            hashes = {bytes(row[0]) for row in kept.execute("SELECT code_hash FROM petition")}
            count = kept.execute("SELECT COUNT(*) FROM petition").fetchone()[0]
        wanted = [hashlib.sha256(f"petition-code:{token}".encode()).digest() for token in load.acknowledged.values()]
        lost = sum(one not in hashes for one in wanted)
        print(
            json.dumps(
                {
                    "sent": total,
                    "acknowledged": len(load.acknowledged),
                    "kept": count,
                    "lost": lost,
                    "sent_again": load.again,
                    "seconds": round(took, 1),
                    "a_second": round(total / took, 1),
                    "p50_ms": round(percentile(load.times, 0.5), 1),
                    "p99_ms": round(percentile(load.times, 0.99), 1),
                }
            )
        )
        if lost or len(load.acknowledged) != total or count != total:
            sys.exit(1)


if __name__ == "__main__":
    main()
