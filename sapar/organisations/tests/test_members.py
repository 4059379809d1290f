"""Colleagues: invited, come in, given roles, helped, gone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sapar.accounts import actions as accounts
from sapar.accounts import totp
from sapar.accounts.actor import AccountActor
from sapar.audit.models import Event
from sapar.common.errors import Denied, Invalid, NotVisible, Stale
from sapar.organisations import actions, entry, policy, queries
from sapar.organisations.actor import PublicActor, StaffActor
from sapar.organisations.models import Invitation, Membership
from tests.cast import client_of
from tests.factories import PASSWORD, SYSTEM, acting, make_member

if TYPE_CHECKING:
    from sapar.accounts.models import User
    from sapar.organisations.models import Organisation

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHOSEN = {"username": "nargiza", "password1": PASSWORD, "password2": PASSWORD, "display_name": "Nargiza"}


@pytest.fixture
def link(gulnara: StaffActor) -> str:
    """The address that Gulnara was shown for a new operator."""
    page = client_of(gulnara).post(
        "/staff/organisation/members/invite/", {"role": "operator", "label": "night shift"}
    )
    return re.search(r"/signin/invitation/[0-9a-z-]+/", page.content.decode()).group()


def test_a_newcomer_comes_in_by_the_link_and_sets_up_the_second_step(link: str, gulnara: StaffActor) -> None:
    client = Client()
    assert "Osh call line" in client.get(link).content.decode()
    assert client.post(link, CHOSEN).url == "/staff/setup/"
    client.get("/staff/setup/")
    user = _user("nargiza")
    code = totp.code_at(accounts.draft_app(AccountActor(user)), timezone.now())
    assert client.post("/staff/setup/", {"code": code}).url == "/staff/"
    assert "Osh call line" in client.get("/staff/organisation/").content.decode()
    with acting(gulnara):
        assert [one.role for one in queries.colleagues(gulnara) if one.user_id == user.pk] == ["operator"]


def test_the_link_opens_once(link: str) -> None:
    Client().post(link, CHOSEN)
    page = Client().post(link, CHOSEN | {"username": "second"})
    assert page.status_code == 404
    assert "nothing" in page.content.decode() or page.content


def test_the_link_runs_out_after_three_days(gulnara: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        with acting(gulnara):
            made = actions.invite(gulnara, "operator")
        clock.shift(timedelta(days=3, seconds=1))
        assert Client().get(f"/signin/invitation/{made.code}/").status_code == 404


def test_a_withdrawn_link_opens_nothing(link: str, gulnara: StaffActor) -> None:
    client = client_of(gulnara)
    page = client.get("/staff/organisation/members/").content.decode()
    address = re.search(r"/staff/organisation/invitations/[0-9a-f-]+/withdraw/", page).group()
    assert client.get(address).status_code == 200
    assert client.post(address).url == "/staff/organisation/members/"
    assert Client().get(link).status_code == 404


def test_an_invented_link_looks_like_a_used_one(link: str) -> None:
    Client().post(link, CHOSEN)
    invented = Client().get("/signin/invitation/aaaa-bbbb-cccc-dddd-eeee/")
    assert invented.status_code == 404
    assert _without_tokens(invented) == _without_tokens(Client().get(link))


def test_the_code_is_kept_only_as_a_hash(gulnara: StaffActor) -> None:
    with acting(gulnara):
        made = actions.invite(gulnara, "operator")
        stored = bytes(Invitation.objects.get(pk=made.invitation.pk).code_hash)
    assert made.code.encode() not in stored
    assert len(stored) == 32


@pytest.mark.parametrize(
    "bad",
    [
        {"password1": "short", "password2": "short"},
        {"password2": "another password"},
        {"username": "a b"},
        {"username": "x" * 61},
        {"username": ""},
        {"display_name": "x" * 300},
    ],
)
def test_bad_input_is_told_beside_the_field_and_the_link_still_works(link: str, bad: dict[str, str]) -> None:
    page = Client().post(link, CHOSEN | bad).content.decode()
    assert "error-summary" in page
    assert Client().post(link, CHOSEN).url == "/staff/setup/"


def test_a_taken_name_is_told(link: str, aigul: StaffActor) -> None:
    page = Client().post(link, CHOSEN | {"username": aigul.user.username.upper()}).content.decode()
    assert 'href="#id_username"' in page


def test_an_operator_invites_nobody(aigul: StaffActor) -> None:
    assert client_of(aigul).get("/staff/organisation/members/invite/").status_code == 403
    with acting(aigul), pytest.raises(Denied):
        actions.invite(aigul, "operator")


def test_a_supervisor_makes_no_steward(gulnara: StaffActor, aigul: StaffActor) -> None:
    with acting(gulnara):
        with pytest.raises(Denied):
            actions.invite(gulnara, "steward")
        with pytest.raises(Denied):
            actions.change_role(gulnara, aigul.member_id, "steward")


def test_a_stranger_cannot_tell_that_a_colleague_exists(chen: StaffActor, aigul: StaffActor) -> None:
    client = client_of(chen)
    for step in ("", "role/", "end/", "sheet/", "reset/", "unblock/"):
        address = f"/staff/organisation/members/{aigul.member_id}/{step}"
        assert client.get(address).status_code == 404, step
        assert client.post(address, {"role": "auditor"}).status_code == 404, step


def test_a_colleague_without_the_right_is_refused_and_it_is_on_record(
    aigul: StaffActor, bakyt: StaffActor
) -> None:
    client = client_of(aigul)
    for step in ("", "role/", "end/", "sheet/", "reset/", "unblock/"):
        assert client.get(f"/staff/organisation/members/{bakyt.member_id}/{step}").status_code == 403, step
    with acting(aigul):
        assert Event.objects.filter(verb="access.denied", actor_user=aigul.user_id).count() == 6


def test_a_role_is_changed_and_told_in_the_audit(gulnara: StaffActor, aigul: StaffActor) -> None:
    address = f"/staff/organisation/members/{aigul.member_id}/role/"
    assert client_of(gulnara).post(address, {"role": "caseworker"}).status_code == 302
    with acting(gulnara):
        assert queries.member(gulnara, aigul.member_id).role == "caseworker"
        event = Event.objects.get(verb="member.role_changed")
        assert event.details == {"before": "operator", "after": "caseworker"}


def test_the_last_supervisor_can_neither_leave_nor_be_demoted(gulnara: StaffActor, aigul: StaffActor) -> None:
    with acting(gulnara):
        with pytest.raises(Invalid):
            actions.end_membership(gulnara, gulnara.member_id)
        with pytest.raises(Invalid):
            actions.change_role(gulnara, gulnara.member_id, "operator")
        actions.change_role(gulnara, aigul.member_id, "supervisor")
        actions.change_role(gulnara, gulnara.member_id, "operator")


def test_who_leaves_is_out_at_once(gulnara: StaffActor, aigul: StaffActor) -> None:
    hers = client_of(aigul)
    with acting(gulnara):
        lines = dict(actions.issue_sheet(gulnara, aigul.member_id))
    address = f"/staff/organisation/members/{aigul.member_id}/end/"
    assert client_of(gulnara).post(address).url == "/staff/organisation/members/"
    assert hers.get("/staff/organisation/").url.startswith("/signin/")
    back = Client()
    back.post("/signin/", {"username": aigul.user.username, "password": PASSWORD})
    assert back.post("/signin/second/", {"code": lines[1]}).status_code == 200
    assert entry.memberships(aigul.user) == []
    with acting(gulnara), pytest.raises(Stale):
        actions.end_membership(gulnara, aigul.member_id)


def test_who_works_for_nobody_reaches_only_the_account_page(osh: Organisation, gulnara: StaffActor) -> None:
    leaver = make_member(osh, "Leaver", "operator")
    with acting(gulnara):
        actions.end_membership(gulnara, leaver.member_id)
    client = client_of(leaver)
    assert client.get("/staff/account/").status_code == 200
    for address in ("/staff/organisation/", "/signin/"):
        assert client.get(address).url == "/staff/account/"


def test_the_sheet_is_shown_once_to_print(gulnara: StaffActor, aigul: StaffActor) -> None:
    client = client_of(gulnara)
    address = f"/staff/organisation/members/{aigul.member_id}/sheet/"
    assert "<code>" not in client.get(address).content.decode()
    page = client.post(address)
    found = re.findall(r"<code>([0-9a-z]{4}-[0-9a-z]{4})</code>", page.content.decode())
    assert len(found) == 40
    assert "no-store" in page.headers["Cache-Control"]
    hers = Client()
    hers.post("/signin/", {"username": aigul.user.username, "password": PASSWORD})
    assert hers.post("/signin/second/", {"code": found[0]}).url == "/staff/"


def test_the_supervisor_gives_a_code_for_a_new_password(gulnara: StaffActor, aigul: StaffActor) -> None:
    page = client_of(gulnara).post(f"/staff/organisation/members/{aigul.member_id}/reset/").content.decode()
    code = re.search(r"<code>([0-9a-z-]{14})</code>", page).group(1)
    sent = {
        "username": aigul.user.username,
        "code": code,
        "password1": "three words apart",
        "password2": "three words apart",
    }
    assert Client().post("/signin/reset/", sent).url == "/signin/"


def test_a_wait_is_ended_by_the_supervisor(gulnara: StaffActor, aigul: StaffActor) -> None:
    for _try in range(5):
        Client().post("/signin/", {"username": aigul.user.username, "password": "wrong-wrong-wrong"})
    client_of(gulnara).post(f"/staff/organisation/members/{aigul.member_id}/unblock/")
    assert (
        Client().post("/signin/", {"username": aigul.user.username, "password": PASSWORD}).url
        == "/signin/second/"
    )


def test_the_password_is_asked_again_before_a_sheet(gulnara: StaffActor, aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = client_of(gulnara)
        clock.shift(timedelta(minutes=16))
        address = f"/staff/organisation/members/{aigul.member_id}/sheet/"
        assert client.get(address).url.startswith("/staff/account/confirm/")
        assert client.post(address).url.startswith("/staff/account/confirm/")


@pytest.mark.parametrize("step", ["role", "invite"])
def test_the_password_is_asked_again_before_a_role_is_given(
    gulnara: StaffActor, aigul: StaffActor, step: str
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = client_of(gulnara)
        clock.shift(timedelta(minutes=16))
        address = {"role": f"{aigul.member_id}/role/", "invite": "invite/"}[step]
        for response in (
            client.get(f"/staff/organisation/members/{address}"),
            client.post(f"/staff/organisation/members/{address}", {"role": "supervisor"}),
        ):
            assert response.status_code == 302
            assert response.url.startswith("/staff/account/confirm/")


def test_a_supervisor_does_not_act_on_a_network_steward(osh: Organisation, gulnara: StaffActor) -> None:
    steward = make_member(osh, "Steward", "steward")
    page = client_of(gulnara).get(f"/staff/organisation/members/{steward.member_id}/").content.decode()
    assert not re.search(r'members/[0-9a-f-]+/(role|end|sheet|reset)/"', page)
    with acting(gulnara):
        for verb in (actions.issue_sheet, actions.issue_reset, actions.end_membership):
            with pytest.raises(Denied):
                verb(gulnara, steward.member_id)
        with pytest.raises(Denied):
            actions.change_role(gulnara, steward.member_id, "operator")


@pytest.mark.parametrize("both", [("issue_sheet", "issue_reset"), ("issue_reset", "issue_sheet")])
def test_one_supervisor_gives_no_new_password_and_sheet_on_one_day(
    osh: Organisation, gulnara: StaffActor, timur: StaffActor, both: tuple[str, str]
) -> None:
    first, second = (getattr(actions, name) for name in both)
    other = make_member(osh, "Other", "supervisor")
    with time_machine.travel(NOON, tick=False) as clock:
        with acting(gulnara):
            first(gulnara, timur.member_id)
            with pytest.raises(Invalid) as refused:
                second(gulnara, timur.member_id)
            assert refused.value.problems == {"": policy.BOTH_AT_ONCE}
            first(gulnara, timur.member_id)
        with acting(other):
            second(other, timur.member_id)
        clock.shift(timedelta(hours=24, seconds=1))
        with acting(gulnara):
            second(gulnara, timur.member_id)


def test_a_code_for_a_new_password_counts_also_when_used_and_swept_up(
    gulnara: StaffActor, timur: StaffActor
) -> None:
    with acting(gulnara):
        code = actions.issue_reset(gulnara, timur.member_id)
    accounts.reset_password(timur.user.username, code, "three words apart")
    accounts.sweep()
    with acting(gulnara), pytest.raises(Invalid):
        actions.issue_sheet(gulnara, timur.member_id)


def test_joining_a_second_organisation_ends_the_old_ways_in(
    aigul: StaffActor, chen: StaffActor, gulnara: StaffActor
) -> None:
    with acting(gulnara):
        code = actions.issue_reset(gulnara, aigul.member_id)
    with acting(chen):
        made = actions.invite(chen, "caseworker")
    elsewhere, client = client_of(aigul), client_of(aigul)
    assert client.post(f"/signin/invitation/{made.code}/").url == "/staff/"
    assert client.get("/staff/account/").status_code == 200
    assert elsewhere.get("/staff/account/").url.startswith("/signin/")
    with pytest.raises(Invalid):
        accounts.reset_password(aigul.user.username, code, "three words apart")


def test_joining_a_second_organisation_with_ones_own_account(
    aigul: StaffActor, chen: StaffActor, gulnara: StaffActor
) -> None:
    with acting(gulnara):
        actions.issue_sheet(gulnara, aigul.member_id)
    with acting(chen):
        made = actions.invite(chen, "caseworker")
    client, link = client_of(aigul), f"/signin/invitation/{made.code}/"
    assert "Tashkent" in client.get(link).content.decode()
    assert client.post(link).url == "/staff/"
    assert "Tashkent" in client.get("/staff/organisation/").content.decode()
    assert client.post(f"/staff/organisation/choose/{aigul.org_id}/").url == "/staff/"
    assert "Osh call line" in client.get("/staff/organisation/").content.decode()


def test_nobody_acts_for_an_organisation_they_do_not_work_for(aigul: StaffActor, chen: StaffActor) -> None:
    client = client_of(aigul)
    assert client.post(f"/staff/organisation/choose/{chen.org_id}/").status_code == 404
    session = client.session
    session["org"] = str(chen.org_id)
    session.save()
    assert "Osh call line" in client.get("/staff/organisation/").content.decode()


def test_no_supervisor_opens_an_account_that_reaches_another_organisation(
    aigul: StaffActor, chen: StaffActor, gulnara: StaffActor
) -> None:
    actions.employ(SYSTEM, chen.org, aigul.user, "caseworker")
    with acting(gulnara):
        for verb in (actions.issue_sheet, actions.issue_reset):
            with pytest.raises(Invalid):
                verb(gulnara, aigul.member_id)


def test_a_sheet_alone_does_not_carry_into_a_second_organisation(osh: Organisation, chen: StaffActor) -> None:
    user = accounts.open_account(
        SYSTEM, username="sheet-only", password=PASSWORD, display_name="S", language="ru"
    )
    actions.employ(SYSTEM, osh, user, "operator")
    with acting(chen):
        made = actions.invite(chen, "caseworker")
    with pytest.raises(Invalid):
        actions.accept_as(AccountActor(user), made.code, kept_key=None)


def test_coming_in_twice_is_refused_in_words(aigul: StaffActor, gulnara: StaffActor) -> None:
    with acting(gulnara):
        made = actions.invite(gulnara, "caseworker")
    with pytest.raises(Invalid):
        actions.accept_as(AccountActor(aigul.user), made.code, kept_key=None)


def test_staff_open_no_account_in_anothers_name(gulnara: StaffActor) -> None:
    with pytest.raises(Denied):
        accounts.open_account(gulnara, username="x", password=PASSWORD, display_name="x", language="ru")


def test_the_database_itself_hides_members_of_other_organisations(
    chen: StaffActor, aigul: StaffActor
) -> None:
    with acting(chen):
        assert set(Membership.objects.values_list("org_id", flat=True)) == {chen.org_id}
        assert Membership.objects.filter(pk=aigul.member_id).update(role="auditor") == 0


def test_without_a_second_factor_nobody_acts(aigul: StaffActor) -> None:
    client = client_of(aigul)
    session = client.session
    del session["second_factor_at"]
    session.save()
    assert client.get("/staff/organisation/").url.startswith("/signin/")


def test_the_public_may_not_be_let_in_without_a_code() -> None:
    with pytest.raises(NotVisible):
        actions.accept(PublicActor(), "", username="x", password=PASSWORD, display_name="x", language="ru")


def _user(name: str) -> User:
    from sapar.accounts import queries as account_queries

    return account_queries.user_named(name)


def _without_tokens(response: object) -> str:
    text = response.content.decode()
    return re.sub(r'(value|nonce|href)="[^"]*"', "", text)


def test_stewards_help_stewards_and_nobody_else(rustam: StaffActor, network: Organisation) -> None:
    second = make_member(network, "Meerim", "steward")
    lead = make_member(network, "Sanjar", "supervisor")
    address = "/staff/organisation/members/{}/"
    with acting(rustam):
        assert policy.may_act_on(rustam, second.membership)
        assert not policy.may_act_on(rustam, rustam.membership)
        assert not policy.may_act_on(rustam, lead.membership)
        actions.change_role(rustam, second.member_id, "coordinator")
        with pytest.raises(Denied):
            actions.end_membership(rustam, rustam.member_id)
        with pytest.raises(Denied):
            actions.issue_sheet(rustam, lead.member_id)
    with acting(lead), pytest.raises(Denied):
        actions.issue_reset(lead, rustam.member_id)
    assert client_of(rustam).get(address.format(second.member_id)).status_code == 200
