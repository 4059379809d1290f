"""What the database refuses, in words. Its rules name themselves as constraints do (migration 0003)."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from sapar.common import refusals

# Rule: (form field, sentence). Rules that only a mistake of ours can break are not here: they stay errors.
SENTENCES: refusals.Sentences = {
    "referral_one_running": ("", _("A referral of this case to this organisation is already running.")),
    "referral_consent_holds": ("", _("The consent does not hold any more. Ask the person again.")),
    "referral_consent_names_the_receiver": (
        "",
        _("The consent names another organisation. Ask the person again."),
    ),
    "referral_consent_is_about_the_case": ("", _("The consent is about somebody who is not in this case.")),
    "referral_packet_within_the_consent": (
        "",
        _("The consent does not cover all of this. Ask the person again."),
    ),
    "referral_official_only_if_safe": (
        "",
        _("This is a consulate or state body: ask first whether it is safe for the person."),
    ),
    "referral_receiver_has_joined": ("", _("This organisation is not a member yet. Contact it directly.")),
    "referral_outside_to_those_listed": (
        "",
        _("This organisation is a member of the network by now. Ask it inside Sapar."),
    ),
    "handed_over_while_it_runs": (
        "",
        _("Nothing may be passed on any more: the time is over, or what it rests on has ended."),
    ),
    "outside_answer_after_the_offer": ("told_at", _("This is before they were asked.")),
    "outside_answer_told_before_written": ("told_at", _("This time has not come yet.")),
    "disclosure_least_packet": (
        "fields",
        _("Without consent only the least may go: never the story or the papers."),
    ),
    "disclosure_reviewed_by_another": ("", _("Somebody else must look at what you passed on.")),
    "disclosure_again_by_another": (
        "",
        _("This was not upheld before. A colleague has to make it."),
    ),
    "disclosure_reviewed_in_time": ("", _("The time for a review is over: it has been ended.")),
    "referral_answered_in_time": ("answer_by", _("The time to answer is already over.")),
}

spoken = partial(refusals.spoken, SENTENCES)
refusal = partial(refusals.refusal, SENTENCES)
