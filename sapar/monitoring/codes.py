"""Codes of monitoring that everybody reads, with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Parameter(models.TextChoices):
    """The standard parameters of a visit."""

    OFFICE = "office", _("The office")
    STAFF = "staff", _("Staff and their occupations")
    ACTIVITIES = "activities", _("What they do")
    YEARS = "years", _("Years at work")
    PRICE = "price", _("Free or paid, and how much")
    HOURS = "hours", _("Hours kept")
    LANGUAGES = "languages", _("Languages truly spoken")
    REPORTS = "reports", _("Reports published")
    COMPLAINTS = "complaints", _("Complaints and answers")
    SAFETY = "safety", _("How safe people are there")


class Verdict(models.TextChoices):
    AS_SAID = "as-said", _("as described")
    DIFFERS = "differs", _("otherwise than described")
    NOT_SEEN = "not-seen", _("could not be seen")


class VisitKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    CALL = "call", pgettext_lazy("how a monitor looked", "Call")
    PAPERS = "papers", _("Papers and reports read")


class FeedbackCode(models.TextChoices):
    """What somebody who was helped, or was not, can tell without a name."""

    ASKED_MONEY = "asked-money", _("They asked for money")
    CLOSED = "closed", _("Nobody is there any more")
    NO_ANSWER = "no-answer", _("They did not answer")


class FeedbackWhen(models.TextChoices):
    WEEK = "week", _("In the last seven days")
    MONTH = "month", _("In the last month")
    YEAR = "year", _("Longer ago")


class Occupation(models.TextChoices):
    LAWYER = "lawyer", _("Lawyers")
    SOCIAL = "social", _("Social workers")
    PSYCHOLOGIST = "psychologist", _("Psychologists")
    MEDICAL = "medical", _("Doctors and nurses")
    INTERPRETER = "interpreter", _("Interpreters")
    OFFICE = "office", _("Office and management")
    VOLUNTEER = "volunteer", _("Volunteers")
    OTHER = "other", _("Others")
