"""Shifts inside an organisation: planned, taken off, copied; who is on duty; where nobody speaks a language."""

from __future__ import annotations

import datetime as dt

import pytest

from sapar.common.errors import Invalid
from sapar.common.ids import uuid7
from sapar.organisations import actions as organisations
from sapar.rota import actions, cover, queries
from sapar.rota.models import Shift
from tests.cast import client_of
from tests.counting import statements
from tests.factories import acting

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


def plan(lead, who, day, begins, ends) -> Shift:
    with acting(lead):
        zone = queries.zone_of(lead)
        return actions.plan_shift(
            lead, who.member_id, cover.span_of(day, dt.time(begins), dt.time(ends), zone), once=uuid7()
        )


def speaks(lead, who, *codes: str) -> None:
    with acting(lead):
        organisations.set_languages(lead, who.member_id, list(codes))


def week(actor, day=MONDAY):
    return client_of(actor).get(f"/staff/rota/?day={day.isoformat()}")


def test_a_night_is_planned_by_the_clock_of_the_organisation(gulnara, bakyt):
    sent = {"member": str(bakyt.member_id), "day": "2026-11-23", "begins": "20:00", "ends": "8"}
    page = client_of(gulnara).post("/staff/rota/add/", sent)
    assert page.status_code == 302, page.context["form"].errors
    assert page.url == "/staff/rota/?day=2026-11-23"
    with acting(gulnara):
        (made,) = queries.shifts_visible_to(gulnara)
        assert made.begins_at.isoformat() == "2026-11-23T14:00:00+00:00"
        assert made.ends_at - made.begins_at == dt.timedelta(hours=12)


def test_who_is_on_duty_at_a_moment(gulnara, aigul, bakyt):
    plan(gulnara, aigul, MONDAY, 8, 20)
    plan(gulnara, bakyt, MONDAY, 20, 8)
    with acting(aigul):
        at = dt.datetime(2026, 11, 23, 14, tzinfo=dt.UTC)  # 20:00 in Bishkek
        assert [one.pk for one in queries.on_shift(aigul, at)] == [bakyt.member_id]
        assert [one.pk for one in queries.on_shift(aigul, at - dt.timedelta(seconds=1))] == [aigul.member_id]
        assert queries.on_shift(aigul, at + dt.timedelta(hours=12)) == []


def test_nobody_is_on_duty_twice_at_once(gulnara, aigul):
    plan(gulnara, aigul, MONDAY, 8, 20)
    with pytest.raises(Invalid):
        plan(gulnara, aigul, MONDAY, 19, 22)
    plan(gulnara, aigul, MONDAY, 20, 22)


def test_gaps_are_told_in_words_with_their_hours(gulnara, aigul, osh):
    speaks(gulnara, aigul, "ky", "ru")
    for number in range(7):
        plan(gulnara, aigul, MONDAY + dt.timedelta(number), 2, 23)
        plan(gulnara, aigul, MONDAY + dt.timedelta(number), 23, 2 if number != 4 else 0)
    plan(gulnara, aigul, MONDAY - dt.timedelta(1), 23, 2)
    strips = {one["name"]: one for one in week(gulnara).context["strips"]}
    (hole,) = strips["Кыргызча"]["holes"]
    assert hole.endswith("00:00–02:00")
    assert "28.11" in hole
    assert strips["Тоҷикӣ"]["is_empty"]


def test_a_week_fully_covered_has_no_gap(gulnara, aigul, bakyt):
    speaks(gulnara, aigul, "ru")
    speaks(gulnara, bakyt, "ru")
    plan(gulnara, bakyt, MONDAY - dt.timedelta(1), 20, 8)
    for number in range(7):
        plan(gulnara, aigul, MONDAY + dt.timedelta(number), 8, 20)
        plan(gulnara, bakyt, MONDAY + dt.timedelta(number), 20, 8)
    strips = {one["name"]: one for one in week(gulnara).context["strips"]}
    assert strips["Русский"]["holes"] == []


def test_the_week_before_is_copied_once(gulnara, aigul, bakyt):
    plan(gulnara, aigul, MONDAY, 8, 20)
    plan(gulnara, bakyt, MONDAY + dt.timedelta(6), 20, 8)
    plan(gulnara, aigul, MONDAY + dt.timedelta(9), 8, 20)  # outside the week that is copied
    after = MONDAY + dt.timedelta(7)
    with acting(gulnara):
        assert actions.copy_week(gulnara, after) == (2, 0)
        assert actions.copy_week(gulnara, after) == (0, 2)
        found = [(one.member_id, one.begins_at) for one in queries.shifts_visible_to(gulnara)]
    week_later = dt.datetime(2026, 11, 30, 2, tzinfo=dt.UTC)
    assert (aigul.member_id, week_later) in found
    assert len(found) == 5


def test_who_has_left_is_not_copied(gulnara, aigul):
    plan(gulnara, aigul, MONDAY, 8, 20)
    with acting(gulnara):
        organisations.end_membership(gulnara, aigul.member_id)
        assert actions.copy_week(gulnara, MONDAY + dt.timedelta(7)) == (0, 0)


def test_a_shift_is_taken_off_once(gulnara, aigul):
    made = plan(gulnara, aigul, MONDAY, 8, 20)
    assert client_of(gulnara).post(f"/staff/rota/shifts/{made.pk}/remove/").status_code == 302
    assert client_of(gulnara).post(f"/staff/rota/shifts/{made.pk}/remove/").status_code == 404


def test_every_colleague_reads_the_rota_and_no_stranger_does(gulnara, aigul, timur, chen):
    made = plan(gulnara, aigul, MONDAY, 8, 20)
    for reader in (aigul, timur):
        assert "Aigul" in week(reader).content.decode()
        assert "remove" not in week(reader).content.decode()
    assert "Aigul" not in week(chen).content.decode()
    assert client_of(chen).post(f"/staff/rota/shifts/{made.pk}/remove/").status_code == 404
    with acting(chen), pytest.raises(Invalid):
        actions.plan_shift(chen, aigul.member_id, (made.begins_at, made.ends_at), once=uuid7())
    assert client_of(aigul).post("/staff/rota/copy/", {"day": "2026-11-23"}).status_code == 403


@pytest.mark.parametrize("typed", ["", "yesterday", "9999-12-31", "2026-02-30", "' or 1=1"])
def test_a_day_that_makes_no_sense_is_this_week(gulnara, typed):
    assert week_of_typed(gulnara, typed).status_code == 200


def week_of_typed(actor, typed: str):
    return client_of(actor).get("/staff/rota/", {"day": typed})


def test_the_week_costs_the_same_for_ten_shifts_and_for_a_hundred(gulnara, aigul):
    client = client_of(gulnara)
    address = f"/staff/rota/?day={MONDAY.isoformat()}"
    begins = dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)

    def fill(first: int, count: int) -> None:
        with acting(gulnara):
            Shift.objects.bulk_create(
                Shift(
                    org_id=gulnara.org_id,
                    member_id=aigul.member_id,
                    planned_by_id=gulnara.member_id,
                    begins_at=begins + dt.timedelta(hours=number),
                    ends_at=begins + dt.timedelta(hours=number + 1),
                )
                for number in range(first, first + count)
            )

    fill(0, 10)
    few = statements(lambda: client.get(address))
    fill(10, 90)
    assert statements(lambda: client.get(address)) == few
