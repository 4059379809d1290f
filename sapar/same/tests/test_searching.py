"""Who is found under another spelling, for what reason, and by whom nobody is found."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from sapar import names
from sapar.organisations.actor import SystemActor
from sapar.people import actions as people
from sapar.people import index
from sapar.people.actions import indexing
from sapar.people.particulars import Particulars, Spelling
from sapar.same import searching
from sapar.same.sought import Sought
from sapar.ui.dates import PartialDate, Precision
from sapar.vault import keys
from sapar.vault.keys import caches
from sapar.vault.models import BlindSet, KeyPurpose
from tests.factories import acting

pytestmark = pytest.mark.django_db
PHONE = "+996700000123"


@pytest.fixture(autouse=True)
def steady_hashes(bakyt):
    """The office's blind key is not drawn anew: of 256 bits two traits light the same one now and then, by chance."""
    place = (bakyt.org_id, KeyPurpose.BLIND, 1)
    caches.ORGANISATION_KEYS.put(place, bytes(range(32)))
    yield
    caches.ORGANISATION_KEYS.drop(place)


def born(year: int) -> PartialDate:
    return PartialDate(Precision.YEAR, year)


def found(actor, *spellings: str, **known) -> list:
    with acting(actor):
        return [one.person for one in searching.alike(actor, Sought(spellings, **known))]


@pytest.mark.parametrize(
    ("stands", "asked"),
    [
        ("Жумагулов Бакыт", "Zhumagulov Bakyt"),
        ("Жумагулов Бакыт", "Bakyt Jumagulov"),
        ("Жумагулов Бакыт Токтогулович", "Джумагулов Бакыт"),
        ("Oʻmurbek Jumaboyev", "Умурбек Жумабаев"),
        ("Саидов Фирдавс", "Saidzoda Firdavs"),
        ("Шерматова Айгүл", "Shermatova Aygul"),
    ],
)
def test_somebody_is_found_in_another_script_and_spelling(bakyt, written, stands, asked):
    person = written(stands)
    written("Каримова Гулнара")
    assert found(bakyt, asked) == [person]


def test_initials_find_somebody_whose_year_of_birth_is_known(bakyt, written):
    person = written("Туманов Токтогул", 1984)
    assert found(bakyt, "Tumanov T.", birth=born(1984)) == [person]


def test_initials_find_somebody_whose_year_nobody_wrote_down(bakyt, written):
    person = written("Туманов Т.")
    assert found(bakyt, "Туманов Токтогул", birth=born(1984)) == [person]


def opened(actor, *spellings: str, **known) -> list:
    with acting(actor):
        return [one.id for one in searching.candidates(actor, Sought(spellings, **known))]


def test_initials_of_the_right_year_are_opened_before_forty_namesakes_of_another(bakyt, written):
    right = written("Туманов Т.", 1984)
    unsaid = written("Туманов Токтогул")
    for _one in range(40):
        written("Туманов Токтогул", 1990)
    assert set(opened(bakyt, "Туманов Токтогул", birth=born(1984))[:2]) == {right.pk, unsaid.pk}


def test_who_shares_the_fathers_name_too_is_opened_before_other_namesakes(bakyt, written):
    for father in ("Асанович", "Маратович", "Эркинович"):
        written(f"Туманов Токтогул {father}", 1990)
    person = written("Tumanov Toktogul Sadyrovich", 1971)
    unsaid = written("Туманов Токтогул", 1971)
    assert opened(bakyt, "Туманов Токтогул Садырович")[:2] == [person.pk, unsaid.pk]


def test_a_child_called_like_the_family_is_not_taken_for_somebody_with_another_name(bakyt, written):
    person = written("Усманов Усман", 1984)
    written("Усманов Марат Усманович", 1984)
    assert opened(bakyt, "Usmanov Usman Marlenovich", birth=born(1984))[0] == person.pk


