"""Commands that start, prepare and look at an installation."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import django
from django.utils import translation

from sapar.config import prepare, synthetic_cli
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    import argparse


def add_to(commands: Any) -> None:
    one = commands.add_parser("run", help="start everything and keep it running until Ctrl-C")
    one.set_defaults(act=run)
    one = commands.add_parser(
        "check", help="is this installation sane and safe? says what to do about each fault"
    )
    one.set_defaults(act=check)
    one = commands.add_parser(
        "migrate", help="bring roles and tables up to this version (`run` does it by itself)"
    )
    one.set_defaults(act=migrate)
    one = commands.add_parser("jobs", help="the timetable of jobs that come back by themselves")
    one.set_defaults(act=jobs)
    one = commands.add_parser("load", help="load content: `load network`, `load demo`, `load synthetic`")
    one.add_argument(
        "what",
        choices=["network", "demo", "synthetic"],
        help="network: towns and the real organisations that documents described; demo: a small, fictional caseload; "
        "synthetic: a fictional region, a million cases",
    )
    synthetic_cli.add_options(one)
    one.set_defaults(act=load)
    one = commands.add_parser("sign-ins", help="the demo's sign-ins with the codes of this very moment")
    one.set_defaults(act=sign_ins)
    one = commands.add_parser(
        "audit", help="`audit verify`: has anybody changed, removed or reordered an event?"
    )
    one.add_argument("what", choices=["verify"])
    one.set_defaults(act=audit)


def open_django(role: str) -> None:
    """Start Django in this program as a database role; once, since a program's role never changes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
    os.environ["SAPAR_DB_ROLE"] = role
    os.environ["SAPAR_DB_POOL"] = "0"
    django.setup()
    # The terminal speaks one language; a refusal of a lower layer must not come in another.
    translation.activate("en")


def run(_chosen: argparse.Namespace) -> None:
    from sapar.config import supervisor

    supervisor.run()


def check(_chosen: argparse.Namespace) -> int:
    with prepare.database_at_hand():
        open_django("operator")
        from sapar.config import check as checks

        return checks.report()


def migrate(_chosen: argparse.Namespace) -> None:
    with prepare.database_at_hand():
        prepare.schema(force=True)


def jobs(_chosen: argparse.Namespace) -> None:
    open_django("web")
    from sapar.config import jobs as timetable

    for one in timetable.periodic():
        say(f"{one.cron:<16} {one.name:<36} {one.says}")


def load(chosen: argparse.Namespace) -> None:
    if chosen.what == "synthetic":
        synthetic_cli.load(chosen)
    else:
        {"network": _load_network, "demo": _load_demo}[chosen.what]()


def _load_network() -> None:
    with prepare.database_at_hand():
        prepare.schema()
        open_django("operator")
        from sapar.directory import seeds
        from sapar.practice.seeds import load_entries

        with step("Towns"):
            seeds.load_places()
        with step("Organisations that documents described"):
            seeds.load_organisations()
        with step("Practice that documents described"):
            load_entries()


def _load_demo() -> None:
    from sapar.config import home

    if not home.is_demo():
        raise Trouble(
            "Demo content has passwords that everybody knows. Set SAPAR_DEMO=1 if this is what you want."
        )
    with prepare.database_at_hand():
        prepare.schema()
        open_django("web")
        from sapar.config import demo, keyholder

        keyholder.open_here()
        demo.load()


def sign_ins(_chosen: argparse.Namespace) -> None:
    with prepare.database_at_hand():
        open_django("web")
        from sapar.config import demo

        say(*demo.sign_ins())


def audit(_chosen: argparse.Namespace) -> int:
    with prepare.database_at_hand():
        open_django("operator")
        from sapar.audit import verify

        with step("Events and their chains") as current:
            faults = verify.everything(lambda seen: setattr(current, "now", f"{seen} events"))
        say(*(f"  {fault}" for fault in faults))
        say("The audit is whole." if not faults else f"Faults: {len(faults)}")
        return 1 if faults else 0
