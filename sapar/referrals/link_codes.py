"""Codes that also somebody without an account reads and chooses: their words stand in all languages of the public pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeclineReason(models.TextChoices):
    NO_CAPACITY = "no-capacity", _("No capacity now")
    NOT_OUR_WORK = "not-our-work", _("Not what we do")
    NOT_OUR_PLACE = "not-our-place", _("Not where we work")
    NOT_REACHED = "not-reached", _("Could not reach the person")
    CONFLICT = "conflict", _("Conflict of interest")
    OTHER = "other", _("Another reason")
