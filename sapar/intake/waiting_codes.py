"""Codes of who waits for our call."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallBackKind(models.TextChoices):
    CONTACT = "contact", _("Promised in a talk")
    MISSED = "missed", _("Missed call")
    REQUEST = "request", _("From the public page")


class CallBackState(models.TextChoices):
    WAITING = "waiting", _("Waits for our call")
    DONE = "done", _("Reached")
    STOPPED = "stopped", _("No more tries")


class TryAgain(models.TextChoices):
    """When a call is tried again; the values are hours."""

    HOUR = "1", _("In an hour")
    FOUR_HOURS = "4", _("In four hours")
    TOMORROW = "24", _("Tomorrow at this time")
    THREE_DAYS = "72", _("In three days")
