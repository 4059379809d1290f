"""The verbs about people: who may, what is kept, what is refused."""

from __future__ import annotations

import pytest
from django.db import connection

from sapar.audit.models import Event
from sapar.common.errors import Denied, Invalid, NotVisible, Stale
from sapar.people import actions, queries
from sapar.people.models import Person, PersonVersion, Phone
from sapar.people.particulars import Particulars, Spelling
from tests.factories import acting

pytestmark = pytest.mark.django_db
ANA = Particulars(names=(Spelling("Ана Каренина"),))


def verbs() -> list[str]:
    return list(Event.objects.filter(subject_kind="person").order_by("at").values_list("verb", flat=True))


def test_a_person_is_recorded_sealed_and_reads_back(bakyt, in_osh):
    person = actions.record(bakyt, ANA)
    found = queries.get(bakyt, person.pk)
    assert found.shown_name == "Ана Каренина"
    assert verbs() == ["person.recorded"]
    with connection.cursor() as cursor:
        cursor.execute("select names::text from people_person where id = %s", [person.pk])
        assert "Каренина" not in cursor.fetchone()[0]


def test_an_auditor_records_nobody(timur):
    with acting(timur), pytest.raises(Denied):
        actions.record(timur, ANA)


def test_a_stranger_cannot_tell_that_the_person_exists(chen, nazgul):
    with acting(chen):
        with pytest.raises(NotVisible):
            queries.get(chen, nazgul.pk)
        with pytest.raises(NotVisible):
            actions.amend(chen, nazgul, ANA, version=1)
        assert queries.by_phone(chen, "+996555123456") == []


def test_two_people_amend_one_person_and_the_second_is_told(bakyt, aigul, nazgul):
    with acting(bakyt):
        actions.amend(bakyt, nazgul, ANA, version=1)
    with acting(aigul):
        with pytest.raises(Stale):
            actions.amend(aigul, nazgul, Particulars(), version=1)
        assert queries.get(aigul, nazgul.pk).shown_name == "Ана Каренина"
        assert actions.amend(aigul, nazgul, Particulars(), version=2).version == 3


def test_every_version_of_a_person_is_kept_sealed(bakyt, nazgul):
    with acting(bakyt):
        actions.amend(bakyt, nazgul, ANA, version=1)
        kept = PersonVersion.objects.filter(org_id=bakyt.org_id, pgh_obj=nazgul).order_by("pgh_id")
        assert [one.names[0]["text"] for one in kept] == ["Назгүл Өмүрбек кызы", "Ана Каренина"]
        assert kept[1].by == bakyt.user_id


@pytest.mark.parametrize(
    "typed",
    [
        "0555 12-34-56",
        "+996 (555) 123456",
        "00996555123456",
        "996555123456",
        "  0555123456 ",
        "+996555123456",
    ],
)
def test_a_phone_in_any_form_is_one_phone(bakyt, nazgul, typed):
    with acting(bakyt):
        assert queries.by_phone(bakyt, typed) == [nazgul]
        with pytest.raises(Invalid) as refusal:
            actions.add_phone(bakyt, nazgul, typed)
        assert list(refusal.value.problems) == ["number"]


@pytest.mark.parametrize("typed", ["", "12", "phone", "+996" + "5" * 40, "٠٥٥٥", "'; --", "\x00", "+1"])
def test_what_is_no_phone_is_refused_beside_the_number(bakyt, nazgul, typed):
    with acting(bakyt), pytest.raises(Invalid) as refusal:
        actions.add_phone(bakyt, nazgul, typed)
    assert list(refusal.value.problems) == ["number"]


def test_a_phone_taken_away_finds_nobody(bakyt, nazgul):
    with acting(bakyt):
        actions.remove_phone(bakyt, Phone.objects.get(person=nazgul))
        assert queries.by_phone(bakyt, "+996555123456") == []
        assert verbs()[-1] == "phone.removed"


def test_one_number_may_belong_to_several_people(bakyt, nazgul):
    with acting(bakyt):
        mother = actions.record(bakyt, ANA)
        actions.add_phone(bakyt, mother, "+996555123456", phone_of="relative")
        assert set(queries.by_phone(bakyt, "+996555123456")) == {nazgul, mother}


def test_the_same_number_is_another_hash_in_another_organisation(bakyt, chen, nazgul, operator):
    with acting(chen):
        other = actions.record(chen, ANA)
        actions.add_phone(chen, other, "+996555123456")
        assert queries.by_phone(chen, "+996555123456") == [other]
    with acting(bakyt):
        assert queries.by_phone(bakyt, "+996555123456") == [nazgul]


def test_people_cannot_be_listed_by_a_role_without_the_right(timur):
    with acting(timur), pytest.raises(Denied):
        queries.visible_to(timur)


def test_every_constraint_with_a_sentence_says_it_before_the_database_does(bakyt, in_osh, nazgul):
    from sapar.people.saving import save

    person = Person.objects.select_related("data_key").get(pk=nazgul.pk)
    person.citizenship_state = "known"
    with pytest.raises(Invalid) as refusal:
        save(person)
    assert refusal.value.problems == {
        "": "Name a citizenship, or say that there is none or that it is not known."
    }
