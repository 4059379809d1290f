"""Commands that keep and bring back: backup, restore, upgrade; and the proof of what was erased."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, prepare
from sapar.config.words import say

if TYPE_CHECKING:
    import argparse


def add_to(commands: Any) -> None:
    one = commands.add_parser("backup", help="everything into one file, without the master key")
    one.add_argument("file", type=Path)
    one.set_defaults(act=backup)
    one = commands.add_parser("restore", help="a backup into an empty database; erased people stay erased")
    one.add_argument("file", type=Path)
    one.add_argument("--ledger", type=Path, help="the erasure ledger, when it is not in SAPAR_HOME")
    one.set_defaults(act=restore)
    one = commands.add_parser("upgrade", help="move the embedded database to this version's PostgreSQL")
    one.add_argument(
        "--old-binaries", type=Path, help="the bin folder of the older PostgreSQL (else it is fetched)"
    )
    one.set_defaults(act=upgrade)
    one = commands.add_parser(
        "certificate", help="is this certificate of erasure genuine, and does the ledger agree?"
    )
    one.add_argument("number", help="its number, such as 7K2M-9PQR-4TVW-X1YZ")
    one.set_defaults(act=certificate)


def backup(chosen: argparse.Namespace) -> None:
    from sapar.config import backup as keeping

    keeping.backup(chosen.file)


def restore(chosen: argparse.Namespace) -> None:
    from sapar.config import restore as bringing_back

    bringing_back.restore(chosen.file, chosen.ledger)


def upgrade(chosen: argparse.Namespace) -> None:
    from sapar.config import upgrade as moving

    moving.upgrade(chosen.old_binaries)


def certificate(chosen: argparse.Namespace) -> int:
    with prepare.database_at_hand():
        cli_run.open_django("operator")
        from sapar.keeping import paper, queries
        from sapar.keeping.models import Certificate

        found = queries.proven(chosen.number)
        if found is None:
            say("No certificate has this number.")
            return 1
        say(*(f"  {what}: {words}" for what, words in paper.lines(found)))
        stands = queries.stands(Certificate.objects.get(number=found.number))
        say("The erasure ledger says the same." if stands else "The erasure ledger does NOT say the same.")
        return 0 if stands else 1
