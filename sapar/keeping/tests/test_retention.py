"""What goes by time, what stays, and who said that it may."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.cases.models import Case
from sapar.common.errors import Denied, Invalid
from sapar.common.tenancy import scope_of
from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.intake.models import Contact, HelpRequest
from sapar.keeping import actions, due
from sapar.keeping.codes import BOUNDS, RecordKind
from sapar.keeping.models import Run, Term
from sapar.organisations.actor import SystemActor
from sapar.people.models import Person
from sapar.vault import ERASED, keys
from sapar.vault.models import DataKey, SealedFile
from tests.factories import acting
from tests.plugins.vault import MASTER
from tests.world import uuid7


def later(months: int) -> time_machine.travel:
    return time_machine.travel(due.months_before(timezone.now(), -months) + dt.timedelta(days=1), tick=False)


@pytest.fixture
def gulnara(built):
    """The head of the office in Osh."""
    return built.staff["gulnara"]


@pytest.fixture
def night(gulnara):
    return SystemActor("keeping.erase_due", gulnara.org_id)


@pytest.fixture
def confirmed(gulnara):
    with acting(gulnara):
        actions.confirm(gulnara)


def _talk(aigul, words="Called about wages."):
    with acting(aigul):
        return intake.log(aigul, Talk("phone", "unpaid-wages", "advised", words=words), once=uuid7())


def _hidden():
    """The restricted case that only the head is named on."""
    (found,) = [case for case in Case.objects.filter(restricted=True) if case.story == "Hidden."]
    return found


def _close(actor, case):
    with acting(actor):
        for problem in case.problems.filter(state="open"):
            cases.settle_problem(actor, problem, "partly")
        cases.close(actor, Case.objects.get(pk=case.pk), outcomes={})


def test_nothing_goes_before_the_head_has_confirmed(built, night):
    talk = _talk(built.staff["aigul"])
    with later(60):
        assert actions.erase_due(night) is None
    with acting(built.staff["aigul"]):
        assert Contact.objects.get(pk=talk.pk).words == "Called about wages."


def test_an_old_talk_goes_and_its_codes_stay(built, night, confirmed):
    aigul = built.staff["aigul"]
    old = _talk(aigul)
    with later(20):
        young = _talk(aigul, "Called again.")
    with later(25):
        run = actions.erase_due(night)
        with acting(aigul):
            gone, kept = Contact.objects.get(pk=old.pk), Contact.objects.get(pk=young.pk)
            assert gone.words is ERASED
            assert (gone.topic, gone.channel, gone.outcome) == ("unpaid-wages", "phone", "advised")
            assert kept.words == "Called again."
    assert (run.state, run.erased["contact"]) == (
        "done",
        run.done - sum(run.erased.values()) + run.erased["contact"],
    )


def test_a_case_goes_after_closing_with_its_talks_and_then_its_people(built, night, gulnara, confirmed):
    bakyt = built.staff["bakyt"]
    with acting(bakyt):
        people = list(built.case.participants.values_list("person_id", flat=True))
        talks = list(built.case.contacts.values_list("pk", flat=True))
        talk_keys = list(Contact.objects.filter(pk__in=talks).values_list("data_key_id", flat=True))
    _close(bakyt, built.case)
    with later(35):
        actions.erase_due(night)
        with acting(bakyt):
            assert Case.objects.get(pk=built.case.pk).story is not ERASED
            assert Person.objects.filter(pk__in=people, erased_at=None).count() == len(people)
    with later(37):
        actions.erase_due(night)
        with acting(bakyt):
            case = Case.objects.get(pk=built.case.pk)
            assert case.story is ERASED
            assert case.number == built.case.number
            assert Person.objects.filter(pk__in=people, erased_at=None).count() == 0
            assert DataKey.objects.filter(pk__in=talk_keys, wrapped__isnull=False).count() == 0


def test_a_restricted_case_goes_too_though_the_job_may_not_see_it(built, night, gulnara, confirmed):
    with acting(gulnara):
        hidden = _hidden()
    _close(gulnara, hidden)
    with transaction.atomic(), scope_of(night):
        assert not Case.objects.filter(pk=hidden.pk).exists()
    with later(37):
        actions.erase_due(night)
        with acting(gulnara):
            assert Case.objects.get(pk=hidden.pk).story is ERASED


def test_the_functions_tell_nothing_outside_of_their_door(built, night, gulnara):
    _talk(built.staff["aigul"])
    with later(60), acting(gulnara), connection.cursor() as cursor:
        cursor.execute("select count(*) from keeping_due('contact', now())")
        assert cursor.fetchone() == (0,)


def test_a_file_goes_before_its_case(built, night, gulnara, confirmed):
    from sapar.vault.files import storage

    bakyt = built.staff["bakyt"]
    with acting(bakyt):
        file = SealedFile.objects.get(attached_id=built.case.pk)
    assert storage.path_of(file.pk).exists()
    _close(bakyt, built.case)
    with later(13):
        actions.erase_due(night)
        with acting(bakyt):
            assert SealedFile.objects.get(pk=file.pk).state == "removed"
            assert Case.objects.get(pk=built.case.pk).story is not ERASED


def test_an_answered_call_is_emptied_and_one_nobody_took_is_not(built, night, confirmed):
    aigul = built.staff["aigul"]
    with later(12):
        actions.erase_due(night)
        with acting(aigul):
            assert bytes(HelpRequest.objects.get().sealed)
    with acting(aigul):
        request = intake.take(aigul, HelpRequest.objects.get())
        intake.answer(aigul, request, "will-call")
    with later(12):
        actions.erase_due(night)
        with acting(aigul):
            request = HelpRequest.objects.get()
            assert (bytes(request.sealed), request.topic) == (b"", "no-word")


def test_a_shorter_time_asks_for_confirmation_again(built, gulnara, night, confirmed):
    with acting(gulnara):
        actions.set_terms(gulnara, {"contact": 36})
    assert actions.erase_due(night) is not None
    with acting(gulnara):
        actions.set_terms(gulnara, {"contact": 12})
    assert actions.erase_due(night) is None


@pytest.mark.parametrize("kind", RecordKind.values)
def test_months_stay_within_their_bounds(gulnara, kind):
    bounds = BOUNDS[kind]
    with acting(gulnara):
        for wrong in (bounds.least - 1, bounds.most + 1):
            with pytest.raises(Invalid) as refused:
                actions.set_terms(gulnara, {kind: wrong})
            assert set(refused.value.problems) == {kind}
        actions.set_terms(gulnara, {kind: bounds.least})
        assert due.months_of(gulnara.org_id)[kind] == bounds.least


def test_the_database_keeps_the_bounds_too(gulnara):
    from django.db import IntegrityError

    with acting(gulnara), pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(org_id=gulnara.org_id, kind="case", months=1, changed_by_id=gulnara.member_id)


def test_only_the_head_sets_and_confirms(built):
    for who in ("aigul", "bakyt", "nurlan", "timur"):
        actor = built.staff[who]
        with acting(actor):
            with pytest.raises(Denied):
                actions.set_terms(actor, {"contact": 12})
            with pytest.raises(Denied):
                actions.confirm(actor)


def test_locked_in_the_middle_it_stops_and_goes_on_the_next_night(built, night, gulnara, confirmed):
    aigul = built.staff["aigul"]
    talk = _talk(aigul)
    with later(25):
        keys.use_local(None)
        run = actions.erase_due(night)
        # Destroying a key needs no key: the lock does not keep anything from being erased.
        assert run.state == "done"
        keys.use_local(MASTER)
        with acting(aigul):
            assert Contact.objects.get(pk=talk.pk).words is ERASED


def test_each_batch_is_in_the_audit_and_the_run_tells_how_far_it_came(
    built, night, gulnara, confirmed, monkeypatch
):
    monkeypatch.setattr(actions.nightly, "BATCH", 2)
    for _number in range(5):
        _talk(built.staff["aigul"])
    with later(25):
        run = actions.erase_due(night)
        with acting(gulnara):
            run = Run.objects.get(pk=run.pk)
            counts = [
                one.details["count"]
                for one in Event.objects.filter(verb="keeping.erased", subject_id=run.pk)
                if one.details["kind"] == "contact"
            ]
    assert run.done == run.total == sum(run.erased.values())
    assert max(counts) == 2
    assert sum(counts) == run.erased["contact"] >= 5


def test_the_preview_says_what_goes_in_30_60_and_90_days(built, gulnara):
    _talk(built.staff["aigul"])
    with acting(gulnara):
        first = {one.kind: one for one in due.outlook(gulnara)}["contact"]
        assert (first.now, first.within) == (0, {30: 0, 60: 0, 90: 0})
    with time_machine.travel(due.months_before(timezone.now(), -24) - dt.timedelta(days=45)), acting(gulnara):
        soon = {one.kind: one for one in due.outlook(gulnara)}["contact"]
        assert soon.now == soon.within[30] == 0
        assert soon.within[60] == soon.within[90] > 0
        rows = {kind: found for kind, _months, found in due.everything(gulnara, 60, most=50)}
        assert len(rows["contact"]) == soon.within[60]


def test_another_organisation_is_not_touched(built, night, confirmed):
    dana = built.staff["dana"]
    with acting(dana):
        before = DataKey.objects.filter(org_id=dana.org_id, wrapped__isnull=False).count()
    with later(60):
        actions.erase_due(night)
        with acting(dana):
            assert DataKey.objects.filter(org_id=dana.org_id, wrapped__isnull=False).count() == before > 0
