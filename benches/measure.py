"""Measures Đình from outside and beside its peers; writes target/bench/results.json. Run by benches/run.

Nothing here asserts a time. What is asserted is that both sides were asked the same: their sums must agree.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

FOLDER = Path("target/bench")
REPORT_PAGE = "/bao-cao/an-giang/2025"
REPORT_JSON = "/api/v1/reports/an-giang/2025"

# The fact rows as both sides hold them. Identifiers become text on the way through CSV.
FACT_COLUMNS = {
    "unit_id": "BIGINT",
    "record_id": "UUID",
    "line": "BIGINT",
    "series": "VARCHAR",
    "stock": "BOOLEAN",
    "period": "BIGINT",
    "day": "BIGINT",
    "quantity": "BIGINT",
    "withdrawn": "BOOLEAN",
}
EXPORT = """
    SELECT unit_id, hex(record_id), line, series, stock, period, day, quantity, withdrawn
    FROM fact ORDER BY unit_id, record_id, line
"""
# What the report of 2025 is made from: what happened in the year, and what there was at its end.
OF_THE_YEAR = "(NOT stock AND period BETWEEN 20251 AND 20254 OR stock AND period <= 20254)"
BY_UNIT_AND_SERIES = f"""
    SELECT unit_id, series, SUM(quantity) AS value, COUNT(*) AS facts
    FROM fact WHERE NOT withdrawn AND {OF_THE_YEAR} GROUP BY unit_id, series
"""
# One row comes back, so that the peer is not charged for making Python objects of its sums.
FIGURES = f"SELECT COUNT(*), SUM(value), SUM(facts) FROM ({BY_UNIT_AND_SERIES})"
# Ours keeps a cell for each quarter and one for each year.
CELLS = """
    SELECT COUNT(*), SUM(value), SUM(facts) FROM (
        SELECT SUM(quantity) AS value, COUNT(*) AS facts
        FROM fact WHERE NOT withdrawn GROUP BY unit_id, stock, period, series
        UNION ALL
        SELECT SUM(quantity), COUNT(*)
        FROM fact WHERE NOT withdrawn GROUP BY unit_id, stock, period // 10, series
    )
"""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    communes: int
    density: int
    load_density: int
    import_rows: int
    rounds: int
    requests: int
    fresh: int
    posted: int
    logged: int
    seconds: int
    voting_hamlets: int
    stored_votes: int
    models: int
    ledger_lines: int


# In the full size the province-year has a little more than 1,000,000 facts.
FULL = Size(communes=102, density=23, load_density=4, import_rows=200_000, rounds=200, requests=500, fresh=10,
            posted=20_000, logged=10_000_000, seconds=10, voting_hamlets=2_500, stored_votes=10, models=100_000,
            ledger_lines=10_000_000)
SMOKE = Size(communes=2, density=1, load_density=1, import_rows=500, rounds=5, requests=10, fresh=2,
             posted=200, logged=100_000, seconds=1, voting_hamlets=25, stored_votes=1, models=1_000,
             ledger_lines=10_000)


@dataclass
class Result:
    """A line of the results. `ratio` is ours divided by the peer's."""

    name: str
    unit: str
    ours: float
    peer: float | None = None
    peer_name: str | None = None
    ratio: float | None = field(init=False)

    def __post_init__(self) -> None:
        self.ratio = round(self.ours / self.peer, 4) if self.peer else None
        self.ours = round(self.ours, 3)
        self.peer = None if self.peer is None else round(self.peer, 3)


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


def evict(*paths: Path) -> bool:
    """Drops files from the system's cache; false when some of them stays."""
    os.sync()
    evicted = True
    for path in filter(Path.exists, paths):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if shutil.which("fincore"):
            command = ["fincore", "--bytes", "--noheadings", "--output", "RES", str(path)]
            cached = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            # The head of a file that a connection holds open may stay: a few pages of a large file are none.
            evicted &= cached <= path.stat().st_size // 100
    return evicted


