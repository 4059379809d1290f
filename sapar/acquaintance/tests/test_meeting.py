"""By night: who recognises whom, who is told, who hears of it, and who is left out."""

from __future__ import annotations

import datetime as dt

import pytest

from sapar.acquaintance import actions, tasks
from sapar.acquaintance.models import Entry, Notice, Word
from sapar.acquaintance.tests.conftest import BORN
from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.common.errors import IllegalMove
from sapar.people import actions as people
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate
from sapar.vault import keys
from tests.factories import acting
from tests.plugins.vault import MASTER

pytestmark = pytest.mark.django_db
KASYMOVA = {"name": "Касымова Айнура", "birth": BORN}


def answer(actor, verb: str = "make_known") -> None:
    with acting(actor):
        actions.answer(actor, Notice.objects.latest("made_at"), verb)


def test_only_the_earlier_is_told_and_the_later_hears_nothing_before_it_decides(
    bakyt, saule, helped, night, told, heard
):
    helped(bakyt).enter()
    helped(saule, "Kasymova Aynura").enter()
    night()
    night()
    assert (told(bakyt), told(saule), heard(saule)) == (["open"], [], [])
    answer(bakyt)
    assert heard(saule) == []
    night()
    assert heard(saule) == ["Osh call line (fictional)"]
    assert (told(saule), heard(bakyt)) == ([], [])


def test_whoever_entered_first_is_the_earlier_whatever_the_cases_say(bakyt, saule, helped, night, told):
    of_osh = helped(bakyt)
    of_almaty = helped(saule)
    of_almaty.enter()
    of_osh.enter()
    night()
    assert (told(bakyt), told(saule)) == ([], ["open"])


def test_leaving_it_reaches_nobody_and_can_be_thought_over(bakyt, saule, helped, night, told, heard):
    helped(bakyt).enter()
    helped(saule).enter()
    night()
    answer(bakyt, "leave")
    night()
    assert (told(bakyt), heard(saule)) == (["left"], [])
    answer(bakyt)
    night()
    assert heard(saule) == ["Osh call line (fictional)"]


def test_nobody_is_told_twice_of_one_organisation_but_of_another_anew(
    bakyt, saule, chen, helped, night, told, heard
):
    helped(bakyt).enter()
    of_almaty = helped(saule)
    first = of_almaty.enter()
    night()
    answer(bakyt, "leave")
    with acting(saule):
        actions.withdraw(saule, first, how="voice")
    of_almaty.enter()
    night()
    assert told(bakyt) == ["left"]
    helped(chen).enter()
    night()
    # Of two the earlier is told each time: Almaty entered before Tashkent did.
    assert (told(bakyt), told(saule), told(chen)) == (["left", "open"], ["open"], [])
    answer(bakyt)
    night()
    assert (heard(chen), heard(saule)) == (["Osh call line (fictional)"], [])


@pytest.mark.parametrize(
    ("here", "there", "meet"),
    [
        (KASYMOVA, {"name": "KASYMOVA AINURA", "birth": BORN}, True),
        (KASYMOVA, {"name": "Айнура Касымова Болотовна", "birth": BORN}, True),
        (KASYMOVA, {"name": "Касымова Айгуль", "birth": BORN}, False),
        (KASYMOVA, {"name": "Касымова Айнура", "birth": BORN + dt.timedelta(days=1)}, False),
        (KASYMOVA | {"phone": "+996555111222"}, {"birth": 1988, "phone": "+996555111223"}, False),
        # Twins: all but the given name is one.
        ({"name": "Хасанов Хасан Олимович", "birth": BORN}, {"name": "Хасанов Хусан Олимович", "birth": BORN}, False),
        # The first of January stands for a year in many papers.
        ({"birth": dt.date(1988, 1, 1), "phone": "+996555111222"}, {"birth": dt.date(1988, 1, 1), "paper": "AN1234567"}, False),
        ({"birth": 1988, "phone": "+996555111222"}, {"birth": 1990, "phone": "0555 111 222"}, True),
        ({"birth": 1988, "phone": "+996555111222"}, {"name": "Касымов Бакыт", "birth": 1988, "phone": "+996555111222"}, False),
        ({"birth": 1988, "paper": "AN 1234567"}, {"birth": 1988, "paper": "an1234567"}, True),
        ({"birth": 1988, "paper": "AN1234567"}, {"name": "Осмонов Талант", "birth": 1988, "paper": "AN1234567"}, False),
    ],
)  # fmt: skip
def test_what_makes_two_entries_one_person(here, there, meet, bakyt, saule, helped, night, told):
    helped(bakyt, **here).enter()
    helped(saule, **there).enter()
    night()
    assert bool(told(bakyt)) is meet


def _withdraw(mine):
    actions.withdraw(mine.actor, Entry.objects.get(person=mine.person), how="voice")


def _close(mine):
    cases.close(mine.actor, mine.case, {one.pk: "solved" for one in mine.case.problems.all()})


def _hide_beside(mine):
    """The person stands in a further case, which only a colleague may see."""
    opening = cases.Opening(helped=cases.Someone(mine.person), problems=("violence",), restricted=True)
    cases.open_case(mine.actor, opening)


def _born_lately(mine):
    particulars = Particulars(
        names=(Spelling("Касымова Айнура"),), birth=PartialDate.of(dt.date(2015, 4, 17))
    )
    people.amend(mine.actor, mine.person, particulars, version=mine.person.version)


