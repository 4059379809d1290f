from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.names import fold, parts

SPELLINGS = {
    "Жумагулов in five papers": ["Жумагулов", "Zhumagulov", "Żumagułow", "Jumagulov", "Žumagulov"],
    "ч at home and abroad": ["Чолпон", "Cholpon", "Tscholpon", "Tcholpon", "Çolpon", "Čolpon"],
    "Uzbek with any apostrophe": ["Gʻulom", "G'ulom", "G‘ulom", "G`ulom", "Ғулом"],
    "Tajik ҷ": ["Ҷамшед", "Jamshed", "Dzhamshed", "Джамшед"],
    "й before a consonant": ["Айдаров", "Aidarov", "Aydarov", "Ajdarov"],
    "soft vowels": ["Яков", "Yakov", "Iakov"],
    "Turkmen w and ý": ["Weliýew", "Велиев"],
    "Azerbaijani": ["İsmayıl", "Исмайыл"],
    "passport letters": ["Евгения", "Evgeniia", "Yevgeniya"],
    "doubled letters": ["Абдулла", "Abdulla", "Абдула"],
}


@pytest.mark.parametrize("words", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spellings_of_one_word_have_a_reading_in_common_or_close_sounds(words: list[str]) -> None:
    first, *others = [parts.read(word).words[0].even for word in words]
    for other in others:
        assert set(first) & set(other)


def test_each_kind_of_letter_is_kept_apart_where_the_language_does() -> None:
    assert fold.readings("қасым", ("plain",)) != fold.readings("касым", ("plain",))


@pytest.mark.parametrize(
    ("text", "way"), [("Tschingis", "german"), ("Beknazarow", "polish"), ("Əli", "azerbaijani")]
)
def test_letters_show_the_convention(text: str, way: str) -> None:
    assert way in fold.conventions(fold.letters(text))


def test_a_j_may_be_either_unless_the_name_shows_which() -> None:
    assert set(fold.conventions("rajabov")) == {"plain", "letter_j"}
    assert "letter_j" not in fold.conventions("cəfərov")


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_raises(text: str) -> None:
    name = parts.read(text)
    assert len(name.words) == len(name.roles) <= parts.MOST_WORDS
    assert all(stem for word in name.words for stem in word.stems)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(categories=("L", "M")), max_size=30))
def test_capitals_change_no_sound(text: str) -> None:
    small = text.lower()
    if small.upper().lower() == small:
        assert [word.stems for word in parts.read(small.upper()).words] == [
            word.stems for word in parts.read(small).words
        ]
