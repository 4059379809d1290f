"""Codes of acquaintance: why somebody is left out, and how a notice stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.organisations.models import Kind

# State bodies never take part. Nor do companies and labour exchanges, which may want to know where somebody is.
TAKING_PART = (Kind.NGO, Kind.UNION, Kind.DIASPORA, Kind.SHELTER, Kind.INTERNATIONAL, Kind.RELIGIOUS)


class Left(models.TextChoices):
    """Why somebody is left out: said when an entry is refused, and kept when one has ended."""

    ORGANISATION = (
        "organisation",
        _(
            "Your organisation takes no part in this: state bodies, companies and labour exchanges are left out."
        ),
    )
    ERASED = "erased", _("What was known of this person is erased.")
    CLOSED = "closed", _("The case is closed.")
    RESTRICTED = "restricted", _("The case is only for named staff: nobody else is told of anybody in it.")
    MINOR = (
        "minor",
        _("Only adults are entered. This person is a minor, or the year of birth is not written down."),
    )
    WITHDRAWN = "withdrawn", _("The person took it back.")
    EXPIRED = "expired", _("Its time is over.")
    MERGED = "merged", _("The record was merged with another, on which the person is entered too.")  # fmt: skip


class NoticeState(models.TextChoices):
    OPEN = "open", _("To decide")
    KNOWN = "known", _("Made ourselves known")
    LEFT = "left", _("Left as it is")
    OVER = "over", _("Over")