class House:
    """The programs, asked as an operator would."""

    def __init__(self, programs: Path) -> None:
        self.program = programs / "dinh"
        self.bench = programs / "bench"

    def run(self, *arguments: str) -> None:
        asked = subprocess.run([self.program, *arguments, "--log", "warn"], capture_output=True, text=True, check=False)
        if asked.returncode != 0:
            raise SystemExit(f"dinh {arguments[0]} failed: {asked.stdout}{asked.stderr}")

    def can(self, command: str) -> bool:
        asked = subprocess.run([self.program, command, "--help"], capture_output=True, check=False)
        return asked.returncode == 0

    def ask(self, command: str, database: Path, **options: int | Path) -> dict:
        """One of the commands of the `bench` program."""
        flags = [text for name, value in options.items() for text in (f"--{name}", str(value))]
        asked = [self.bench, command, "--database", f"sqlite://{database}", *flags]
        return json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)

    def empty(self, path: Path) -> Path:
        """A database that is up to date and holds the official units and nothing else."""
        for file in FOLDER.glob(f"{path.name}*"):
            file.unlink()
        self.run("migrate", "--database", f"sqlite://{path}")
        return path

    @contextlib.contextmanager
    def serving(self, database: Path) -> Iterator[Server]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = ["--database", f"sqlite://{database}", "--listen", f"127.0.0.1:{port}", "--log", "warn"]
        start = time.perf_counter()
        process = subprocess.Popen([self.program, "serve", *address])
        try:
            yield Server(process, port, start)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


class Server:
    """A server that is ready, and how long that took."""

    def __init__(self, process: subprocess.Popen, port: int, start: float) -> None:
        self.process = process
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        while True:
            if process.poll() is not None:
                raise SystemExit("the server stopped before it was ready")
            try:
                self.get("/health/ready")
                break
            except ConnectionRefusedError:
                self.connection.close()
                time.sleep(0.001)
        self.start_up = (time.perf_counter() - start) * 1e3

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{path} answers {response.status}")
        return body

    def largest_memory(self) -> float:
        """MiB of memory that the process had at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024


def export_facts(database: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source, target.open("w") as file:
        csv.writer(file).writerows(source.execute(EXPORT))


def duckdb_load(facts: Path, target: Path) -> float:
    """Copies fact rows into DuckDB's own table in its own file; gives the seconds that takes."""
    target.unlink(missing_ok=True)
    columns = ", ".join(f"{name} {kind}" for name, kind in FACT_COLUMNS.items())
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"CREATE TABLE fact ({columns})")
        copy = f"COPY fact FROM '{facts}' (FORMAT csv, HEADER false)"
        # Ours is lasting when it is done, so the peer's is too.
        return timed(lambda: (connection.execute(copy), connection.execute("CHECKPOINT"))) / 1e3


def duckdb_warm(connection: duckdb.DuckDBPyConnection, query: str, rounds: int) -> float:
    """Median milliseconds of a query."""
    return statistics.median(timed(lambda: connection.execute(query).fetchall()) for _ in range(rounds))


def duckdb_cold(database: Path) -> float:
    """Milliseconds from opening the file to the sums, in a process that has not seen it."""
    asked = [sys.executable, __file__, "--duckdb-cold", str(database)]
    return float(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)


def duckdb_cold_here(database: str) -> None:
    def first() -> None:
        with duckdb.connect(database, read_only=True) as connection:
            connection.execute(FIGURES).fetchall()

    print(timed(first))


def check_same(world: Path, facts: duckdb.DuckDBPyConnection) -> int:
    """Whether our cells hold what DuckDB sums from the facts; gives how many facts the province-year has."""
    with contextlib.closing(sqlite3.connect(f"file:{world}?mode=ro", uri=True)) as ours:
        cells = ours.execute(
            f"SELECT unit_id, series, SUM(value), SUM(facts) FROM cell WHERE NOT yearly AND {OF_THE_YEAR} "
            "GROUP BY unit_id, series"
        ).fetchall()
    if sorted(cells) != sorted(facts.execute(BY_UNIT_AND_SERIES).fetchall()):
        raise SystemExit("our cells and the peer's sums differ: the comparison would mean nothing")
    return sum(row[3] for row in cells)


