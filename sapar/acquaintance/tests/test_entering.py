"""Who is entered and who is not, how it ends, and what follows a person into a merge."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.acquaintance import actions, withdrawals
from sapar.acquaintance.actions import entering
from sapar.acquaintance.models import Entry
from sapar.acquaintance.tests.conftest import BORN
from sapar.cases import actions as cases
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.same import actions as same
from tests.factories import acting, make_member, make_organisation, today

pytestmark = pytest.mark.django_db
TODAY = today()
EIGHTEEN = TODAY.replace(year=TODAY.year - 18, day=min(TODAY.day, 28))


def refusal(mine) -> str:
    with pytest.raises(Invalid) as refused:
        mine.enter()
    return " ".join(refused.value.problems.values())


@pytest.mark.parametrize(
    ("birth", "is_in"),
    [
        (EIGHTEEN, True),
        (EIGHTEEN + dt.timedelta(days=10), False),
        (TODAY.year - 19, True),
        # Born on the last day of that year, they would be seventeen.
        (TODAY.year - 18, False),
        (("about", TODAY.year - 21), True),
        (("about", TODAY.year - 20), False),
        (0, False),
    ],
)
def test_only_who_surely_is_of_age_is_entered(birth, is_in, bakyt, helped):
    mine = helped(bakyt, birth=birth, phone="+996555111222")
    if is_in:
        assert mine.enter().holds
    else:
        assert "Only adults" in refusal(mine)


@pytest.mark.parametrize("kind", ["consulate", "state", "commercial", "labour-exchange"])
def test_who_takes_no_part_enters_nobody(kind, helped, db):
    office = make_member(make_organisation(f"A {kind} (fictional)", kind=kind), "Somebody", "caseworker")
    assert "takes no part" in refusal(helped(office))


def test_nobody_of_a_restricted_case_is_entered(gulnara, helped):
    assert "only for named staff" in refusal(helped(gulnara, restricted=True))


def test_nobody_of_a_closed_case_is_entered(bakyt, helped):
    mine = helped(bakyt)
    with acting(bakyt):
        cases.close(bakyt, mine.case, {one.pk: "solved" for one in mine.case.problems.all()})
    with pytest.raises(IllegalMove):
        mine.enter()


@pytest.mark.parametrize(("name", "birth"), [("Айнура", BORN), ("Касымова Айнура", 1988), ("К. А.", BORN)])
def test_of_whom_too_little_is_known_is_not_entered(name, birth, bakyt, helped):
    assert "Too little" in refusal(helped(bakyt, name, birth))


def test_who_called_for_somebody_else_is_not_entered(bakyt, helped):
    mine = helped(bakyt)
    with acting(bakyt):
        part = mine.case.participants.get()
        cases.change_participant(bakyt, part, role="caller", relation="other")
    with pytest.raises(NotVisible):
        mine.enter()


def test_a_consent_holds_for_a_year_at_most_and_says_how_it_was_given(bakyt, helped):
    mine = helped(bakyt)
    for wrong in (
        {"until": timezone.now() + dt.timedelta(days=400)},
        {"until": timezone.now()},
        {"how": "mind-reading"},
        {"language_read": "xx"},
    ):
        with pytest.raises(Invalid):
            mine.enter(**wrong)
    kept = mine.enter(language_read="ky")
    # No native speaker has signed a Kyrgyz text, so none was read out.
    assert (kept.told_by, kept.text_version, kept.how) == ("explained", "2026-1", "voice")


def test_an_operator_may_take_it_back_and_not_enter(aigul, bakyt, helped):
    mine = helped(bakyt)
    entry = mine.enter()
    with acting(aigul):
        with pytest.raises(Denied):
            actions.enter(aigul, mine.case, mine.person, actions.Said("ru", "voice", timezone.now()))
        actions.withdraw(aigul, entry, how="voice")
        with pytest.raises(IllegalMove):
            actions.withdraw(aigul, entry, how="voice")
    assert mine.enter().holds


def test_a_person_is_entered_once(bakyt, helped):
    mine = helped(bakyt)
    mine.enter()
    assert refusal(mine) == "This person is entered already."


@pytest.mark.parametrize("most", ["EACH_A_DAY", "ALL_A_DAY", "ALL_A_MONTH"])
def test_names_cannot_be_tried_in_numbers(most, monkeypatch, bakyt, gulnara, helped):
    """Entered and taken back again counts; a colleague counts for the organisation; hiding a case makes no room."""
    monkeypatch.setattr(entering, most, 2)
    other = helped(gulnara, "Вымышленова Жылдыз", phone="+996555111223")
    mine = helped(bakyt)
    entry = mine.enter()
    with acting(bakyt):
        actions.withdraw(bakyt, entry, how="voice")
        cases.restrict(bakyt, mine.case, [])
    helped(bakyt, "Осмонова Бурул").enter()
    assert "may be" in refusal(helped(bakyt, "Токтогулова Салима"))
    if most == "EACH_A_DAY":
        assert other.enter().holds
    else:
        assert "may be" in refusal(other)


def test_what_was_taken_back_stays_so_when_an_older_backup_is_restored(bakyt, helped, operator):
    entry = helped(bakyt).enter()
    with acting(bakyt):
        actions.withdraw(bakyt, entry, how="paper")
        Entry.objects.filter(pk=entry.pk).update(ended_at=None, ended_because="")
        assert withdrawals.replay() == 1
        assert Entry.objects.get(pk=entry.pk).ended_because == "withdrawn"
        assert withdrawals.replay() == 0


def test_an_entry_follows_a_merge_and_goes_back(gulnara, helped, night, saule, told):
    kept, gone = helped(gulnara), helped(gulnara)
    entry = gone.enter()
    helped(saule).enter()
    with acting(gulnara):
        row = same.merge(gulnara, kept.person, gone.person)
        assert Entry.objects.get(pk=entry.pk).person_id == kept.person.pk
    night()
    assert told(gulnara) == ["open"]
    with acting(gulnara):
        same.undo(gulnara, row)
        assert Entry.objects.get(pk=entry.pk).person_id == gone.person.pk


def test_where_both_records_were_entered_one_entry_stands(gulnara, helped):
    kept, gone = helped(gulnara), helped(gulnara)
    stands, ends = kept.enter(), gone.enter()
    with acting(gulnara):
        same.merge(gulnara, kept.person, gone.person)
        assert Entry.objects.get(pk=stands.pk).holds
        assert Entry.objects.get(pk=ends.pk).ended_because == "merged"
