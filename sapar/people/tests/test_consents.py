"""Consent: given by whom it belongs to, read in a language that may be read, never where it is not safe."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone, translation

from sapar.audit.models import Event
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.organisations.actor import SystemActor
from sapar.people import actions, consenting, queries
from sapar.people.models import Consent
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision
from tests.factories import acting

pytestmark = pytest.mark.django_db
THIS_YEAR = dt.datetime.now(dt.UTC).year


def born(actor, name: str, year: int | None):
    birth = PartialDate(Precision.YEAR, year) if year else PartialDate(Precision.UNKNOWN)
    return actions.record(actor, Particulars(names=(Spelling(name),), birth=birth))


@pytest.fixture
def asked(almaty, nazgul):
    """A consent to the centre in Almaty that lacks nothing; keywords change it."""

    def ask(**changes):
        facts = {
            "recipient": almaty, "people": (nazgul,), "fields": ("names", "phones"), "language_read": "ru",
            "how": "voice", "given_by": "self", "safe_to_tell": "not-needed",
            "until": timezone.now() + dt.timedelta(days=90), "words": "Yes, but not to my brother.",
        } | changes  # fmt: skip
        return actions.Asked(**facts)

    return ask


def test_a_consent_says_what_to_whom_how_long_and_in_which_language(bakyt, asked, almaty, nazgul, in_osh):
    taken = actions.take_consent(bakyt, asked())
    found = queries.consent(bakyt, taken.pk)
    assert found.holds
    assert (found.recipient, found.fields, found.language_read) == (almaty, ["names", "phones"], "ru")
    assert found.text_version == consenting.TEXT_VERSION
    assert found.words == "Yes, but not to my brother."
    assert [one.person for one in found.about.all()] == [nazgul]
    event = Event.objects.get(verb="consent.taken")
    assert event.details["people"] == [str(nazgul.pk)]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"fields": ()}, "fields"),
        ({"fields": ("everything",)}, "fields"),
        ({"how": "telepathy"}, "how"),
        ({"given_by": "neighbour"}, "given_by"),
        ({"safe_to_tell": "not-safe"}, "safe_to_tell"),
        ({"safe_to_tell": ""}, "safe_to_tell"),
        ({"language_read": ""}, "language_read"),
        ({"interpreter": consenting.Interpreter("staff")}, "interpreter"),
        ({"interpreter": consenting.Interpreter("", "op-3")}, "interpreted_by"),
        ({"interpreter": consenting.Interpreter("nobody", "op-3")}, "interpreted_by"),
        ({"until": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "until"),
        ({"until": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, "until"),
        ({"people": ()}, "people"),
    ],
)
def test_what_a_consent_cannot_be_is_said_beside_its_place(bakyt, asked, in_osh, changes, place):
    with pytest.raises(Invalid) as refusal:
        actions.take_consent(bakyt, asked(**changes))
    assert list(refusal.value.problems) == [place]
    assert not Consent.objects.exists()


def test_an_organisation_gives_itself_no_consent(bakyt, asked, osh, in_osh):
    with pytest.raises(Invalid) as refusal:
        actions.take_consent(bakyt, asked(recipient=osh))
    assert refusal.value.problems == {"recipient": "Choose an organisation other than your own."}


def test_who_interpreted_is_on_record_by_a_code(bakyt, asked, in_osh):
    taken = actions.take_consent(
        bakyt, asked(language_read="ky", interpreter=consenting.Interpreter("partner", "v-7"))
    )
    assert (taken.interpreted_by, taken.interpreter) == ("partner", "v-7")


@pytest.mark.parametrize(
    ("language", "signed", "told_by"),
    [
        ("en", {}, "read"),
        ("ru", {}, "explained"),
        ("ky", {}, "explained"),
        ("ky", {"ky": "A speaker"}, "read"),
    ],
)
def test_only_a_signed_text_counts_as_read_out(bakyt, asked, in_osh, settings, language, signed, told_by):
    settings.REVIEWED_LANGUAGES = signed
    assert actions.take_consent(bakyt, asked(language_read=language)).told_by == told_by


def test_a_consulate_is_told_only_when_the_person_said_that_it_is_safe(bakyt, asked, consulate, in_osh):
    with pytest.raises(Invalid) as refusal:
        actions.take_consent(bakyt, asked(recipient=consulate))
    assert list(refusal.value.problems) == ["safe_to_tell"]
    assert actions.take_consent(bakyt, asked(recipient=consulate, safe_to_tell="safe")).holds


def test_that_it_was_not_safe_is_on_record(bakyt, asked, consulate, nazgul, in_osh):
    with pytest.raises(Invalid):
        actions.take_consent(bakyt, asked(recipient=consulate, safe_to_tell="not-safe"))
    event = Event.objects.get(verb="consent.unsafe")
    assert (event.subject_id, event.details) == (nazgul.pk, {"recipient": str(consulate.pk)})


@pytest.mark.parametrize(
    ("ages", "given_by", "fits"),
    [
        ((30,), "self", True),
        ((30, 2), "self", True),
        ((30, 16, 2), "self", True),
        ((None,), "self", True),
        ((16,), "self", True),
        ((30, 31), "self", False),
        ((30, None), "self", False),
        ((5,), "self", False),
        ((16, 15), "self", False),
        ((5,), "guardian", True),
        ((16, 5), "guardian", True),
        ((30,), "guardian", False),
        ((None,), "guardian", False),
    ],
)
def test_an_adult_for_themselves_and_a_guardian_for_a_child(bakyt, asked, in_osh, ages, given_by, fits):
    people = tuple(born(bakyt, f"P{n}", THIS_YEAR - age if age else None) for n, age in enumerate(ages))
    ask = asked(people=people, given_by=given_by)
    if fits:
        assert actions.take_consent(bakyt, ask).about.count() == len(ages)
        return
    with pytest.raises(Invalid):
        actions.take_consent(bakyt, ask)


def test_the_same_form_twice_is_one_consent(bakyt, asked, in_osh):
    once = uuid.uuid4()
    first = actions.take_consent(bakyt, asked(), once=once)
    assert actions.take_consent(bakyt, asked(), once=once).pk == first.pk
    assert Consent.objects.count() == 1


def test_withdrawing_ends_it_at_once_and_tells_upwards(bakyt, asked, told, in_osh):
    taken = actions.take_consent(bakyt, asked())
    assert not actions.withdraw_consent(bakyt, taken, how="voice").holds
    assert told == [("consent.withdrawn", {"consent_id": taken.pk})]
    with pytest.raises(IllegalMove):
        actions.withdraw_consent(bakyt, taken, how="voice")


def test_a_consent_that_has_run_out_is_told_once(bakyt, asked, told, in_osh):
    actions.take_consent(bakyt, asked())
    job = SystemActor("test", bakyt.org_id)
    assert actions.end_consents(job) == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=91), tick=False):
        assert actions.end_consents(job) == 1
        assert actions.end_consents(job) == 0
    assert [name for name, _facts in told] == ["consent.expired"]


def test_nobody_outside_sees_or_ends_a_consent(bakyt, saule, chen, timur, asked, told):
    with acting(bakyt):
        taken = actions.take_consent(bakyt, asked())
    for stranger in (saule, chen):
        with acting(stranger), pytest.raises(NotVisible):
            queries.consent(stranger, taken.pk)
        with acting(stranger), pytest.raises(NotVisible):
            actions.withdraw_consent(stranger, taken, how="voice")
    with acting(timur), pytest.raises(Denied):
        actions.withdraw_consent(timur, taken, how="voice")
    assert told == []


def test_a_stranger_cannot_be_made_part_of_a_consent(chen, asked, almaty, nazgul):
    with acting(chen), pytest.raises(NotVisible):
        actions.take_consent(chen, asked(recipient=almaty))


def test_the_text_names_recipient_fields_and_day_in_the_language_it_is_read_in(almaty):
    until = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    with translation.override("ru"):
        words = consenting.text("en", almaty.name, ["names", "story"], until)
    assert "Almaty aid centre" in words
    assert "What happened, in words" in words
    assert "March 1, 2027" in words


def test_a_translation_nobody_signed_is_a_draft(settings):
    until = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    before = consenting.talk("X", ["names"], until)
    assert [code for code, _text in before.texts] == ["en"]
    assert {"ru", "ky"} <= {code for code, _text in before.drafts}
    settings.REVIEWED_LANGUAGES = {"ky": "A speaker"}
    after = consenting.talk("X", ["names"], until)
    assert [code for code, _text in after.texts] == ["en", "ky"]
    assert "ky" not in {code for code, _text in after.drafts}


def test_the_points_name_recipient_fields_and_day_in_the_language_of_the_staff():
    said = consenting.points(
        "Almaty aid centre", ["names", "story"], dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    )
    assert len(said) == 8
    assert "Almaty aid centre" in said[1]
    assert "Name, What happened, in words" in said[2]
    assert "March 1, 2027" in said[3]


def test_the_hourly_job_ends_what_has_run_out_in_every_organisation(bakyt, asked, told, monkeypatch):
    from sapar.people import tasks

    with acting(bakyt):
        actions.take_consent(bakyt, asked())
    deferred = []
    monkeypatch.setattr(tasks.end_consents, "defer", lambda **what: deferred.append(what))
    tasks.end_all_consents(timestamp=0)
    assert deferred == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=91), tick=False):
        tasks.end_all_consents(timestamp=0)
        assert deferred == [{"org_id": str(bakyt.org_id)}]
        for one in deferred:
            tasks.end_consents(**one)
        tasks.end_all_consents(timestamp=0)
    assert [name for name, _facts in told] == ["consent.expired"]
    assert len(deferred) == 1
