"""How tests make organisations and people: by the same verbs as everybody else, as the web role."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from sapar.accounts import actions as accounts
from sapar.common.tenancy import scope_of
from sapar.organisations import actions as organisations
from sapar.organisations.actor import StaffActor, SystemActor

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sapar.organisations.models import Organisation

SYSTEM = SystemActor("tests")
PASSWORD = "a-long-password-of-the-cast"
_numbers = itertools.count(1)


@transaction.atomic
def make_organisation(name: str, **facts: Any) -> Organisation:
    """A member organisation with its own keys."""
    facts = {"kind": "ngo", "country": "KG", "languages": ["ky", "ru"], "is_fictional": True} | facts
    takes_requests = facts.pop("takes_requests", False)
    listed = organisations.enlist(SYSTEM, name=name, **facts)
    joined = organisations.join(SYSTEM, listed)
    if takes_requests:
        offer_line(joined)
        joined.refresh_from_db()
    return joined


def offer_line(organisation: Organisation, **facts: Any) -> Any:
    """It answers public calls: from anywhere, in every language, around the clock, unless `facts` say otherwise."""
    from django.conf import settings

    from sapar.common.ids import uuid7
    from sapar.rota import actions as rota

    offered = {"languages": [code for code, _name in settings.LANGUAGES], "answers_within": 24} | facts
    actor = SystemActor("tests", organisation.pk)
    with scope_of(actor):
        return rota.offer(actor, once=uuid7(), **offered)


@transaction.atomic
def make_member(organisation: Organisation, name: str, role: str) -> StaffActor:
    """A member of staff with a password and a second factor."""
    user = accounts.open_account(
        SYSTEM,
        username=f"{name.lower()}-{next(_numbers)}",
        password=PASSWORD,
        display_name=name,
        language="ru",
    )
    accounts.set_app(SYSTEM, user, b"twenty-bytes-of-key!")
    user.refresh_from_db()
    member = organisations.employ(SYSTEM, organisation, user, role)
    return StaffActor(user, member)


@contextmanager
def acting(actor: Any, *, door: str = "") -> Iterator[None]:
    """Inside the block the database sees what it would see in a request of this actor, by its organisation's clock."""
    zone = actor.org.time_zone if isinstance(actor, StaffActor) else None
    with scope_of(actor, door=door), timezone.override(zone):
        yield


def today() -> dt.date:
    """The day in the cast's offices in Kyrgyzstan, where it begins six hours before the server's."""
    return timezone.localdate(timezone=ZoneInfo("Asia/Bishkek"))


def enter_demo_directory(staff: dict[str, Any]) -> None:
    """The services of the demo's organisations; for packages below `config`, which cannot import it."""
    from sapar.config import demo_directory

    demo_directory.enter(staff)
