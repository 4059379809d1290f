"""Codes and words that only staff read: what the desk adds to a talk. Public pages never say them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# Outcomes that end a talk by one key, and one that passes words on. `codes.ContactOutcome` takes its words from here.
SILENT = _("Silent")
CUT_OFF = _("Cut off")
ABUSIVE = _("Abusive")
MESSAGE = _("A message was left to pass on")


class Source(models.TextChoices):
    """How a talk came into Sapar."""

    SCREEN = "screen", _("Typed at the desk")
    PAPER = "paper", _("From a paper form")
    SHEET = "sheet", _("From a spreadsheet")


class Asked(models.TextChoices):
    """The answer to a standing question. That it was not safe to ask is an answer of its own."""

    NOT_ASKED = "not-asked", _("Not asked")
    NO = "no", _("No")
    YES = "yes", _("Yes")
    NOT_SAID = "not-said", _("Did not say")
    UNSAFE = "unsafe", _("Not asked: not safe")


class TryKind(models.TextChoices):
    """What somebody did with a number that is tied to a restricted case."""

    LOOKED_UP = "looked-up", _("The number called and was looked up")
    WORD_WRONG = "word-wrong", _("A wrong agreed word was given")
    WORD_RIGHT = "word-right", _("The agreed word was given")
    MESSAGE = "message", _("A message was left")
