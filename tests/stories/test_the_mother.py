"""The mother: she calls Osh, her daughter is in Almaty, and the partner there has no Sapar.

Consent by voice, a referral by phone with a printed sheet, the answer typed back days later; the deadline, the states and
the clock are those of a referral inside.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.referrals import queries, tasks
from sapar.referrals.models import Grant, HandedOver
from tests.e2e.seat import Seat
from tests.factories import acting
from tests.stories import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOTHER, DAUGHTER = "Анара (вымышлено)", "Нур (вымышлено)"
PHONE = "+44 20 7946 0123"
STORY = "Дочь в Алматы без денег и паспорта, хозяин не отпускает."
SHELTER = "Shelter in Almaty (fictional)"
TIMES = ("offered_at", "answer_by", "answered_at")


class Days:
    """Time goes by: what was done so far moves into the past. Nobody sleeps."""

    def __init__(self, operator: object) -> None:
        self.operator = operator

    def pass_by(self, days: int) -> None:
        for table, columns in (
            ("referrals_referral", ("made_at", *TIMES)),
            ("referrals_handedover", ("at",)),
            ("referrals_outsideanswer", ("told_at", "written_at")),
        ):
            moved = ", ".join(f"{one} = {one} - interval '{days} days'" for one in columns)
            self.operator.execute(f"update {table} set {moved}")


@pytest.fixture
def seat(aigul: StaffActor, open_browser: Callable[..., BrowserContext]) -> Seat:
    return Seat(open_browser(aigul, scripts=False))


def the_referral(actor: StaffActor, address: str) -> object:
    with transaction.atomic(), acting(actor):
        return queries.get(actor, address.strip("/").split("/")[-1])


def test_the_mother(seat, aigul, rustam, operator):
    days, shelter = Days(operator), steps.listed(rustam, SHELTER, country="KZ", services=("shelter",))
    case = the_mother_calls(seat)
    address = it_is_offered_on_a_sheet(seat, case, shelter)
    it_is_printed_and_told(seat, aigul, address)
    days.pass_by(4)
    they_accept_and_it_is_typed_back(seat, aigul, address)
    days.pass_by(5)
    they_finish(seat, aigul, address)
    it_stands_in_the_audit(aigul)


def the_mother_calls(seat: Seat) -> str:
    talk = {
        "phone": PHONE, "caller_is": "relative", "language": "ru", "country": "KZ", "may_call": "times",
        "phone_of": "own", "words": STORY, "topic": "not-free-to-leave",
    }  # fmt: skip
    people = {
        "who": "another", "caller_name": MOTHER, "caller_is": "mother", "helped_name": DAUGHTER, "helped_sex": "female",
    }  # fmt: skip
    return steps.a_case_of_a_call(seat, talk, people, ("not-free-to-leave", "unpaid-wages"))


def it_is_offered_on_a_sheet(seat: Seat, case: str, shelter: object) -> str:
    """The same steps as inside, and one question more: by which way."""
    steps.to_the_plan(seat, case, shelter, where="KZ")
    fields = ["problems", "languages", "place", "names", "phones"]
    seat.send({"way": "sheet", "asked_for": ["shelter"], "fields_chosen": fields})
    assert SHELTER in seat.words
    steps.consent_by_voice(seat)
    assert DAUGHTER in seat.words
    assert STORY not in seat.words
    seat.send({"hours": "168"})
    return seat.path


def it_is_printed_and_told(seat: Seat, actor: StaffActor, address: str) -> None:
    assert the_referral(actor, address).state == "offered"
    seat.follow("/sheet/")
    fields = seat.page.locator("main form [name]").evaluate_all(
        "all => all.map(one => [one.name, one.value])"
    )
    token = dict(fields)["csrfmiddlewaretoken"]
    printed = seat.page.request.post(
        seat.page.url, form={"csrfmiddlewaretoken": token, "language": "ru", "names": "on", "phone": PHONE},
        headers={"Referer": seat.page.url},
    )  # fmt: skip
    assert (printed.status, printed.headers["content-type"]) == (200, "application/pdf")
    assert printed.body().startswith(b"%PDF-")
    assert "no-store" in printed.headers["cache-control"]
    seat.go(address)
    seat.press("/told/")
    with transaction.atomic(), acting(actor):
        gone = {one.how: one.fields for one in HandedOver.objects.all()}
        assert gone == {
            "printed": ["problems", "languages", "place", "names", "phones", "safety"],
            "told": ["problems", "languages", "place"],
        }
        assert not Grant.objects.exists()


def they_accept_and_it_is_typed_back(seat: Seat, actor: StaffActor, address: str) -> None:
    """They said so yesterday; it is typed today, four days after the offer and before the deadline."""
    seat.go(address)
    seat.follow("/answer/")
    yesterday = timezone.now().astimezone(ZoneInfo("Asia/Bishkek")) - dt.timedelta(days=1)
    said = {"who": "Сауле, дежурная", "how": "phone", "told_at": yesterday.strftime("%Y-%m-%dT%H:%M")}
    seat.send({"verb": "accept", "words": "Ждём её вечером.", **said})
    found = the_referral(actor, address)
    assert found.state == "accepted"
    assert found.answered_at < found.answer_by
    assert "Сауле, дежурная" in seat.words
    with transaction.atomic(), acting(actor):
        told = queries.answers(actor, found)[0].row.told_at
    assert dt.timedelta(hours=23) < timezone.now() - told < dt.timedelta(hours=25)


def they_finish(seat: Seat, actor: StaffActor, address: str) -> None:
    seat.go(address)
    seat.follow("/answer/")
    seat.send({
        "verb": "complete", "who": "Сауле", "how": "slip", "words": "Она дома.", "outcome-not-free-to-leave": "solved",
    })  # fmt: skip
    assert the_referral(actor, address).state == "completed"
    assert "Она дома." in seat.words


def it_stands_in_the_audit(actor: StaffActor) -> None:
    with transaction.atomic(), acting(actor):
        verbs = list(
            Event.objects.filter(org_id=actor.org_id, subject_kind="referral")
            .order_by("seq")
            .values_list("verb", flat=True)
        )
    course = ("drafted", "offered", "printed", "told", "accepted", "completed")
    assert verbs == [f"referral.{verb}" for verb in course]


def test_nobody_answers_and_the_clock_ends_it_as_inside(seat, aigul, rustam, operator):
    shelter = steps.listed(rustam, SHELTER, country="KZ", services=("shelter",))
    address = it_is_offered_on_a_sheet(seat, the_mother_calls(seat), shelter)
    Days(operator).pass_by(8)
    tasks.expire_due(org_id=str(aigul.org_id))
    assert the_referral(aigul, address).state == "expired"
    seat.go(address)
    assert seat.page.locator('main a[href$="/answer/"]').count() == 0
    seat.follow(f"/to/{shelter.pk}/")