def measure_figures(ours: House, size: Size, world: Path, peer: Path) -> Iterator[Result]:
    with duckdb.connect(str(peer), read_only=True) as connection:
        facts = check_same(world, connection)
        yield Result("facts in the province-year", "facts", facts, facts, "DuckDB")
        say("figures with warm caches")
        times = ours.ask("figures", world, rounds=size.rounds + 1)["milliseconds"][1:]
        theirs = duckdb_warm(connection, FIGURES, size.rounds)
        yield Result(
            "figures of the province-year, warm", "ms", statistics.median(times), theirs, "DuckDB, sums over the facts"
        )
        say("proof of the roll-ups")
        rounds = min(size.rounds, 3)
        times = ours.ask("prove", world, rounds=rounds)["milliseconds"]
        theirs = duckdb_warm(connection, CELLS, rounds)
        yield Result(
            "every cell recomputed from all facts and compared",
            "ms",
            statistics.median(times),
            theirs,
            "DuckDB, recomputed only",
        )

    say("figures with cold caches")
    cold, theirs_cold, evicted = [], [], True
    for _ in range(size.fresh):
        evicted &= evict(world, peer)
        cold += ours.ask("figures", world, rounds=1)["milliseconds"]
        theirs_cold.append(duckdb_cold(peer))
    if not evicted:
        say("the system kept files in its cache: cold means a new process and connection here, not a cold disk")
    yield Result(
        "figures of the province-year, cold",
        "ms",
        statistics.median(cold),
        statistics.median(theirs_cold),
        "DuckDB, sums over the facts",
    )


def measure_server(ours: House, size: Size, world: Path) -> Iterator[Result]:
    say("start-up and first report")
    with ours.serving(world):
        pass
    warm = []
    for _ in range(size.fresh):
        with ours.serving(world) as server:
            warm.append(server.start_up)
    cold, first = [], []
    for _ in range(size.fresh):
        evict(world)
        with ours.serving(world) as server:
            cold.append(server.start_up)
            evict(world)
            first.append(timed(lambda: server.get(REPORT_JSON)))
    yield Result("start-up until ready, warm", "ms", statistics.median(warm))
    yield Result("start-up until ready, cold", "ms", statistics.median(cold))
    yield Result("first report of a server as JSON over HTTP, cold", "ms", statistics.median(first))

    say("reports over HTTP")
    with ours.serving(world) as server:
        for name, path in [("page", REPORT_PAGE), ("JSON", REPORT_JSON)]:
            for _ in range(3):
                server.get(path)
            times = [timed(lambda: server.get(path)) for _ in range(size.requests)]
            yield Result(f"report as {name} over HTTP, warm, median", "ms", statistics.median(times))
            yield Result(f"report as {name} over HTTP, warm, 99th percentile", "ms", percentile(times, 0.99))
        yield Result("memory of the server after these reports", "MiB", server.largest_memory())


def measure_loading(ours: House, size: Size) -> Iterator[Result]:
    say("loading records through a ledger")
    path = ours.empty(FOLDER / "load.db")
    loaded = ours.ask("load", path, communes=size.communes, density=size.load_density)
    rows = FOLDER / "load.csv"
    export_facts(path, rows)
    theirs = loaded["facts"] / duckdb_load(rows, FOLDER / "load.duckdb")
    yield Result("records kept, with facts and cells", "records/s", loaded["records"] / loaded["seconds"])
    yield Result(
        "facts of these records",
        "facts/s",
        loaded["facts"] / loaded["seconds"],
        theirs,
        "DuckDB, fact rows alone from CSV",
    )


def write_register(target: Path, rows: int) -> None:
    """A mediation register of An Giang in 2025, its communes in turn: no row helps the next."""
    with Path("data/units/units-after.csv").open() as file:
        communes = [row["code"] for row in csv.DictReader(file) if row["province_code"] == "91"]
    disputes = ["family", "land", "civil", "neighbours", "other"]
    with target.open("w") as file:
        register = csv.writer(file)
        register.writerow(["unit", "dispute", "received_on", "outcome", "closed_on"])
        for row in range(rows):
            month, day = 7 + row // 28 % 6, 1 + row % 28
            outcome = "unsettled" if row % 9 == 0 else "settled"
            date = f"2025-{month:02}-{day:02}"
            register.writerow([communes[row % len(communes)], disputes[row % 5], date, outcome, date])


def measure_import(ours: House, size: Size) -> Iterator[Result]:
    if not ours.can("import"):
        say("this program can't import yet: the import is not measured")
        return
    say("import of a register")
    file = FOLDER / "register.csv"
    write_register(file, size.import_rows)
    path = ours.empty(FOLDER / "import.db")
    seconds = timed(lambda: ours.run("import", str(file), "--database", f"sqlite://{path}")) / 1e3
    target = FOLDER / "import.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        copy = f"CREATE TABLE register AS FROM read_csv('{file}')"
        theirs = timed(lambda: (connection.execute(copy), connection.execute("CHECKPOINT"))) / 1e3
    yield Result(
        "rows of a CSV file checked and imported",
        "rows/s",
        size.import_rows / seconds,
        size.import_rows / theirs,
        "DuckDB read_csv into a table",
    )


