"""The rules of consent: who may give it, in which languages its text may be read, how long it can hold. No writes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.people import birth as births
from sapar.people.codes import AgeBand, GivenBy, InterpretedBy, SafeToTell, Shareable, ToldBy
from sapar.ui.dates import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.organisations.models import Organisation
    from sapar.people.models import Consent, Person

TEXT_VERSION = "2026-2"
TEXT_VERSIONS = ("2026-1", TEXT_VERSION)
LONGEST = dt.timedelta(days=366)
# The language the text was written in. Every other is a translation, and none is read out as consent before a native
# speaker has signed it (`settings.REVIEWED_LANGUAGES`).
WRITTEN_IN = ("en",)


@dataclass(frozen=True)
class Interpreter:
    """Who interpreted: the kind, and the organisation's own code for them, never a name."""

    by: str = InterpretedBy.NOBODY
    code: str = ""


ALONE = Interpreter()


def text_languages() -> list[str]:
    """The languages in which the text itself may be read out."""
    return [*WRITTEN_IN, *(code for code in settings.REVIEWED_LANGUAGES if code not in WRITTEN_IN)]


def told_by(language: str) -> ToldBy:
    """How somebody is told in this language: the text, where it may be read, otherwise the points in own words."""
    return ToldBy.READ if language in text_languages() else ToldBy.EXPLAINED


def points(recipient: str, fields: Sequence[str], until: dt.datetime | None) -> list[str]:
    """What has to be said, in the language of whoever explains it. They bind, whatever words they are said in."""
    day = written(until) if until else ""
    return [
        _("We would like to tell another organisation about them, so that it can help."),
        _("The organisation is: %(name)s") % {"name": recipient or "…"},
        _("Only this is passed on: %(fields)s") % {"fields": ", ".join(_field_words(code) for code in fields)},
        _("The consent holds until this day: %(day)s") % {"day": day or "…"},
        _("They may say no. We help them all the same, as far as we can."),
        _("They may take it back at any time, by a call or a message, without a reason. From then on the organisation sees nothing more of this; what it has written down itself stays with it."),
        _("A consulate, the police or a ministry: would it be safe for them and their family? If not, we tell them nothing."),
        _("Ask: do you agree? The answer is theirs alone; nobody beside them answers."),
    ]  # fmt: skip


def text(
    language: str,
    recipient: str,
    fields: Sequence[str],
    until: dt.datetime | None,
    version: str = TEXT_VERSION,
) -> str:
    """The words of the consent, as markup, in `language`: to be read out only where `text_languages` has it."""
    template = f"people/consent_text/{version if version in TEXT_VERSIONS else TEXT_VERSION}.html"
    with translation.override(language):
        words = {"recipient": recipient, "fields": [_field_words(code) for code in fields], "until": until}
        return render_to_string(template, words)


@dataclass(frozen=True)
class Talk:
    """What staff have before them while they ask. `texts` and `drafts`: (language, markup).

    `texts` may be read out; `drafts` are translations nobody has signed, there to look up a word.
    """

    points: list[str]
    texts: list[tuple[str, str]]
    drafts: list[tuple[str, str]]


def talk(recipient: str, fields: Sequence[str], until: dt.datetime | None) -> Talk:
    """All of it, with what is chosen so far."""
    ready = text_languages()
    drafts = [code for code, _name in settings.LANGUAGES if code not in ready]
    return Talk(
        points(recipient, fields, until),
        [(code, text(code, recipient, fields, until)) for code in ready],
        [(code, text(code, recipient, fields, until)) for code in drafts],
    )


def said(consent: Consent) -> Talk:
    """What was said when this consent was taken: the text that was read, or the points that were explained."""
    facts = consent.recipient.name, consent.fields, consent.until
    if consent.told_by == ToldBy.EXPLAINED:
        return Talk(points(*facts), [], [])
    language = consent.language_read if consent.language_read in dict(settings.LANGUAGES) else "ru"
    return Talk([], [(language, text(language, *facts, version=consent.text_version))], [])


def _field_words(code: str) -> str:
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
    if given_by == GivenBy.TWO_STAFF:
        return
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


def check_interpreter(interpreter: Interpreter) -> None:
    """Whoever interpreted can be asked later: by a code for all but a relative."""
    if interpreter.by not in InterpretedBy.values:
        raise Invalid({"interpreted_by": _("Please choose from the list.")})
    needs_code = interpreter.by in (InterpretedBy.STAFF, InterpretedBy.PARTNER, InterpretedBy.SERVICE)
    if needs_code and not interpreter.code:
        raise Invalid({"interpreter": _("Write the code your organisation uses for this interpreter.")})
    if interpreter.by == InterpretedBy.NOBODY and interpreter.code:
        raise Invalid(
            {"interpreted_by": _("A code stands there: say who interpreted, or take the code away.")}
        )


def check_time(until: dt.datetime) -> None:
    if until <= timezone.now():
        raise Invalid({"until": _("The consent ends before it begins.")})
    if until > timezone.now() + LONGEST:
        raise Invalid({"until": _("A consent holds for a year at most. Ask again then.")})
