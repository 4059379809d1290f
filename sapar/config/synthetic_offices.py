"""The invented organisations of a load, each with keys, staff and the beginning of its audit chain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password

from sapar.accounts.models import User
from sapar.audit import recording
from sapar.organisations import actions as _verbs  # noqa: F401 - names the verbs of the audit
from sapar.organisations.actor import SystemActor
from sapar.organisations.models import Kind, Membership, Organisation
from sapar.organisations.roles import Role
from sapar.vault import keys
from sapar.vault.keys import organisation as office_keys

if TYPE_CHECKING:
    from sapar.config.synthetic_plan import Sizes
    from sapar.config.words import Step

SLUG = "synthetic-{:05}"
SYSTEM = SystemActor("load-synthetic")
_COUNTRIES = ("KG", "KZ", "UZ", "TJ", "RU")
_ROLES = (Role.CASEWORKER, Role.OPERATOR, Role.CASEWORKER, Role.COORDINATOR, Role.SUPERVISOR)
_STAFF_ELSEWHERE = 2


@dataclass(frozen=True)
class Office:
    """What rows need of an organisation: its id, its members' and their users', what wraps data keys and makes blind entries."""

    id: bytes
    staff: list[bytes]
    users: list[bytes]
    wraps: Any
    blind: bytes


def make(sizes: Sizes, current: Step) -> list[Office]:
    """All of them, the largest first. Nobody can sign in: the passwords are unusable until somebody sets one."""
    return [_office(sizes, number, current) for number in range(sizes.organisations)]


def _office(sizes: Sizes, number: int, current: Step) -> Office:
    current.now = f"{number} of {sizes.organisations}"
    joined = sizes.begins - dt.timedelta(days=1)
    office = Organisation.objects.create(
        slug=SLUG.format(number),
        name=f"Центр помощи № {number} (вымышлено)",
        kind=Kind.NGO,
        country=_COUNTRIES[number % len(_COUNTRIES)],
        languages=["ky", "ru", "uz"],
        time_zone="UTC",
        joined_at=joined,
        is_fictional=True,
    )
    keys.make_organisation_keys(office.pk)
    recording.record(
        SYSTEM, "organisation.joined", subject_kind="organisation", subject_id=office.pk, org_id=office.pk
    )
    staff = _staff(office, number, sizes.staff if number == 0 else _STAFF_ELSEWHERE, joined)
    return Office(
        office.pk.bytes,
        [one.pk.bytes for one in staff],
        [one.user_id.bytes for one in staff],
        office_keys.wrapping(office.pk, 1),
        bytes(office_keys.blind(office.pk)),
    )


def _staff(office: Organisation, number: int, size: int, joined: dt.datetime) -> list[Membership]:
    people = [
        User(
            username=f"synthetic-{number}-{place}",
            display_name=f"Сотрудник {place} (вымышлено)",
            password=make_password(None),
        )
        for place in range(size)
    ]
    User.objects.bulk_create(people)
    members = [
        Membership(org=office, user=user, role=_ROLES[place % len(_ROLES)], joined_at=joined)
        for place, user in enumerate(people)
    ]
    return Membership.objects.bulk_create(members)
