from __future__ import annotations

import pytest

from sapar.names import parts

ROLES = [
    ("Асанов, Бакыт Маратович", ["family", "given", "father"]),
    ("Бакыт Асанов", ["given", "family"]),
    ("ASANOV Bakyt", ["family", "given"]),
    ("Бакыт Марат уулу", ["given", "father"]),
    ("Айгүл Марат кызы Асанова", ["given", "father", "family"]),
    ("Karimov Aziz Anvar oʻgʻli", ["family", "given", "father"]),
    ("Каримов Азиз Анвар угли", ["family", "given", "father"]),
    ("Раҳимзода Далер Карим", ["family", "given", "father"]),
    ("Serik Maratuly", ["given", "father"]),
    ("Марат Асан", ["any", "any"]),
]


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_endings_commas_and_capitals_tell_whose_name_a_word_is(text: str, roles: list[str]) -> None:
    assert list(parts.read(text).roles) == roles


@pytest.mark.parametrize(
    "words",
    [
        ["Маратович", "Maratuly", "Маратұлы", "Maratoviç", "Marat oʻgʻli", "Марат уулу", "Marat ogly"],
        ["Маратовна", "Маратқызы", "Marat kyzy", "Marat qizi", "Marat gyzy"],
        ["Асанов", "Asanova", "Asanow", "Асанова", "Asanovs"],
        ["Каримзода", "Karimzade", "Karimzadə", "Karimzada"],
    ],
)
def test_every_form_of_a_fathers_or_family_name_comes_down_to_one_stem(words: list[str]) -> None:
    assert len({parts.read(word).words[0].even[0] for word in words}) == 1


def test_what_was_typed_together_is_taken_apart_at_its_capitals() -> None:
    assert [word.letters for word in parts.read("АсановБакыт").words] == ["асанов", "бакыт"]


def test_a_remark_after_a_dash_is_no_part_of_the_name() -> None:
    assert [word.letters for word in parts.read("Асанов Бакыт – пункт выдачи").words] == ["асанов", "бакыт"]


@pytest.mark.parametrize(
    ("text", "sex"), [("Асанова Света", "f"), ("Асанов Бакыт Маратович", "m"), ("Асан Марат", "")]
)
def test_endings_tell_the_sex_where_they_do(text: str, sex: str) -> None:
    assert parts.read(text).sex == sex
