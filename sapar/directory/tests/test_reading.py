"""What a line means, word by word; which towns and organisations it names is asked of the database elsewhere."""

from __future__ import annotations

import pytest

from sapar.directory import lexicon
from sapar.directory.phrases import read_words


def read(typed: str, reader: str) -> lexicon.Read:
    return lexicon.read(read_words(typed), reader=reader)


@pytest.mark.parametrize(
    ("typed", "reader", "need"),
    [
        ("muncit fără plată două luni", "ro", "p-unpaid-wages"),  # and no circumstance
        ("бальница без документов", "ru", "s-medical"),
        ("работа без обмана", "ru", "s-jobs"),
        ("yordam beradigan bormi", "uz", ""),  # «beradigan» is no «boradigan»
        ("не берет трубку брат", "ru", "p-no-word"),  # «трубку» is no «труп»
        ("орысша билмеймин казакша айтып бериндерши", "kk", ""),
        ("treated bad at work becouse im uzbek", "en", "p-discrimination"),
        ("кто поможет травма на шахте", "ru", "p-work-injury"),
        ("балама кийим керек", "ky", "s-aid"),  # and not «ким»
        ("open small business at home", "en", "s-reintegration"),  # no bus
        ("ҷасади бародарамро бурдан", "tg", "s-return-dead"),
    ],
)
def test_what_is_asked_for(typed: str, reader: str, need: str) -> None:
    assert read(typed, reader).need in {need, need.replace("s-return", "p-return")}


@pytest.mark.parametrize(
    ("typed", "reader", "language"),
    [
        ("орусча билбейм кыргызча айткыла", "ky", "ky"),
        ("забони русиро намефаҳмам", "tg", "tg"),
        ("only english no russian", "en", "en"),
        ("русский не знаю говорите по узбекски", "ru", "uz"),
        ("юрист говорящий по таджикски", "ru", "tg"),
        ("обзывают потому что узбек", "ru", ""),
        ("не говорю по русски", "ru", ""),
    ],
)
def test_whose_language_is_asked_for(typed: str, reader: str, language: str) -> None:
    assert read(typed, reader).language == language


def test_without_payment_is_free_beside_a_need() -> None:
    assert read("doctor fara plata", "ro").free
    assert not read("muncit fără plată două luni", "ro").free
