"""What is found in a text and what is left alone, in the words that caseworkers write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.directory.spelling import fold
from sapar.practice import anonymity
from sapar.practice.anonymity import Kind
from sapar.practice.seeds import entries

TOWNS = {
    fold(name): size
    for name, size in (
        ("Ноокат", 17_000),
        ("Ош", 299_000),
        ("Бишкек", 900_000),
        ("Алматы", 2_000_000),
        ("Мирный", 33_000),
    )
}


def sizes(sounds):
    return {sound: TOWNS[sound] for sound in sounds if sound in TOWNS}


def found(text):
    return [(one.kind, one.excerpt) for one in anonymity.findings({"situation": text}, sizes)]


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Звоните +996 555 12-34-56 вечером", Kind.PHONE, "+996 555 12-34-56"),
        ("call 8 (701) 485 77 86", Kind.PHONE, "8 (701) 485 77 86"),
        ("паспорт AN1234567", Kind.DOCUMENT, "AN1234567"),
        ("дело № 2-1543/2024", Kind.DOCUMENT, "№ 2-1543/2024"),
        ("written to help@example.org", Kind.ADDRESS, "help@example.org"),
        ("жил на ул. Ленина", Kind.ADDRESS, "ул. Ленина"),
        ("уволили 05.03.2024", Kind.DAY, "05.03.2024"),
        ("уволили 5 марта", Kind.DAY, "5 марта"),
        ("fired on 5th of March", Kind.DAY, "5th of March"),
        ("2024-жылы 5-март күнү", Kind.DAY, "5-март"),
        ("am 5 martie plecat", Kind.DAY, "5 martie"),
        ("мать зовут Назгуль", Kind.NAME, "Назгуль"),
        ("рассказала Назгули правду", Kind.NAME, "Назгули"),
        ("начальник Пётр Ильич согласился", Kind.NAME, "Пётр"),
        ("Асан уулу пришёл", Kind.NAME, "Асан уулу"),
        ("the boss I. P. Sidorov refused", Kind.NAME, "I. P. Sidorov"),
        ("работал в Ноокате", Kind.PLACE, "Ноокате"),
        ("из села Заря", Kind.PLACE, "села Заря"),
        ("прораб СтройМечты молчал", Kind.CAPITAL, "СтройМечты"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text, kind, excerpt):
    assert (kind, excerpt) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "В мае 2013 года заплатили 1 500 000 сом.",
        "Трудовой кодекс РФ, статья 142. Это помогло.",
        "Workers from Kyrgyzstan went to Russia in May 2013.",
        "Он жил в Бишкеке и вернулся из Алматы.",
        "За 2019–2020 помогли четырём тысячам.",
        "Долг посчитали. Потом написали письмо.",
        "Пришли 82 человека, 16 устроились.",
    ],
)
def test_what_tells_of_nobody_is_left_alone(text):
    assert found(text) == []


def test_a_name_that_is_also_a_word_is_a_doubt_where_a_sentence_begins():
    assert found("Надежда была, суд отказал.") == [(Kind.CAPITAL, "Надежда")]
    assert found("суд отказал, а Надежда ушла") == [(Kind.NAME, "Надежда")]


def test_each_finding_says_where_it_stands():
    texts = {"title": "Заплатили", "steps": "Написали письмо.\nПозвонили +996555123456."}
    (one,) = anonymity.findings(texts, sizes)
    assert (one.part, one.line, one.is_refused) == ("steps", 2, True)


@settings(max_examples=60)
@given(st.integers(10**8, 10**12), st.sampled_from(["", " ", "-", " ("]))
def test_no_telephone_hides_behind_how_it_is_written(number, between):
    digits = str(number)
    written = f"+{digits[:3]}{between}{digits[3:6]}{between}{digits[6:]}"
    assert Kind.PHONE in [kind for kind, _excerpt in found(f"номер {written} у мастера")]


def test_the_entries_that_ship_name_nobody():
    for entry in entries():
        for language, words in entry["words"].items():
            texts = {part: said if isinstance(said, str) else "\n".join(said) for part, said in words.items()}
            assert anonymity.findings(texts, sizes) == [], (entry["key"], language)
