"""What staff type about needs, family, and what two members decide for a child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.people import codes, lists
from sapar.people.forms import ConsentForm
from sapar.ui.forms import CheckCards, ChoiceCards, OnceMixin, PhoneField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.people.models import Person

LONGEST = 2000


class NeedsForm(SaparForm):
    needs = forms.MultipleChoiceField(
        label=_("What is needed?"), required=False, choices=codes.Need.choices, widget=CheckCards,
        help_text=_("As the person says it. Only what changes our help; nothing about health."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the interpreter"),
        required=False,
        choices=lists.languages,
    )


# What the other is to the one whose page it is: (kin, whether the other is the first of the link).
SEEN_FROM_HERE = {
    "mother": (codes.Kin.MOTHER, True),
    "father": (codes.Kin.FATHER, True),
    "guardian": (codes.Kin.GUARDIAN, True),
    "grandparent": (codes.Kin.GRANDPARENT, True),
    "child": (codes.Kin.PARENT, False),
    "ward": (codes.Kin.GUARDIAN, False),
    "grandchild": (codes.Kin.GRANDPARENT, False),
    "spouse": (codes.Kin.SPOUSE, True),
    "sibling": (codes.Kin.SIBLING, True),
    "relative": (codes.Kin.RELATIVE, True),
}
_WORDS = (
    ("", _("Choose")), ("mother", _("Mother")), ("father", _("Father")), ("guardian", _("Guardian")),
    ("grandparent", _("Grandmother or grandfather")), ("child", _("Son or daughter")),
    ("ward", _("Child in their care")), ("grandchild", _("Grandchild")), ("spouse", _("Husband or wife")),
    ("sibling", _("Brother or sister")), ("relative", _("Another relative")),
)  # fmt: skip


class MarkForm(SaparForm):
    decides = forms.BooleanField(
        label=_("The elder one speaks for the child: parent with rights, or guardian"), required=False
    )
    unsafe = forms.BooleanField(
        label=_("Contact between the two is not safe"), required=False,
        help_text=_("It is shown in red before any contact, and neither of them then gives consent for the other."),
    )  # fmt: skip


class LinkForm(OnceMixin, MarkForm):
    other = forms.ChoiceField(label=_("Who?"), required=False)
    number = PhoneField(
        label=_("Or found by their phone number"), required=False,
        help_text=_("For somebody who is written down here, in whatever case."),
    )  # fmt: skip
    seen_as = forms.ChoiceField(label=_("What is that person to this one?"), choices=_WORDS)

    field_order = ("other", "number", "seen_as", "decides", "unsafe")

    def __init__(self, *args: Any, near: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = {str(one.pk): one for one in near}
        other: Any = self.fields["other"]
        other.choices = [("", _("Choose"))] + [(key, one.shown_name) for key, one in self.near.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("other")) == bool(cleaned.get("number")):
            self.add_error(
                "other", _("Choose somebody from the list, or type their phone number: one of the two.")
            )
        return cleaned


class TakeConsentForm(ConsentForm):
    """The consent asked for on a person's page, where two members of staff may decide for a child."""

    guardian = forms.ChoiceField(
        label=_("Which guardian?"), required=False,
        help_text=_("Only those written down as speaking for the child, and safe."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why do two members of staff decide?"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    opinion = forms.CharField(
        label=_("What does the child say?"), required=False, max_length=LONGEST,
        help_text=_("From 14 on it has to be written down."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, guardians: Sequence[Person], children: bool, two: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guardians = {str(one.pk): one for one in guardians}
        self.two = two
        giver: Any = self.fields["given_by"]
        gone = {codes.GivenBy.GUARDIAN if two else codes.GivenBy.TWO_STAFF}
        giver.choices = [pair for pair in codes.GivenBy.choices if pair[0] not in gone]
        if two:
            giver.initial = codes.GivenBy.TWO_STAFF
        if not (children and guardians and not two):
            del self.fields["guardian"]
        else:
            choices: Any = self.fields["guardian"]
            choices.choices = [("", _("Somebody who is not written down"))] + [
                (key, one.shown_name) for key, one in self.guardians.items()
            ]
        if not two:
            del self.fields["reason"], self.fields["opinion"]
        self.order_fields(["recipient", "people", "given_by", "guardian", "reason", "opinion"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("guardian") and cleaned.get("given_by") != codes.GivenBy.GUARDIAN:
            self.add_error("guardian", _("Leave this empty unless a guardian gives the consent."))
        return cleaned

    @property
    def chosen_guardian(self) -> Person | None:
        return self.guardians.get(self.cleaned_data.get("guardian") or "")


class ProposeForm(SaparForm):
    """Why something is decided for a child, and what the child says."""

    reason = forms.CharField(label=_("Why?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    opinion = forms.CharField(
        label=_("What does the child say?"), required=False, max_length=LONGEST,
        help_text=_("From 14 on it has to be written down."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DecideForm(SaparForm):
    verdict = forms.ChoiceField(
        label=_("What do you decide?"), choices=codes.Verdict.choices, widget=ChoiceCards
    )
