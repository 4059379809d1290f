"""`sapar directory import` and `sapar directory export`: the directory as HSDS 3.1, in and out. Nothing is ever fetched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, prepare
from sapar.config.words import Trouble, complain

if TYPE_CHECKING:
    import argparse

_TOLD = 200


def add_to(commands: Any) -> None:
    one = commands.add_parser(
        "directory", help="the directory as HSDS 3.1: import and export; statuses by the rules"
    )
    verbs = one.add_subparsers(metavar="VERB", required=True)
    taking = verbs.add_parser(
        "import", help="take in a JSON file, a folder of CSV tables or a ZIP with either"
    )
    taking.add_argument("place", type=Path, metavar="FILE.json|CSV-FOLDER|ZIP")
    taking.add_argument(
        "--source", default="", metavar="WORDS",
        help="who published this and where; the entries are shown as that source described them. Without it they are "
        "loaded and shown to nobody until each organisation's yes is on record",
    )  # fmt: skip
    taking.add_argument(
        "--year", type=int, default=0, metavar="YEAR", help="the year of that description (this one)"
    )
    taking.add_argument(
        "--country", default="", metavar="KG", help="for organisations that do not say where they are"
    )
    taking.add_argument(
        "--own", action="store_true",
        help="this is an export of this installation: what it says of wishes, dates and legal states is taken",
    )  # fmt: skip
    taking.set_defaults(act=take)
    giving = verbs.add_parser("export", help="write all that is published: tables of HSDS and directory.json")
    giving.add_argument("folder", type=Path, metavar="FOLDER")
    giving.set_defaults(act=give)
    trust = verbs.add_parser(
        "trust", help="reckon every public status by the rules as of today, and count them"
    )
    trust.set_defaults(act=reckon)


def take(chosen: argparse.Namespace) -> int:
    """1 when nothing could be loaded; what was wrong with single records is told and does not stop the others."""
    _check(chosen)
    with prepare.database_at_hand():
        prepare.schema()
        cli_run.open_django("operator")
        return _take(chosen)


def _take(chosen: argparse.Namespace) -> int:
    from django.utils import timezone

    from sapar.directory.hsds import files
    from sapar.directory.hsds.storing import Terms, take_in

    terms = Terms(chosen.source, chosen.year or timezone.localdate().year, chosen.own, chosen.country.upper())
    try:
        report = take_in(files.read(chosen.place), terms)
    except files.Unreadable as unreadable:
        raise Trouble(f"{unreadable} Nothing was loaded.") from None
    for problem in report.problems[:_TOLD]:
        complain(f"  {problem}")
    if len(report.problems) > _TOLD:
        complain(f"  … and {len(report.problems) - _TOLD} more")
    print(
        f"{report.new} organisations new, {report.changed} changed, {report.same} the same, {report.refused} left out; "
        f"{len(report.problems)} problems"
    )
    if report.new and not (chosen.source or chosen.own):
        print("They are shown to nobody yet: say with --source who published this, or record each one's yes.")
    if not report.seen:
        print("There was no organisation in it.")
    return 0 if report.seen > report.refused or not (report.seen or report.problems) else 1


def _check(chosen: argparse.Namespace) -> None:
    if chosen.own and chosen.source:
        raise Trouble(
            "Either --own or --source: our own export says itself by whose word each entry is shown."
        )
    # ISO 3166, two letters.
    if chosen.country and not (len(chosen.country) == 2 and chosen.country.isalpha()):
        raise Trouble("A country is written in two letters: KG, KZ, RU.")


def give(chosen: argparse.Namespace) -> int:
    """As the web role: what it may not read is not written."""
    if chosen.folder.exists() and not chosen.folder.is_dir():
        raise Trouble(f"{chosen.folder} is a file. Name a folder.")
    with prepare.database_at_hand():
        prepare.schema()
        cli_run.open_django("web")
        return _give(chosen)


def _give(chosen: argparse.Namespace) -> int:
    from django.db import connection, transaction

    from sapar.directory.hsds.export import export

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        counts = export(chosen.folder)
    for name, count in counts.items():
        print(f"{count:>8} {name}")
    print(f"in {chosen.folder}")
    return 0


def reckon(_chosen: argparse.Namespace) -> int:
    """What the nightly job does, now."""
    with prepare.database_at_hand():
        prepare.schema()
        cli_run.open_django("web")
        changed = _reckon()
        for trust, rule, count in _counted():
            print(f"{count:>8} {trust} by rule {rule}")
        print(f"{changed} changed")
    return 0


def _reckon() -> int:
    from sapar.monitoring import actions
    from sapar.organisations.actor import SystemActor

    return actions.reckon_all(SystemActor("directory.trust"))


def _counted() -> list[tuple[str, str, int]]:
    from django.db.models import Count

    from sapar.directory.models import Listing

    rows = Listing.objects.values_list("trust", "trust_rule").annotate(count=Count("pk"))
    return list(rows.order_by("trust", "trust_rule"))
