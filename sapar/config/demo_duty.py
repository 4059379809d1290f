"""The demo's rota: two public lines, the shifts of a week, a missed call, a call that is being made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.intake import actions as intake
from sapar.intake import waiting_queries as waiting
from sapar.organisations import actions as organisations
from sapar.rota import actions as rota
from sapar.rota import cover, queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

SPEAKS = {"aigul": ["ky", "ru", "uz"], "bakyt": ["ky", "ru", "tg"], "gulnara": ["ru", "ky"]}
# Kept for fiction by the British regulator.
MISSED_CALL = "+44 20 7946 0777"


def load(staff: Mapping[str, StaffActor]) -> None:
    _lines(staff)
    lead = staff["gulnara"]
    with scope_of(lead):
        for name, languages in SPEAKS.items():
            organisations.set_languages(lead, staff[name].member_id, languages)
        _shifts(staff)
    with scope_of(staff["aigul"]):
        intake.log_missed(staff["aigul"], MISSED_CALL)
        promised = waiting.waiting(staff["aigul"]).filter(kind="contact").first()
        if promised is not None:
            intake.claim(staff["aigul"], promised)


def _lines(staff: Mapping[str, StaffActor]) -> None:
    """Osh answers everybody day and night; Almaty what is about Kazakhstan, on working days."""
    with scope_of(staff["gulnara"]):
        if not queries.lines_of(staff["gulnara"].org_id):
            rota.offer(
                staff["gulnara"],
                once=uuid7(),
                languages=["ru", "ky", "uz", "tg"],
                answers_within=24,
            )
    with scope_of(staff["dana"]):
        rota.offer(
            staff["dana"],
            once=uuid7(),
            countries=["KZ"],
            languages=["ru", "kk", "ky"],
            weekdays=[0, 1, 2, 3, 4],
            opens=dt.time(9),
            closes=dt.time(18),
            answers_within=8,
        )


def _shifts(staff: Mapping[str, StaffActor]) -> None:
    """Days and nights of this week, but for the night to Sunday."""
    lead = staff["gulnara"]
    zone = queries.zone_of(lead)
    monday = cover.week_of(timezone.localtime(timezone=zone).date(), zone)[0].astimezone(zone).date()
    for number in range(cover.DAYS):
        day = monday + dt.timedelta(number)
        _plan(lead, staff["aigul"], cover.span_of(day, dt.time(8), dt.time(20), zone))
        if number != 5:  # Saturday
            _plan(lead, staff["bakyt"], cover.span_of(day, dt.time(20), dt.time(8), zone))


def _plan(lead: StaffActor, who: StaffActor, span: cover.Span) -> None:
    rota.plan_shift(lead, who.member_id, span, once=uuid7())
