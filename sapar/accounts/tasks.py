"""Jobs of the accounts: a neutral letter, and forgetting what has run out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from sapar.accounts import queries
from sapar.common.errors import NotVisible


@app.task(name="accounts.send_notice")
def send_notice(user_id: str) -> None:
    """Tell a user that a setting of their account changed. Says nothing of what the system is or whom it serves."""
    try:
        user = queries.user(uuid.UUID(user_id))
    except NotVisible:
        return
    if not user.email:
        return
    with translation.override(user.language):
        send_mail(
            _("Notice"),
            _("A setting of your account was changed. If it was not you, tell your supervisor today."),
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.sweep", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> None:  # the time it was due
    """Hourly: forget old tries, used codes and sign-ins that are over."""
    from sapar.accounts import actions

    with transaction.atomic():
        actions.sweep()
