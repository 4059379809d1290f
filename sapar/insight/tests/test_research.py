"""Counting for research: two other organisations agree, only protected tables come out, and each stands in the ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.common.ids import uuid7
from sapar.insight import actions
from sapar.insight.actions import Wanted
from sapar.insight.models import LedgerEntry
from sapar.insight.releases import making, queries
from sapar.insight.tests import region
from sapar.organisations.actor import SystemActor
from tests.cast import client_of
from tests.factories import acting, make_member
from tests.pages import submit

SYSTEM = SystemActor("tests")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshot"


@pytest.fixture
def heads(db):
    return region.offices(4)


def asked(actor, days=30):
    until = timezone.localdate() + dt.timedelta(days=days)
    with acting(actor):
        return actions.ask_to_count(actor, "Institute (fictional)", "Wages by season.", until, once=uuid7())


def answered(actor, request, verb="approve"):
    with acting(actor):
        return actions.answer_request(actor, request.pk, verb)


def test_one_organisation_is_not_enough_and_the_asker_is_none_of_them(heads, gulnara):
    request = asked(gulnara)
    with acting(gulnara), pytest.raises(Invalid):
        actions.answer_request(gulnara, request.pk, "approve")
    assert answered(heads[0], request).state == "half"
    with pytest.raises(Invalid):
        answered(heads[0], request)
    with acting(gulnara), pytest.raises(Invalid):
        actions.count_for(gulnara, request.pk, Wanted(region.QUARTER, {"contacts": ["topic"]}), once=uuid7())
    done = answered(heads[1], request)
    assert (done.state, done.first_org_id, done.second_org_id) == (
        "approved",
        heads[0].org_id,
        heads[1].org_id,
    )


def test_one_refusal_ends_it_and_who_takes_no_part_has_no_say(heads, gulnara, dana):
    request = asked(gulnara)
    with pytest.raises(Invalid):
        answered(dana, request)
    assert answered(heads[0], request, "refuse").state == "refused"
    with pytest.raises(IllegalMove):
        answered(heads[1], request)


def test_an_operator_asks_nothing_and_strangers_withdraw_nothing(heads, gulnara, aigul):
    with acting(aigul), pytest.raises(Denied):
        actions.ask_to_count(aigul, "Me", "Why not", timezone.localdate(), once=uuid7())
    request = asked(gulnara)
    with acting(heads[0]), pytest.raises(Denied):
        actions.withdraw_request(heads[0], request.pk)


def test_the_whole_way_to_a_table(heads, gulnara, rustam, network):
    region.frozen()
    _publish(rustam, make_member(network, "Zarina", "steward"))
    ours = client_of(gulnara)
    until = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    sent = submit(
        ours,
        "/staff/figures/research/add/",
        follow=True,
        researcher="Institute (fictional)",
        purpose="Wages.",
        ends_on=until,
    )
    address = sent.redirect_chain[-1][0]
    for head in heads[:2]:
        assert client_of(head).post(address + "answer/approve/").status_code == 302
    query = f"count/?quarter={region.QUARTER}&kind=contacts"
    refused = submit(ours, address + query, columns=["language", "topic", "month", "channel"], where="")
    assert refused.status_code == 422
    sent = submit(ours, address + query, follow=True, columns=["language", "topic"], where="country=KZ")
    shown = sent.redirect_chain[-1][0]
    made = making.make(SYSTEM, shown.rstrip("/").rsplit("/", 1)[-1], seconds=0.2)
    assert made.state == "published", made.trouble
    rows = _rows(ours.get(shown + "language.csv").content.decode())
    assert any(rows)
    assert all(int(n) >= 10 for n in rows if n)
    assert [one.to_whom for one in LedgerEntry.objects.order_by("number")] == ["public", "research"]
    assert client_of(heads[0]).get(shown).status_code == 404
    assert "research" not in client_of(None).get("/en/state/").content.decode()
    with acting(heads[0]), pytest.raises(NotVisible):
        queries.counted(heads[0], made.pk)


def _publish(first, second):
    with acting(first):
        wanted = Wanted(region.QUARTER, {"contacts": ["topic", "country"]})
        asked_for = actions.ask(first, wanted, once=uuid7())
    making.make(SYSTEM, asked_for.pk, seconds=0.2)
    with acting(second):
        actions.decide(second, asked_for.pk, "publish")


def _rows(text: str) -> list[str]:
    return [line.split(",")[-2] for line in text.splitlines()[2:]]
