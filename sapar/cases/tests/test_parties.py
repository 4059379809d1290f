"""Other parties of the story, and the warning not to contact them."""

from __future__ import annotations

import pytest

from sapar.cases import actions, work_queries
from sapar.cases.actions import PartyWords
from sapar.cases.models import OtherParty, OtherPartyVersion
from sapar.cases.tests.test_pages import address, browser, page_of
from sapar.common.errors import IllegalMove, Invalid, Stale
from tests.factories import acting

pytestmark = pytest.mark.django_db

OWNER = PartyWords(
    "employer", "The owner", ("+44 20 7946 0177",), "Yard 1", "Has the passports.", "KZ", unsafe=True
)


def test_a_party_is_written_down_corrected_and_withdrawn_with_its_history(bakyt, case, in_osh):
    row = actions.add_party(bakyt, case, OWNER)
    assert (row.name, row.phones, row.address, row.unsafe) == ("The owner", ["+442079460177"], "Yard 1", True)
    actions.correct_party(bakyt, row, PartyWords("landlord", "The owner's wife"), version=1)
    with pytest.raises(Stale):
        actions.correct_party(bakyt, row, OWNER, version=1)
    actions.withdraw_party(bakyt, row)
    for again in (
        lambda: actions.withdraw_party(bakyt, row),
        lambda: actions.correct_party(bakyt, row, OWNER, version=3),
    ):
        with pytest.raises(IllegalMove):
            again()
    assert work_queries.parties(bakyt, case) == []
    kept = OtherPartyVersion.objects.filter(org_id=bakyt.org_id, pgh_obj_id=row.pk).order_by("pgh_id")
    assert [(one.role, one.name, one.unsafe) for one in kept][:2] == [
        ("employer", "The owner", True), ("landlord", "The owner's wife", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("party", "place"),
    [
        (PartyWords("friend", "x"), "role"),
        (PartyWords("court", "  "), "name"),
        (PartyWords("court", "x" * 501), "name"),
        (PartyWords("court", "x", ("call me",)), "phone"),
        (PartyWords("court", "x", country="XX"), "country"),
    ],
)
def test_a_party_that_cannot_be_is_refused(bakyt, case, in_osh, party, place):
    with pytest.raises(Invalid) as refusal:
        actions.add_party(bakyt, case, party)
    assert list(refusal.value.problems) == [place]


def test_a_call_from_the_employers_phone_is_known_for_what_it_is(bakyt, chen, aigul, case):
    with acting(bakyt):
        row = actions.add_party(bakyt, case, OWNER)
        assert work_queries.parties_by_phone(bakyt, "020 7946 0177") == []
        assert work_queries.parties_by_phone(bakyt, "+44 20 7946 0177") == [row]
    with acting(chen):
        assert work_queries.parties_by_phone(chen, "+44 20 7946 0177") == []
    with acting(bakyt):
        actions.restrict(bakyt, case, [])
    with acting(aigul):
        assert work_queries.parties_by_phone(aigul, "+44 20 7946 0177") == []
    with acting(bakyt):
        actions.withdraw_party(bakyt, row)
        assert work_queries.parties_by_phone(bakyt, "+44 20 7946 0177") == []


def test_whom_not_to_contact_stands_on_the_case_on_the_person_and_on_the_follow_up(bakyt, case, in_osh):
    import datetime as dt

    from django.utils import timezone

    actions.add_party(bakyt, case, OWNER)
    row = actions.plan_follow_up(bakyt, case, timezone.localdate() + dt.timedelta(days=1))
    person = case.participants.get(relation="mother").person_id
    client = browser(bakyt)
    for page in (address(case), f"/staff/people/{person}/", address(case, f"follow-ups/{row.pk}/")):
        words = client.get(page).content.decode()
        assert "Not safe to contact" in words
        assert "The owner" in words
        assert 'href="tel:+442079460177"' not in words


def test_the_page_writes_a_party_down(bakyt, case):
    client = browser(bakyt)
    form = {"role": "hospital", "name": "City hospital", "phone": "+44 20 7946 0178", "country": "KZ"}
    assert client.post(address(case, "parties/"), form | {"phone": "x"}).status_code == 422
    assert client.post(address(case, "parties/"), form).status_code == 302
    with acting(bakyt):
        row = OtherParty.objects.get()
    page = page_of(client, case)
    assert 'href="tel:+442079460178"' in page
    change = address(case, f"parties/{row.pk}/")
    assert "City hospital" in client.get(change).content.decode()
    assert client.post(change, form | {"version": "1", "unsafe": "on"}).status_code == 302
    assert client.post(change, form | {"version": "1"}).status_code == 409
    assert client.post(change + "withdraw/").status_code == 302
    assert "City hospital" not in page_of(client, case).split('id="line"')[0]
