"""Codes of referrals that leave Sapar, and of what is disclosed without consent. Words for staff."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.people.codes import Shareable


class Way(models.TextChoices):
    """How a referral reaches the other organisation."""

    INSIDE = "inside", _("Inside Sapar")
    PHONE = "phone", _("By phone")
    SHEET = "sheet", _("Printed sheet")
    LINK = "link", _("One-time sealed link")


# To an organisation that is only listed in the directory.
OUTSIDE = (Way.PHONE, Way.SHEET, Way.LINK)


class Handed(models.TextChoices):
    """How something of the packet left the house."""

    TOLD = "told", _("Told by phone")
    PRINTED = "printed", _("Sheet printed")
    LINKED = "linked", _("Link and code made")


class Answered(models.TextChoices):
    """What the other organisation said; all but the last two move the referral."""

    ACCEPT = "accept", _("They accept")
    DECLINE = "decline", _("They decline")
    START = "start", _("They have begun")
    COMPLETE = "complete", _("They have finished")
    REPORT = "report", _("They report how it stands")
    DESTROYED = "destroyed", _("They confirm that everything was destroyed")


class ToldHow(models.TextChoices):
    PHONE = "phone", _("By phone")
    SLIP = "slip", _("On the return slip of the sheet")
    MAIL = "mail", _("By e-mail or letter")
    IN_PERSON = "in-person", _("In person")
    LINK = "link", _("Through the sealed link")


class Danger(models.TextChoices):
    """What may happen if nothing is passed on now."""

    LIFE = "life", _("Somebody's life is in danger")
    CHILD = "child", _("A child is in danger")


class NoConsent(models.TextChoices):
    """The answer to "is consent really impossible?"."""

    NOT_REACHED = "not-reached", _("The person cannot be reached in time")
    NOT_ABLE = "not-able", _("The person cannot speak or decide now")
    HELD = "held", _("Asking would put the person in more danger: somebody listens or holds them")
    NO_GUARDIAN = "no-guardian", _("A child, and nobody who may speak for it is safe or can be reached")


class Belief(models.TextChoices):
    """What we believe of the safety of telling a consulate, the police or a ministry: nobody could be asked."""

    NOT_OFFICIAL = "not-official", _("The recipient is not a state body")
    SAFE = "safe", _("We believe that telling them is safe for the person")
    LESS_HARM = "less-harm", _("Telling them has a danger, but silence has a greater one")


# What may leave without consent at all; the database knows the same list. Never the story, papers or citizenship.
LEAST = (
    Shareable.PROBLEMS,
    Shareable.LANGUAGES,
    Shareable.PLACE,
    Shareable.NEEDS,
    Shareable.NAMES,
    Shareable.PHONES,
    Shareable.SAFETY,
)
