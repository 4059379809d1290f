"""Erasure: unreadable, unfindable, and shown as erased wherever the person stood."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.common.errors import Denied, Invalid, NotVisible
from sapar.people import actions, queries
from sapar.people.models import PersonVersion
from sapar.people.particulars import Particulars
from sapar.vault import ERASED
from tests.factories import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def erased(gulnara, bakyt, nazgul, almaty, told):
    with acting(bakyt):
        asked = actions.Asked(
            recipient=almaty, people=(nazgul,), fields=("names",), language_read="ru", how="voice", given_by="self",
            safe_to_tell="not-needed", until=timezone.now() + dt.timedelta(days=9), words="Tell them Nazgul sent you.",
        )  # fmt: skip
        taken = actions.take_consent(bakyt, asked)
    with acting(gulnara):
        actions.erase(gulnara, nazgul, reason="asked")
    return nazgul, taken


def test_nothing_of_an_erased_person_can_be_read(gulnara, erased):
    person, consent = erased
    with acting(gulnara):
        found = queries.get(gulnara, person.pk)
        assert found.names is ERASED
        assert (found.birth, found.safety_words, found.shown_name) == (ERASED, ERASED, "erased")
        assert [phone.number for phone in found.phones.all()] == [ERASED]
        assert (found.country, found.citizenships, found.languages) == ("", [], [])
        assert queries.consent(gulnara, consent.pk).words is ERASED
        assert all(one.names is ERASED for one in PersonVersion.objects.filter(pgh_obj=person))


def test_an_erased_person_is_not_found_by_phone(gulnara, erased):
    with acting(gulnara):
        assert queries.by_phone(gulnara, "+996555123456") == []


def test_their_consents_end_and_everybody_above_is_told(erased, told):
    person, consent = erased
    assert told == [
        ("person.erasing", {"person_id": person.pk}),
        ("consent.withdrawn", {"consent_id": consent.pk}),
        ("person.erased", {"person_id": person.pk}),
    ]


def test_nothing_more_is_written_about_them(gulnara, erased):
    person, _consent = erased
    with acting(gulnara):
        with pytest.raises(NotVisible):
            actions.amend(gulnara, person, Particulars(), version=2)
        with pytest.raises(NotVisible):
            actions.add_phone(gulnara, person, "+996555000000")
        with pytest.raises(NotVisible):
            actions.erase(gulnara, person, reason="asked")


def test_only_a_supervisor_erases_and_says_why(bakyt, gulnara, nazgul):
    with acting(bakyt), pytest.raises(Denied):
        actions.erase(bakyt, nazgul, reason="asked")
    with acting(gulnara), pytest.raises(Invalid):
        actions.erase(gulnara, nazgul, reason="because")
