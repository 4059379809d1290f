"""Names in any script, citizenship by its rules, codes from the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.common.errors import Invalid
from sapar.people.models import Person
from sapar.people.particulars import Particulars, Spelling

# What people are really called, and what tools choke on.
NAMES = [
    "Назгүл",
    "O‘g‘iloy",
    "D'Artagnan O'Brien",
    "Ҷамшед Ғаффорӣ",
    "Әсел Қожахметқызы",
    "محمد رضا",
    "张伟",
    "გიორგი",
    "Zoë 👩‍👧",
    "X",
    "a" * 300,
    "Ө" * 300,
    "'; drop table people_person; --",
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    "%s %(name)s {0}",
]


def put(**facts: object) -> Person:
    person = Person()
    Particulars(**facts).put_into(person)
    return person


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_it_is_written(name):
    assert put(names=(Spelling(name, "ky", "caller"),)).names == [
        {"text": name, "language": "ky", "source": "caller"}
    ]


@given(st.text(max_size=300))
def test_any_text_is_a_name_or_nothing(text):
    names = put(names=(Spelling(text),)).names
    assert len(names) <= 1
    for one in names:
        assert one["text"].strip()
        assert "\x00" not in one["text"]


def test_spaces_are_tidied_and_the_same_spelling_is_kept_once():
    names = put(names=(Spelling("  Ана   Каренина "), Spelling("Ана Каренина"), Spelling(" "))).names
    assert [one["text"] for one in names] == ["Ана Каренина"]


def test_a_name_of_301_letters_is_refused_beside_the_name():
    with pytest.raises(Invalid) as refusal:
        put(names=(Spelling("a" * 301),))
    assert list(refusal.value.problems) == ["name"]


def test_nothing_has_to_be_known():
    person = put()
    assert (person.names, person.birth, person.age_band, person.citizenships) == ([], None, "unknown", [])
    assert person.shown_name == "Name not given"


@pytest.mark.parametrize(
    ("state", "citizenships", "fits"),
    [
        ("known", ("KG",), True),
        ("claimed", ("KG", "RU"), True),
        ("unknown", (), True),
        ("none", (), True),
        ("known", (), False),
        ("claimed", (), False),
        ("unknown", ("KG",), False),
        ("none", ("KG",), False),
    ],
)
def test_citizenship_fits_what_is_known_of_it(state, citizenships, fits):
    facts = {"citizenship_state": state, "citizenships": citizenships}
    if fits:
        assert put(**facts).citizenships == list(citizenships)
        return
    with pytest.raises(Invalid) as refusal:
        put(**facts)
    assert list(refusal.value.problems) == ["citizenships"]


@pytest.mark.parametrize(
    "facts",
    [
        {"country": "XX"},
        {"country": "KGZ"},
        {"languages": ("xx",)},
        {"sex": "other'"},
        {"may_call": "maybe"},
        {"citizenship_state": "claimed", "citizenships": ("ZZ",)},
    ],
)
def test_a_code_that_is_in_no_list_is_refused(facts):
    with pytest.raises(Invalid):
        put(**facts)


def test_a_refusal_leaves_the_person_untouched():
    person = put(names=(Spelling("Ана"),))
    with pytest.raises(Invalid):
        Particulars(names=(Spelling("Other"),), country="??").put_into(person)
    assert person.shown_name == "Ана"


def test_what_is_written_down_can_be_taken_up_again():
    first = Particulars(
        names=(Spelling("Ана", "ky", "person"), Spelling("Ana", "en", "document")), citizenship_state="claimed",
        citizenships=("KG",), languages=("ky", "ru"), country="KZ", may_call="no", safety_words="Never.",
    )  # fmt: skip
    person = Person()
    first.put_into(person)
    assert Particulars.of(person) == first
