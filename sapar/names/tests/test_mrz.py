"""The specimens are those of ICAO Doc 9303 (parts 4, 5 and 6): Anna Maria Eriksson of Utopia."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.names import Birth, NotReadable, parse_mrz
from sapar.names.mrz import check_digit

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
OLD_CARD = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TODAY = date(2012, 1, 1)


@pytest.mark.parametrize(
    ("text", "number"), [(PASSPORT, "L898902C3"), (CARD, "D23145890"), (OLD_CARD, "D23145890")]
)
def test_every_shape_of_document_is_read(text: str, number: str) -> None:
    zone = parse_mrz(text, TODAY)
    assert (zone.number, zone.name, zone.sex) == (number, "Eriksson, Anna Maria", "f")
    assert (zone.nationality, zone.issuer) == ("UTO", "UTO")
    assert zone.birth == Birth(1974, 8, 12)
    assert zone.expires == date(2012, 4, 15)
    assert not zone.cut


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.lower(),
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("<", "‹"),
        lambda text: "  " + text.replace("\n", " \r\n "),
        lambda text: text.replace("7408122", "74O8I22"),
    ],
    ids=["small letters", "one line", "another filler", "spaces", "letters for digits"],
)
def test_it_is_read_as_people_type_it(change) -> None:
    assert parse_mrz(change(PASSPORT), TODAY) == parse_mrz(PASSPORT, TODAY)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("L898902C3", "L898902C4", "document number"),
        ("740812", "740813", "birth date"),
        ("120415", "120416", "date of expiry"),
        ("ZE184226B", "ZE184226C", "line as a whole"),
    ],
)
def test_a_mistyped_sign_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        parse_mrz(PASSPORT.replace(old, new), TODAY)


@pytest.mark.parametrize("text", ["", "P<UTO", PASSPORT[:-1], PASSPORT.replace("ANNA", "АННА")])
def test_what_is_no_zone_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotReadable, match="Please compare|letters A to Z"):
        parse_mrz(text, TODAY)


def test_a_birth_date_lies_in_the_past() -> None:
    assert parse_mrz(PASSPORT, date(1974, 8, 11)).birth == Birth(1874, 8, 12)


def test_a_name_that_fills_its_field_may_have_been_cut() -> None:
    text = PASSPORT.replace(
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIKSSON<<ANNA<MARIA<ELISABETH<CHRISTIN"
    )
    assert parse_mrz(text, TODAY).cut


def test_check_digits_are_those_of_the_standard() -> None:
    assert check_digit("520727") == 3
    assert check_digit("AB2134<<<") == 5


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=100) | st.text(alphabet="ABCO019<", min_size=88, max_size=88))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(NotReadable):
        assert parse_mrz(text, TODAY).number is not None
