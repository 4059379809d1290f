"""What people tell without an account, and what an organisation says by its link."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sapar.audit.models import Event
from sapar.common.brake import Brake
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.monitoring import actions, queries
from sapar.monitoring.actions import feedback, reminders
from sapar.monitoring.models import Feedback, Reminder
from sapar.monitoring.tests.scene import CLOCK, after, asked, status
from sapar.organisations import actions as organisations
from sapar.organisations.actor import PublicActor, SystemActor
from tests.factories import acting

pytestmark = pytest.mark.django_db
NOBODY = PublicActor()


@pytest.fixture(autouse=True)
def fresh_brake(monkeypatch):
    monkeypatch.setattr(feedback, "TELLING", Brake(each=5, all_together=300, seconds=86400))


def told(listing, times=1, code="closed", caller=None):
    for _number in range(times):
        actions.tell(NOBODY, listing.org, code, "week", caller=caller)


def reviewed(monitor, listing, *, credible=True):
    with acting(monitor):
        new = queries.new_feedback(monitor, listing.org_id)
        actions.review(monitor, listing.org, {one.pk: credible for one in new})


def test_feedback_keeps_two_codes_and_a_day_and_nothing_of_who_told_it(outside, meerim):
    told(outside, caller="203.0.113.7")
    with acting(meerim, door="monitor"):
        row = Feedback.objects.values().get()
    assert set(row) == {"id", "about_id", "code", "when", "on", "state", "reviewed_by", "reviewed_on"}
    assert (row["code"], row["when"], row["state"]) == ("closed", "week", "new")


def test_one_caller_is_held_and_others_are_not(outside):
    told(outside, times=5, caller="203.0.113.7")
    with pytest.raises(actions.TooMany):
        told(outside, caller="203.0.113.7")
    told(outside, caller="203.0.113.8")


def test_a_flood_about_one_organisation_is_cut_and_others_can_still_be_told_of(outside, listed):
    told(outside, times=feedback.MOST_A_DAY)
    with pytest.raises(actions.TooMany):
        told(outside)
    told(listed)


@pytest.mark.parametrize(("times", "shown"), [(2, []), (3, [("closed", 3)])])
def test_a_number_is_said_only_from_three_on_and_only_when_reviewed(times, shown, outside, meerim):
    told(outside, times)
    assert queries.told(outside.org_id) == []
    reviewed(meerim, outside)
    assert queries.told(outside.org_id) == shown
    with after(366):
        assert queries.told(outside.org_id) == []


def test_what_is_not_credible_never_counts(outside, meerim):
    told(outside, 5)
    reviewed(meerim, outside, credible=False)
    assert queries.told(outside.org_id) == []
    assert status(outside) == ("unconfirmed", "T10")


def test_enough_people_who_found_nobody_take_the_confirmation_away(listed, meerim):
    assert status(listed) == ("confirmed", "T9")
    with after(3):
        told(listed, 3, "no-answer")
        reviewed(meerim, listed)
    assert status(listed) == ("unconfirmed", "T6")


def test_a_monitor_of_that_organisation_reviews_nothing_of_it(listed, osh, meerim):
    told(listed, 3)
    organisations.employ(SystemActor("tests"), osh, meerim.user, "caseworker")
    with pytest.raises(Invalid):
        reviewed(meerim, listed)


def test_the_organisation_itself_cannot_read_what_is_told_of_it(listed, gulnara):
    told(listed, 3)
    with acting(gulnara):
        assert not Feedback.objects.exists()
        with pytest.raises(Denied):
            queries.new_feedback(gulnara, listed.org_id)


def test_credible_reports_of_money_are_ground_enough_to_ask_the_organisation(listed, meerim, kanat):
    told(listed, 3, "asked-money")
    reviewed(meerim, listed)
    with acting(meerim):
        row = actions.raise_concern(meerim, listed.org, "asks-money", "Three people told so.", [])
    assert len(row.feedback) == 3


# -- the link


def link(sender, listing):
    with acting(sender):
        return actions.remind(sender, listing.org, "ru")[1]


def test_a_link_confirms_at_once_and_opens_once(outside, rustam):
    token = link(rustam, outside)
    reminders.confirm(reminders.open_link(token))
    assert status(outside) == ("confirmed", "T9")
    outside.refresh_from_db()
    assert (outside.basis, outside.agreed_on) == ("own", timezone.localdate())
    with pytest.raises(reminders.Over):
        reminders.open_link(token)


def test_the_database_keeps_no_link(outside, rustam):
    token = link(rustam, outside)
    with acting(rustam):
        row = Reminder.objects.get()
    assert token.encode() not in bytes(row.token_hash)
    with pytest.raises(reminders.Over):
        reminders.open_link(token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_a_link_is_over_after_thirty_days_and_when_another_is_made(outside, rustam):
    first = link(rustam, outside)
    second = link(rustam, outside)
    with pytest.raises(reminders.Over):
        reminders.open_link(first)
    with after(29):
        reminders.open_link(second)
    with after(30), pytest.raises(reminders.Over):
        reminders.open_link(second)


def test_what_cannot_mislead_counts_at_once(outside, rustam):
    assert reminders.correct(reminders.open_link(link(rustam, outside)), {"around_the_clock": True}) is None
    outside.refresh_from_db()
    assert (outside.around_the_clock, outside.trust) == (True, "confirmed")


def test_a_new_telephone_waits_for_who_keeps_the_entry(outside, rustam, gulnara):
    row = reminders.correct(reminders.open_link(link(rustam, outside)), {"phone": "+442079460123"})
    assert row is not None
    outside.refresh_from_db()
    assert (outside.phone, outside.trust) == ("", "unconfirmed")
    with acting(gulnara):
        assert queries.corrections(gulnara) == []
        with pytest.raises(NotVisible):
            actions.settle(gulnara, row, accept=True)
    with acting(rustam):
        (waiting,) = queries.corrections(rustam)
        actions.settle(rustam, waiting, accept=True)
        with pytest.raises(IllegalMove):
            actions.settle(rustam, waiting, accept=False)
    outside.refresh_from_db()
    assert (outside.phone, outside.trust, outside.confirmed_on) == (
        "+442079460123", "confirmed", timezone.localdate(),
    )  # fmt: skip


def test_a_correction_that_is_not_accepted_changes_nothing(outside, rustam):
    reminders.correct(reminders.open_link(link(rustam, outside)), {"phone": "+442079460123"})
    with acting(rustam):
        (waiting,) = queries.corrections(rustam)
        actions.settle(rustam, waiting, accept=False)
        assert queries.corrections(rustam) == []
    outside.refresh_from_db()
    assert (outside.phone, outside.trust) == ("", "unconfirmed")


def test_a_members_own_keepers_settle_what_its_link_says(listed, rustam, gulnara):
    reminders.correct(reminders.open_link(link(rustam, listed)), {"phone": "+442079460123"})
    with acting(rustam):
        assert queries.corrections(rustam) == []
    with acting(gulnara):
        (waiting,) = queries.corrections(gulnara)
        actions.settle(gulnara, waiting, accept=True)
    listed.refresh_from_db()
    assert listed.phone == "+442079460123"


def test_by_its_link_an_organisation_without_an_account_answers_before_a_warning(
    outside, rustam, meerim, kanat
):
    concern = asked(meerim, kanat, outside)
    opened = reminders.open_link(link(rustam, outside))
    assert [one.pk for one in opened.concerns] == [concern.pk]
    reminders.answer(opened, concern.pk, "We have never asked anybody for money.")
    with after(20):
        actions.reckon_all(CLOCK)
        assert status(outside)[0] == "unconfirmed"
    reminders.confirm(reminders.open_link(link(rustam, outside)))


def test_a_link_answers_only_what_its_own_organisation_is_asked(outside, listed, rustam, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    with pytest.raises(reminders.Over):
        reminders.answer(reminders.open_link(link(rustam, outside)), concern.pk, "Not ours.")


def test_only_stewards_and_monitors_send_links(outside, gulnara, bakyt):
    for actor in (gulnara, bakyt):
        with pytest.raises(Denied):
            link(actor, outside)


def test_the_sender_s_audit_tells_what_came_of_the_link(outside, rustam):
    reminders.confirm(reminders.open_link(link(rustam, outside)))
    with acting(rustam):
        said = set(Event.objects.filter(org_id=rustam.org_id).values_list("verb", flat=True))
    assert {"reminder.made", "listing.confirmed_by_link", "trust.changed"} <= said


def test_a_letter_needs_an_address(listed, meerim):
    with acting(meerim), pytest.raises(Invalid) as refused:
        actions.remind_by_mail(meerim, listed.org, "ru")
    assert "how" in refused.value.problems


def test_whom_to_check_next(listed, outside, meerim, kanat):
    """Warnings first, then who was never looked at, then the longest ago."""
    with acting(meerim):
        assert [one.pk for one in queries.to_check(meerim)] == [outside.pk, listed.pk]
    asked(meerim, kanat, listed)
    with after(15):
        actions.reckon_all(CLOCK)
        with acting(meerim):
            assert [one.pk for one in queries.to_check(meerim)] == [listed.pk, outside.pk]
