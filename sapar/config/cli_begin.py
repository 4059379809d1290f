"""`sapar begin`: the first organisation of a new installation and the steward who invites all others."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, prepare
from sapar.config.words import Trouble, say

if TYPE_CHECKING:
    import argparse


def add_to(commands: Any) -> None:
    one = commands.add_parser("begin", help="the first organisation and its steward, in a new installation")
    one.add_argument("--name", required=True, help="the organisation that keeps the network together")
    one.add_argument("--country", required=True, help="two letters, such as KG")
    one.add_argument("--time-zone", default="Asia/Bishkek")
    one.add_argument("--sign-in", required=True, help="the steward's sign-in name")
    one.add_argument("--shown", required=True, help="the steward's name as colleagues see it")
    one.add_argument("--language", default="ru", choices=["ru", "en"])
    one.set_defaults(act=begin)


def begin(chosen: argparse.Namespace) -> None:
    with prepare.database_at_hand():
        prepare.schema()
        cli_run.open_django("web")
        from sapar.common.errors import Invalid
        from sapar.config import keyholder

        keyholder.open_here()
        try:
            password = _found(chosen)
        except Invalid as refused:
            raise Trouble(" ".join(str(words) for words in refused.problems.values())) from None
    say(
        f"{chosen.name}: {chosen.sign_in} is its steward.",
        f"Password for the first sign-in: {password}",
        "It is not shown again. Change it there, and set up the second factor that is asked for.",
    )


def _found(chosen: argparse.Namespace) -> str:
    """All or nothing; returns the password."""
    from django.db import transaction

    from sapar.accounts import actions as accounts
    from sapar.organisations import actions as organisations
    from sapar.organisations.actor import SystemActor
    from sapar.organisations.models import Kind, Organisation
    from sapar.organisations.roles import Role

    system, password = SystemActor("begin"), secrets.token_urlsafe(15)
    with transaction.atomic():
        if Organisation.objects.filter(joined_at__isnull=False).exists():
            raise Trouble("There is a member organisation already: its steward invites the others.")
        facts = {"kind": Kind.INTERNATIONAL, "country": chosen.country.upper(), "time_zone": chosen.time_zone}
        listed = organisations.enlist(system, name=chosen.name, languages=[chosen.language], **facts)
        joined = organisations.join(system, listed)
        user = accounts.open_account(
            system,
            username=chosen.sign_in,
            password=password,
            display_name=chosen.shown,
            language=chosen.language,
        )
        organisations.employ(system, joined, user, Role.STEWARD)
    return password
