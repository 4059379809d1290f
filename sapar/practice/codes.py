"""Lists of codes with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Being written")
    WAITING = "waiting", _("Waits for a colleague")
    SECONDED = "seconded", _("Waits for a second reader")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Taken back")
    DROPPED = "dropped", _("Given up")


class Result(models.TextChoices):
    REACHED = "reached", _("It worked")
    PARTLY = "partly", _("It worked in part")
    NOT_REACHED = "not-reached", _("It did not work")


class Origin(models.TextChoices):
    WORK = "work", _("From the work of a member organisation")
    TOLD = "told", _("From published descriptions")


class Why(models.TextChoices):
    """Why an entry goes back or is taken back. Codes only: a reason in free words could say what the entry must not."""

    RECOGNISABLE = "recognisable", _("Somebody could be recognised")
    UNCLEAR = "unclear", _("The facts are not clear enough")
    LAW = "law", _("The law is wrong or has changed")
    HARM = "harm", _("It could harm somebody")
    OTHER = "other", _("Another reason")


# Which texts an entry has in a language, in the order in which they are read.
PARTS = ("title", "situation", "steps", "law", "result", "failed")
