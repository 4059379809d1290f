"""Options of `sapar load synthetic`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from sapar.config import prepare
from sapar.config.synthetic_plan import Sizes
from sapar.config.words import Trouble

if TYPE_CHECKING:
    import argparse

SMALL = 0.01
_FEWEST = 10


def add_options(command: argparse.ArgumentParser) -> None:
    full, group = Sizes(), command.add_argument_group("sizes of `load synthetic`")
    group.add_argument("--small", action="store_true", help="a hundredth of everything")
    for name, words in (
        ("organisations", "organisations; the first of them has every fifth case and contact"),
        ("cases", "cases, each with its person, phone, problems"),
        ("contacts", "contacts"),
    ):
        group.add_argument(f"--{name}", type=int, metavar="N", help=f"{words} ({getattr(full, name):,})")
    group.add_argument(
        "--into-demo", action="store_true", help="beside the demo, instead of an empty database"
    )
    group.add_argument("--jobs", type=int, metavar="N", help="programs at work (as many as processors)")


def sizes_of(chosen: argparse.Namespace) -> Sizes:
    given = {
        name: getattr(chosen, name)
        for name in ("organisations", "cases", "contacts")
        if getattr(chosen, name)
    }
    sizes = replace(Sizes().shrunk(SMALL) if chosen.small else Sizes(), **given)
    if min(sizes.organisations // 2, sizes.cases // _FEWEST, sizes.contacts // _FEWEST) < 1:
        raise Trouble(f"At least 2 organisations, {_FEWEST} cases and {_FEWEST} contacts.")
    return sizes


def load(chosen: argparse.Namespace) -> None:
    sizes = sizes_of(chosen)
    with prepare.database_at_hand():
        prepare.schema()
        from sapar.config import cli_run

        cli_run.open_django("owner")
        from sapar.config import home, keyholder, synthetic
        from sapar.vault.keys import places, setup

        if home.is_demo() and not places.known() and not keyholder.anything_sealed():
            setup.initialise(places.FILE)
        keyholder.open_here()
        synthetic.load(sizes, into_demo=chosen.into_demo, jobs=chosen.jobs or os.cpu_count() or 1)
