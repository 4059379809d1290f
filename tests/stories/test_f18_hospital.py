"""F18: what people tell of a hospital is recorded, looked at by a monitor, and shown as a pattern: how many, never who."""

from __future__ import annotations

import pytest

from sapar.monitoring import queries
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit
from tests.stories import steps

pytestmark = [pytest.mark.field("F18"), pytest.mark.django_db]

HOSPITAL = "Maternity ward No. 3 (fictional)"


def test_money_asked_in_a_hospital_becomes_a_number_once_enough_have_told_and_somebody_looked(
    client, rustam, meerim
):
    ward = steps.listed(rustam, HOSPITAL, country="RU", services=("medical",))
    record = f"/en/who/{ward.slug}/trust/"
    for told in range(1, 4):
        assert (
            submit(client, f"/en/who/{ward.slug}/tell/", code="asked-money", when="month").status_code == 200
        )
        looked_at_by(meerim, ward)
        page = client.get(record).content.decode()
        assert ("3 people told us: they asked for money" in page) is (told == 3)
        assert f"{told} person" not in page
        assert "2 people" not in page


def looked_at_by(monitor, organisation):
    """Each report is taken as what it says, or left out."""
    with acting(monitor):
        names = [f"is-{one.pk}" for one in queries.new_feedback(monitor, organisation.pk)]
    address = f"/staff/monitoring/of/{organisation.slug}/told/"
    assert submit(client_of(monitor), address, **dict.fromkeys(names, "yes")).status_code == 302
