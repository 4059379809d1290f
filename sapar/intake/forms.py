"""What the pages of intake ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.directory.countries import COUNTRIES
from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.intake import calls
from sapar.intake.calls import Call, Talk
from sapar.intake.codes import AnswerCode, CallerIs, Channel, ContactOutcome
from sapar.people import lists
from sapar.people.codes import MayCall, PhoneOf
from sapar.ui.forms import ChoiceCards, DayField, OnceMixin, SaparForm

_TEL = {"inputmode": "tel", "autocomplete": "off", "class": "tel"}
_YEAR = dt.timedelta(days=366)


def topics() -> list[tuple[Any, Any]]:
    """The problems in their groups, as a list to choose one from."""
    groups = [
        (GROUPS[name][0], [(code, Problem(code).label) for code in codes])
        for name, codes in PROBLEM_GROUPS.items()
    ]
    return [("", _("Please choose")), *groups]


def _a_year_ago() -> dt.date:
    return timezone.localdate() - _YEAR


def _countries() -> list[tuple[str, Any]]:
    return [
        ("", _("Another country, or I do not want to say")),
        *((code, lists.country_name(code)) for code in COUNTRIES),
    ]


class AskForm(OnceMixin, SaparForm):
    """A call for help. Only the topic is asked for; whatever else is given helps to answer."""

    topic = forms.ChoiceField(label=_("What happened?"), choices=topics)
    country = forms.ChoiceField(label=_("In which country?"), choices=_countries, required=False)
    language = forms.ChoiceField(label=_("In which language shall we answer?"), choices=settings.LANGUAGES)
    may_call = forms.ChoiceField(
        label=_("May we call you?"),
        choices=[
            (MayCall.YES, _("Yes, any time")),
            (MayCall.TIMES, _("Only at the times I write below")),
            (MayCall.NO, _("No, do not call")),
        ],
        widget=ChoiceCards,
        required=False,
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=calls.LONGEST_PHONE,
        widget=forms.TextInput(_TEL),
        required=False,
    )
    phone_of = forms.ChoiceField(
        label=_("Who uses this phone?"),
        choices=[
            (PhoneOf.OWN, _("Only I")),
            (PhoneOf.SHARED, _("Others too")),
            (PhoneOf.RELATIVE, _("It is not mine")),
        ],
        widget=ChoiceCards,
        required=False,
    )
    safety_words = forms.CharField(
        label=_("When may we call, and what may we say?"),
        help_text=_("For example: after 20:00; say that you call about the course."),
        max_length=calls.LONGEST_SAFETY,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        required=False,
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("You need not write names."),
        max_length=calls.LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5, "autocomplete": "off"}),
        required=False,
    )
    # Who was named on the page as the reader when the button was pressed. The page writes it, anew each time.
    reader = forms.CharField(widget=forms.HiddenInput, required=False)
    # Nobody sees this one; what fills it in is a machine.
    website = forms.CharField(
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
        label=_("Leave this empty"),
    )

    def call(self) -> Call:
        given = self.cleaned_data
        names = ("topic", "language", "country", "phone", "safety_words", "words")
        return Call(
            **{name: given[name] for name in names},
            may_call=given["may_call"] or MayCall.UNKNOWN,
            phone_of=given["phone_of"] or PhoneOf.UNKNOWN,
        )


class ReceiptForm(SaparForm):
    """The number that was given after sending."""

    receipt = forms.CharField(
        label=_("Your number"),
        help_text=_("Twelve digits, as you wrote them down."),
        max_length=60,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )


class TalkForm(OnceMixin, SaparForm):
    """A contact. Channel, topic and outcome are asked for; the rest is as far as it was said."""

    phone = forms.CharField(
        label=_("Phone"), max_length=calls.LONGEST_PHONE, widget=forms.TextInput(_TEL), required=False
    )
    caller_is = forms.ChoiceField(
        label=_("Who calls?"), choices=CallerIs.choices, initial=CallerIs.UNKNOWN, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=lists.languages, required=False)
    country = forms.ChoiceField(label=_("Country it is about"), choices=lists.countries, required=False)
    may_call = forms.ChoiceField(label=_("May we call?"), choices=MayCall.choices, required=False)
    phone_of = forms.ChoiceField(label=_("Who uses this phone?"), choices=PhoneOf.choices, required=False)
    safety_words = forms.CharField(
        label=_("When to call, what to say"),
        max_length=calls.LONGEST_SAFETY,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    words = forms.CharField(
        label=_("What was said"),
        max_length=calls.LONGEST_NOTE,
        widget=forms.Textarea({"rows": 9}),
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=topics)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ContactOutcome.choices, widget=forms.RadioSelect)
    began_on = DayField(
        label=_("Day"),
        help_text=_("Empty: today"),
        earliest=_a_year_ago,
        latest=timezone.localdate,
        required=False,
    )
    began_time = forms.TimeField(
        label=_("Time"),
        help_text=_("Empty: now"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H %M", "%H"],
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
        required=False,
        error_messages={"invalid": _("We could not read this time. Write it like 14:30.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["began_at"] = self._began(given.get("began_on"), given.get("began_time"))
        return given

    def _began(self, day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
        """The moment in the organisation's zone; None for now."""
        today = timezone.localdate()
        if self.errors or (time is None and day in (None, today)):
            return None
        # A day that is over and no hour: noon stands for "some time that day".
        moment = timezone.make_aware(dt.datetime.combine(day or today, time or dt.time(12)))
        if moment > timezone.now():
            self.add_error("began_time", ValidationError(_("A talk can't begin in the future.")))
        return moment

    def talk(self) -> Talk:
        given = self.cleaned_data
        names = (
            "channel",
            "topic",
            "outcome",
            "language",
            "country",
            "phone",
            "safety_words",
            "words",
            "began_at",
        )
        return Talk(
            **{name: given[name] for name in names},
            caller_is=given["caller_is"] or CallerIs.UNKNOWN,
            may_call=given["may_call"] or MayCall.UNKNOWN,
            phone_of=given["phone_of"] or PhoneOf.UNKNOWN,
        )

    def unsent(self) -> TalkForm:
        """The same form with everything that was typed, before anything is asked of it."""
        return TalkForm(initial={name: self[name].data for name in self.fields})


class AnswerForm(SaparForm):
    """The answer that the holder of the receipt will read."""

    answer = forms.ChoiceField(
        label=_("Answer to show"), choices=AnswerCode.choices, widget=forms.RadioSelect
    )
