"""What an erasure leaves in the hand of the one who asked for it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from sapar.keeping import actions
from sapar.keeping.models import Certificate
from sapar.people import actions as people
from sapar.vault import ledger
from tests.factories import acting


@pytest.fixture
def erased(built):
    """The main person of the mother's case, erased by the head."""
    gulnara = built.staff["gulnara"]
    with acting(gulnara):
        person = built.case.participants.get(relation="self").person
        people.erase(gulnara, person, reason="asked")
        yield person


def test_it_says_what_kinds_went_by_whom_in_role_and_why(erased):
    made = Certificate.objects.get()
    assert made.kinds["person"] == 1
    assert (made.reason, made.role) == ("asked", "supervisor")
    assert made.erased_at == type(erased).objects.get(pk=erased.pk).erased_at


def test_its_proof_is_the_ledgers_own(erased):
    made = Certificate.objects.get()
    assert bytes(made.ledger_hash) == ledger.digest_of(made.ledger_ids)
    lines = ledger.path().read_text()
    ledger.path().write_text(lines.replace("asked", "mistake"))
    assert bytes(made.ledger_hash) != ledger.digest_of(made.ledger_ids)
    ledger.path().write_text("")
    assert bytes(made.ledger_hash) != ledger.digest_of(made.ledger_ids)


def test_after_a_day_only_the_number_finds_it(erased):
    made = Certificate.objects.get()
    assert made.person_id == erased.pk
    assert actions.forget_people() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert actions.forget_people() == 1
    again = Certificate.objects.get(number=made.number)
    assert again.person_id is None


def test_two_erasures_have_two_certificates_each_with_its_own(built, erased):
    first = Certificate.objects.get()
    gulnara = built.staff["gulnara"]
    people.erase(gulnara, built.case.participants.get(relation="brother").person, reason="no-need")
    second = Certificate.objects.exclude(pk=first.pk).get()
    assert not set(first.ledger_ids) & set(second.ledger_ids)
    assert second.kinds["person"] == 1
    assert second.reason == "no-need"
