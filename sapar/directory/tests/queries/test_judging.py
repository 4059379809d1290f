"""The rule by which a first answer is right or wrong, on a cast of seven."""

from __future__ import annotations

import pytest

from sapar.directory.tests.queries.judging import Entry, Offered, Spot, is_right
from sapar.directory.tests.queries.reading import Expected

MOSCOW, KHIMKI, TULA, SURGUT, OSH = 1, 2, 3, 4, 5
SPOTS = {
    MOSCOW: Spot(55.75, 37.62, "RU"),
    KHIMKI: Spot(55.89, 37.43, "RU"),
    TULA: Spot(54.19, 37.61, "RU"),
    SURGUT: Spot(61.25, 73.42, "RU"),
    OSH: Spot(40.53, 72.80, "KG"),
}
RUSSIAN = Offered(frozenset({"ru"}), is_free=True)
PAID_UZBEK = Offered(frozenset({"ru", "uz"}), is_free=False)

LAWYER = Entry("lawyer", "RU", SPOTS[MOSCOW], {"legal-advice": RUSSIAN})
UZBEK_LAWYER = Entry("uzbek-lawyer", "RU", SPOTS[TULA], {"legal-advice": PAID_UZBEK})
CLOSED_LAWYER = Entry("closed", "RU", SPOTS[SURGUT], {"legal-advice": RUSSIAN}, has_ended=True)
SHELTER = Entry("shelter", "RU", None, {"shelter": RUSSIAN}, is_secret=True)
HOTLINE = Entry("hotline", "RU", None, {"hotline": RUSSIAN}, covers=frozenset({"RU"}))
DISTANT = Entry("distant", "KG", None, {"legal-advice": RUSSIAN}, covers=frozenset({"RU"}))
CLINIC = Entry("clinic", "KG", SPOTS[OSH], {"medical": RUSSIAN})
EVERYBODY = [LAWYER, UZBEK_LAWYER, CLOSED_LAWYER, SHELTER, HOTLINE, CLINIC]

LEGAL = ("legal-advice",)


def right(expect: Expected, first: Entry | None, *also: Entry) -> bool:
    return is_right(expect, first, [*EVERYBODY, *also], SPOTS)


def test_no_answer_is_never_right() -> None:
    assert not right(Expected(), None)


def test_a_name_is_answered_by_its_bearer_only_even_when_it_has_closed() -> None:
    assert right(Expected(organisation="closed"), CLOSED_LAWYER)
    assert not right(Expected(organisation="closed"), LAWYER)


@pytest.mark.parametrize(
    ("expect", "first"),
    [
        (Expected(service=LEGAL), LAWYER),
        (Expected(service=("medical", "legal-advice")), LAWYER),
        (Expected(service=LEGAL, place=MOSCOW), LAWYER),
        (Expected(service=LEGAL, place=KHIMKI), LAWYER),
        (Expected(service=LEGAL, country="RU"), LAWYER),
        (Expected(service=LEGAL, speaks="uz"), UZBEK_LAWYER),
        (Expected(service=LEGAL, free=True), LAWYER),
        (Expected(service=LEGAL, country="RU"), DISTANT),
        (Expected(service=("shelter",), place=SURGUT), SHELTER),
        (Expected(service=("hotline",), place=SURGUT), HOTLINE),
        (Expected(place=OSH), CLINIC),
    ],
)
def test_what_was_asked_for_is_right(expect: Expected, first: Entry) -> None:
    assert right(expect, first)


@pytest.mark.parametrize(
    ("expect", "first"),
    [
        (Expected(service=LEGAL), CLINIC),
        (Expected(service=LEGAL, place=MOSCOW), UZBEK_LAWYER),
        (Expected(service=LEGAL, country="KG"), LAWYER),
        (Expected(service=LEGAL, speaks="uz"), LAWYER),
        (Expected(service=LEGAL, free=True), UZBEK_LAWYER),
        (Expected(service=LEGAL, place=SURGUT), CLOSED_LAWYER),
        (Expected(service=("shelter",), place=OSH), SHELTER),
        (Expected(place=MOSCOW), HOTLINE),
        (Expected(place=MOSCOW), CLINIC),
    ],
)
def test_anything_else_is_wrong(expect: Expected, first: Entry) -> None:
    assert not right(expect, first)


def test_where_nobody_is_in_town_the_nearest_is_right() -> None:
    assert right(Expected(service=LEGAL, place=SURGUT), LAWYER)
    assert not right(Expected(service=LEGAL, place=OSH), LAWYER)


def test_a_service_of_another_wanted_kind_in_town_is_nearer_than_one_far_away() -> None:
    either = Expected(service=("medical", "legal-advice"), place=MOSCOW)
    assert right(either, LAWYER)
    assert not right(either, CLINIC)


def test_the_nearest_is_counted_among_those_with_the_same_language() -> None:
    assert right(Expected(service=LEGAL, place=MOSCOW, speaks="uz"), UZBEK_LAWYER)


def test_advice_from_afar_is_right_only_where_nobody_is_nearer() -> None:
    assert right(Expected(service=LEGAL, place=SURGUT), DISTANT, DISTANT)
    assert not right(Expected(service=LEGAL, place=MOSCOW), DISTANT, DISTANT)
