"""A status comes from evidence by the rules and from nowhere else, and the audit says why."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.common.clock import shared_day
from sapar.common.errors import Denied, IllegalMove, Invalid
from sapar.directory import actions as directory
from sapar.monitoring import actions, queries
from sapar.monitoring.models import Concern, TrustChange, Visit
from sapar.monitoring.tests.scene import CLOCK, after, asked, raised, seen, status
from sapar.organisations import actions as organisations
from sapar.organisations.actor import SystemActor
from tests.factories import acting, make_member, today

pytestmark = pytest.mark.django_db


def test_its_own_word_confirms_it_and_time_takes_that_away(listed):
    assert status(listed) == ("confirmed", "T9")
    with after(365):
        assert actions.reckon_all(CLOCK) == 0
    with after(366):
        assert actions.reckon_all(CLOCK) == 1
        assert status(listed) == ("unconfirmed", "T10")


def test_what_a_source_describes_is_not_confirmed_until_a_monitor_looks(outside, meerim):
    assert status(outside) == ("unconfirmed", "T10")
    with acting(meerim):
        actions.write_visit(meerim, outside.org, seen(office="as-said", price="as-said"))
    assert status(outside) == ("confirmed", "T8")
    outside.refresh_from_db()
    assert outside.checked_on == timezone.localdate()
    assert outside.confirmed_on is None


@pytest.mark.parametrize("hour", [0, 6, 17, 18, 23])
def test_at_any_hour_what_an_office_in_the_east_writes_counts_at_once(hour, listed, outside, gulnara, meerim):
    """From six in the evening by the server's clock it is tomorrow in Bishkek."""
    at = dt.datetime.combine(shared_day(), dt.time(hour, 30), dt.UTC)
    with time_machine.travel(at, tick=False):
        with acting(gulnara):
            directory.confirm_listing(gulnara, listed)
        with acting(meerim):
            said = {"office": ("as-said", ""), "price": ("as-said", "")}
            actions.write_visit(meerim, outside.org, actions.Seen("visit", timezone.localdate(), said))
        assert (status(listed), status(outside)) == (("confirmed", "T9"), ("confirmed", "T8"))
        (visit,) = queries.visits_of(outside.org_id)
    assert visit.on == visit.open_from == at.date()


