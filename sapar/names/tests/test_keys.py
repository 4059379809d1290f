from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.names import NO_YEAR, asked, dated, fold, keys, searched, stored, traits
from tools.people import making


@pytest.mark.parametrize(
    ("kept", "searched"),
    [
        ("Жумагулов Бакыт", "Bakyt Jumag'ulov"),
        ("Сулейманов Нурлан", "Nurlan Sulajmanov"),
        ("Досмұханбетов Темірхан", "Dosmuchambetow Temirchan"),
        ("Асанов Бакыт Маратович", "Asanov Bakyt"),
        ("Хасанов Юсуф", "Gasanov Jusup"),
        ("Өмүрзаков Алмаз", "Umurzakov Almas"),
        ("Асанов Бакыт", "Асанов Бакт"),
    ],
)
def test_a_name_is_found_in_another_spelling(kept: str, searched: str) -> None:
    assert stored([kept]) & asked(searched)


def test_every_spelling_of_a_person_is_found() -> None:
    kept = stored(["Асанов Бакыт", "Bob Asanoff"])
    assert kept >= stored(["Асанов Бакыт"])
    assert kept >= stored(["Bob Asanoff"])


def test_keys_do_not_depend_on_the_order_of_words() -> None:
    assert stored(["Асанов Бакыт"]) == stored(["Бакыт Асанов"])


def test_other_names_share_no_key() -> None:
    assert not stored(["Асанов Бакыт Маратович"]) & asked("Тургунбаева Гулчехра")


def test_a_single_word_has_a_key_too() -> None:
    assert stored(["Бакыт"]) & asked("Bakyt")


@pytest.mark.parametrize("initials", ["Азаматов Э.", "Азаматов Э. У.", "Azamatov E."])
def test_initials_share_a_dated_key_with_the_whole_name_also_where_it_begins_with_a_vowel(
    initials: str,
) -> None:
    whole = "Азаматов Эркин Уланович"
    assert dated([whole], [1990]) & searched(initials, [1990]).keys.dated
    assert dated([initials], [NO_YEAR]) & searched(whole, [1990]).keys.undated
    assert dated([whole], [NO_YEAR]) & searched(initials, [1990]).keys.undated


def test_two_initials_are_no_key_where_there_is_a_name() -> None:
    assert not stored(["Азаматов Э. У."]) & stored(["Каримова Э. У."])


def test_a_name_shares_all_its_traits_with_its_other_spelling_and_none_with_another_name() -> None:
    asked_for = searched("Zhumagulov Bakyt").traits
    assert asked_for.sounds | asked_for.bones <= traits(["Бакыт Жумагулов Токтогулович"])
    assert not (asked_for.sounds | asked_for.bones) & traits(["Каримова Гулнара"])


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_more_keys_than_an_index_bears(text: str) -> None:
    assert len(stored([text])) <= 1000


def test_an_ordinary_name_makes_few_keys() -> None:
    chance = random.Random(5)
    counts = [
        len(stored([making.somebody(chance, language).spelled("russian")]))
        for language in making.LANGUAGES * 20
    ]
    assert sum(counts) / len(counts) < 60


def test_a_skeleton_holds_no_vowel_but_one_that_stands_first() -> None:
    assert not set(keys.skeleton("žumagulov")[1:]) & set(fold.VOWELS)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Касымова Айнура", "KASYMOVA AINURA", True),
        ("Касымова Айнура Болотовна", "Айнура Касымова", True),
        ("Асан уулу Бакыт", "Asan uulu Bakyt", True),
        # Twins share a birthday, a family name and a father; brothers share a phone.
        ("Хасанов Хасан Олимович", "Хасанов Хусан Олимович", False),
        ("Касымов Бакыт", "Касымов Талант", False),
        ("Касымова Айнура", "Айнура", False),
        ("К. А.", "К. А.", False),
    ],
)
def test_two_spellings_call_the_same_person_wholly_or_not_at_all(
    one: str, other: str, *, is_one: bool
) -> None:
    assert bool(keys.called(one).whole & keys.called(other).whole) is is_one


def test_a_given_name_by_itself_is_known_and_a_family_name_is_not() -> None:
    assert keys.called("Айнура").given == keys.called("AINURA KASYMOVA").given != frozenset()
    assert keys.called("Касымова").given == frozenset()
