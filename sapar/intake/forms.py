"""What the pages of intake ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sapar.directory.countries import COUNTRIES
from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.intake import calls
from sapar.intake.calls import Call
from sapar.intake.codes import AnswerCode
from sapar.people import lists
from sapar.people.codes import MayCall, PhoneOf
from sapar.ui.forms import ChoiceCards, OnceMixin, SaparForm

if TYPE_CHECKING:
    from collections.abc import Mapping

TEL = {"inputmode": "tel", "autocomplete": "off", "class": "tel"}


def topics() -> list[tuple[Any, Any]]:
    """The problems in their groups, as a list to choose one from."""
    groups = [
        (GROUPS[name][0], [(code, Problem(code).label) for code in codes])
        for name, codes in PROBLEM_GROUPS.items()
    ]
    return [("", _("Please choose")), *groups]


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
        widget=forms.TextInput(TEL),
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
    send_answers = forms.BooleanField(label=_("Send these answers too"), required=False)
    # Who was named on the page as the reader when the button was pressed. The page writes it, anew each time.
    reader = forms.CharField(widget=forms.HiddenInput, required=False)
    # Nobody sees this one; what fills it in is a machine.
    website = forms.CharField(
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
        label=_("Leave this empty"),
    )

    def call(self, guided: Mapping[str, Any] | None = None) -> Call:
        """`guided` goes along where the person wishes it."""
        given = self.cleaned_data
        names = ("topic", "language", "country", "phone", "safety_words", "words")
        return Call(
            **{name: given[name] for name in names},
            may_call=given["may_call"] or MayCall.UNKNOWN,
            phone_of=given["phone_of"] or PhoneOf.UNKNOWN,
            guided=guided if given["send_answers"] else None,
        )


class ReceiptForm(SaparForm):
    """The number that was given after sending."""

    receipt = forms.CharField(
        label=_("Your number"),
        help_text=_("Twelve digits, as you wrote them down."),
        max_length=60,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )


class AnswerForm(SaparForm):
    """The answer that the holder of the receipt will read."""

    answer = forms.ChoiceField(
        label=_("Answer to show"), choices=AnswerCode.choices, widget=forms.RadioSelect
    )
