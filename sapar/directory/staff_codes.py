"""Codes that only staff read: by whose word an entry is shown, and the price that the organisation says for all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.directory.offer_codes import Fee


class Basis(models.TextChoices):
    """By whose word an entry may be shown."""

    OWN = "own", _("The organisation said yes")
    SOURCE = "source", _("A published source describes it")
    NONE = "none", _("Nobody has said yes yet")


# A service that says nothing of its price costs what the organisation's help costs.
OFFER_FEES = [("", _("As the organisation says for all of its help")), *Fee.choices]