# What the product promises, in milliseconds (docs: how it must behave).
TARGETS = {
    "figures of the province-year, warm": 50,
    "report as JSON over HTTP, warm, median": 50,
    "figures of the province-year, cold": 300,
    "first report of a server as JSON over HTTP, cold": 300,
    "start-up until ready, warm": 200,
}


def measure_log(ours: House, size: Size) -> Iterator[Result]:
    say("posting records with and without the public log")
    path = ours.empty(FOLDER / "log.db")
    posted = ours.ask("log-post", path, records=size.posted, key=FOLDER / "log.db-key")
    rate = posted["records"] / posted["with"]
    yield Result("records posted, each with its log entry", "records/s", rate,
                 posted["records"] / posted["without"], "the same without the log")
    yield Result("entries given their place and signed", "entries/s", posted["records"] / posted["signing"])

    say(f"proofs in a log of {size.logged:,} entries, made once")
    path, folder = FOLDER / f"log-{size.logged}.db", FOLDER / f"log-{size.logged}"
    if not (folder / "checkpoint").exists():
        shutil.rmtree(folder, ignore_errors=True)
        ours.ask("log-tree", ours.empty(path), entries=size.logged, folder=folder)
    proofs = ours.ask("log-proofs", path, rounds=size.rounds)
    yield Result(f"proof of one of {size.logged:,} entries", "ms", statistics.median(proofs["milliseconds"]),
                 statistics.median(go_proofs(folder, proofs["places"])), "Go's x/mod/sumdb/tlog from files")


def measure_votes(ours: House, size: Size) -> Iterator[Result]:
    """A vote day of one province: 400 households in each hamlet."""
    say("a vote day of one province")
    day = ours.ask("vote-day", ours.empty(FOLDER / "votes.db"), hamlets=size.voting_hamlets, households=400,
                   stored=size.stored_votes)
    stored = day["stored"]
    yield Result(f"{day['households']:,} households counted and {day['hamlets']:,} hamlets judged", "households/s",
                 day["households"] / day["counting"])
    yield Result("papers read by two people, each reading kept", "papers/s", stored["households"] / stored["reading"])
    yield Result("roll frozen and vote opened, 400 households", "ms", 1000 * stored["opening"] / size.stored_votes)
    yield Result("vote of 400 households counted, concluded, recorded", "ms",
                 1000 * stored["counting"] / size.stored_votes)


def measure_models(ours: House, size: Size) -> Iterator[Result]:
    """Pages over the models of a movement in one province."""
    say(f"pages over {size.models:,} models of a movement")
    asked = ours.ask("models", ours.empty(FOLDER / "models.db"), models=size.models, rounds=size.rounds)
    for name, milliseconds in asked["milliseconds"].items():
        yield Result(f"page over {asked['models']:,} models: {name}", "ms", statistics.median(milliseconds))


def measure_ledger(ours: House, size: Size) -> Iterator[Result]:
    """Pages over the ledgers of contributions of one commune."""
    say(f"pages over {size.ledger_lines:,} lines of ledgers")
    asked = ours.ask("ledger", ours.empty(FOLDER / "ledger.db"), lines=size.ledger_lines, rounds=size.rounds)
    for name, milliseconds in asked["milliseconds"].items():
        yield Result(f"page over {asked['lines']:,} ledger lines: {name}", "ms", statistics.median(milliseconds))


def measure_board(ours: House, size: Size) -> Iterator[Result]:
    """A commune's public board, made for each reader, beside nginx sending the same octets from a file."""
    say("the public board beside nginx")
    world = FOLDER / "board.db"
    if not world.exists():
        ours.run("demo", "--prepare-only", "--database", f"sqlite://{world}")
    with ours.serving(world) as server:
        boards = sorted(set(re.findall(rb"/cong-khai/[0-9]{5}\b", server.get("/cong-khai/an-giang"))))
        path = boards[0].decode()
        page = server.get(path)
        rate, slow = wrk(f"http://127.0.0.1:{server.port}{path}", size)
    with nginx_serving(page) as address:
        peer_rate, peer_slow = wrk(address, size)
    peer = f"nginx, the same {len(page):,} octets from a file"
    yield Result("public board of a commune, 16 readers at once", "pages/s", rate, peer_rate, peer)
    yield Result("the same, 99th percentile", "ms", slow, peer_slow, peer)


