"""`sapar screening`: files of the trafficking data standard (HTCDS 2.0), checked, converted, given out and brought in.

`check` and `convert` need neither the database nor the keys.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, prepare
from sapar.config.words import Trouble, complain, say
from sapar.screening.htcds import crosswalk, files, reading, writing
from sapar.screening.htcds.model import NotReadable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sapar.organisations.actor import StaffActor
    from sapar.screening.htcds.model import Report

_TOLD = 50


def add_to(commands: Any) -> None:
    one = commands.add_parser("screening", help="files of the trafficking data standard (HTCDS 2.0)")
    verbs = one.add_subparsers(metavar="WHAT", required=True)
    check_ = verbs.add_parser(
        "check", help="read a file and say what is wrong with it and what we do not keep"
    )
    check_.add_argument("file", type=Path, metavar="FILE")
    check_.set_defaults(act=check)
    other = verbs.add_parser(
        "convert", help="CSV to JSON or back, with the known slips of the standard set right"
    )
    other.add_argument("file", type=Path, metavar="FILE")
    other.add_argument("to", type=Path, metavar="FILE", help="ends in .csv or .json")
    other.set_defaults(act=convert)
    lost = verbs.add_parser("losses", help="what gets lost between us, HTCDS, IC-TIP, CTDC and HXL")
    lost.set_defaults(act=losses)
    giving = verbs.add_parser(
        "export", help="everybody screened in these days, as one colleague sees them, without names"
    )
    giving.add_argument("--to", type=Path, required=True, metavar="FILE", help="ends in .csv or .json")
    giving.add_argument("--since", required=True, metavar="YYYY-MM-DD")
    giving.add_argument("--until", required=True, metavar="YYYY-MM-DD")
    _add_who(giving)
    giving.set_defaults(act=give)
    taking = verbs.add_parser(
        "import", help="each person of a file becomes a case that only this colleague sees"
    )
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument("--only-check", action="store_true", help="bring nothing in")
    _add_who(taking)
    taking.set_defaults(act=take)


def _add_who(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--as", dest="member", required=True, metavar="NAME", help="sign-in name of a supervisor"
    )
    one.add_argument("--reason", required=True, help="kept with that colleague's name")


def check(chosen: argparse.Namespace) -> int:
    _people, report = _read(chosen.file)
    _tell(report)
    return 0


def convert(chosen: argparse.Namespace) -> int:
    """What we do not keep is lost here too, and told."""
    form = _form(chosen.to)
    people, report = _read(chosen.file)
    rows, written = writing.rows(people)
    report.losses |= written.losses
    _write(chosen.to, files.write(rows, form))
    _tell(report)
    return 0


def losses(_chosen: argparse.Namespace) -> int:
    for one in crosswalk.lines():
        if one.loss:
            print(
                f"{one.ours} {one.code}".strip(),
                "→",
                f"{one.htcds_field} {one.htcds_code}".strip() or "nothing",
                "·",
                one.loss,
            )
    return 0


def give(chosen: argparse.Namespace) -> int:
    form, since, until = _form(chosen.to), _day(chosen.since), _day(chosen.until)

    def act(actor: StaffActor) -> int:
        from sapar.screening import actions

        content, report = actions.give_out(actor, since, until, form, chosen.reason)
        _write(chosen.to, content)
        _tell(report)
        return 0

    return _acting(chosen.member, act)


def take(chosen: argparse.Namespace) -> int:
    content = _content(chosen.file)

    def act(actor: StaffActor) -> int:
        from sapar.screening import actions

        _tell(actions.bring_in(actor, content, chosen.reason, only_check=chosen.only_check))
        return 0

    return _acting(chosen.member, act)


def _acting(name: str, act: Callable[[StaffActor], int]) -> int:
    with prepare.database_at_hand():
        cli_run.open_django("operator")
        from sapar.config import keyholder

        keyholder.open_here()
        from django.db import transaction

        from sapar.common.errors import Denied, Invalid
        from sapar.common.tenancy import scope_of

        try:
            with transaction.atomic():
                actor = _member(name)
                with scope_of(actor):
                    return act(actor)
        except Denied as refused:
            raise Trouble(f"{name} may not do this: the right “{refused.right}” is missing.") from None
        except Invalid as refused:
            raise Trouble("; ".join(refused.problems.values())) from None
        except NotReadable as refused:
            raise _trouble(refused) from None


def _member(name: str) -> StaffActor:
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

    rows = Membership.objects.filter(user__username=name, left_at=None).select_related("user", "org")
    found = list(rows.order_by("joined_at")[:2])
    if not found:
        raise Trouble(f"Nobody works here under the sign-in name {name}.")
    if len(found) > 1:
        raise Trouble(f"{name} works for more than one organisation; take somebody who works for one.")
    return StaffActor(found[0].user, found[0])


def _read(file: Path) -> tuple[list[Any], Report]:
    import django

    django.setup()
    from sapar.people import lists

    try:
        rows, report = files.read(_content(file))
        return reading.people(rows, countries=frozenset(lists.country_codes()), report=report)
    except NotReadable as refused:
        raise _trouble(refused) from None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as refused:
        raise Trouble(f"{file} cannot be read: {refused.strerror}.") from None


def _trouble(refused: NotReadable) -> Trouble:
    lines = [
        " ".join(part for part in (f"row {one.row}" if one.row else "", one.column, one.words) if part)
        for one in refused.problems
    ]
    for line in lines[1:_TOLD]:
        complain(f"  {line}")
    return Trouble(lines[0] + (f" ({len(lines)} problems; nothing was done)" if len(lines) > 1 else ""))


def _tell(report: Report) -> None:
    print(f"{report.rows} people")
    for loss, many in sorted(report.losses.items()):
        print(f"  lost: {loss.field} {loss.code}".rstrip() + f": {loss.words} (×{many})")
    for what, many in sorted(report.mended.items()):
        print(f"  set right: {what} (×{many})")


def _form(file: Path) -> str:
    form = file.suffix.lower().lstrip(".")
    if form not in files.FORMATS:
        raise Trouble(f"{file}: the name of the file must end in .csv or .json.")
    return form


def _write(file: Path, content: bytes) -> None:
    """Readable for its owner alone; never over another file."""
    if file.exists():
        raise Trouble(f"{file} is there already. Choose another name.")
    file.touch(mode=0o600)
    file.write_bytes(content)
    say(f"{file}: keep it on an encrypted disk, and destroy it when you are done.")


def _day(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        raise Trouble(f"{typed} is no day like 2026-01-31.") from None