def test_who_is_much_less_likely_than_another_is_not_opened(bakyt, written):
    person = written("Туманов Токтогул", 1984)
    stranger = written("Туманова Тахмина", 1984)
    assert opened(bakyt, "Туманов Токтогул", birth=born(1984)) == [person.pk]
    assert opened(bakyt, "Туманова Тахмина", birth=born(1984)) == [stranger.pk]


def test_people_whose_keys_are_of_an_older_recipe_are_found_until_the_night_makes_new_ones(bakyt, written):
    person = written("Туманов Токтогул", 1984)
    with acting(bakyt):
        BlindSet.objects.update(recipe=names.RECIPE - 1, marks=None, size=None)
    assert opened(bakyt, "Туманов Токтогул", birth=born(1984)) == [person.pk]
    assert indexing.index_missing(SystemActor("tests", bakyt.org_id)) == 1
    with acting(bakyt):
        row = BlindSet.objects.get(subject_id=person.pk)
    assert (row.recipe, row.size, row.marks.count("1")) == (names.RECIPE, 2, 4)


def test_an_estimated_year_finds_the_years_around_it(bakyt, written):
    person = written("Туманов Т.", 1984)
    about = PartialDate(Precision.ABOUT, 1986)
    assert found(bakyt, "Туманов Токтогул", birth=about) == [person]


def test_brothers_and_other_namesakes_of_the_family_are_not_offered(bakyt, written):
    written("Асанов Бакыт Токтогулович", 1990)
    assert found(bakyt, "Асанов Марат Токтогулович", birth=born(1992)) == []


def test_the_reasons_are_told_in_words(bakyt, written):
    written("Жумагулов Бакыт", 1990, phone=PHONE)
    with acting(bakyt):
        (one,) = searching.alike(bakyt, Sought(("Zhumagulov Bakyt",), birth=born(1990), phones=(PHONE,)))
    assert one.is_same
    assert one.reasons == [
        "First name: the same",
        "Family name: the same",
        "Born: the same year, more is not known",
        "Phone: the same",
    ]


def test_a_name_alone_is_never_the_same_person(bakyt, written):
    written("Жумагулов Бакыт Токтогулович")
    with acting(bakyt):
        (one,) = searching.alike(bakyt, Sought(("Жумагулов Бакыт Токтогулович",)))
    assert not one.is_same


def test_a_phone_finds_half_a_name_and_never_another_name(bakyt, written):
    person = written("Жумагулов Бакыт", phone=PHONE)
    assert found(bakyt, "Бакыт", phones=(PHONE,)) == [person]
    assert found(bakyt, "Гулнара", phones=(PHONE,)) == []


def test_a_phone_that_others_use_says_nothing(bakyt, written):
    written("Жумагулов Бакыт", phone=PHONE, phone_of="shared")
    assert found(bakyt, "Бакыт", phones=(PHONE,)) == []


def test_another_organisation_finds_nobody(chen, written):
    written("Жумагулов Бакыт")
    assert found(chen, "Жумагулов Бакыт") == []


def test_an_auditor_may_not_look(timur, written):
    from sapar.common.errors import Denied

    written("Жумагулов Бакыт")
    with pytest.raises(Denied):
        found(timur, "Жумагулов Бакыт")


def test_amended_names_are_found_and_those_before_are_not(bakyt, written):
    person = written("Жумагулов Бакыт")
    with acting(bakyt):
        people.amend(bakyt, person, Particulars(names=(Spelling("Каримова Гулнара"),)), version=1)
    assert found(bakyt, "Karimova Gulnara") == [person]
    assert found(bakyt, "Жумагулов Бакыт") == []


def test_nobody_finds_an_erased_person_and_no_key_of_theirs_is_left(gulnara, written):
    person = written("Жумагулов Бакыт", 1990)
    with acting(gulnara):
        assert BlindSet.objects.filter(subject_id=person.pk).exists()
        people.erase(gulnara, person, reason="asked")
        assert not BlindSet.objects.filter(subject_id=person.pk).exists()
    assert found(gulnara, "Жумагулов Бакыт", birth=born(1990)) == []


