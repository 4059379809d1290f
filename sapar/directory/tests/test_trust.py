"""The words of trust, and the wall before it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from sapar.directory.models import Listing
from sapar.directory.trust import Fault, Trust, trust_words
from tests.factories import acting

DAY = dt.date(2026, 5, 3)


def entry(**facts):
    return SimpleNamespace(
        **{
            "trust": "unconfirmed",
            "trust_since": None,
            "trust_rule": "T10",
            "trust_reasons": [{"rule": "T10"}],
            "checked_on": None,
            "confirmed_on": None,
            "described_in": 2013,
        }
        | facts
    )


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({}, "Not confirmed since 2013"),
        ({"confirmed_on": dt.date(2021, 2, 1)}, "Not confirmed since 2021"),
        (
            {"confirmed_on": dt.date(2021, 2, 1), "checked_on": dt.date(2022, 2, 1)},
            "Not confirmed since 2022",
        ),
        ({"trust": "confirmed", "trust_since": DAY}, "Confirmed on May 3, 2026"),
        ({"trust": "warning", "trust_since": DAY}, "Warning since May 3, 2026"),
        ({"trust": "suspended", "trust_since": DAY}, "Do not go there: suspended since May 3, 2026"),
    ],
)
def test_the_line_says_status_and_date(facts, line):
    assert trust_words(entry(**facts)).words == line


@pytest.mark.parametrize("rule", [f"T{number}" for number in range(1, 11)])
def test_every_rule_has_its_sentence(rule):
    reason = {"rule": rule, "on": "2026-05-03", "about": "asks-money", "count": 3}
    (said,) = trust_words(entry(trust_reasons=[reason])).reasons
    assert said.endswith(".")
    assert "%" not in said


def test_what_the_organisation_says_is_apart_from_what_a_monitor_saw():
    said = trust_words(entry(confirmed_on=DAY, checked_on=dt.date(2025, 1, 7)))
    assert "May 3, 2026" in said.confirmed
    assert "January 7, 2025" in said.checked
    assert (trust_words(entry()).confirmed, trust_words(entry()).checked) == ("", "")


def test_every_fault_can_be_said_in_a_warning():
    for fault in Fault:
        reason = {"rule": "T5", "on": "2026-05-03", "about": fault.value}
        assert str(fault.label) in trust_words(entry(trust_reasons=[reason])).reasons[0]


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["", "steward", "jobs", "monitor"])
@pytest.mark.parametrize(
    "facts",
    [
        {"trust": Trust.CONFIRMED},
        {"trust_since": DAY},
        {"trust_rule": "T9"},
        {"trust_reasons": []},
        {"checked_on": DAY},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_nobody_writes_a_status_by_hand(gulnara, facts, door):
    with acting(gulnara):
        listing = Listing.objects.create(org=gulnara.org, described_in=2020)
    with acting(gulnara, door=door):
        with pytest.raises(IntegrityError, match="listing_trust_by_rules_only"), transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(**facts)
        with pytest.raises(IntegrityError, match="listing_trust_by_rules_only"), transaction.atomic():
            Listing.objects.bulk_create(
                [Listing(org=gulnara.org, described_in=2020, **facts)],
                update_conflicts=True,
                unique_fields=["org"],
                update_fields=list(facts),
            )