def wrk(address: str, size: Size) -> tuple[float, float]:
    """Answers a second and the 99th percentile in milliseconds, with 16 connections kept open."""
    asked = ["wrk", "--threads", "2", "--connections", "16", "--duration", f"{size.seconds}s", "--latency", address]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"not every answer of {address} was good: {told}")
    rate = float(re.search(r"Requests/sec:\s+([0-9.]+)", told).group(1))
    number, unit = re.search(r"99%\s+([0-9.]+)(us|ms|s)", told).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


@contextlib.contextmanager
def nginx_serving(page: bytes) -> Iterator[str]:
    folder = (FOLDER / "nginx").absolute()
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "pages" / "board.html").write_bytes(page)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes auto; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 1000000; {places}\n"
        f"types {{ text/html html; }} server {{ listen 127.0.0.1:{port}; root {folder}/pages; }} }}\n"
    )
    process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/board.html"
    finally:
        process.terminate()
        process.wait(timeout=30)


def go_proofs(folder: Path, places: list[int]) -> list[float]:
    """Milliseconds that the peer takes for the same proofs."""
    program = FOLDER / "proofs"
    # Debian's golang-golang-x-mod-dev puts the sources here; nothing is fetched.
    source = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode"}
    subprocess.run(["go", "build", "-o", program, "benches/proofs.go"], check=True, env=source)
    asked = [program, folder, *map(str, places)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return [float(line) for line in answer.split()]


def table(results: list[Result]) -> str:
    def number(value: float | None) -> str:
        return "" if value is None else f"{value:,.0f}" if value >= 1000 else f"{value:,.2f}"

    head = ("what", "ours", "unit", "target", "peer", "ratio", "named peer")
    rows = [
        (
            result.name,
            number(result.ours),
            result.unit,
            f"< {TARGETS[result.name]}" if result.name in TARGETS else "",
            number(result.peer),
            "" if result.ratio is None else f"{result.ratio:.3f}",
            result.peer_name or "",
        )
        for result in results
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    right = {1, 3, 4, 5}

    def line(cells: tuple[str, ...]) -> str:
        fitted = (
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(fitted).rstrip()

    return "\n".join([line(head), *map(line, rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, help="the folder of the built programs")
    parser.add_argument("--smoke", action="store_true", help="try everything, small")
    parser.add_argument("--duckdb-cold", metavar="FILE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.duckdb_cold:
        duckdb_cold_here(arguments.duckdb_cold)
        return

    size = SMOKE if arguments.smoke else FULL
    ours = House(arguments.programs)
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = f"world-{size.communes}-{size.density}"
    world, peer = FOLDER / f"{name}.db", FOLDER / f"{name}.duckdb"
    say(f"the world {world}, made once; remove it to make it anew")
    if not world.exists():
        peer.unlink(missing_ok=True)
    ours.run("migrate", "--database", f"sqlite://{world}")
    ours.ask("prepare", world, communes=size.communes, density=size.density)
    if not peer.exists():
        rows = FOLDER / f"{name}.csv"
        export_facts(world, rows)
        partial = peer.with_suffix(".partial")
        duckdb_load(rows, partial)
        partial.rename(peer)

    load_before = os.getloadavg()[0]
    results = [
        *measure_figures(ours, size, world, peer),
        *measure_server(ours, size, world),
        *measure_loading(ours, size),
        *measure_import(ours, size),
        *measure_log(ours, size),
        *measure_votes(ours, size),
        *measure_models(ours, size),
        *measure_ledger(ours, size),
        *measure_board(ours, size),
    ]
    print(f"{os.cpu_count()} processors, load {load_before:.1f} before, {os.getloadavg()[0]:.1f} after; SQLite, "
          f"DuckDB {duckdb.__version__}")
    print(table(results))
    target = FOLDER / "results.json"
    target.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n")
    print(f"written to {target}")


if __name__ == "__main__":
    main()
