"""By night people are compared; what somebody has decided never comes back; how far the list can be trusted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.common.errors import Denied, IllegalMove
from sapar.organisations.actor import SystemActor
from sapar.people import actions as people
from sapar.people.particulars import Particulars, Spelling
from sapar.same import actions, worklist
from sapar.same.models import Comparing, Likeness, Merge
from sapar.same.worklist import Precision
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db
LIST = "/staff/same/"


def compared(actor):
    return actions.compare(SystemActor("tests", actor.org_id))


def pairs(actor) -> set:
    with acting(actor):
        return {frozenset((one.one.pk, one.other.pk)) for one in worklist.waiting(actor)}


def test_two_spellings_of_one_person_wait_for_somebody_and_strangers_do_not(gulnara, written):
    one, other = written("Жумагулов Бакыт", 1990), written("Zhumagulov Bakyt", 1990)
    written("Каримова Гулнара", 1990)
    run = compared(gulnara)
    assert (run.total, run.done, run.found, run.ended_at is None) == (3, 3, 1, False)
    assert pairs(gulnara) == {frozenset((one.pk, other.pk))}
    with acting(gulnara):
        (pair,) = worklist.waiting(gulnara)
    assert "Family name: the same" in pair.reasons


def test_two_people_never_come_back(gulnara, written):
    one, _other = written("Жумагулов Бакыт", 1990), written("Zhumagulov Bakyt", 1990)
    compared(gulnara)
    with acting(gulnara):
        likeness = Likeness.objects.get()
        actions.tell_apart(gulnara, likeness)
        with pytest.raises(IllegalMove):
            actions.tell_apart(gulnara, likeness)
        people.amend(gulnara, one, Particulars(names=(Spelling("Жумагулов Бакыт"),)), version=1)
    assert compared(gulnara).found == 0
    assert pairs(gulnara) == set()


def test_only_those_who_changed_since_are_compared_again(gulnara, written):
    written("Жумагулов Бакыт", 1990)
    first = compared(gulnara)
    with acting(gulnara):
        later = timezone.now() + dt.timedelta(hours=2)
        Comparing.objects.filter(pk=first.pk).update(began_at=later)
    assert compared(gulnara).total == 0
    with acting(gulnara):
        Comparing.objects.update(began_at=timezone.now())
    written("Zhumagulov Bakyt", 1990)
    assert compared(gulnara).found == 1


def test_a_merge_settles_the_pair_and_undoing_it_says_that_they_are_two(gulnara, written):
    one, other = written("Жумагулов Бакыт", 1990), written("Zhumagulov Bakyt", 1990)
    compared(gulnara)
    with acting(gulnara):
        row = actions.merge(gulnara, one, other)
        assert Likeness.objects.get().decision == "one"
    assert pairs(gulnara) == set()
    with acting(gulnara):
        actions.undo(gulnara, Merge.objects.get(pk=row.pk))
        assert Likeness.objects.get().decision == "two"
    compared(gulnara)
    assert pairs(gulnara) == set()


def test_nobody_is_asked_about_who_is_erased_or_merged_into_another(gulnara, written):
    one, other, third = (
        written(name, 1990) for name in ("Жумагулов Бакыт", "Zhumagulov Bakyt", "Джумагулов Бакыт")
    )
    compared(gulnara)
    assert len(pairs(gulnara)) == 3
    with acting(gulnara):
        actions.merge(gulnara, one, other)
    assert pairs(gulnara) == {frozenset((one.pk, third.pk))}
    with acting(gulnara):
        people.erase(gulnara, third, reason="asked")
        assert worklist.count(gulnara) == 0


def test_each_organisation_has_its_own_list(gulnara, chen, written):
    for _twice in range(2):
        written("Жумагулов Бакыт", 1990)
    compared(gulnara)
    assert pairs(chen) == set()
    with acting(chen):
        assert not Likeness.objects.exists()


def test_a_caseworker_does_not_decide(bakyt, written):
    for _twice in range(2):
        written("Жумагулов Бакыт", 1990)
    compared(bakyt)
    with acting(bakyt), pytest.raises(Denied):
        actions.tell_apart(bakyt, Likeness.objects.get())


@pytest.mark.parametrize(
    ("decided", "one", "percent", "interval"),
    # By Wilson's formula at 95 %, reckoned by hand.
    [(10, 10, 100, (72, 100)), (20, 18, 90, (70, 97)), (2, 1, 50, (9, 91))],
)
def test_few_decisions_make_a_wide_interval(decided, one, percent, interval):
    told = Precision("perhaps", decided, one)
    assert (told.percent, told.interval) == (percent, interval)


def test_the_page_shows_the_pair_the_figures_and_takes_the_answer(gulnara, written):
    client = client_of(gulnara)
    for spelling in ("Жумагулов Бакыт", "Zhumagulov Bakyt"):
        written(spelling, 1990)
    compared(gulnara)
    page = client.get(LIST).content.decode()
    assert "Zhumagulov Bakyt" in page
    with acting(gulnara):
        likeness = Likeness.objects.get()
    assert client.post(f"{LIST}two-people/{likeness.pk}/").status_code == 302
    assert "Zhumagulov Bakyt" not in client.get(LIST).content.decode()
    assert client.post(f"{LIST}two-people/{likeness.pk}/").status_code == 409
