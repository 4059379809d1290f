"""F03: a complaint of unpaid wages and taken documents, taken in Uzbek, from the call to its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from sapar.cases.models import Case
from sapar.referrals import queries
from tests.e2e.seat import Seat
from tests.factories import acting
from tests.stories import steps

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.field("F03"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Дилшод (вымышлено)"
WORDS = "Уч ой маош бермади, паспортимни олиб қўйди."
REPORT = "Паспорт қайтарилди, маош тўланди."
PROBLEMS = ("unpaid-wages", "document-taken")


def test_a_complaint_in_uzbek_to_its_outcome(aigul, bakyt, saule, open_browser):
    seats = {one.user.display_name: Seat(open_browser(one, scripts=False)) for one in (aigul, bakyt, saule)}
    case = it_is_taken_in_uzbek(seats["Aigul"], aigul)
    referral = it_goes_to_the_partner(seats["Bakyt"], case, saule)
    the_partner_works_and_reports(seats["Saule"], referral)
    the_outcome_comes_back_and_it_is_closed(seats["Bakyt"], bakyt, case, referral)


def it_is_taken_in_uzbek(seat: Seat, actor: StaffActor) -> str:
    talk = {"caller_is": "self", "language": "uz", "country": "KZ", "words": WORDS, "topic": "unpaid-wages"}
    case = steps.a_case_of_a_call(seat, talk, {"who": "caller", "caller_name": NAME}, PROBLEMS)
    assert WORDS in seat.words
    with transaction.atomic(), acting(actor):
        kept = Case.objects.get()
        assert kept.language == "uz"
        assert {one.code for one in kept.problems.all()} == set(PROBLEMS)
    return case


def it_goes_to_the_partner(seat: Seat, case: str, partner: StaffActor) -> str:
    seat.go(case)
    seat.press("/take/")
    steps.to_the_plan(seat, case, partner.org)
    fields = ["problems", "languages", "place", "names", "phones", "story"]
    seat.send({"asked_for": ["wage-claim"], "fields_chosen": fields})
    steps.consent_by_voice(seat)
    seat.send({"hours": "72"})
    return seat.path


def the_partner_works_and_reports(seat: Seat, referral: str) -> None:
    seat.go(referral)
    assert NAME not in seat.words
    seat.follow("/accept/")
    seat.press()
    seat.go(referral)
    assert NAME in seat.words
    assert WORDS in seat.words
    seat.press("/start/")
    seat.follow("/complete/")
    seat.send({"words": REPORT, **{f"outcome-{code}": "solved" for code in PROBLEMS}})


def the_outcome_comes_back_and_it_is_closed(seat: Seat, actor: StaffActor, case: str, referral: str) -> None:
    seat.go(referral)
    assert REPORT in seat.words
    while seat.page.locator('main form[action*="/settle/"]').count():
        seat.press("/settle/")
    seat.go(case)
    seat.follow("/close/")
    seat.press("main form button[type=submit]")
    with transaction.atomic(), acting(actor):
        closed = Case.objects.get()
        assert closed.state == "closed"
        assert {one.outcome for one in closed.problems.all()} == {"solved"}
        assert {one.state for one in queries.of_case(actor, closed)} == {"completed"}
