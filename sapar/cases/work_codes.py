"""Codes of the work in a case. They are what is counted and exchanged; their words are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(models.TextChoices):
    """What a service is counted in."""

    HOURS = "hours", pgettext_lazy("unit", "Hours")
    NIGHTS = "nights", pgettext_lazy("unit", "Nights")
    VISITS = "visits", _("Visits or talks")
    ITEMS = "items", _("Things handed out")
    SUM = "sum", _("Money")


class Giver(models.TextChoices):
    MEMBER = "member", _("One of us")
    PARTNER = "partner", _("Another organisation")
    OTHER = "other", _("Somebody else")


class RowState(models.TextChoices):
    """Nothing written down is deleted: what was a mistake is withdrawn."""

    KEPT = "kept", _("Written down")
    WITHDRAWN = "withdrawn", _("Withdrawn as a mistake")


class PartyRole(models.TextChoices):
    EMPLOYER = "employer", _("Employer")
    INTERMEDIARY = "intermediary", _("Intermediary or recruiter")
    LANDLORD = "landlord", _("Landlord")
    POLICE = "police", _("Police")
    DETENTION = "detention", _("Place of detention")
    HOSPITAL = "hospital", _("Hospital or doctor")
    COURT = "court", _("Court")
    SCHOOL = "school", _("School")
    STATE = "state", _("Another state body")
    LAWYER = "lawyer", _("Lawyer")
    WITNESS = "witness", _("Witness or colleague")
    RELATIVE = "relative", _("Relative who is not in the case")
    OTHER = "other", _("Somebody else")


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    REACHED = "reached", _("Reached")
    NOT_REACHED = "not-reached", _("Not reached")
    DROPPED = "dropped", _("Not needed any more")


class HandoverWay(models.TextChoices):
    HANDED = "handed", _("Handed over")
    LEFT = "left", _("The colleague left")


class Verdict(models.TextChoices):
    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not-justified", _("Not justified")


# Those we meet; any other by its three letters of ISO 4217.
CURRENCIES = (
    "KGS",
    "KZT",
    "UZS",
    "TJS",
    "TMT",
    "RUB",
    "USD",
    "EUR",
    "TRY",
    "KRW",
    "GBP",
    "CNY",
    "AED",
    "PLN",
    "MDL",
)
