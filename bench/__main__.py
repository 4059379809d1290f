"""`python -m bench [part] [--rows full|small] …`: JSON on the last lines of the output, progress beside it.

speed   one user, then fifty requests a second; statements; memory; django-helpdesk beside it
kills   a hundred kills under load
lists   every page with ten rows of each kind and with a hundred: the same number of statements
storm   fifty workers on the same referrals
sheets  a spreadsheet of 3,000 rows
guidance  one answer of each calculator
screening  the range of results and the next question; HTCDS there and back
hsds    the directory as HSDS at 20,000 services
trust   the night's reckoning of 5,000 organisations
practice  the compendium at 20,000 entries
disclosure  safe statistics beside Polars, pac-synth and pycanon, and ten million rows
small_caseload  how much of a quarter of four organisations can be shown, in tables of two columns beside three
picture  the region's snapshot on a million records, beside pyarrow
vault   sealing and the audit
names   spellings of names, beside other matchers; the search among a million
alike   is this person known already, among a million sealed people
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import baseline, kills, machine, mixed, place, speed
from bench.server import Server

WARM_SECONDS = 20
PARTS = (
    "speed",
    "kills",
    "lists",
    "storm",
    "sheets",
    "guidance",
    "screening",
    "hsds",
    "trust",
    "practice",
    "vault",
    "disclosure",
    "small_caseload",
    "picture",
    "names",
    "alike",
)
SEATS, CASES = 24, 2000


def main() -> int:
    chosen = _parser().parse_args()
    figures: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
    }
    for part in [chosen.part] if chosen.part else PARTS:
        say(f"{part} …")
        figures[part] = {"speed": _speed, "kills": _kills}.get(
            part, lambda given, name=part: _elsewhere(name, given)
        )(chosen)
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    if chosen.out:
        Path(chosen.out).write_text(text + "\n")
    print(text)
    return 1 if any("failed" in figures[part] for part in PARTS if part in figures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument(
        "--rows", choices=place.ROWS, default="full", help="full: a million cases; small: ten thousand"
    )
    parser.add_argument("--seconds", type=float, default=60, help="of the mixed load, and of the storm")
    parser.add_argument("--rate", type=float, default=50, help="requests a second of the mixed load")
    parser.add_argument("--rounds", type=int, default=100, help="of the kills")
    parser.add_argument("--port", type=int, default=8109)
    parser.add_argument("--without-baseline", action="store_true")
    parser.add_argument("--out", help="write the JSON there too")
    return parser


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def installation(rows: str) -> Path:
    """The folder of a loaded region; loaded first where it is not, which takes half an hour and 40 GB for the full one."""
    home = place.home(rows)
    mark = home / "loaded"
    if not mark.exists():
        say(f"Loading the fictional region ({rows}) into {home} …")
        size = ["--small"] if rows == "small" else []
        subprocess.run(
            place.sapar("load", "synthetic", *size),
            env=place.environment(home),
            cwd=place.ROOT,
            stdout=sys.stderr,
            check=True,
        )
        mark.touch()
    return home


def _speed(chosen: argparse.Namespace) -> dict[str, Any]:
    with Server(installation(chosen.rows), chosen.port) as server:
        found = _seats(server, SEATS, CASES)
        workers = speed.workers(server, found, SEATS)
        figures: dict[str, Any] = {
            "rows": chosen.rows,
            "cases_of_the_organisation": found["sizes"]["cases"],
            "people_of_earlier_runs_forgotten": found["forgotten"],
            "waited_for_jobs_s": server.wait_for_jobs(say),
            "before": machine.load(),
        }
        jobs = server.jobs_seconds()
        say("One user …")
        figures["one_user"] = speed.alone(workers[0])
        say(json.dumps(figures["one_user"]))
        say(f"{chosen.rate:.0f} requests a second …")
        # A day's server has planned its statements on every connection; the first minute of one has not.
        mixed.run(workers, chosen.rate / 2, WARM_SECONDS)
        figures["mixed"] = mixed.run(workers, chosen.rate, chosen.seconds)
        say(json.dumps(figures["mixed"]))
        figures["jobs_took_s"] = round(server.jobs_seconds() - jobs, 1)
        figures["memory"] = {**machine.memory(server.web()), "target_mb": 300}
        say("Statements …")
        figures["statements"] = _statements(server, found)
        if not chosen.without_baseline:
            say("django-helpdesk …")
            figures["baseline"] = baseline.measured(server, chosen.port + 1)
            figures["baseline_takes_times"] = _ratios(figures["one_user"], figures["baseline"])
        figures["after"] = machine.load()
    return figures


def _seats(server: Server, count: int, cases: int) -> dict[str, Any]:
    loaded = (server.installation / "loaded").stat().st_mtime
    found: dict[str, Any] = server.ask("bench.seats", str(count), str(cases), str(loaded))
    return found


def _statements(server: Server, found: dict[str, Any]) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "found.json"
        told.write_text(json.dumps(found))
        return server.ask("bench.statements", str(told), role="web")


def _ratios(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, dict[str, float]]:
    """How many times longer the baseline takes; its list is a page and a second request for its rows."""
    pairs = {"list": ("list_page", "list_rows"), "open": ("open",), "create_case": ("create",)}
    return {
        name: {
            which: round(sum(theirs[one][which] for one in names) / ours[name][which], 2)
            for which in ("p50_ms", "p95_ms")
        }
        for name, names in pairs.items()
        if all("p50_ms" in theirs.get(one, {}) for one in names)
    }


def _kills(chosen: argparse.Namespace) -> dict[str, Any]:
    with Server(installation("small"), chosen.port) as server:
        found = _seats(server, kills.CALLERS, 50)
        return kills.rounds(server, speed.workers(server, found, kills.CALLERS), chosen.rounds, say)


def _elsewhere(name: str, chosen: argparse.Namespace) -> Any:
    """Parts that are programs of their own and print JSON."""
    command = {
        "vault": ["bench.vault", str(min(chosen.seconds, 3.0))],
        "lists": ["bench.lists"],
        "storm": ["bench.storm"],
        "disclosure": ["bench.disclosure", "--ten-million"],
        "small_caseload": ["bench.small_caseload"],
        "picture": ["bench.picture"],
        "screening": ["bench.screening"],
        "sheets": ["bench.sheets"],
        "guidance": ["bench.guidance"],
        "alike": ["bench.alike", "--people", "1000000" if chosen.rows == "full" else "20000"],
        "names": ["bench.names", "--people", "1000000" if chosen.rows == "full" else "20000"],
        "hsds": ["bench.hsds"],
        "trust": ["bench.trust"],
        "practice": ["bench.practice"],
    }[name]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *command], stdout=subprocess.PIPE, cwd=place.ROOT, check=False
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        return {"failed": done.returncode, "said": done.stdout.decode(errors="replace")[-2000:]}


if __name__ == "__main__":
    sys.exit(main())
