"""`sapar insight protect` and `attack`: safe tables from any categorical CSV, and the attacks on them. `snapshot`: the
region's records, now instead of tonight; `ledger`: does everything that ever went out still stand as it did?

The first two need neither the database nor the keys. Libraries of numbers are imported only when a command runs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, prepare
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    import argparse

    from sapar.insight.disclosure.protect import Before, Wish


def add_to(commands: Any) -> None:
    one = commands.add_parser(
        "insight", help="`insight protect`: safe tables from a CSV; `insight attack`: try them"
    )
    parts = one.add_subparsers(metavar="WHAT", required=True)
    _add_protect(
        parts.add_parser("protect", help="all one- to three-way tables of a CSV, protected and audited")
    )
    attack = parts.add_parser("attack", help="attack released tables; with --truth, score what came out")
    attack.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="releases, the oldest first")
    attack.add_argument("--truth", type=Path, action="append", default=[], metavar="CSV",
                        help="the records behind the newest release; give it once for each folder to score all")  # fmt: skip
    attack.add_argument("--seconds", type=float, default=20, help="for linear programs, on each release (20)")
    attack.add_argument("--json", type=Path, metavar="FILE", help="write the whole attack report there")
    attack.set_defaults(act=attack_releases)
    secret = parts.add_parser(
        "secret", help="make the secret that noise mode needs, in a file only you can read"
    )
    secret.add_argument("file", type=Path)
    secret.set_defaults(act=make_secret)
    snapshot = parts.add_parser("snapshot", help="reduce the work of all who take part to codes, now")
    snapshot.set_defaults(act=make_snapshot)
    book = parts.add_parser("ledger", help="is everything that was ever released still as it went out?")
    book.set_defaults(act=check_ledger)


def _add_protect(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--input", type=Path, required=True, metavar="CSV", help="one record a line, UTF-8, names in line 1"
    )
    one.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder for the release")
    one.add_argument("--previous", type=Path, nargs="+", action="extend", default=[], metavar="FOLDER",
                     help="all earlier releases about these people, the oldest first")  # fmt: skip
    one.add_argument("--mode", choices=["exact", "noise", "private"], default="exact")
    one.add_argument("--threshold", type=int, default=10, help="fewer people than this are never shown (10)")
    one.add_argument("--width", type=int, help="least width of a hidden cell's interval (half the threshold)")
    one.add_argument(
        "--dimensions", default="", metavar="A,B,…", help="columns to count by, at most 12 (all)"
    )
    one.add_argument(
        "--contributor",
        default="",
        metavar="COLUMN",
        help="which organisation a record is from: none is exposed",
    )
    one.add_argument("--nested", action="append", default=[], metavar="COLUMN",
                     help="its rare categories fall back to what stands before their dash: KZ-02 to KZ")  # fmt: skip
    one.add_argument("--depth", type=int, choices=(1, 2, 3), default=3,
                     help="most columns that one table crosses; with few records 2 leaves more to be shown (3)")  # fmt: skip
    one.add_argument(
        "--where", action="append", default=[], metavar="COLUMN=VALUE", help="only these records"
    )
    one.add_argument(
        "--secret-file", type=Path, metavar="FILE", help="noise mode: the secret; never change or publish it"
    )
    one.add_argument(
        "--epsilon", type=float, default=1.0, help="private mode: privacy spent by this release (1)"
    )
    one.add_argument(
        "--lifetime", type=float, default=4.0, help="private mode: all that may ever be spent (4)"
    )
    one.add_argument(
        "--tables", default="", metavar="A,B+C,…", help="private mode: the tables (each column alone)"
    )
    one.set_defaults(act=protect)


def protect(chosen: argparse.Namespace) -> int:
    from sapar.insight.disclosure import folder, words
    from sapar.insight.disclosure.errors import Unfit
    from sapar.insight.disclosure.protect import Blocked, release

    try:
        if chosen.out.exists() and (not chosen.out.is_dir() or any(chosen.out.iterdir())):
            raise Unfit(
                f"{chosen.out} is there already. A release is never overwritten; choose a new folder."
            )
        with step("Reading, protecting, attacking"):
            ledgers = folder.ledgers_beside(chosen.out) if chosen.mode == "private" else []
            done = release(chosen.input, _wish(chosen), _before(chosen.previous), chosen.out.name, ledgers)
        text = words.report(done)
        folder.write(
            done.release,
            chosen.out,
            {"facts": done.facts, "attacks": _plain(done.attacks)},
            text,
            done.ledger,
        )
    except Blocked as refused:
        raise Trouble("\n".join([str(refused), *words.attack_lines(refused.attacks)])) from None
    except Unfit as refused:
        raise Trouble(str(refused)) from None
    say(text, f"Written to {chosen.out}.")
    return 0


def _wish(chosen: argparse.Namespace) -> Wish:
    from sapar.insight.disclosure.protect import Wish

    pairs = [one.partition("=") for one in chosen.where]
    wrong = [one[0] for one in pairs if not one[1]]
    if wrong:
        raise Trouble(f"--where is written COLUMN=VALUE, not {wrong[0]!r}.")
    return Wish(
        dimensions=_names(chosen.dimensions),
        mode=chosen.mode,
        threshold=chosen.threshold,
        width=chosen.width,
        contributor=chosen.contributor,
        where={column: value for column, _sign, value in pairs},
        secret=_secret(chosen.secret_file),
        epsilon=chosen.epsilon,
        lifetime=chosen.lifetime,
        nested=tuple(chosen.nested),
        depth=chosen.depth,
        tables=tuple(tuple(one.split("+")) for one in _names(chosen.tables)),
    )


def _secret(path: Path | None) -> bytes:
    if path is None:
        return b""
    if not path.is_file():
        raise Trouble(
            f"{path} is not there. `sapar insight secret FILE` makes a secret; keep it for every release."
        )
    return path.read_bytes()


def _names(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _before(folders: list[Path]) -> list[Before]:
    from sapar.insight.disclosure import folder
    from sapar.insight.disclosure.protect import Before

    return [Before(one.name, folder.read(one), folder.ledger(one)) for one in folders]


def _plain(attacks: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in attacks.items() if key != "outcomes"}


def attack_releases(chosen: argparse.Namespace) -> int:
    """Answers 1 where something came to light, so that a script can stop on it."""
    from sapar.insight.disclosure import folder, words
    from sapar.insight.disclosure.attack import run, score
    from sapar.insight.disclosure.errors import Unfit

    try:
        with step("Reading the releases"):
            releases = [(one.name, folder.read(one)) for one in chosen.folders]
        with step("Attacking"):
            attacks = run.everything(releases, chosen.seconds)
        if chosen.truth:
            with step("Scoring against the truth"):
                attacks["scores"] = score.scores(releases, attacks["outcomes"], chosen.truth)
    except Unfit as refused:
        raise Trouble(str(refused)) from None
    say(*words.attack_lines(attacks), *(score.line(one) for one in attacks.get("scores", [])))
    say("Something came to light." if attacks["succeeded"] else "Nothing came to light.")
    if chosen.json:
        chosen.json.write_text(
            json.dumps(_plain(attacks), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return 1 if attacks["succeeded"] else 0


def make_secret(chosen: argparse.Namespace) -> int:
    import os

    from sapar.insight.disclosure.protect import new_secret

    try:
        opened_file = os.open(chosen.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Trouble(
            f"{chosen.file} is there already. Another secret would give the same people other errors."
        ) from None
    with os.fdopen(opened_file, "wb") as opened:
        opened.write(new_secret())
    say(f"Written to {chosen.file}. Keep it as long as you publish; whoever has it can take the errors away.")
    return 0


def make_snapshot(_chosen: argparse.Namespace) -> int:
    """What the worker does every night."""
    with prepare.database_at_hand():
        cli_run.open_django("web")
        from sapar.insight.snapshot import make

        with step("Records of everybody who takes part") as current:
            run = make.make(lambda words: setattr(current, "now", words))
    for kind, quarters in run.records.items():
        say(f"  {kind:<10} {sum(quarters.values()):>9,} records in {len(quarters)} quarters")
    return 0


def check_ledger(_chosen: argparse.Namespace) -> int:
    """Answers 1 where a table is other than it went out, or an entry is gone."""
    with prepare.database_at_hand():
        cli_run.open_django("operator")
        from sapar.insight.models import LedgerEntry
        from sapar.insight.releases import ledger

        faults = ledger.faults()
        entries = LedgerEntry.objects.count()
    say(*(f"  {fault}" for fault in faults))
    say("The ledger is NOT whole." if faults else f"The ledger is whole: {entries} entries.")
    return 1 if faults else 0
