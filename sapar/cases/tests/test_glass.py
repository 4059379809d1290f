"""Broken glass: a restricted case opened in an emergency, for a while, seen by a supervisor, and by nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions, queries, work_queries
from sapar.cases.models import Case, CaseAccess, GlassBreak
from sapar.cases.tests.test_pages import address, browser
from sapar.cases.tests.test_restricted import TABLES, count
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.organisations import actions as organisations
from tests.factories import acting

pytestmark = pytest.mark.django_db

WHY = "She calls from the station, he follows her, Bakyt does not answer."


@pytest.fixture
def broken(gulnara, hidden_case) -> Case:
    with acting(gulnara):
        return actions.break_glass(gulnara, hidden_case.number, WHY, 2)


@pytest.fixture
def dana_of_osh(osh):
    """A second supervisor: nobody reviews their own."""
    from tests.factories import make_member

    return make_member(osh, "Dana", "supervisor")


def reads(case) -> int:
    return Event.objects.filter(verb="glass.read", about=case.pk).count()


def test_who_breaks_the_glass_sees_the_case_and_every_read_is_recorded(gulnara, broken):
    with acting(gulnara):
        before = reads(broken)
        assert queries.get(gulnara, broken.pk).glass_until
        assert reads(broken) == before + 1
        browser(gulnara).get(address(broken))
        browser(gulnara).get(address(broken, "tasks/"))
        person = broken.participants.get(relation="self").person_id
        browser(gulnara).get(f"/staff/people/{person}/")
        assert reads(broken) == before + 4
        assert count("cases_note") == 1


def test_who_is_named_is_not_watched_like_that(bakyt, hidden_case):
    with acting(bakyt):
        assert queries.get(bakyt, hidden_case.pk).glass_until is None
        assert reads(hidden_case) == 0


def test_no_list_holds_it(gulnara, broken):
    with acting(gulnara):
        assert queries.listed(gulnara, "open").rows == []
        assert queries.find(gulnara, broken.number) == []


def test_it_ends_by_itself_in_every_table(gulnara, broken):
    with acting(gulnara), connection.cursor() as cursor:
        # As if the hours were over: the clock of the transaction is what the policies look at.
        cursor.execute("select cases_mend_glass(%s)", [broken.pk])
        assert all(count(table) == 0 for table in TABLES)
        with pytest.raises(NotVisible):
            queries.get(gulnara, broken.pk)


def test_an_access_whose_time_has_come_opens_nothing(gulnara, bakyt, broken):
    with acting(bakyt):
        past = timezone.now() - dt.timedelta(minutes=1)
        assert CaseAccess.objects.filter(member_id=gulnara.member_id).update(until=past) == 1
    with acting(gulnara):
        assert all(count(table) == 0 for table in TABLES)
        with pytest.raises(NotVisible):
            queries.get(gulnara, broken.pk)


def test_who_broke_the_glass_can_be_named_afterwards(gulnara, bakyt, broken):
    with acting(bakyt):
        actions.restrict(bakyt, broken, [gulnara.membership])
    with acting(gulnara):
        assert queries.get(gulnara, broken.pk).glass_until is None
        assert CaseAccess.objects.get(member_id=gulnara.member_id).until is None


def test_it_can_be_ended_before_its_time(gulnara, bakyt, broken):
    client = browser(gulnara)
    assert "I am done: close it now" in client.get(address(broken)).content.decode()
    assert client.post(address(broken, "mend/")).status_code == 302
    assert client.get(address(broken)).status_code == 404
    assert browser(bakyt).post(address(broken, "mend/")).status_code == 409


@pytest.mark.parametrize("number", ["2026-9999", "nonsense", "", "open"])
def test_a_number_that_opens_nothing_looks_the_same_whichever_it_is(gulnara, bakyt, case, number):
    with acting(gulnara), pytest.raises(Invalid) as refusal:
        actions.break_glass(gulnara, case.number if number == "open" else number, WHY, 1)
    assert refusal.value.problems == {"number": "Nothing can be opened by this number."}


@pytest.mark.parametrize(
    ("because", "hours", "place"),
    [("", 1, "because"), ("Urgent!", 1, "because"), (WHY, 0, "hours"), (WHY, 9, "hours")],
)
def test_it_takes_a_reason_and_is_short(gulnara, hidden_case, because, hours, place):
    with acting(gulnara):
        with pytest.raises(Invalid) as refusal:
            actions.break_glass(gulnara, hidden_case.number, because, hours)
        assert list(refusal.value.problems) == [place]
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["aigul", "nurlan", "timur"])
def test_without_the_right_the_glass_holds_in_the_code_and_in_the_database(hidden_case, who, request):
    somebody = request.getfixturevalue(who)
    with acting(somebody):
        with pytest.raises(Denied):
            actions.break_glass(somebody, hidden_case.number, WHY, 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "select cases_break_glass(%s, %s)",
                [hidden_case.number, timezone.now() + dt.timedelta(hours=1)],
            )
            assert cursor.fetchone()[0] is None


def test_no_other_organisation_breaks_it(chen, hidden_case):
    with acting(chen), pytest.raises(Invalid):
        actions.break_glass(chen, hidden_case.number, WHY, 1)


@pytest.mark.parametrize("hours", [24, -1, None])
def test_the_database_opens_nothing_for_a_day_for_ever_or_for_no_time(gulnara, hidden_case, hours):
    ends = None if hours is None else timezone.now() + dt.timedelta(hours=hours)
    with (
        acting(gulnara),
        pytest.raises(DatabaseError, match="not for one to eight hours"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select cases_break_glass(%s, %s)", [hidden_case.number, ends])


def test_through_the_glass_one_helps_but_decides_nothing(gulnara, aigul, broken):
    with acting(gulnara):
        assert actions.add_note(gulnara, broken, "Called the police with her.").pk
        for decide in (
            lambda: actions.restrict(gulnara, broken, [aigul.membership]),
            lambda: actions.lift(gulnara, broken),
            lambda: actions.hand_over(gulnara, broken, gulnara.membership),
            lambda: actions.close(gulnara, broken, {}),
            lambda: actions.take_back(gulnara, broken),
        ):
            with pytest.raises(Denied):
                decide()
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("update cases_case set restricted = false where id = %s", [broken.pk])
        assert CaseAccess.objects.filter(member_id=gulnara.member_id).update(until=None) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            CaseAccess.objects.create(org_id=gulnara.org_id, case=broken, member_id=aigul.member_id)


def test_a_supervisor_reviews_it_once_and_never_their_own(gulnara, dana_of_osh, bakyt, broken):
    with acting(gulnara):
        (own,) = work_queries.glass_breaks(gulnara, reviewed=False)
        with pytest.raises(Invalid):
            actions.review_glass(gulnara, own, "justified", "I had to.")
    with acting(dana_of_osh):
        (told,) = work_queries.glass_breaks(dana_of_osh, reviewed=False)
        assert (told.because, told.number, told.member_id) == (WHY, broken.number, gulnara.member_id)
        assert not Case.objects.exists()
        for verdict, words, place in (("maybe", "x", "verdict"), ("justified", " ", "words")):
            with pytest.raises(Invalid) as refusal:
                actions.review_glass(dana_of_osh, told, verdict, words)
            assert list(refusal.value.problems) == [place]
        assert actions.review_glass(dana_of_osh, told, "justified", "She was in danger.").reviewed_at
        with pytest.raises(IllegalMove):
            actions.review_glass(dana_of_osh, told, "not-justified", "x")
    with acting(bakyt):
        assert GlassBreak.objects.get().verdict == "justified"


@pytest.mark.parametrize("who", ["aigul", "nurlan", "chen"])
def test_nobody_else_learns_that_it_happened(broken, who, request):
    somebody = request.getfixturevalue(who)
    with acting(somebody):
        assert count("cases_glassbreak") == 0
        if not somebody.may("glass.review"):
            with pytest.raises(Denied):
                work_queries.glass_breaks(somebody, reviewed=False)


def test_a_case_seen_through_glass_only_is_still_inherited(bakyt, gulnara, dana_of_osh, broken):
    with acting(dana_of_osh):
        organisations.end_membership(dana_of_osh, bakyt.member_id)
        assert queries.get(dana_of_osh, broken.pk).owner_id == dana_of_osh.member_id
        assert queries.named_ids(dana_of_osh, broken) == {bakyt.member_id, dana_of_osh.member_id}


def test_the_pages(gulnara, dana_of_osh, hidden_case):
    client = browser(gulnara)
    form = {"number": hidden_case.number, "because": WHY, "hours": "1"}
    for bad in ({"number": "2020-1"}, {"because": "x"}, {"hours": "24"}):
        assert client.post("/staff/cases/emergency/", form | bad).status_code == 422
    opened = client.post("/staff/cases/emergency/", form, follow=True)
    assert "You opened this restricted case in an emergency" in opened.content.decode()
    assert client.get(address(hidden_case, "restrict/")).status_code == 200
    assert client.post(address(hidden_case, "restrict/"), {}).status_code == 403
    with acting(gulnara):
        row = GlassBreak.objects.get()
    her = browser(dana_of_osh)
    assert "was opened in an emergency" in her.get("/staff/cases/today/").content.decode()
    assert WHY in her.get("/staff/cases/emergency/openings/").content.decode()
    review = f"/staff/cases/emergency/openings/{row.pk}/"
    assert her.get(review).status_code == 200
    assert her.post(review, {"verdict": "justified"}).status_code == 422
    assert her.post(review, {"verdict": "justified", "words": "Yes."}).status_code == 302
    assert her.get(review).status_code == 409
    assert "Yes." in her.get("/staff/cases/emergency/openings/").content.decode()
