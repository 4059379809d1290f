"""What staff type about referrals that leave Sapar, and about what goes out without consent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.actions.words import LONGEST_STORY
from sapar.cases.codes import Outcome
from sapar.directory.taxonomy import Problem
from sapar.people.codes import Shareable
from sapar.referrals.actions.outside import LONGEST_WHO, Answer
from sapar.referrals.codes import LEAST, OUTSIDE, Answered, Belief, Danger, NoConsent, ToldHow, Way
from sapar.referrals.flow import DeclineReason
from sapar.referrals.forms import HINTS, PlanForm, answer_times
from sapar.ui.forms import CheckCards, ChoiceCards, OnceMixin, SaparForm
from sapar.ui.phones import PhoneField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WAY_HINTS = {
    Way.PHONE: _("You call them and say what is needed; names only after they have agreed"),
    Way.SHEET: _("One page in their language, with a slip to answer on"),
    Way.LINK: _("They read it in a browser, with a code that you give them apart"),
}


def way_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How will it reach them?"), choices=[(one.value, one.label) for one in OUTSIDE],
        widget=ChoiceCards(hints={str(code): str(words) for code, words in WAY_HINTS.items()}), initial=Way.PHONE,
    )  # fmt: skip


class OutsidePlanForm(PlanForm):
    """The same plan, and by which way."""

    way = way_field()
    field_order = ("way", "asked_for", "people", "fields_chosen")


class SheetForm(SaparForm):
    language = forms.ChoiceField(label=_("In which language?"), widget=ChoiceCards)
    names = forms.BooleanField(
        label=_("With names, phone numbers and all that the consent covers"), required=False,
        help_text=_("Without this the sheet says only what is needed, and names nobody."),
    )  # fmt: skip
    phone = PhoneField(label=_("Your phone for their answer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(settings.LANGUAGES)
        language: Any = self.fields["language"]
        language.choices = [(code, known[code]) for code in settings.STAFF_LANGUAGES]


class LinkForm(SaparForm):
    language = forms.ChoiceField(label=_("In which language will they read it?"), choices=settings.LANGUAGES)


class AnswerForm(OnceMixin, SaparForm):
    """What they said on the phone, on the slip, by mail."""

    verb = forms.ChoiceField(label=_("What did they say?"), widget=ChoiceCards)
    decline_reason = forms.ChoiceField(
        label=_("If they decline: why?"), required=False, choices=[("", _("They do not decline")), *DeclineReason.choices],
    )  # fmt: skip
    who = forms.CharField(
        label=_("Who said it?"),
        max_length=LONGEST_WHO,
        help_text=_("A name or a post, so that you can ask again."),
    )
    how = forms.ChoiceField(
        label=_("How did you learn it?"), widget=ChoiceCards,
        choices=[(code, label) for code, label in ToldHow.choices if code != ToldHow.LINK],
    )  # fmt: skip
    told_at = forms.DateTimeField(
        label=_("When did they say it?"),
        help_text=_("Day and time, such as 21.03.2026 14:30."),
        widget=forms.DateTimeInput(attrs={"class": "tel", "autocomplete": "off"}, format="%d.%m.%Y %H:%M"),
        input_formats=["%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("We could not read this. Write it like 21.03.2026 14:30.")},
    )
    words = forms.CharField(
        label=_("In their words, if there is more to tell"), required=False, max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        verbs: Sequence[str],
        problems: Sequence[str],
        known: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verb"]
        field.choices = [(code, Answered(code).label) for code in verbs]
        self.fields["told_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
        if "decline" not in verbs:
            del self.fields["decline_reason"]
        self.problems = list(problems) if {"complete", "report"} & set(verbs) else []
        for code in self.problems:
            self.fields[f"outcome-{code}"] = forms.ChoiceField(
                label=Problem(code).label, required=False, initial=known.get(code, ""),
                choices=[("", _("Nothing to tell yet")), *Outcome.choices],
            )  # fmt: skip

    def answer(self) -> Answer:
        typed = self.cleaned_data
        outcomes = {code: typed[f"outcome-{code}"] for code in self.problems if typed[f"outcome-{code}"]}
        reason = typed.get("decline_reason", "") if typed["verb"] == Answered.DECLINE else ""
        return Answer(
            typed["verb"], typed["how"], typed["told_at"], typed["who"], typed["words"], reason, outcomes
        )


class DiscloseForm(OnceMixin, PlanForm):
    """Without consent: why, how little, and how."""

    danger = forms.ChoiceField(label=_("Who is in danger?"), choices=Danger.choices, widget=ChoiceCards)
    no_consent = forms.ChoiceField(
        label=_("Is consent really impossible? Why can't the person be asked?"),
        choices=NoConsent.choices,
        widget=ChoiceCards,
    )
    belief = forms.ChoiceField(
        label=_("Nobody could be asked whether it is safe that a state body learns of this. What do you believe?"),
        choices=[(code, label) for code, label in Belief.choices if code != Belief.NOT_OFFICIAL], widget=ChoiceCards,
    )  # fmt: skip
    belief_why = forms.CharField(
        label=_("Why do you believe so?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("What happened, and what will happen if nothing is passed on now?"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by the colleague who reviews this. It is not passed on."),
    )  # fmt: skip
    way = way_field()
    hours = forms.TypedChoiceField(
        label=_("Until when do you need an answer?"),
        coerce=int,
        initial="24",
        widget=ChoiceCards,
        choices=answer_times,
    )
    field_order = (
        "danger", "no_consent", "reason", "belief", "belief_why", "people", "fields_chosen", "asked_for", "way", "hours",
    )  # fmt: skip

    def __init__(self, *args: Any, official: bool, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["fields_chosen"]
        chosen.label = _("What must they know?")
        chosen.help_text = _("The least with which they can help. Never the story, never papers.")
        chosen.choices = [(one.value, one.label) for one in LEAST]
        chosen.widget = CheckCards(hints=HINTS)
        chosen.widget.choices = chosen.choices
        chosen.initial = [str(Shareable.PROBLEMS), str(Shareable.PLACE), str(Shareable.LANGUAGES)]
        if not official:
            del self.fields["belief"], self.fields["belief_why"]
        if not outside:
            del self.fields["way"]

    def answer_by(self) -> dt.datetime:
        return timezone.now() + dt.timedelta(hours=self.cleaned_data["hours"])


class ReviewForm(SaparForm):
    verb = forms.ChoiceField(
        label=_("Was it right?"), widget=ChoiceCards,
        choices=[("uphold", _("Yes: nothing less would have done")), ("refuse", _("No: end it now"))],
    )  # fmt: skip
    words = forms.CharField(label=_("Why?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