def test_a_warning_needs_two_people_and_the_time_to_answer(listed, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    actions.reckon_all(CLOCK)
    assert status(listed)[0] == "confirmed"
    with after(14):
        actions.reckon_all(CLOCK)
        assert status(listed)[0] in ("confirmed", "unconfirmed")
    with after(15):
        actions.reckon_all(CLOCK)
        assert status(listed) == ("warning", "T5")
        (change,) = TrustChange.objects.filter(trust="warning")
        assert change.rests_on == [concern.pk]


def test_who_raised_it_cannot_be_the_second(listed, meerim):
    row = raised(meerim, listed)
    with acting(meerim), pytest.raises(Invalid, match=r"^$"):
        actions.second(meerim, row)


def test_an_answer_in_time_stops_the_clock_until_another_monitor_has_read_it(listed, gulnara, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    with after(5), acting(gulnara):
        actions.reply(gulnara, concern, "The form costs nothing; the 500 are the state's fee.")
    with after(20):
        actions.reckon_all(CLOCK)
        assert status(listed)[0] != "warning"
        with acting(meerim), pytest.raises(Invalid):
            actions.uphold(meerim, concern)
        with acting(kanat):
            actions.uphold(kanat, concern)
        assert status(listed) == ("warning", "T5")


def test_after_the_answer_it_can_be_dropped(listed, gulnara, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    with acting(gulnara):
        actions.reply(gulnara, concern, "That was a thief in our name; he is gone.")
    with acting(meerim):
        actions.drop(meerim, concern)
    with after(30):
        actions.reckon_all(CLOCK)
        assert status(listed)[0] != "warning"


def test_a_warning_that_stands_cannot_be_dropped_only_put_right(listed, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    with after(15):
        actions.reckon_all(CLOCK)
        with acting(kanat), pytest.raises(Invalid):
            actions.drop(kanat, concern)
        for monitor in (meerim, kanat):
            assert status(listed) == ("warning", "T5")
            with acting(monitor):
                actions.write_visit(monitor, listed.org, seen(office="as-said", price="as-said"))
        assert status(listed) == ("confirmed", "T8")


def test_before_it_is_asked_the_organisation_and_the_public_see_nothing(listed, gulnara, meerim, kanat, chen):
    row = raised(meerim, listed)
    with acting(gulnara):
        assert queries.concerns_of(listed.org_id) == []
    with acting(kanat):
        actions.second(kanat, row)
    with acting(gulnara):
        assert [one.pk for one in queries.concerns_of(listed.org_id)] == [row.pk]
    with acting(chen):
        assert queries.concerns_of(listed.org_id) == []
        assert queries.visits_of(listed.org_id) == []


def test_a_visit_with_a_fault_is_public_when_it_is_answered(listed, gulnara, meerim, chen):
    with acting(meerim):
        visit = actions.write_visit(meerim, listed.org, seen(hours="differs"))
    with acting(gulnara):
        actions.reply(gulnara, visit, "We had a holiday.")
    with acting(chen):
        (shown,) = queries.visits_of(listed.org_id)
        assert [one.words for one in shown.replies.all()] == ["We had a holiday."]
    assert status(listed) == ("unconfirmed", "T7")


def test_nobody_monitors_an_organisation_they_work_for(listed, meerim, osh):
    organisations.employ(SystemActor("tests"), osh, meerim.user, "caseworker")
    with acting(meerim), pytest.raises(Invalid) as refused:
        actions.write_visit(meerim, listed.org, seen(office="as-said"))
    assert "You work for this organisation" in refused.value.problems[""]
    assert not Visit.objects.exists()


def test_nobody_monitors_their_own_office(network, meerim, rustam):
    with acting(meerim), pytest.raises(Denied):
        actions.write_visit(meerim, network, seen(office="as-said"))


@pytest.mark.parametrize(("days", "is_taken"), [(364, False), (367, True)])
def test_who_left_within_the_year_does_not_monitor_it_either(days, is_taken, listed, meerim, gulnara, osh):
    with after(-days), acting(gulnara):
        member = organisations.employ(SystemActor("tests"), osh, meerim.user, "caseworker")
        organisations.end_membership(gulnara, member.pk)
    with acting(meerim), nullcontext() if is_taken else pytest.raises(Invalid):
        actions.write_visit(meerim, listed.org, seen(office="as-said"))


@pytest.mark.parametrize(
    "role", ["operator", "caseworker", "supervisor", "coordinator", "steward", "auditor"]
)
def test_only_monitors_monitor(role, listed, network):
    actor = make_member(network, "Somebody", role)
    with acting(actor):
        with pytest.raises(Denied):
            actions.write_visit(actor, listed.org, seen(office="as-said"))
        with pytest.raises(Denied):
            actions.raise_concern(actor, listed.org, "price", "Dearer.", [])
        with pytest.raises(Denied):
            actions.review(actor, listed.org, {})


def test_only_stewards_make_monitors(gulnara, rustam):
    with acting(gulnara), pytest.raises(Denied):
        organisations.invite(gulnara, "monitor")
    with acting(rustam):
        organisations.invite(rustam, "monitor")


@pytest.mark.parametrize("door", ["", "steward", "monitor", "trust-rules", "jobs"])
def test_no_door_lets_a_status_be_written_without_its_evidence(listed, meerim, door):
    """Not even the rules' own: the database looks at the evidence once more."""
    with acting(meerim, door=door), pytest.raises(Exception, match="refused|policy"), transaction.atomic():
        TrustChange.objects.create(
            org=listed.org, trust="warning", rule="T5", since=timezone.localdate(), reasons=[], before="confirmed",
            before_rule="T9", on=timezone.localdate(),
        )  # fmt: skip
    assert status(listed) == ("confirmed", "T9")


def test_a_status_is_not_bought_with_the_wrong_rule(listed, outside, meerim):
    for trust, rule in (("warning", "T9"), ("confirmed", "T5"), ("confirmed", "T8"), ("suspended", "T1")):
        with (
            acting(meerim, door="trust-rules"),
            pytest.raises(IntegrityError, match="trust_rests_on_evidence"),
            transaction.atomic(),
        ):
            TrustChange.objects.create(
                org=outside.org, trust=trust, rule=rule, reasons=[], before="unconfirmed", before_rule="T10",
                on=timezone.localdate(),
            )  # fmt: skip


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "upheld"},
        {"seconded_by": "meerim"},
        {"state": "asked", "seconded_by": "kanat", "asked_on": 0, "reply_by": 1},
        {"state": "dropped", "replied_on": 0},
        {"words": "Something else."},
        {"fault": "danger"},
    ],
    ids=str,
)
def test_the_database_refuses_a_concern_that_skips_a_step(forged, listed, meerim, kanat):
    row = raised(meerim, listed)
    people = {"meerim": meerim.user_id, "kanat": kanat.user_id}
    values = {
        name: timezone.localdate() + dt.timedelta(days=value)
        if isinstance(value, int)
        else people.get(value, value)
        for name, value in forged.items()
    }
    with acting(kanat, door="monitor"), pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=row.pk).update(**values)


