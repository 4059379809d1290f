"""Whose word runs out is asked: by a person from one page, and by the night's job where the last letter was answered."""

from __future__ import annotations

import pytest
from django.core import mail

from sapar.monitoring import actions, asking, tasks
from sapar.monitoring.actions import reminders
from sapar.monitoring.models import Reminder
from sapar.monitoring.tests.scene import after
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/monitoring/ask/"


@pytest.fixture
def mailing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CSRF_TRUSTED_ORIGINS = ["https://sapar.example"]


def to_ask(actor):
    with acting(actor):
        return [one.pk for one in asking.to_ask(actor)]


def delivered():
    """What the worker does with the letters that wait; their subjects are left in the outbox."""
    for row in Reminder.objects.filter(how="mail", sent_at=None):
        tasks.send_reminder.func(
            org_id=str(row.org_id), reminder_id=str(row.pk), base="https://sapar.example"
        )


def test_whose_word_runs_out_is_to_be_asked_and_not_again_within_a_month(listed, outside, rustam):
    assert to_ask(rustam) == [outside.pk]
    with after(336):
        assert to_ask(rustam) == [listed.pk, outside.pk]
        with acting(rustam):
            actions.remind(rustam, listed.org, "ru")
        assert to_ask(rustam) == [outside.pk]
    with after(367):
        assert to_ask(rustam) == [listed.pk, outside.pk]


def test_one_press_sends_a_letter_to_each_who_has_an_address(listed, outside, rustam, mailing):
    with after(336):
        client = client_of(rustam)
        page = client.get(ADDRESS).content.decode()
        assert listed.shown_name in page
        assert outside.shown_name in page
        assert client.post(ADDRESS).status_code == 302
        with acting(rustam):
            assert [row.about_id for row in Reminder.objects.all()] == [outside.org_id]
        assert outside.shown_name not in client.get(ADDRESS).content.decode()


def test_without_mail_nothing_is_sent_and_each_letter_is_one_step_away(outside, rustam, settings):
    settings.EMAIL_BACKEND = tasks.NO_MAIL
    client = client_of(rustam)
    page = client.get(ADDRESS).content.decode()
    assert "by e-mail" not in page
    assert f"/staff/monitoring/of/{outside.org.slug}/remind/" in page
    client.post(ADDRESS)
    assert to_ask(rustam) == [outside.pk]


def test_the_night_asks_again_whoever_answered_the_last_letter(outside, rustam, mailing):
    tasks.ask_again.func(timestamp=0)
    with acting(rustam):
        assert not Reminder.objects.exists()
        actions.remind_by_mail(rustam, outside.org, "en")
        delivered()
    token = mail.outbox[0].body.split("/entry/")[1].split("/")[0]
    reminders.confirm(reminders.open_link(token))
    with after(334):
        tasks.ask_again.func(timestamp=0)
        with acting(rustam):
            assert Reminder.objects.count() == 1
    with after(337):
        tasks.ask_again.func(timestamp=0)
        tasks.ask_again.func(timestamp=0)
        with acting(rustam):
            first, second = Reminder.objects.order_by("made_at")
            assert (second.about_id, second.made_by, second.language) == (
                first.about_id, first.made_by, "en",
            )  # fmt: skip
            delivered()
        assert len(mail.outbox) == 2
    with after(380):
        tasks.ask_again.func(timestamp=0)
        with acting(rustam):
            assert Reminder.objects.count() == 2


def test_the_night_sends_nothing_where_no_letter_can_leave(outside, rustam, settings, mailing):
    with acting(rustam):
        row = actions.remind_by_mail(rustam, outside.org, "en")
        delivered()
        row.refresh_from_db()
    token = mail.outbox[0].body.split("/entry/")[1].split("/")[0]
    reminders.confirm(reminders.open_link(token))
    settings.CSRF_TRUSTED_ORIGINS = []
    with after(400):
        tasks.ask_again.func(timestamp=0)
    with acting(rustam):
        assert Reminder.objects.count() == 1