LEFT_OUT = {
    "taken back": _withdraw,
    "case closed": _close,
    "case restricted": lambda mine: cases.restrict(mine.actor, mine.case, []),
    "person in another restricted case": _hide_beside,
    "person erased": lambda mine: people.erase(mine.actor, mine.person, reason="asked"),
    "a minor, as it turns out": _born_lately,
}


ENDS_AT_ONCE = {
    "taken back": "withdrawn",
    "case closed": "closed",
    "case restricted": "restricted",
    # A word of it would tell of the other case.
    "person in another restricted case": "",
    "person erased": "erased",
    "a minor, as it turns out": "minor",
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_ends_an_entry_ends_it_at_once_and_its_notice_with_it(name, gulnara, dana, helped, night, told):
    mine = helped(gulnara)
    mine.enter()
    helped(dana).enter()
    night()
    with acting(gulnara):
        LEFT_OUT[name](mine)
        entry = Entry.objects.get(person=mine.person)
    assert entry.ended_because == ENDS_AT_ONCE[name]
    assert told(gulnara) == ["over" if ENDS_AT_ONCE[name] else "open"]
    night()
    assert told(gulnara) == ["over"]


@pytest.mark.parametrize("deed", LEFT_OUT.values(), ids=LEFT_OUT)
def test_who_is_left_out_is_recognised_by_nobody(deed, gulnara, dana, helped, night, told):
    helped(gulnara).enter()
    mine = helped(dana)
    mine.enter()
    with acting(dana):
        deed(mine)
    night()
    assert (told(gulnara), told(dana)) == ([], [])


@pytest.mark.parametrize("deed", LEFT_OUT.values(), ids=LEFT_OUT)
def test_an_open_notice_is_over_in_the_night_after_the_other_side_is_left_out(
    deed, gulnara, dana, helped, night, told
):
    helped(gulnara).enter()
    mine = helped(dana)
    mine.enter()
    night()
    with acting(dana):
        deed(mine)
    assert told(gulnara) == ["open"]
    night()
    assert told(gulnara) == ["over"]


def test_a_word_is_over_when_the_earlier_person_takes_it_back(bakyt, saule, helped, night, heard):
    first = helped(bakyt).enter()
    helped(saule).enter()
    night()
    answer(bakyt)
    night()
    with acting(bakyt):
        actions.withdraw(bakyt, first, how="voice")
    night()
    assert heard(saule) == []
    with acting(saule), pytest.raises(IllegalMove):
        actions.settle(saule, Word.objects.get())


def test_an_answer_comes_too_late_for_who_took_it_back(bakyt, saule, helped, night, heard):
    helped(bakyt).enter()
    second = helped(saule).enter()
    night()
    with acting(saule):
        actions.withdraw(saule, second, how="voice")
    answer(bakyt)
    night()
    assert heard(saule) == []


def test_a_consent_that_has_run_out_is_not_compared(bakyt, saule, helped, night, told):
    from django.utils import timezone

    helped(bakyt).enter(until=timezone.now() + dt.timedelta(days=2))
    helped(saule).enter()
    night()
    assert told(bakyt) == []
    with acting(bakyt):
        assert Entry.objects.get().ended_because == "expired"


def test_a_consulate_is_never_compared_even_if_it_became_one_later(
    operator, bakyt, saule, helped, night, told
):
    """The kind of an organisation is asked each night."""
    helped(bakyt).enter()
    helped(saule).enter()
    saule.org.kind = "state"
    from sapar.organisations.models import Organisation

    with acting(saule):
        Organisation.objects.filter(pk=saule.org_id).update(kind="state")
    night()
    assert told(bakyt) == []


def test_when_somebody_is_told_is_a_lot_within_the_week(bakyt, saule, helped, night):
    """Thirty people entered in one hour: each night of the week some are told of, by no order one could reckon with."""
    from sapar.acquaintance.actions.meeting import LONGEST_WAIT
    from sapar.common.ids import uuid7
    from sapar.vault import network

    key = network.key()
    lots = [key.chance(uuid7(), LONGEST_WAIT) for _one in range(700)]
    # Each of seven about a hundred times; beyond these bounds once in a million runs.
    assert all(50 < lots.count(side) < 160 for side in range(LONGEST_WAIT))
    helped(bakyt).enter()
    second = helped(saule).enter()
    due = 1 + key.chance(second.pk, LONGEST_WAIT)
    for day in range(LONGEST_WAIT + 1):
        night(days=day)
        with acting(bakyt):
            assert Notice.objects.exists() is (day >= due)


def test_while_the_vault_is_locked_the_night_passes_and_the_next_one_tells(bakyt, saule, helped, night, told):
    helped(bakyt).enter()
    helped(saule).enter()
    keys.use_local(None)
    try:
        tasks.meet(timestamp=0)
    finally:
        keys.use_local(MASTER)
    night()
    assert told(bakyt) == ["open"]


def test_the_chain_of_each_side_tells_what_it_did_and_learned(bakyt, saule, helped, night):
    helped(bakyt).enter()
    helped(saule).enter()
    night()
    answer(bakyt)
    night()
    verbs = {}
    for actor in (bakyt, saule):
        with acting(actor):
            found = Event.objects.filter(org_id=actor.org_id, verb__startswith="acquaintance.")
            verbs[actor] = list(found.order_by("at", "pk").values_list("verb", flat=True))
            details = list(found.values_list("details", flat=True))
        assert str(bakyt.org_id) not in str(details)
        assert str(saule.org_id) not in str(details)
    assert verbs[bakyt] == ["acquaintance.entered", "acquaintance.told", "acquaintance.made-known"]
    assert verbs[saule] == ["acquaintance.entered", "acquaintance.heard"]
