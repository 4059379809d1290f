"""F02: organisations of two countries keep their data apart, and yet a woman whom both help need not tell everything twice."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.acquaintance import actions
from sapar.acquaintance.tests.conftest import write_down
from sapar.cases.tests.test_pages import browser
from tests.pages import submit

pytestmark = [pytest.mark.field("F02"), pytest.mark.django_db(transaction=True)]
LIST = "/staff/acquaintance/"
ID = r"([0-9a-f]{8}-[0-9a-f-]{27})/"


def read(actor, address):
    answer = browser(actor).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def entered(actor, mine):
    """Asked by voice on the page that the case leads to; the answer says nothing of anybody else."""
    case = f"/staff/cases/{mine.case.pk}/"
    (address,) = re.findall(
        rf'"(/staff/acquaintance/case/{mine.case.pk}/person/{mine.person.pk}/)"', read(actor, case)
    )
    said = {
        "nobody_feared": "on",
        "explained": "on",
        "how": "voice",
        "language_read": "ru",
        "interpreted_by": "nobody",
    }
    answer = submit(browser(actor), address, follow=True, **said)
    assert answer.redirect_chain[-1][0] == case
    assert address not in read(actor, case)


def night():
    actions.meet(timezone.now() + dt.timedelta(days=actions.LONGEST_WAIT, minutes=1))


def test_two_offices_find_that_they_help_one_woman_and_ask_her_before_they_speak(bakyt, saule):
    with transaction.atomic():
        of_osh = write_down(bakyt, "Касымова Айнура")
        of_almaty = write_down(saule, "KASYMOVA AINURA")
    entered(bakyt, of_osh)
    entered(saule, of_almaty)
    before = read(saule, f"/staff/cases/{of_almaty.case.pk}/")
    night()

    # Osh entered her first, and finds it where it begins its day. Almaty sees nothing.
    assert LIST in read(bakyt, "/staff/cases/today/")
    assert LIST not in read(saule, "/staff/cases/today/")
    (notice,) = re.findall(f"{LIST}notices/{ID}", read(bakyt, LIST))
    page = read(bakyt, f"{LIST}notices/{notice}/")
    assert "Almaty" not in page
    assert submit(browser(bakyt), f"{LIST}notices/{notice}/", verb="make_known").status_code == 302
    assert _plain(read(saule, f"/staff/cases/{of_almaty.case.pk}/")) == _plain(before)
    night()

    # Almaty reads the name, asks her, and offers Osh the case on a consent of its own.
    page = read(saule, LIST)
    assert "Osh call line (fictional)" in page
    plan = f"/staff/referrals/case/{of_almaty.case.pk}/to/{bakyt.org_id}/"
    assert plan in page
    assert "Osh call line" in read(saule, plan)
    (word,) = re.findall(f"{LIST}words/{ID}", page)
    assert browser(saule).post(f"{LIST}words/{word}/").status_code == 302
    assert "Osh call line" not in read(saule, LIST)

    # She takes it back in Almaty: nobody is compared with her any more.
    (entry,) = re.findall(rf"{LIST}{ID}withdraw/", read(saule, f"/staff/cases/{of_almaty.case.pk}/"))
    assert submit(browser(saule), f"{LIST}{entry}/withdraw/", how="voice").status_code == 302
    assert "Take it back" not in read(saule, f"/staff/cases/{of_almaty.case.pk}/")


def _plain(page):
    return re.sub(r'(nonce|value)="[^"]*"', "", page)
