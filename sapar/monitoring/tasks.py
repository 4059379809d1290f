"""Jobs of monitoring: what time alone changes, and letters that leave."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.organisations.actor import SystemActor

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


@app.periodic(cron="40 0 * * *")
@app.task(name="monitoring.reckon_all", queueing_lock="monitoring.reckon_all")
def reckon_all(timestamp: int) -> None:  # the time it was due
    """Every night: reckon each organisation's public status by the rules, as of today."""
    from sapar.monitoring import actions

    actions.reckon_all(SystemActor("monitoring.reckon_all"))


@app.periodic(cron="10 5 * * *")
@app.task(name="monitoring.ask_again", queueing_lock="monitoring.ask_again")
def ask_again(timestamp: int) -> None:  # the time it was due
    """Every night: the next letter to who answered the last and whose word runs out. Only where letters can leave and
    this site's address is known; what is left waits on the page "Whom to ask"."""
    from sapar.monitoring import actions, asking

    if settings.EMAIL_BACKEND == NO_MAIL or not settings.CSRF_TRUSTED_ORIGINS:
        return
    for before in asking.to_ask_again():
        actor = SystemActor("monitoring.ask_again", before.org_id)
        with transaction.atomic(), tenancy.scope_of(actor):
            row = actions.remind_again(actor, before)
            send_reminder.defer(
                org_id=str(row.org_id), reminder_id=str(row.pk), base=settings.CSRF_TRUSTED_ORIGINS[0]
            )


@app.task(name="monitoring.send_reminder")
def send_reminder(org_id: str, reminder_id: str, base: str) -> None:
    """Make the link of one reminder and send it. A letter that cannot leave is tried again with a new link."""
    from sapar.monitoring import letters, queries
    from sapar.monitoring.actions import reminders

    actor = SystemActor("monitoring.send_reminder", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor):
        found = queries.reminder_to_send(actor, uuid.UUID(reminder_id))
        if found is None:
            return
        listing = queries.listing_of(found.about_id)
        token = reminders.give_token(found)
        made = letters.letter(listing, token, found.language, base, timezone.localdate(found.ends_at))
        send_mail(made.subject, made.text, settings.DEFAULT_FROM_EMAIL, [listing.email])
