"""What the database refuses, in words. Its rules name themselves as constraints do (migration 0002)."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from sapar.common import refusals

_ASKED_ALREADY = _("This is being asked of the organisation already.")

# Rule: (form field, sentence). Rules that only a mistake of ours can break are not here: they stay errors.
SENTENCES: refusals.Sentences = {
    "monitor_not_of_the_organisation": (
        "",
        _("You work for this organisation, or did within a year. Somebody else has to monitor it."),
    ),
    "visit_not_of_oneself": ("", _("Nobody monitors their own organisation.")),
    "concern_not_of_oneself": ("", _("Nobody monitors their own organisation.")),
    "concern_needs_two": ("", _("A second monitor has to agree.")),
    "concern_upheld_by_another": (
        "",
        _("Somebody else than who raised it reads the answer and decides."),
    ),
    "concern_one_at_a_time": ("fault", _ASKED_ALREADY),
    "concern_rests_on_something": ("", _("A warning rests on a visit or on what several people told.")),
    "concern_stands_already": (
        "",
        _("The time to answer is over and the warning stands. It ends when two monitors find it put right."),
    ),
    "reply_to_what_was_asked": ("", _("Nothing is asked of your organisation here any more.")),
}

spoken = partial(refusals.spoken, SENTENCES)
refusal = partial(refusals.refusal, SENTENCES)
