"""Codes of monitoring that only staff reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConcernState(models.TextChoices):
    RAISED = "raised", _("waits for a second monitor")
    ASKED = "asked", _("the organisation is asked")
    REPLIED = "replied", _("the organisation has answered")
    UPHELD = "upheld", _("upheld after the answer")
    DROPPED = "dropped", _("dropped")


class FeedbackState(models.TextChoices):
    NEW = "new", _("to be reviewed")
    CREDIBLE = "credible", _("credible")
    DISMISSED = "dismissed", _("not credible")


class CorrectionState(models.TextChoices):
    WAITING = "waiting", _("waits for who keeps the entry")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")


class ReminderHow(models.TextChoices):
    MAIL = "mail", _("By e-mail, sent from here")
    HAND = "hand", _("I pass it on myself")
