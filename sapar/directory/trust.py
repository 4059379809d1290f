"""What the public reads of an organisation's trust: a status with its reasons and dates, as the written rules left it.

The status stands on the entry (`Listing.trust` and its neighbours). Nobody writes it there: the package `monitoring`
reckons it by its rules and the database copies what was reckoned; the rules' numbers are explained in docs/trust.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sapar.ui.dates import written

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Trust(models.TextChoices):
    """The four statuses, the best first."""

    CONFIRMED = "confirmed", gettext_lazy("Confirmed")
    UNCONFIRMED = "unconfirmed", gettext_lazy("Not confirmed")
    WARNING = "warning", gettext_lazy("Warning")
    SUSPENDED = "suspended", gettext_lazy("Suspended")


class Fault(models.TextChoices):
    """What a warning may be about."""

    ASKS_MONEY = "asks-money", gettext_lazy("they ask for money for what should be free")
    PRICE = "price", gettext_lazy("they take more money than they say")
    CLOSED = "closed", gettext_lazy("nobody is there at the place and hours they name")
    NO_HELP = "no-help", gettext_lazy("they do not give the help they promise")
    LANGUAGES = "languages", gettext_lazy("they do not speak the languages they name")
    COMPLAINTS = "complaints", gettext_lazy("they do not answer complaints")
    REPORTS = "reports", gettext_lazy("they publish no reports of what they do")
    DANGER = "danger", gettext_lazy("they put people in danger")


# The rule of an entry that nobody has confirmed, and what stands on an entry until the rules have looked at it.
NOBODY = "T10"


def unreckoned() -> list[dict[str, Any]]:
    return [{"rule": NOBODY}]


class Judged(Protocol):
    """An entry, or a row of an answer, as far as these words need it."""

    trust: str
    trust_since: dt.date | None
    trust_rule: str
    trust_reasons: list[dict[str, Any]]
    checked_on: dt.date | None
    confirmed_on: dt.date | None
    described_in: int | None


@dataclass(frozen=True)
class TrustWords:
    """`code` is a `Trust`, and a state's code for `ui.states`; `words` is a line for a card; `reasons` are sentences.

    `confirmed` says when the organisation last confirmed its entry itself, `checked` when a monitor last looked; each
    is "" when nobody did.
    """

    code: str
    words: str
    reasons: list[str]
    confirmed: str
    checked: str
    rule: str

    @property
    def is_bad(self) -> bool:
        return self.code in (Trust.WARNING, Trust.SUSPENDED)


def trust_words(row: Judged) -> TrustWords:
    """The status of an entry in the reader's language."""
    return TrustWords(
        code=row.trust,
        words=_line(row),
        reasons=[reason_words(one) for one in row.trust_reasons],
        confirmed=_("On %(day)s the organisation last confirmed this itself.")
        % {"day": written(row.confirmed_on)}
        if row.confirmed_on
        else "",
        checked=_("On %(day)s a monitor of the network last looked.") % {"day": written(row.checked_on)}
        if row.checked_on
        else "",
        rule=row.trust_rule,
    )


def _line(row: Judged) -> str:
    if row.trust == Trust.CONFIRMED and row.trust_since:
        return _("Confirmed on %(day)s") % {"day": written(row.trust_since)}
    if row.trust == Trust.WARNING and row.trust_since:
        return _("Warning since %(day)s") % {"day": written(row.trust_since)}
    if row.trust == Trust.SUSPENDED and row.trust_since:
        return _("Do not go there: suspended since %(day)s") % {"day": written(row.trust_since)}
    last = max((day.year for day in (row.confirmed_on, row.checked_on) if day), default=row.described_in)
    return _("Not confirmed since %(year)s") % {"year": last} if last else str(Trust(row.trust).label)


# Rule to the sentence of its reason. `on` is a day, `about` a `Fault`.
_SENTENCES: dict[str, str | _StrPromise] = {
    "T1": gettext_lazy("On %(on)s it was dissolved by the law of its own country."),
    "T2": gettext_lazy("Since %(on)s a warning stands. Monitors found: %(about)s."),
    "T3": gettext_lazy("Several warnings stand at once."),
    "T4": gettext_lazy("The warning of %(on)s has not been put right for half a year."),
    "T5": gettext_lazy("Since %(on)s a warning stands. Monitors found: %(about)s."),
    "T7": gettext_lazy("On %(on)s a monitor did not find it as it is described."),
    "T8": gettext_lazy("On %(on)s a monitor found it as it is described."),
    "T9": gettext_lazy("The organisation confirmed on %(on)s that all of this is true."),
    "T10": gettext_lazy("Nobody has confirmed it within the last year."),
}


def reason_words(reason: dict[str, Any]) -> str:
    """One reason as a sentence."""
    if reason["rule"] == "T6":
        return ngettext(
            "In the last year %(count)s person told us that nobody is there or nobody answers.",
            "In the last year %(count)s people told us that nobody is there or nobody answers.",
            reason["count"],
        ) % {"count": reason["count"]}
    said = {
        "on": written(dt.date.fromisoformat(reason["on"])) if reason.get("on") else "",
        "about": str(Fault(reason["about"]).label) if reason.get("about") else "",
    }
    return str(_SENTENCES[reason["rule"]]) % said
