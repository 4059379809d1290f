"""The rules of consent: who may give it, in which languages its text may be read, how long it can hold. No writes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.people import birth as births
from sapar.people.codes import AgeBand, GivenBy, SafeToTell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.organisations.models import Organisation
    from sapar.people.models import Person

TEXT_VERSION = "2026-1"
LONGEST = dt.timedelta(days=366)
# The languages the text was written in; a translation is read out as consent only once a native speaker has signed it.
WRITTEN_IN = ("ru", "en")


def text_languages() -> list[str]:
    """The languages in which the text itself may be read out."""
    return [*WRITTEN_IN, *(code for code in settings.REVIEWED_LANGUAGES if code not in WRITTEN_IN)]


def text(language: str, recipient: str, fields: Sequence[str], until: dt.datetime | None) -> str:
    """The words read to the person, as markup, in `language` when it may be read there, else in Russian."""
    with translation.override(language if language in text_languages() else WRITTEN_IN[0]):
        words = {"recipient": recipient, "fields": [_field_words(code) for code in fields], "until": until}
        return render_to_string(f"people/consent_text/{TEXT_VERSION}.html", words)


def _field_words(code: str) -> str:
    from sapar.people.codes import Shareable

    return str(Shareable(code).label)


def check_giver(people: Sequence[Person], given_by: str) -> None:
    """One grown-up speaks for themselves and the minors with them; a guardian for minors; one of 14 to 17 may alone."""
    bands = [one.band_today for one in people]
    adults = sum(band not in births.MINORS for band in bands)
    if not people:
        raise Invalid({"people": _("Say whom this consent is about.")})
    if adults > 1:
        raise Invalid({"people": _("Every adult gives a consent of their own. Take one for each.")})
    if given_by == GivenBy.GUARDIAN and adults:
        raise Invalid(
            {
                "given_by": _(
                    "An adult gives consent for themselves. If this is a child, write down the year of birth first."
                )
            }
        )
    if given_by == GivenBy.SELF and not adults and bands != [AgeBand.TEEN]:
        raise Invalid({"given_by": _("For a child a parent or guardian gives consent.")})


def check_safety(recipient: Organisation, safe_to_tell: str) -> None:
    """A state body is told only of people who were asked and said that it is safe for them."""
    if safe_to_tell == SafeToTell.NOT_SAFE:
        raise Invalid({"safe_to_tell": _("The person says this is not safe, so nothing can be passed on.")})
    if recipient.is_official and safe_to_tell != SafeToTell.SAFE:
        raise Invalid(
            {
                "safe_to_tell": _(
                    "This is a consulate or state body: ask first whether it is safe for the person."
                )
            }
        )


def check_reading(language: str, interpreter: str) -> None:
    if language not in text_languages() and not interpreter:
        sentence = _(
            "The text in this language has not been checked by a native speaker. Have it interpreted, and write the interpreter's code."
        )
        raise Invalid({"interpreter": sentence})


def check_time(until: dt.datetime) -> None:
    if until <= timezone.now():
        raise Invalid({"until": _("The consent ends before it begins.")})
    if until > timezone.now() + LONGEST:
        raise Invalid({"until": _("A consent holds for a year at most. Ask again then.")})
