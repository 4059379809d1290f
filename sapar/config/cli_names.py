"""`sapar names`: compare spellings of names, from a file or two by hand, which needs neither the database nor the keys;
and make the keys by which people are found.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sapar.names import Score

_ASKED = ("name1", "name2")
_BIRTHS = ("birth1", "birth2")
_ADDED = ("score", "decision")


def add_to(commands: Any) -> None:
    names = commands.add_parser(
        "names", help="are two spellings one person's name? And keys by which people are found"
    )
    parts = names.add_subparsers(metavar="WHAT", required=True)
    one = parts.add_parser("compare", help="score the pairs of a CSV file")
    one.add_argument(
        "--pairs", type=Path, required=True, help="columns name1, name2, where known birth1, birth2"
    )
    one.add_argument("--out", type=Path, required=True, help="where to: the same with score and decision")
    one.add_argument("--names-only", action="store_true", help="leave birth dates out of it")
    one.set_defaults(act=compare)
    one = parts.add_parser("explain", help="what agrees between two names, in words")
    one.add_argument("one")
    one.add_argument("other")
    one.set_defaults(act=explain)
    one = parts.add_parser("fold", help="the sounds that a name is read as")
    one.add_argument("text")
    one.set_defaults(act=fold)
    one = parts.add_parser("index", help="keys for people who have none, so that they are found by name")
    one.set_defaults(act=index)


def compare(chosen: argparse.Namespace) -> None:
    """All columns are kept; `score` lies between 0 and 1."""
    with chosen.pairs.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.DictReader(source)
        columns = list(rows.fieldnames or [])
        lacking = [name for name in _ASKED if name not in columns]
        if lacking:
            raise Trouble(
                f"{chosen.pairs} has no column {' and no column '.join(lacking)}. Its first line has to name the columns."
            )
        # Read before anything is written: --out may be the same file.
        scored = list(_scored(chosen.pairs, rows, use_births=not chosen.names_only))
    with chosen.out.open("w", encoding="utf-8", newline="") as target:
        out = csv.DictWriter(
            target, columns + [name for name in _ADDED if name not in columns], lineterminator="\n"
        )
        out.writeheader()
        out.writerows(scored)
    say(f"{len(scored)} pairs: {chosen.out}")


def _scored(file: Path, rows: csv.DictReader[str], *, use_births: bool) -> Iterator[dict[str, str]]:
    for row in rows:
        if None in row or None in row.values():
            raise Trouble(f"{file}, line {rows.line_num}: it has more or fewer columns than the first line.")
        try:
            found = _score(row, use_births=use_births)
        except ValueError as refused:
            raise Trouble(f"{file}, line {rows.line_num}: {refused}") from None
        yield {**row, "score": f"{found.probability:.6f}", "decision": found.decision}


def _score(row: dict[str, str], *, use_births: bool) -> Score:
    from sapar import names

    births = [names.birth(row.get(column, "")) if use_births else None for column in _BIRTHS]
    return names.score(row["name1"], row["name2"], *births)


def explain(chosen: argparse.Namespace) -> None:
    from sapar import names

    say(*names.explained(chosen.one, chosen.other))


def fold(chosen: argparse.Namespace) -> None:
    from sapar import names

    say(*names.folded(chosen.text))


def index(_chosen: argparse.Namespace) -> None:
    """What the nightly job does, at once and with progress; stopped half-way, the next call goes on."""
    from sapar.config import cli_run, prepare

    with prepare.database_at_hand():
        cli_run.open_django("web")
        from sapar.config import keyholder

        keyholder.open_here()
        say(f"{_index_all()} people had no keys and have them now.")


def _index_all() -> int:
    from sapar.organisations import queries as organisations
    from sapar.organisations.actor import SystemActor
    from sapar.people.actions import indexing

    offices = list(organisations.organisations().exclude(joined_at=None).order_by("pk"))
    done = 0
    with step("Keys of names") as current:
        for at, office in enumerate(offices, start=1):

            def told(made: int, at: int = at) -> None:
                current.now = f"organisation {at} of {len(offices)}, {made} people"

            done += indexing.index_missing(SystemActor("names.index", office.pk), told)
    return done
