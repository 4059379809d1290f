"""The organisation's particulars, its agreements, and the network's steward."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from sapar.audit.models import Event
from sapar.common.errors import Denied, Locked, NotVisible, Stale
from sapar.common.ids import uuid7
from sapar.organisations import actions, once, queries
from sapar.organisations.guard import STAFF_VIEWS
from sapar.organisations.models import Agreement, Organisation, SubmittedForm
from sapar.organisations.roles import all_rights
from sapar.vault import keys
from sapar.vault.models import PublicKey
from tests.cast import client_of
from tests.factories import SYSTEM, acting, today

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

pytestmark = pytest.mark.django_db
AGREED = {"scope": "Legal help for people referred", "terms": "", "discount_percent": "20"}


def test_a_coordinator_changes_the_particulars_and_it_is_on_record(nurlan: StaffActor) -> None:
    sent = {
        "name": "Osh line, ’new’ Өзгөн",
        "country": "KG",
        "time_zone": "Asia/Bishkek",
        "languages": ["ky", "ru", "uz"],
        "version": "1",
    }
    assert client_of(nurlan).post("/staff/organisation/edit/", sent).url == "/staff/organisation/"
    with acting(nurlan):
        changed = queries.organisation(nurlan.org_id)
        assert (changed.name, changed.version) == ("Osh line, ’new’ Өзгөн", 2)
        assert Event.objects.get(verb="organisation.changed").details == {"fields": ["languages", "name"]}


def test_of_two_coordinators_the_slower_one_overwrites_nothing(
    nurlan: StaffActor, gulnara: StaffActor
) -> None:
    sent = {"country": "KG", "time_zone": "Asia/Bishkek", "version": "1"}
    assert client_of(gulnara).post("/staff/organisation/edit/", sent | {"name": "First"}).status_code == 302
    assert client_of(nurlan).post("/staff/organisation/edit/", sent | {"name": "Second"}).status_code == 409
    assert queries.organisation(nurlan.org_id).name == "First"


def test_an_organisation_cannot_call_itself_official_or_otherwise(nurlan: StaffActor) -> None:
    sent = {"name": "x", "country": "KG", "time_zone": "Asia/Bishkek", "version": "1"}
    sent |= {"kind": "consulate", "circle": "inner"}
    assert client_of(nurlan).post("/staff/organisation/edit/", sent).status_code == 302
    assert queries.organisation(nurlan.org_id).kind == "ngo"


def test_an_operator_changes_no_particulars(aigul: StaffActor) -> None:
    assert client_of(aigul).get("/staff/organisation/edit/").status_code == 403


def test_another_organisation_is_read_and_never_written(chen: StaffActor, osh: Organisation) -> None:
    with acting(chen):
        assert Organisation.objects.filter(pk=osh.pk).update(name="taken over") == 0


def test_the_steward_lets_an_organisation_join(rustam: StaffActor) -> None:
    client = client_of(rustam)
    sent = {
        "name": "Jalal-Abad home (fictional)",
        "kind": "ngo",
        "circle": "other",
        "country": "KG",
        "time_zone": "Asia/Bishkek",
    }
    page = client.post("/staff/organisation/network/invite/", sent).content.decode()
    link = re.search(r"/signin/invitation/[0-9a-z-]+/", page).group()
    assert "Jalal-Abad" in Client().get(link).content.decode()
    joined = Organisation.objects.get(slug="jalal-abad-home-fictional")
    assert joined.joined_at
    with acting(rustam):
        assert PublicKey.objects.filter(org_id=joined.pk).exists()
    assert "Jalal-Abad" in client.get("/staff/organisation/network/").content.decode()


def test_a_listed_organisation_joins_as_what_it_is(rustam: StaffActor) -> None:
    listed = actions.enlist(SYSTEM, name="Listed line (fictional)", kind="union", country="RU")
    client = client_of(rustam)
    assert (
        "Listed line"
        in client.get(f"/staff/organisation/network/invite/?listed={listed.pk}").content.decode()
    )
    client.post("/staff/organisation/network/invite/", {"listed": str(listed.pk)})
    assert Organisation.objects.get(pk=listed.pk).joined_at


def test_a_new_link_only_as_long_as_nobody_works_there(rustam: StaffActor, gulnara: StaffActor) -> None:
    with acting(rustam):
        made = actions.invite_organisation(rustam, name="Empty (fictional)", kind="ngo", country="KG")
        actions.invite_organisation(rustam, organisation=made.invitation.org)
        with pytest.raises(Stale):
            actions.invite_organisation(rustam, organisation=gulnara.org)


def test_nobody_joins_while_the_vault_is_locked(rustam: StaffActor) -> None:
    keys.use_local(None)
    with acting(rustam), pytest.raises(Locked):
        actions.invite_organisation(rustam, name="Late (fictional)", kind="ngo", country="KG")


def test_the_steward_sees_no_cases_and_no_members_of_others(rustam: StaffActor, aigul: StaffActor) -> None:
    assert not any(
        rustam.may(right) for right in ("case.read", "person.read", "contact.read", "referral.read")
    )
    assert client_of(rustam).get(f"/staff/organisation/members/{aigul.member_id}/").status_code == 404


@pytest.mark.parametrize("who", ["aigul", "gulnara", "nurlan", "timur"])
def test_only_the_steward_opens_the_network_pages(who: str, request: pytest.FixtureRequest) -> None:
    client = client_of(request.getfixturevalue(who))
    for address in ("network/", "network/invite/", f"network/{uuid7()}/invite/"):
        assert client.get(f"/staff/organisation/{address}").status_code == 403


def test_an_agreement_is_written_by_one_and_read_by_both(
    gulnara: StaffActor, saule: StaffActor, chen: StaffActor
) -> None:
    sent = AGREED | {"partner": str(saule.org_id), "in_force_from": "2026-01-01", "once": str(uuid7())}
    address = client_of(gulnara).post("/staff/organisation/agreements/add/", sent).url
    assert "20" in client_of(gulnara).get(address).content.decode()
    assert "Legal help" in client_of(saule).get(address).content.decode()
    assert client_of(chen).get(address).status_code == 404
    assert client_of(saule).get(f"{address}end/").status_code == 403


def test_the_partner_cannot_end_what_it_did_not_write(gulnara: StaffActor, dana: StaffActor) -> None:
    written = _agreed(gulnara, dana)
    with acting(dana), pytest.raises(Denied):
        actions.end_agreement(dana, written.pk)
    with acting(dana):
        assert Agreement.objects.filter(pk=written.pk).update(terms="other") == 0


def test_an_agreement_ends_once(gulnara: StaffActor, dana: StaffActor) -> None:
    written = _agreed(gulnara, dana)
    assert client_of(gulnara).post(f"/staff/organisation/agreements/{written.pk}/end/").status_code == 302
    with acting(gulnara), pytest.raises(Stale):
        actions.end_agreement(gulnara, written.pk)


def test_the_agreement_in_force_is_found_from_both_sides(gulnara: StaffActor, dana: StaffActor) -> None:
    last = today()
    written = _agreed(gulnara, dana, in_force_to=last)
    with acting(gulnara):
        assert queries.agreement_in_force(gulnara, dana.org_id).pk == written.pk
        assert queries.agreement_in_force(gulnara, dana.org_id, last + timedelta(days=1)) is None
    with acting(dana):
        assert queries.agreement_in_force(dana, gulnara.org_id).pk == written.pk


def test_a_double_click_writes_one_agreement(gulnara: StaffActor, dana: StaffActor) -> None:
    sent = AGREED | {"partner": str(dana.org_id), "once": str(uuid7())}
    client = client_of(gulnara)
    first, second = (client.post("/staff/organisation/agreements/add/", sent).url for _click in range(2))
    assert first == second
    with acting(gulnara):
        assert Agreement.objects.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"scope": ""},
        {"discount_percent": "101"},
        {"in_force_from": "2026-05-01", "in_force_to": "2026-01-01"},
        {"in_force_from": "31.02.2026"},
        {"partner": str(uuid7())},
        {"scope": "x" * 2001},
    ],
)
def test_nonsense_is_told_beside_the_field(
    gulnara: StaffActor, dana: StaffActor, bad: dict[str, str]
) -> None:
    sent = AGREED | {"partner": str(dana.org_id)} | bad
    page = client_of(gulnara).post("/staff/organisation/agreements/add/", sent)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


def test_an_agreement_with_oneself_is_refused(gulnara: StaffActor) -> None:
    sent = AGREED | {"partner": str(gulnara.org_id)}
    assert (
        "error-summary"
        in client_of(gulnara).post("/staff/organisation/agreements/add/", sent).content.decode()
    )


def test_the_first_of_two_sendings_is_claimed(gulnara: StaffActor, chen: StaffActor) -> None:
    token, made = uuid7(), uuid7()
    with acting(gulnara):
        assert once.claim(gulnara, token) is None
        with pytest.raises(Stale):
            once.claim(gulnara, token)
        once.settle(gulnara, token, made)
        assert once.claim(gulnara, token).made_id == made
    with acting(chen):
        assert once.claim(chen, token) is None
        assert SubmittedForm.objects.count() == 1


def test_an_unknown_organisation_is_not_visible(gulnara: StaffActor) -> None:
    with pytest.raises(NotVisible):
        queries.organisation(uuid7())


def test_every_staff_page_asks_for_a_right_that_some_role_carries() -> None:
    assert STAFF_VIEWS
    assert set(STAFF_VIEWS.values()) <= all_rights()


def test_every_page_of_the_organisation_turns_strangers_to_the_sign_in() -> None:
    from sapar.organisations.urls import staff_patterns

    for pattern in staff_patterns:
        address = "/staff/organisation/" + re.sub(r"<uuid:\w+>", str(uuid7()), str(pattern.pattern))
        for response in (Client().get(address), Client().post(address)):
            assert response.status_code == 302, address
            assert response.url.startswith("/signin/"), address


def _agreed(actor: StaffActor, partner: StaffActor, **facts: object) -> Agreement:
    with acting(actor):
        return actions.write_agreement(actor, uuid7(), partner=partner.org, scope="Legal help", **facts)
