"""Commands that keep and bring back: backup, restore, upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def backup(chosen: argparse.Namespace) -> None:
    from sapar.config import backup as keeping

    keeping.backup(chosen.file)


def restore(chosen: argparse.Namespace) -> None:
    from sapar.config import restore as bringing_back

    bringing_back.restore(chosen.file, chosen.ledger)


def upgrade(chosen: argparse.Namespace) -> None:
    from sapar.config import upgrade as moving

    moving.upgrade(chosen.old_binaries)
