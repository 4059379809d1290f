"""Steps that several stories take, page by page: a call becomes a case, a consent by voice, a referral outside Sapar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from sapar.directory import actions as directory
from sapar.organisations import actions as organisations
from tests.factories import SYSTEM, acting

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation
    from tests.e2e.seat import Seat

VOICE = {"how": "voice", "language_read": "ru", "interpreted_by": "nobody", "explained": ["on"]}


def listed(
    steward: StaffActor, name: str, *, country: str, services: tuple[str, ...], kind: str = "ngo"
) -> Organisation:
    """An organisation that the directory knows and that has not joined: no keys, nobody inside."""
    with transaction.atomic(), acting(steward):
        made = organisations.enlist(
            SYSTEM, name=name, kind=kind, country=country, languages=["ru"], is_fictional=True
        )
        directory.add_listing(
            steward,
            made,
            services=list(services),
            fee="free",
            phone="+442079460177",
            source="tests",
            described_in=2026,
        )
    return made


def a_case_of_a_call(
    seat: Seat, talk: dict[str, Any], people: dict[str, Any], problems: tuple[str, ...]
) -> str:
    """The talk is written down and a case opened of it; the case's address."""
    seat.go("/staff/contacts/")
    seat.follow("/contacts/new/")
    seat.send({"channel": "phone", **talk}, "main button[value=open]")
    seat.send(people | {"problems": list(problems)})
    return seat.path


def to_the_plan(seat: Seat, case: str, partner: Organisation, where: str = "") -> None:
    """One step from the case: who can help; and the partner chosen there."""
    seat.go(case)
    seat.follow(f"/referrals/case{case.removeprefix('/staff/cases')}")
    if where:
        seat.page.select_option("[name=what]", "")
        seat.page.select_option("[name=language]", "")
        seat.page.select_option("[name=where]", where)
        seat.press("main form.ask button")
    seat.follow(f"/to/{partner.pk}/")


def consent_by_voice(seat: Seat) -> None:
    seat.send(VOICE)
