"""The formulas of reading ease, held against sentences counted by hand, and the check that stops a hard text."""

from __future__ import annotations

import dataclasses

import pytest

from sapar.guidance.flows import ease, the_library


def test_flesch_as_counted_by_hand():
    # 6 words, 1 sentence, 6 syllables: 206.835 - 1.015 * 6 - 84.6 * 1
    assert ease.ease(["The cat sat on the mat."], "en") == pytest.approx(116.145)


def test_oborneva_as_counted_by_hand():
    # 4 слова, 1 предложение, 8 слогов (ма-ма мы-ла ра-му са-ма): 206.835 - 1.3 * 4 - 60.1 * 2
    assert ease.ease(["Мама мыла раму сама."], "ru") == pytest.approx(81.435)


def test_longer_words_and_longer_sentences_read_harder():
    easy, hard = "Мы ждём вас дома.", "Осуществление документирования обеспечивается уполномоченными."
    assert ease.ease([easy], "ru") > ease.ease([hard], "ru")
    assert ease.ease([f"{easy[:-1]} и {easy[:-1]} и {easy}"], "ru") < ease.ease([easy], "ru")


def test_every_flow_reads_easily_in_both_languages():
    library = the_library()
    assert [fault for flow in library.flows.values() for fault in ease.faults(library, flow)] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "Слово за словом идёт без конца и края так долго что никто уже не помнит начала.",
            "a sentence of 16 words in ru",
        ),
        (
            "Обеспечивается незамедлительное документирование правоустанавливающих обстоятельств. " * 40,
            "reads with an ease of",
        ),
    ],
)
def test_a_hard_text_stops_the_check(line, says):
    library = the_library()
    key = ("not-paid", "due", "ru")
    harder = dataclasses.replace(
        library, written={**library.written, key: {**library.written[key], "hint": line}}
    )
    assert any(says in fault for fault in ease.faults(harder, harder.flows["not-paid"]))
