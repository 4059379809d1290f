"""What staff type about practice, and what anybody asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapar.directory import provinces
from sapar.directory.countries import COUNTRIES
from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.guidance.rules.book import the_book
from sapar.practice.actions import Said, Told
from sapar.practice.codes import Result, Why
from sapar.practice.models import HAPPENED
from sapar.practice.search import LONGEST, Asked
from sapar.ui.countries import country_name
from sapar.ui.forms import ChoiceCards, SaparForm

if TYPE_CHECKING:
    from sapar.practice.models import Entry, Wording

_PROBLEMS = "problems"


def _grouped_problems() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(GROUPS[code][0]), [(str(one), str(Problem(one).label)) for one in problems])
        for code, problems in PROBLEM_GROUPS.items()
    ]


def _countries() -> list[tuple[str, str]]:
    return [("", "—"), *((code, country_name(code)) for code in COUNTRIES)]


def _law() -> list[tuple[str, str]]:
    """Rules with their country, then acts; each by its title."""
    language = "ru" if (get_language() or "ru").startswith("ru") else "en"
    book = the_book()
    rules = [
        (one.id, f"{_where(one.jurisdiction)}: {one.title[language]}") for one in book.parameters.values()
    ]
    acts = [(one.id, one.title[language]) for one in book.acts.values()]
    return [*sorted(rules, key=lambda one: one[1]), *sorted(acts, key=lambda one: one[1])]


def _where(jurisdiction: str) -> str:
    return ", ".join(country_name(code.strip()) for code in jurisdiction.split(","))


class WordsForm(SaparForm):
    """An entry in one language."""

    language = forms.ChoiceField(label=_("Language of these words"), choices=settings.LANGUAGES)
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What was reached, in one line."))
    situation = forms.CharField(
        label=_("What was the trouble?"), max_length=1500, widget=forms.Textarea({"rows": 4}),
        help_text=_("No names, no telephone numbers, no days, no small places. “The mother”, “the employer”."),
    )  # fmt: skip
    steps = forms.CharField(
        label=_("What was done, step by step?"), max_length=3000, widget=forms.Textarea({"rows": 8}),
        help_text=_("One step a line, in the order in which it was done."),
    )  # fmt: skip
    law = forms.CharField(
        label=_("Which law helped, in plain words?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    result = forms.CharField(label=_("What came of it?"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    failed = forms.CharField(
        label=_("What did not work?"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("The next lawyer learns most from this."),
    )  # fmt: skip

    def said(self) -> Said:
        names = ("language", "title", "situation", "steps", "result", "law", "failed")
        return Said(**{name: self.cleaned_data[name] for name in names})


class EntryForm(WordsForm):
    """An entry whole, with its words in one language."""

    problems = forms.MultipleChoiceField(
        label=_("Problems"), choices=Problem.choices, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label=_("Country where it happened"), choices=_countries)
    province = forms.ChoiceField(
        label=_("Region, by its largest town"), choices=provinces.choices, required=False,
        help_text=_("Leave it empty where few people from elsewhere live: then somebody could be recognised."),
    )  # fmt: skip
    happened = forms.RegexField(
        label=_("When"), regex=HAPPENED, required=False,
        help_text=_("A year, or a year and a month: 2024 or 2024-05. Never a day."),
        error_messages={"invalid": _("Give a year, or a month and a year; never a day.")},
    )  # fmt: skip
    took_weeks = forms.IntegerField(
        label=_("How many weeks did it take?"), required=False, min_value=0, max_value=1500
    )
    result_code = forms.ChoiceField(label=_("Did it work?"), choices=Result.choices, widget=ChoiceCards)
    law_ids = forms.MultipleChoiceField(
        label=_("Rules and acts it rests on"), choices=_law, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("When one of them changes, the entry is flagged."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Empty for your organisation's own work."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = (
        _PROBLEMS, "country", "province", "happened", "language", "title", "situation", "steps", "law", "law_ids",
        "result_code", "result", "failed", "took_weeks", "source",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        country, _dash, province = cleaned.get("province", "").partition("-")
        if province and country != cleaned.get("country"):
            self.add_error("province", _("This region is in another country."))
        cleaned["province"] = province
        return cleaned

    def told(self) -> Told:
        typed, book = self.cleaned_data, the_book()
        chosen = typed["law_ids"]
        return Told(
            problems=tuple(typed["problems"]),
            country=typed["country"],
            province=typed["province"],
            happened=typed["happened"],
            took_weeks=typed["took_weeks"],
            result_code=typed["result_code"],
            rules=tuple(one for one in chosen if one in book.parameters),
            acts=tuple(one for one in chosen if one in book.acts),
            source=typed["source"],
        )


def initial_of(entry: Entry, words: Wording | None) -> dict[str, Any]:
    """What a form shows of an entry that is there."""
    names = ("problems", "country", "happened", "took_weeks", "result_code", "source", "version")
    found = {name: getattr(entry, name) for name in names}
    found["province"] = f"{entry.country}-{entry.province}" if entry.province else ""
    found["law_ids"] = [*entry.rules, *entry.acts]
    if words is not None:
        found |= {"language": words.language, **words.texts}
    return found


class MoveForm(SaparForm):
    """A step of an entry: the doubts looked at, or the reason why it goes back."""

    looked = forms.BooleanField(
        label=_(
            "I looked at each of these places: none of them is somebody's name, a firm or a small place."
        ),
        required=False,
    )
    why = forms.ChoiceField(label=_("Why"), choices=[("", "—"), *Why.choices], required=False)


class AskForm(SaparForm):
    """What is looked for: words go by POST and are forgotten, codes stand in the address."""

    words = forms.CharField(
        label=_("In your own words"), required=False, max_length=LONGEST,
        help_text=_("In any language: what happened, where."),
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip
    problem = forms.ChoiceField(
        label=_("Problem"), required=False, choices=lambda: [("", "—"), *_grouped_problems()]
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=_countries)

    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(typed["words"], typed["problem"], typed["country"])


def asked_by_address(values: Any) -> Asked:
    """Codes of an address; what makes no sense is left out."""
    problem, country = values.get("problem", ""), values.get("country", "")
    return Asked(
        problem=problem if problem in Problem.values else "", country=country if country in COUNTRIES else ""
    )
