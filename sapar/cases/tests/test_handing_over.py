"""A case goes to a colleague, with a reason, and nothing gets lost on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.cases import actions, queries, today, work_queries
from sapar.cases.models import Handover, Task
from sapar.cases.tests.conftest import opening
from sapar.cases.tests.test_pages import address, browser, page_of
from sapar.common.errors import Denied, IllegalMove, Invalid
from sapar.organisations import actions as organisations
from tests.factories import acting

pytestmark = pytest.mark.django_db


def test_the_receiver_reads_why_and_says_that_they_have_it(bakyt, aigul, gulnara, case):
    with acting(bakyt):
        actions.hand_over(bakyt, case, aigul.membership, "She speaks Uzbek.")
    with acting(aigul):
        (waiting,) = today.of(aigul).handed
        assert waiting.because == "She speaks Uzbek."
        assert "She speaks Uzbek." in page_of(browser(aigul), case)
    with acting(gulnara), pytest.raises(IllegalMove):
        actions.accept_handover(gulnara, waiting)
    with acting(aigul):
        actions.accept_handover(aigul, waiting)
        with pytest.raises(IllegalMove):
            actions.accept_handover(aigul, waiting)
        assert today.of(aigul).handed == []
        assert work_queries.handover(aigul, queries.get(aigul, case.pk)) is None


def test_open_work_of_the_old_owner_goes_along_and_that_of_others_stays(bakyt, aigul, gulnara, case, in_osh):
    mine, hers = (
        actions.add_task(bakyt, case, "a"),
        actions.add_task(bakyt, case, "b", owner=gulnara.membership),
    )
    check = actions.plan_follow_up(bakyt, case, timezone.localdate())
    actions.hand_over(bakyt, case, aigul.membership)
    owners = dict(Task.objects.values_list("pk", "owner_id"))
    assert owners == {mine.pk: aigul.member_id, hers.pk: gulnara.member_id}
    check.refresh_from_db()
    assert check.owner_id == aigul.member_id


def test_a_third_ones_case_is_handed_over_by_who_assigns_cases_only(bakyt, aigul, gulnara, case):
    with acting(aigul), pytest.raises(Denied):
        actions.hand_over(aigul, case, gulnara.membership)
    with acting(gulnara):
        assert actions.hand_over(gulnara, case, aigul.membership).owner_id == aigul.member_id


def test_what_is_handed_on_at_once_waits_for_the_last_one_only(bakyt, aigul, gulnara, case):
    with acting(bakyt):
        actions.hand_over(bakyt, case, aigul.membership, "one")
    with acting(aigul):
        actions.hand_over(aigul, case, gulnara.membership, "two")
        assert today.of(aigul).handed == []
    with acting(gulnara):
        assert [one.because for one in today.of(gulnara).handed] == ["two"]


def test_all_open_cases_go_in_one_action_and_restricted_ones_stay_with_whom_they_may(
    bakyt, aigul, gulnara, case, in_osh
):
    others = [actions.open_case(bakyt, opening()) for _ in range(3)]
    closed = actions.close(bakyt, actions.open_case(bakyt, actions.Opening()), {})
    actions.restrict(bakyt, others[0], [])
    actions.restrict(bakyt, others[1], [aigul.membership])
    handed = actions.hand_over_all(bakyt, bakyt.membership, aigul.membership, "On leave.")
    assert (handed.moved, handed.stayed) == (3, 1)
    owners = {one.pk: queries.get(bakyt, one.pk).owner_id for one in (case, *others, closed)}
    assert owners == {
        case.pk: aigul.member_id, others[0].pk: bakyt.member_id, others[1].pk: aigul.member_id,
        others[2].pk: aigul.member_id, closed.pk: bakyt.member_id,
    }  # fmt: skip
    assert Handover.objects.filter(to_member=aigul.membership).count() == 3


def test_all_cases_of_a_colleague_are_handed_by_who_assigns_cases_with_a_reason(
    bakyt, aigul, gulnara, timur, case
):
    with acting(aigul), pytest.raises(Denied):
        actions.hand_over_all(aigul, bakyt.membership, aigul.membership, "x")
    with acting(gulnara):
        for member, because, place in (
            (aigul, " ", "because"), (timur, "x", "member"), (bakyt, "x", "member"), (aigul, "x" * 501, "because"),
        ):  # fmt: skip
            with pytest.raises(Invalid) as refusal:
                actions.hand_over_all(gulnara, bakyt.membership, member.membership, because)
            assert list(refusal.value.problems) == [place]
        assert actions.hand_over_all(gulnara, bakyt.membership, aigul.membership, "x").moved == 1


def test_what_a_leaver_had_comes_with_the_word_that_they_left(bakyt, gulnara, aigul, case):
    with acting(bakyt):
        actions.plan_follow_up(bakyt, case, timezone.localdate() + dt.timedelta(days=1))
    with acting(gulnara):
        organisations.end_membership(gulnara, bakyt.member_id)
        assert queries.get(gulnara, case.pk).owner_id == gulnara.member_id
        assert case.follow_ups.get().owner_id == gulnara.member_id
        actions.hand_over(gulnara, case, aigul.membership, "Bakyt left.")
    with acting(aigul):
        assert [one.because for one in today.of(aigul).handed] == ["Bakyt left."]


def test_the_pages(bakyt, aigul, case):
    client = browser(bakyt)
    form = {"giver": str(bakyt.member_id), "member": str(aigul.member_id), "because": "On leave."}
    assert client.get("/staff/cases/hand-over/").status_code == 200
    for bad in ({"because": ""}, {"member": str(bakyt.member_id)}, {"giver": str(aigul.member_id)}):
        assert client.post("/staff/cases/hand-over/", form | bad).status_code == 422
    answer = client.post("/staff/cases/hand-over/", form, follow=True)
    assert "1 case is handed over." in answer.content.decode()
    her = browser(aigul)
    page = her.get("/staff/cases/today/").content.decode()
    assert "On leave." in page
    with acting(aigul):
        row = Handover.objects.get()
    assert client.post(f"/staff/cases/handed/{row.pk}/accept/").status_code == 409
    assert (
        her.post(f"/staff/cases/handed/{row.pk}/accept/", {"next": "/staff/cases/today/"}).headers["Location"]
        == "/staff/cases/today/"
    )
    assert her.post(f"/staff/cases/handed/{row.pk}/accept/").status_code == 409
    assert "case was handed to you" not in page_of(her, case)
    assert her.get(address(case, "hand-over/")).status_code == 200
