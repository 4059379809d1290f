"""Codes of a loaded sheet: how it is read, and what became of each of its rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RowsAre(models.TextChoices):
    CONTACTS = "contacts", _("Every row is a talk; some of them opened or continued a case")
    CASES = "cases", _("Every row is a case")


class DateOrder(models.TextChoices):
    """How 03/04/2026 is meant. Dates with points are always day first."""

    NOT_ASKED = "", _("Not said yet")
    DAY_FIRST = "dmy", _("Day first: 03/04 is 3 April")
    MONTH_FIRST = "mdy", _("Month first: 03/04 is 4 March")


class RowState(models.TextChoices):
    NEW = "new", _("Not checked")
    READY = "ready", _("Ready")
    REJECTED = "rejected", _("Cannot be loaded")
    SKIPPED = "skipped", _("Left out")
    LOADED = "loaded", _("Loaded")
    KEPT = "kept", _("Kept: worked on since")
    UNDONE = "undone", _("Taken back")