def test_what_was_heard_of_somebody_known_is_added_and_overwrites_nothing(bakyt, written):
    person = written("Жумагулов Бакыт", 1990, safety_words="After eight.", may_call="times")
    heard = Particulars(
        names=(Spelling("Zhumagulov Bakyt"),), birth=PartialDate.of(dt.date(1991, 5, 1)), sex="male",
        safety_words="Not on Fridays.", may_call="yes",
    )  # fmt: skip
    with acting(bakyt):
        after = Particulars.of(people.complete(bakyt, person, heard))
    assert [one.text for one in after.names] == ["Жумагулов Бакыт", "Zhumagulov Bakyt"]
    assert (after.birth, after.sex, after.may_call) == (born(1990), "male", "times")
    assert after.safety_words == "After eight.\nNot on Fridays."


def test_keys_are_hashes_of_their_organisation_and_hold_no_letter(bakyt, chen, written):
    here, there = written("Жумагулов Бакыт"), written("Жумагулов Бакыт", by=chen)
    kept = {}
    for actor, person in ((bakyt, here), (chen, there)):
        with acting(actor):
            kept[person] = set(BlindSet.objects.get(subject_id=person.pk).digests)
    name = ["Жумагулов Бакыт"]
    assert len(kept[here]) == len(names.stored(name) | names.dated(name, [names.NO_YEAR]))
    assert len(kept[here] & kept[there]) <= 1  # four bytes may meet by chance


def test_people_without_keys_get_them_by_night_also_those_whom_a_job_does_not_see(bakyt, written):
    people_here = [written(f"Туманов Бакыт {ending}") for ending in ("Асанович", "Маратович", "Токтогулович")]
    with acting(bakyt):
        BlindSet.objects.all().delete()
    seen: list[int] = []
    assert indexing.index_missing(SystemActor("tests", bakyt.org_id), seen.append) == len(people_here)
    assert seen == [len(people_here)]
    assert indexing.index_missing(SystemActor("tests", bakyt.org_id)) == 0
    assert set(found(bakyt, "Tumanov Bakyt")) == set(people_here)


def test_only_the_job_gets_sealed_rows_of_people_without_keys(bakyt, written):
    written("Жумагулов Бакыт")
    with acting(bakyt):
        BlindSet.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from people_unindexed(9, %s::uuid, 10)", ["0" * 32])
            assert cursor.fetchone() == (0,)


def test_a_locked_vault_finds_nobody_and_forgets_the_names_it_read(bakyt, written):
    from sapar.common.errors import Locked
    from sapar.names import parts

    written("Жумагулов Бакыт")
    found(bakyt, "Жумагулов Бакыт")
    assert parts.read.cache_info().currsize
    keys.lock()
    assert not parts.read.cache_info().currsize
    with pytest.raises(Locked):
        found(bakyt, "Жумагулов Бакыт")


def test_the_same_statements_find_one_among_ten_and_among_forty(bakyt, written, django_assert_num_queries):
    for number in range(10):
        written("Жумагулов Бакыт", 1950 + number)
    with acting(bakyt), django_assert_num_queries(3):
        searching.alike(bakyt, Sought(("Жумагулов Бакыт",)))
    for number in range(30):
        written("Жумагулов Бакыт", 1960 + number)
    with acting(bakyt), django_assert_num_queries(3):
        assert len(searching.alike(bakyt, Sought(("Жумагулов Бакыт",)))) == searching.KEPT


def test_a_name_is_hashed_together_with_the_year_of_birth(bakyt, written):
    person = written("Жумагулов Бакыт", 1990)
    with acting(bakyt):
        kept = set(BlindSet.objects.get(subject_id=person.pk).digests)
        assert set(index.asked(bakyt.org_id, ["Жумагулов Бакыт"], [1990])["dated"]) <= kept
        assert not kept & set(index.asked(bakyt.org_id, ["Жумагулов Бакыт"], [1991])["dated"])
