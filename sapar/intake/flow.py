"""Which way a public call for help can go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.common.flow import Flow


class RequestState(models.TextChoices):
    NEW = "new", _("Received")
    TAKEN = "taken", _("Somebody is on it")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


S = RequestState

REQUEST = Flow(
    {
        (S.NEW, "take"): S.TAKEN,
        (S.TAKEN, "release"): S.NEW,
        (S.TAKEN, "answer"): S.ANSWERED,
        (S.TAKEN, "close"): S.CLOSED,
        # "We tried to call" may be followed by "please come".
        (S.ANSWERED, "answer"): S.ANSWERED,
        (S.ANSWERED, "close"): S.CLOSED,
        (S.NEW, "close"): S.CLOSED,
    }
)
