"""F05: “am I on the list?” gets a guided answer, first what a check gives away, and an official check that is tracked."""

from __future__ import annotations

import html

import pytest

from sapar.guidance.flows import the_library
from sapar.guidance.tests.visitor import Visitor
from sapar.intake.models import HelpRequest
from tests.factories import acting
from tests.stories.desk import Desk

pytestmark = [pytest.mark.field("F05"), pytest.mark.django_db]


def test_from_the_telephone_to_an_official_check_that_somebody_keeps_an_eye_on(client, osh, aigul):
    asker = Visitor(client)
    asker.walk("barred", "no")
    assert "государству" in asker.text
    asker.answer("yes")
    step = the_library().words("barred", "official-check", "ru")
    assert step.title in asker.text
    assert all(line in asker.text for line in (*step.never, *step.free))

    page = asker.press("/ru/ask/guided/")
    form = page.context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | {"way": asker.way}
    fields["reader"] = page.context["receiver"].organisation.pk
    assert client.post("/ru/ask/", fields).context["receipt"]

    with acting(aigul):
        request = f"/staff/requests/{HelpRequest.objects.get().pk}/"
    desk = Desk(aigul)
    desk.client.post(f"{request}take/")
    assert step.title in desk.looks(request)
    sent = desk.client.get(f"{request}contact/").context["form"].initial
    answer = desk.client.post(
        f"{request}contact/",
        {"do": "save", "channel": "web", "topic": "entry-ban", "guided": sent["guided"], "once": ""},
    )
    case = desk.opens_case(answer["Location"], who="caller", caller_name="Азиз (вымышлен)")
    assert step.title in html.unescape(desk.looks(case).partition('id="tasks"')[2].partition("</section>")[0])


def test_who_fears_the_state_is_led_to_a_lawyer_and_nothing_is_checked(client):
    asker = Visitor(client)
    asker.walk("barred", "no", "no")
    assert the_library().words("barred", "lawyer-first", "ru").title in asker.text


def test_who_was_expelled_hears_a_day_and_that_it_is_no_check(client, time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")
    asker = Visitor(client)
    asker.walk("barred", "yes", "expelled", "2024-02-29")
    # Five years from 29 February 2024 end on the last day of February.
    assert "28 февраля 2029" in asker.text
