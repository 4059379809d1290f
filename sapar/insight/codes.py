"""Codes of releases and of requests to count: how numbers are protected, and how far something has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How a release is protected; see docs/disclosure.md."""

    EXACT = "exact", _("True numbers, small ones hidden")
    NOISE = "noise", _("Numbers with a small error, small ones hidden")
    PRIVATE = "private", _("Numbers with a stated error that protects everyone (differential privacy)")


class ReleaseState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready, waits for a second person")
    BLOCKED = "blocked", _("Blocked: an attack succeeded")
    FAILED = "failed", _("Could not be made")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Refused by the second person")
    WITHDRAWN = "withdrawn", _("Withdrawn before it was published")


class Purpose(models.TextChoices):
    PUBLIC = "public", _("For the public page")
    RESEARCH = "research", _("For an approved request")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Waits for two organisations")
    HALF = "half", _("One organisation has agreed")
    APPROVED = "approved", _("Two organisations have agreed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Frozen for good: another threshold would show what the higher one hid.
THRESHOLD = 10
# All that differential privacy may spend, ever, over all releases and all kinds of record.
LIFETIME_EPSILON = 4.0