def test_a_concern_rests_on_something(listed, meerim):
    with acting(meerim), pytest.raises(Invalid) as refused:
        actions.raise_concern(meerim, listed.org, "price", "I do not like them.", [])
    assert "visits" in refused.value.problems


def test_the_same_is_not_asked_twice_at_once(listed, meerim, kanat):
    asked(meerim, kanat, listed)
    with pytest.raises(Invalid) as refused:
        raised(kanat, listed)
    assert "fault" in refused.value.problems


def test_moves_out_of_turn_are_refused(listed, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    with acting(kanat):
        with pytest.raises(IllegalMove):
            actions.second(kanat, concern)
        with pytest.raises(IllegalMove):
            actions.uphold(kanat, concern)


def test_the_law_of_its_own_country_suspends_it_and_of_another_does_not(listed, rustam):
    facts = {
        "since": dt.date(2026, 1, 9),
        "source": "Register",
        "source_url": "",
        "seen_on": timezone.localdate(),
    }
    with acting(rustam):
        directory.declare(rustam, listed.org, facts | {"country": "RU", "state": "liquidated"})
        assert status(listed) == ("confirmed", "T9")
        directory.declare(rustam, listed.org, facts | {"country": "KG", "state": "undesirable"})
        assert status(listed) == ("confirmed", "T9")
        later = facts | {"country": "KG", "state": "liquidated", "since": dt.date(2026, 3, 1)}
        directory.declare(rustam, listed.org, later)
    assert status(listed) == ("suspended", "T1")


def test_the_audit_of_the_organisation_says_why_its_status_changed(listed, gulnara, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    with after(15):
        actions.reckon_all(CLOCK)
    with acting(gulnara):
        event = Event.objects.filter(verb="trust.changed", org_id=gulnara.org_id).latest("at")
    assert event.details == {
        "before": "confirmed", "after": "warning", "rule": "T5", "rests_on": [str(concern.pk)],
    }  # fmt: skip
    assert event.actor_kind == "system"


def test_reckoning_again_writes_nothing_new(listed, outside, meerim):
    with acting(meerim):
        actions.write_visit(meerim, outside.org, seen(office="as-said"))
    before = TrustChange.objects.count()
    assert actions.reckon_all(CLOCK) == 0
    assert TrustChange.objects.count() == before


def test_evidence_is_sealed_and_only_its_office_opens_it(outside, meerim, kanat, gulnara):
    paper = SimpleUploadedFile("receipt.pdf", b"%PDF-1.7\nhello\n%%EOF\n", "application/pdf")
    with acting(meerim):
        visit = actions.write_visit(meerim, outside.org, seen(office="as-said"), [paper])
    with acting(kanat):
        (file,) = queries.evidence_of(kanat, [visit])[visit.pk]
        answer = actions.give_evidence(kanat, visit, file.pk)
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    with acting(gulnara), pytest.raises(Denied):
        actions.give_evidence(gulnara, visit, file.pk)


def test_a_file_of_another_kind_leaves_no_visit_behind(outside, meerim):
    script = SimpleUploadedFile("run.exe", b"MZ\x90\x00\x03", "application/octet-stream")
    with acting(meerim), pytest.raises(Invalid) as refused:
        actions.write_visit(meerim, outside.org, seen(office="as-said"), [script])
    assert "file" in refused.value.problems
    with acting(meerim, door="monitor"):
        assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"on": 1}, "on"),
        ({"on": -366}, "on"),
        ({"findings": {"office": ("not-seen", "")}}, ""),
        ({"findings": {"office": ("differs", "")}}, "office_words"),
    ],
    ids=str,
)
def test_a_visit_that_makes_no_sense_is_refused_with_its_place(what, field, outside, meerim):
    said = actions.Seen(
        "visit",
        today() + dt.timedelta(days=what.get("on", 0)),
        what.get("findings", {"office": ("as-said", "")}),
    )
    with acting(meerim), pytest.raises(Invalid) as refused:
        actions.write_visit(meerim, outside.org, said)
    assert field in refused.value.problems
