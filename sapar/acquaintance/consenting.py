"""What a person is told before they agree to be recognised, and what they agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from sapar.people.consenting import Talk, text_languages
from sapar.ui.dates import written

if TYPE_CHECKING:
    import datetime as dt

TEXT_VERSION = "2026-1"


def points(until: dt.datetime | None) -> list[str]:
    """What has to be said, in the language of whoever explains it. They bind, whatever words they are said in."""
    return [
        _("We would like to find out whether another organisation helps them too, so that they need not tell everything twice."),
        _("A computer compares what we know with what others know: document, own phone, full name with full date of birth. No organisation sees another's people."),
        _("If somebody else helps them, only the organisation that entered them first learns that there is somebody. It does not learn who, nor with what."),
        _("That organisation alone decides whether to tell the other its own name. Neither tells the other anything else without asking them again."),
        _("Consulates, state bodies, companies and labour exchanges take no part. Nor do minors."),
        _("Ask: is there an organisation that must not learn that somebody helps them? Then they are not entered."),
        _("It holds until this day: %(day)s") % {"day": written(until) if until else "…"},
        _("They may say no. We help them all the same."),
        _("They may take it back at any time, by a call or a message, without a reason. From that night on nobody is told anything; what was told before cannot be unsaid."),
        _("Ask: do you agree? The answer is theirs alone; nobody beside them answers."),
    ]  # fmt: skip


def talk(until: dt.datetime | None) -> Talk:
    """What staff have before them: the points, the texts that may be read out, the drafts that may not."""
    ready = text_languages()
    drafts = [code for code, _name in settings.LANGUAGES if code not in ready]
    return Talk(
        points(until),
        [(code, _text(code, until)) for code in ready],
        [(code, _text(code, until)) for code in drafts],
    )


def _text(language: str, until: dt.datetime | None) -> str:
    with translation.override(language):
        return render_to_string(f"acquaintance/consent_text/{TEXT_VERSION}.html", {"until": until})
