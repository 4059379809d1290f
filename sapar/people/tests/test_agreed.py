"""The agreed word: right or not right, and nothing else is learned by asking."""

from __future__ import annotations

import dataclasses

import pytest

from sapar.common.errors import Denied, Invalid
from sapar.people import actions, agreed
from sapar.people.particulars import Particulars
from sapar.vault.models import BlindEntry
from tests.factories import acting

pytestmark = pytest.mark.django_db
NUMBER = "+996555123456"


def agree(actor, person, word: str):
    with acting(actor):
        now = type(person).objects.get(pk=person.pk)
        return actions.amend(
            actor, now, dataclasses.replace(Particulars.of(now), agreed_word=word), version=now.version
        )


@pytest.fixture
def curtains(bakyt, nazgul):
    return agree(bakyt, nazgul, "Жёлтые  шторы")


@pytest.mark.parametrize("said", ["Жёлтые  шторы", "желтые шторы", "ЖЁЛТЫЕШТОРЫ", " «жёлтые шторы» "])
def test_the_word_is_right_however_it_is_typed(aigul, curtains, said):
    with acting(aigul):
        assert agreed.is_right(aigul, "0555 123 456", said)
        assert agreed.holders(aigul, NUMBER, said) == [curtains.pk]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (NUMBER, "белые шторы"),
        (NUMBER, ""),
        (NUMBER, " - "),
        ("+996555123457", "желтые шторы"),
        ("hello", "желтые шторы"),
    ],
)
def test_anything_else_is_not_right(aigul, curtains, number, said):
    with acting(aigul):
        assert not agreed.is_right(aigul, number, said)
        assert agreed.holders(aigul, number, said) == []


@pytest.mark.parametrize(("one", "other"), [("o'g'il", "oʻgʻil"), ("Ёлка", "елка"), ("й", "й")])
def test_two_keyboards_write_one_word(one, other):
    assert agreed.folded(one) == agreed.folded(other) != ""


def test_another_organisation_has_no_part_in_it(saule, curtains):
    with acting(saule):
        assert not agreed.is_right(saule, NUMBER, "желтые шторы")


def test_only_who_takes_calls_may_ask(timur, curtains):
    with acting(timur), pytest.raises(Denied):
        agreed.is_right(timur, NUMBER, "желтые шторы")


def test_a_changed_word_replaces_the_old_one_and_none_takes_it_away(bakyt, curtains):
    agree(bakyt, curtains, "клубника")
    with acting(bakyt):
        assert agreed.is_right(bakyt, NUMBER, "Клубника")
        assert not agreed.is_right(bakyt, NUMBER, "желтые шторы")
    agree(bakyt, curtains, "")
    with acting(bakyt):
        assert not agreed.is_right(bakyt, NUMBER, "клубника")


def test_the_word_goes_with_each_number_and_leaves_with_it(bakyt, curtains):
    with acting(bakyt):
        second = actions.add_phone(bakyt, curtains, "+442079460107")
        assert agreed.is_right(bakyt, "+442079460107", "желтые шторы")
        actions.remove_phone(bakyt, second)
        assert not agreed.is_right(bakyt, "+442079460107", "желтые шторы")
        assert agreed.is_right(bakyt, NUMBER, "желтые шторы")


def test_erasing_forgets_it(gulnara, curtains, told):
    with acting(gulnara):
        actions.erase(gulnara, curtains, reason="asked")
        assert not agreed.is_right(gulnara, NUMBER, "желтые шторы")
        assert not BlindEntry.objects.filter(kind=agreed.KIND).exists()


@pytest.mark.parametrize("word", ["x" * 61, "—'"])
def test_a_word_nobody_can_say_is_refused(bakyt, nazgul, word):
    with pytest.raises(Invalid) as refusal:
        agree(bakyt, nazgul, word)
    assert list(refusal.value.problems) == ["agreed_word"]
