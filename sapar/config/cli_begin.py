"""`sapar begin`: the first organisation of a new installation and the steward who invites all others; `sapar steward`:
another one, when the only one is lost."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, prepare
from sapar.config.words import Trouble, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sapar.organisations.actor import SystemActor
    from sapar.organisations.models import Organisation


def add_to(commands: Any) -> None:
    one = commands.add_parser("begin", help="the first organisation and its steward, in a new installation")
    one.add_argument("--name", required=True, help="the organisation that keeps the network together")
    one.add_argument("--country", required=True, help="two letters, such as KG")
    one.add_argument("--time-zone", default="Asia/Bishkek")
    one.add_argument("--sign-in", required=True, help="the steward's sign-in name")
    one.add_argument("--shown", required=True, help="the steward's name as colleagues see it")
    one.add_argument("--language", default="ru", choices=["ru", "en"])
    one.set_defaults(act=begin)
    one = commands.add_parser("steward", help="one more network steward, when the only one is lost")
    one.add_argument("--sign-in", required=True, help="the new steward's sign-in name")
    one.add_argument("--shown", required=True, help="the new steward's name as colleagues see it")
    one.add_argument("--language", default="ru", choices=["ru", "en"])
    one.set_defaults(act=steward)


def begin(chosen: argparse.Namespace) -> None:
    _welcome(chosen, _found)


def steward(chosen: argparse.Namespace) -> None:
    _welcome(chosen, _joined)


def _welcome(chosen: argparse.Namespace, make: Callable[[argparse.Namespace], tuple[str, str]]) -> None:
    with prepare.database_at_hand():
        prepare.schema()
        cli_run.open_django("web")
        from sapar.common.errors import Invalid
        from sapar.config import keyholder

        keyholder.open_here()
        try:
            office, password = make(chosen)
        except Invalid as refused:
            raise Trouble(" ".join(str(words) for words in refused.problems.values())) from None
    say(
        f"{office}: {chosen.sign_in} is its steward.",
        f"Password for the first sign-in: {password}",
        "It is not shown again. Change it there, and set up the second factor that is asked for.",
    )


def _found(chosen: argparse.Namespace) -> tuple[str, str]:
    """All or nothing; returns the office's name and the password."""
    from django.db import transaction

    from sapar.organisations import actions as organisations
    from sapar.organisations.actor import SystemActor
    from sapar.organisations.models import Kind, Organisation

    system = SystemActor("begin")
    with transaction.atomic():
        if Organisation.objects.filter(joined_at__isnull=False).exists():
            raise Trouble("There is a member organisation already: its steward invites the others.")
        facts = {"kind": Kind.INTERNATIONAL, "country": chosen.country.upper(), "time_zone": chosen.time_zone}
        listed = organisations.enlist(system, name=chosen.name, languages=[chosen.language], **facts)
        joined = organisations.join(system, listed)
        return joined.name, _taken_on(chosen, system, joined)


def _joined(chosen: argparse.Namespace) -> tuple[str, str]:
    """Into the office where the first steward worked, gone or not."""
    from django.db import transaction

    from sapar.common.tenancy import scope
    from sapar.organisations.actor import SystemActor
    from sapar.organisations.models import Membership
    from sapar.organisations.roles import Role

    with transaction.atomic():
        with scope(door="signin"):
            rows = Membership.objects.filter(role=Role.STEWARD).select_related("org")
            first = rows.order_by("joined_at").first()
        if first is None:
            raise Trouble("There is no steward yet. `sapar begin` makes the first.")
        return first.org.name, _taken_on(chosen, SystemActor("steward", first.org_id), first.org)


def _taken_on(chosen: argparse.Namespace, system: SystemActor, office: Organisation) -> str:
    """Their account and membership; returns the password."""
    from sapar.accounts import actions as accounts
    from sapar.organisations import actions as organisations
    from sapar.organisations.roles import Role

    password = secrets.token_urlsafe(15)
    user = accounts.open_account(
        system,
        username=chosen.sign_in,
        password=password,
        display_name=chosen.shown,
        language=chosen.language,
    )
    organisations.employ(system, office, user, Role.STEWARD)
    return password
