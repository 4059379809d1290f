"""Two records of one person become one and are taken apart again: what follows, what goes back, what is refused."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions, queries
from sapar.cases.models import Paper, Participant, Problem, ServiceGiven
from sapar.cases.tests.conftest import opening
from sapar.cases.tests.test_pages import browser
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.people import actions as people
from sapar.people import queries as people_queries
from sapar.people.models import Person
from sapar.people.particulars import Particulars, Spelling
from sapar.same import actions as same
from sapar.same import searching
from sapar.same.models import Merge, MovedRow
from sapar.same.sought import Sought
from sapar.ui.dates import PartialDate, Precision
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
PHONE = "+996700111222"


def somebody(name: str, year: int = 0, **known):
    birth = PartialDate(Precision.YEAR, year) if year else PartialDate(Precision.UNKNOWN)
    return Particulars(names=(Spelling(name),), birth=birth, **known)


@pytest.fixture
def cases_of_two(gulnara):
    """Two cases of one man, written down at two desks: (case, person) each."""
    made = []
    with acting(gulnara):
        for who in (
            somebody("Жумагулов Бакыт", 1990, may_call="yes"),
            somebody("Zhumagulov Bakyt", sex="male", may_call="times", safety_words="After eight."),
        ):
            helped = actions.Someone(who, phone=PHONE if who.sex == "male" else "")
            case = actions.open_case(gulnara, opening(helped=helped, caller=None))
            person = case.participants.get().person
            actions.add_paper(gulnara, case, person, actions.PaperWords("passport", state="held"))
            made.append((case, person))
    return made


def fresh(person) -> Person:
    return Person.objects.select_related("data_key").get(pk=person.pk)


@contextmanager
def refused_with(words: str) -> Iterator[None]:
    with pytest.raises(Invalid) as refused:
        yield
    assert words in " ".join(refused.value.problems.values())


def test_everything_follows_and_everything_goes_back(gulnara, cases_of_two):
    (one_case, kept), (other_case, gone) = cases_of_two
    with acting(gulnara):
        row = same.merge(gulnara, kept, gone)
        assert {one.pk for one in queries.cases_of(gulnara, kept.pk)} == {one_case.pk, other_case.pk}
        assert queries.cases_of(gulnara, gone.pk) == []
        assert Paper.objects.filter(person=kept).count() == 2
        assert people_queries.by_phone(gulnara, PHONE) == [kept]
        after = Particulars.of(fresh(kept))
        assert [one.text for one in after.names] == ["Жумагулов Бакыт", "Zhumagulov Bakyt"]
        assert (after.sex, after.may_call, after.safety_words) == ("male", "times", "After eight.")
        same.undo(gulnara, row)
        assert {one.pk for one in queries.cases_of(gulnara, kept.pk)} == {one_case.pk}
        assert {one.pk for one in queries.cases_of(gulnara, gone.pk)} == {other_case.pk}
        assert Paper.objects.get(person=gone).case_id == other_case.pk
        assert people_queries.by_phone(gulnara, PHONE) == [gone]
        assert Particulars.of(fresh(kept)) == somebody("Жумагулов Бакыт", 1990, may_call="yes")
        told = Event.objects.filter(subject_id=kept.pk, verb__in=("person.merged", "person.unmerged"))
        assert [one.verb for one in told.order_by("at")] == ["person.merged", "person.unmerged"]


def test_what_is_written_meanwhile_stays_where_it_belongs(gulnara, cases_of_two):
    (one_case, kept), (other_case, gone) = cases_of_two
    with acting(gulnara):
        row = same.merge(gulnara, kept, gone)
        people.add_phone(gulnara, fresh(kept), "+996700333444")
        for case in (one_case, other_case):
            actions.add_paper(gulnara, case, fresh(kept), actions.PaperWords("patent"))
        now = Particulars.of(fresh(kept))
        changed = Particulars(**{**vars(now), "may_call": "no", "country": "RU"})
        people.amend(gulnara, fresh(kept), changed, version=fresh(kept).version)
        same.undo(gulnara, row)
        patents = Paper.objects.filter(kind="patent").values_list("case_id", "person_id")
        assert set(patents) == {(one_case.pk, kept.pk), (other_case.pk, gone.pk)}
        assert people_queries.by_phone(gulnara, "+996700333444") == [kept]
        after = Particulars.of(fresh(kept))
        assert (after.may_call, after.country, after.sex) == ("no", "RU", "unknown")
        assert [one.text for one in after.names] == ["Жумагулов Бакыт"]


def test_one_is_found_under_either_spelling_and_two_are_found_apart_again(gulnara, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two

    def found() -> set:
        return {one.person for one in searching.alike(gulnara, Sought(("Жумагулов Бакыт",)))}

    with acting(gulnara):
        row = same.merge(gulnara, kept, gone)
        assert found() == {kept}
        same.undo(gulnara, row)
        assert found() == {kept, gone}


def test_where_both_stand_in_one_case_both_parts_stay(gulnara, cases_of_two):
    (one_case, kept), (_other, gone) = cases_of_two
    with acting(gulnara):
        actions.add_participant(
            gulnara, one_case, actions.Someone(fresh(gone)), role="caller", relation="friend"
        )
        actions.add_problem(gulnara, one_case, "medical", person=fresh(gone))
        same.undo(gulnara, same.merge(gulnara, kept, gone))
        parts = Participant.objects.filter(case=one_case).values_list("person_id", "role")
        assert set(parts) == {(kept.pk, "both"), (gone.pk, "caller")}
        assert Problem.objects.get(code="medical").person_id == gone.pk


def test_rows_of_hidden_cases_follow_unseen(gulnara, bakyt, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    with acting(bakyt):
        secret = actions.open_case(bakyt, opening(helped=actions.Someone(fresh(gone)), caller=None))
        actions.restrict(bakyt, secret, [])
    with acting(gulnara):
        same.merge(gulnara, kept, gone)
        assert secret.pk not in {one.pk for one in queries.cases_of(gulnara, kept.pk)}
    with acting(bakyt):
        assert secret.pk in {one.pk for one in queries.cases_of(bakyt, kept.pk)}


def test_who_stands_in_restricted_cases_only_is_not_merged_with_somebody_whom_others_see(
    gulnara, cases_of_two
):
    (_one, kept), (other_case, gone) = cases_of_two
    with acting(gulnara):
        actions.restrict(gulnara, other_case, [])
        for first, second in ((kept, gone), (gone, kept)):
            with refused_with("restricted"):
                same.merge(gulnara, first, second)
        assert not Merge.objects.exists()


def test_whoever_is_not_seen_is_not_merged_and_the_answer_tells_nothing(gulnara, bakyt, chen, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    with acting(bakyt):
        secret = actions.open_case(bakyt, opening(caller=None))
        actions.restrict(bakyt, secret, [])
        hidden = secret.participants.get().person
    with acting(gulnara), pytest.raises(NotVisible):
        same.merge(gulnara, kept, hidden)
    with acting(chen), pytest.raises(NotVisible):
        same.merge(chen, kept, gone)
    with acting(bakyt), pytest.raises(Denied):
        same.merge(bakyt, kept, gone)
    assert browser(gulnara).get(f"/staff/same/{hidden.pk}/").status_code == 404


def test_relatives_are_two_people(gulnara, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    with acting(gulnara):
        link = people.add_link(gulnara, fresh(gone), fresh(kept), kin="sibling")
        with refused_with("relatives"):
            same.merge(gulnara, kept, gone)
        people.end_link(gulnara, link)
        same.undo(gulnara, same.merge(gulnara, kept, gone))


def test_a_record_is_merged_once_and_undone_once(gulnara, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    with acting(gulnara):
        row = same.merge(gulnara, kept, gone)
        for first, second in ((kept, gone), (gone, kept), (kept, kept)):
            with pytest.raises(NotVisible):
                same.merge(gulnara, fresh(first), fresh(second))
        same.undo(gulnara, row)
        with pytest.raises(IllegalMove):
            same.undo(gulnara, row)
        same.merge(gulnara, gone, kept)


def test_erasing_who_was_kept_erases_both_records_and_never_one_of_them(gulnara, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    with acting(gulnara):
        same.merge(gulnara, kept, gone)
        with refused_with("merged with another"):
            people.erase(gulnara, fresh(gone), reason="asked")
        people.erase(gulnara, fresh(kept), reason="asked")
        assert all(fresh(one).erased_at for one in (kept, gone))
        assert all(fresh(one).data_key.wrapped is None for one in (kept, gone))


def test_nothing_moves_but_by_a_merge_of_ones_own(chen, gulnara, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    with acting(gulnara):
        row = same.merge(gulnara, kept, gone)
    with acting(chen), connection.cursor() as cursor:
        cursor.execute("select cases_go_back(%s), cases_follow(%s)", [row.pk, row.pk])
    with acting(gulnara):
        assert len(queries.cases_of(gulnara, kept.pk)) == 2


def test_every_column_that_names_a_person_follows_or_is_said_to_stay(db):
    stays = {
        "people_personversion.pgh_obj_id",
        "same_merge.kept_id",
        "same_merge.gone_id",
        "same_likeness.one_id",
        "same_likeness.other_id",
        "keeping_certificate.person_id",
    }
    named = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person and not hasattr(model, "pgh_tracked_model")
    }
    with connection.cursor() as cursor:
        cursor.execute("select prosrc from pg_proc where proname like '%%\\_follow'")
        bodies = "".join(body for (body,) in cursor.fetchall())
    assert {name for name in named - stays if f"'{name}'" not in bodies} == set()


def test_a_service_and_a_problem_follow_and_their_history_tells_it(gulnara, cases_of_two):
    (_one, kept), (other_case, gone) = cases_of_two
    with acting(gulnara):
        given = actions.ServiceWords("legal-advice", timezone.localdate())
        service = actions.add_service(gulnara, other_case, given, person=fresh(gone))
        problem = actions.add_problem(gulnara, other_case, "medical", person=fresh(gone))
        row = same.merge(gulnara, kept, gone)
        assert ServiceGiven.objects.get(pk=service.pk).person_id == kept.pk
        assert Problem.objects.get(pk=problem.pk).person_id == kept.pk
        assert {"cases_servicegiven.person_id", "cases_problem.person_id"} <= set(
            MovedRow.objects.filter(merge=row).values_list("place", flat=True)
        )


def test_the_pages_merge_and_take_apart(gulnara, cases_of_two):
    (_one, kept), (_other, gone) = cases_of_two
    client = browser(gulnara)
    page = client.get(f"/staff/same/{kept.pk}/").content.decode()
    assert "Zhumagulov Bakyt" in page
    refused = client.post(f"/staff/same/{kept.pk}/", {"other": str(gone.pk)})
    assert "Compare the two first." in refused.content.decode()
    assert client.post(f"/staff/same/{kept.pk}/", {"other": str(gone.pk), "sure": "on"}).status_code == 302
    assert (
        "Everything about this person stands on the other record now."
        in client.get(f"/staff/people/{gone.pk}/").content.decode()
    )
    assert "Merged with the record" in client.get(f"/staff/people/{kept.pk}/").content.decode()
    with acting(gulnara):
        row = Merge.objects.get()
    assert client.post(f"/staff/same/merges/{row.pk}/undo/", {}).status_code == 422
    assert client.post(f"/staff/same/merges/{row.pk}/undo/", {"sure": "on"}).status_code == 302
    assert "Was merged with" in client.get(f"/staff/people/{gone.pk}/").content.decode()
