"""What staff type about people: particulars, phones, consent, erasure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapar.common.errors import Invalid
from sapar.organisations.models import Organisation
from sapar.people import agreed, codes, consenting, lists, passports
from sapar.people.models import Person
from sapar.people.particulars import LONGEST_NAME, LONGEST_WORDS, Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision
from sapar.ui.forms import (
    CheckCards,
    ChoiceCards,
    DayField,
    FlexibleDate,
    OnceMixin,
    PhoneField,
    SaparForm,
    problems_into,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models


def unknown_first(known: type[models.TextChoices]) -> list[tuple[str, Any]]:
    """Choices of a list that has "unknown": a browser that loses a value then shows nothing that was not said."""
    return sorted(known.choices, key=lambda pair: pair[0] != "unknown")


class ParticularsForm(SaparForm):
    """All about one person. Nothing has to be filled in."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=LONGEST_NAME,
        help_text=_("As the person writes it, in any script. It may stay empty."),
    )  # fmt: skip
    document_name = forms.CharField(
        label=_("Name as in the documents"), required=False, max_length=LONGEST_NAME
    )
    other_names = forms.CharField(
        label=_("Other spellings"), required=False, max_length=LONGEST_NAME * 10, help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    zone = forms.CharField(
        label=_("Lines at the foot of the passport page"), required=False, max_length=200,
        help_text=_("Typed or pasted, with every <. What is still empty is filled in from them."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "characters"}),
    )  # fmt: skip
    birth = FlexibleDate(label=_("Born"), required=False, help_text=_("The year alone is enough."))
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=unknown_first(codes.Sex), initial=codes.Sex.UNKNOWN
    )
    citizenship_state = forms.ChoiceField(
        label=_("How do we know the citizenship?"), required=False, choices=unknown_first(codes.CitizenshipState),
        initial=codes.CitizenshipState.UNKNOWN,
    )  # fmt: skip
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False, choices=lists.countries)
    second_citizenship = forms.ChoiceField(
        label=_("Second citizenship"), required=False, choices=lists.countries
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=lists.near_languages,
        widget=forms.CheckboxSelectMultiple,
    )
    further_language = forms.ChoiceField(
        label=_("Another language"), required=False, choices=lists.further_languages
    )
    country = forms.ChoiceField(
        label=_("Country where they are now"), required=False, choices=lists.countries
    )
    may_call = forms.ChoiceField(
        label=_("May we call?"),
        required=False,
        choices=unknown_first(codes.MayCall),
        initial=codes.MayCall.UNKNOWN,
    )
    safety_words = forms.CharField(
        label=_("How to make contact without harm"), required=False, max_length=LONGEST_WORDS,
        help_text=_("When to call, who may pick up, what to say, what must not be said."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    agreed_word = forms.CharField(
        label=_("Agreed word"), required=False, max_length=agreed.LONGEST,
        help_text=_("The person says it when they call, so that we know it is they. It is checked against their numbers."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        self.known = Particulars.of(person) if person else Particulars()
        self.passport: passports.Passport | None = None
        self.added: dict[str, Any] = {}
        if person:
            kwargs["initial"] = _initial(self.known) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Run the rules of `Particulars` already here, so that each refusal stands beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._fill_from_zone()
        if not self.errors:
            try:
                self.particulars().put_into(Person())
            except Invalid as refusal:
                problems_into(
                    self, {_FIELD_OF.get(name, name): words for name, words in refusal.problems.items()}
                )
        return cleaned

    def _fill_from_zone(self) -> None:
        """What the passport says stands in the boxes that were left empty."""
        typed = str(self.cleaned_data.get("zone") or "")
        if not typed.strip():
            return
        try:
            self.passport = passports.read(typed)
        except Invalid as refusal:
            problems_into(self, refusal.problems)
            return
        self.added = {name: value for name, value in self.passport.boxes.items() if self._is_empty(name)}
        self.cleaned_data |= self.added

    def _is_empty(self, name: str) -> bool:
        if name not in self.fields or name in self.errors:
            return False
        value = self.cleaned_data.get(name)
        return value in (None, "", "unknown") or value == PartialDate(Precision.UNKNOWN)

    def filled(self) -> SaparForm:
        """The same form with what was typed and what the passport adds; nothing else is asked of it yet.

        Where the lines cannot be read it is this one, and says so beside them.
        """
        self.full_clean()
        if "zone" not in self.errors:
            return self.unsent(**self.added)
        for name in [name for name in self.errors if name != "zone"]:
            del self.errors[name]
        return self

    def particulars(self) -> Particulars:
        """What was typed. Spellings that stood there before keep their language and source."""
        typed = self.cleaned_data
        stated = [typed.get("citizenship", ""), typed.get("second_citizenship", "")]
        spoken = [*typed.get("languages", []), typed.get("further_language", "")]
        return Particulars(
            names=self._names(),
            birth=typed.get("birth") or PartialDate(Precision.UNKNOWN),
            sex=typed.get("sex") or codes.Sex.UNKNOWN,
            citizenship_state=typed.get("citizenship_state") or codes.CitizenshipState.UNKNOWN,
            citizenships=tuple(code for code in stated if code),
            languages=tuple(code for code in spoken if code),
            country=typed.get("country", ""),
            province=self.known.province,
            may_call=typed.get("may_call") or codes.MayCall.UNKNOWN,
            safety_words=typed.get("safety_words", ""),
            agreed_word=typed.get("agreed_word", ""),
        )

    def _names(self) -> tuple[Spelling, ...]:
        typed = [(self.cleaned_data.get("name", ""), codes.NameSource.PERSON)]
        typed += [(self.cleaned_data.get("document_name", ""), codes.NameSource.DOCUMENT)]
        typed += [
            (line, codes.NameSource.CALLER) for line in self.cleaned_data.get("other_names", "").splitlines()
        ]
        before = {(one.text, _place(one)): one for one in self.known.names}
        return tuple(
            before.get((text, place), Spelling(text, source=source))
            for (text, source), place in ((pair, _place(Spelling(pair[0], source=pair[1]))) for pair in typed)
            if text.strip()
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was said about this person."""
        return self.particulars() == Particulars()


_FIELD_OF = {"citizenships": "citizenship", "names": "name"}


def _place(spelling: Spelling) -> str:
    """Which box a spelling stands in."""
    own = {codes.NameSource.PERSON: "name", codes.NameSource.DOCUMENT: "document_name"}
    return own.get(codes.NameSource(spelling.source), "other_names")


def _initial(known: Particulars) -> dict[str, Any]:
    """The boxes filled with what is written down; a second spelling of one source goes to the others."""
    boxes: dict[str, str] = {}
    others = []
    for one in known.names:
        place = _place(one)
        if place == "other_names" or place in boxes:
            others.append(one.text)
        else:
            boxes[place] = one.text
    stated = [*known.citizenships, "", ""]
    near = [code for code in known.languages if code in lists.NEAR_LANGUAGES]
    further = next((code for code in known.languages if code not in lists.NEAR_LANGUAGES), "")
    return boxes | {
        "other_names": "\n".join(others), "birth": known.birth, "sex": known.sex,
        "citizenship_state": known.citizenship_state, "citizenship": stated[0], "second_citizenship": stated[1],
        "languages": near, "further_language": further, "country": known.country, "may_call": known.may_call,
        "safety_words": known.safety_words, "agreed_word": known.agreed_word,
    }  # fmt: skip


class AmendForm(ParticularsForm):
    """The same for a person who is written down, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PhoneForm(OnceMixin, SaparForm):
    number = PhoneField(
        label=_("Phone number"), help_text=_("In any form, with the country code if you can.")
    )
    phone_of = forms.ChoiceField(
        label=_("Whose phone is it?"), choices=unknown_first(codes.PhoneOf), initial="unknown"
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class ConsentForm(OnceMixin, SaparForm):
    """What was read to somebody and what they said."""

    recipient = forms.ModelChoiceField(
        label=_("To whom may we pass it on?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    people = forms.MultipleChoiceField(label=_("About whom?"), widget=CheckCards)
    given_by = forms.ChoiceField(
        label=_("Who gives consent?"), choices=codes.GivenBy.choices, widget=ChoiceCards
    )
    fields_allowed = forms.MultipleChoiceField(
        label=_("What may be passed on?"), choices=codes.Shareable.choices, widget=CheckCards
    )
    safe_to_tell = forms.ChoiceField(
        label=_("Is it safe for you if this reaches a consulate, the police or a ministry?"),
        choices=codes.SafeToTell.choices, widget=ChoiceCards,
        help_text=_("Ask each time before anything goes to a consulate, the police or a ministry."),
    )  # fmt: skip
    until = DayField(label=_("Until when?"), help_text=_("A year at most."))
    how = forms.ChoiceField(
        label=_("How was it given?"), choices=codes.ConsentHow.choices, widget=ChoiceCards
    )
    language_read = forms.ChoiceField(label=_("In which language was it said?"), choices=lists.languages)
    interpreted_by = forms.ChoiceField(
        label=_("Who interpreted?"), choices=codes.InterpretedBy.choices, widget=ChoiceCards,
        help_text=_("A relative may have an interest of their own, and is never the only one who hears the answer."),
    )  # fmt: skip
    interpreter = forms.CharField(
        label=_("Interpreter's code"), required=False, max_length=20,
        help_text=_("A code your organisation uses, not a name."),
    )  # fmt: skip
    explained = forms.BooleanField(
        label=_("Every point was said, in words they understand, and they have understood")
    )
    words = forms.CharField(
        label=_("What the person said about it"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Person], recipients: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in people}
        field: Any = self.fields["people"]
        field.choices = [(key, one.shown_name) for key, one in self.known.items()]
        if len(self.known) == 1:
            field.initial = list(self.known)
        recipient: Any = self.fields["recipient"]
        recipient.queryset = recipients
        self.fields["until"].initial = timezone.localdate() + dt.timedelta(days=90)
        self.fields["fields_allowed"].initial = [str(code) for code in codes.SEEN_AT_OFFER]
        language: Any = self.fields["language_read"]
        language.choices = lists.languages(empty=gettext("Choose a language"))

    def clean(self) -> dict[str, Any]:
        """`cleaned_data["interpreter"]` is a `consenting.Interpreter`."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        who = consenting.Interpreter(
            cleaned.get("interpreted_by") or "", (cleaned.get("interpreter") or "").strip()
        )
        if not self.errors:
            try:
                consenting.check_interpreter(who)
            except Invalid as refusal:
                problems_into(self, refusal.problems)
        cleaned["interpreter"] = who
        return cleaned

    def clean_until(self) -> dt.datetime:
        """The end of that day in the organisation's zone."""
        day = self.cleaned_data["until"]
        try:
            consenting.check_time(_end_of(day))
        except Invalid as refusal:
            raise forms.ValidationError(refusal.problems["until"]) from None
        return _end_of(day)

    def chosen_people(self) -> tuple[Person, ...]:
        return tuple(self.known[key] for key in self.cleaned_data["people"])


def _end_of(day: dt.date) -> dt.datetime:
    try:
        return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))
    except OverflowError:
        return dt.datetime.max.replace(tzinfo=dt.UTC)


class WithdrawForm(SaparForm):
    how = forms.ChoiceField(
        label=_("How did the person say so?"), choices=codes.ConsentHow.choices, widget=ChoiceCards
    )


class EraseForm(SaparForm):
    """Erasing cannot be taken back, so a word has to be typed."""

    reason = forms.ChoiceField(label=_("Why?"), choices=codes.ErasureReason.choices, widget=ChoiceCards)
    typed = forms.CharField(label=_("Type the word ERASE"), max_length=40)

    def clean_typed(self) -> str:
        wanted = {"ERASE", gettext("ERASE")}
        if self.cleaned_data["typed"].strip().upper() not in wanted:
            raise forms.ValidationError(gettext("Type the word to show that you mean it."))
        return str(self.cleaned_data["typed"])
