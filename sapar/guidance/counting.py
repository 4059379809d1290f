"""The form of a calculator, made of the facts that its rule asks; and what was typed, as the rule takes it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapar.directory.countries import COUNTRIES
from sapar.guidance import walking
from sapar.guidance.rules import BadFact, GuidanceError
from sapar.guidance.rules.facts import FIRST_DAY, LAST_DAY
from sapar.guidance.speaking import said
from sapar.ui.countries import country_name
from sapar.ui.forms import DayField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.guidance.rules.facts import Fact
    from sapar.guidance.rules.reasoning import Rule
    from sapar.guidance.way import Way

WHERE = ("RU", "KZ")
CITIZENSHIPS = (*COUNTRIES, "AM", "BY")
ROWS, MORE, MOST_ROWS = 3, 3, 60


class NumberField(forms.Field):
    """A number as people write it: "50 000,50"."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("A number of at least 0 is needed, such as 1500.50.")
    }
    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        """None for nothing; bounds are the rule's to know."""
        typed = "".join(str(value or "").split()).replace(",", ".")
        if not typed:
            return None
        try:
            found = Decimal(typed)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class FactsForm(SaparForm):
    """The facts of a rule that are no lists, or those of one row of a list."""

    def __init__(self, facts: tuple[Fact, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in facts:
            self.fields[one.name] = field_of(one)

    def known(self) -> dict[str, Any]:
        """What was filled in, as the rule takes it."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not (value is None or value is False or value == "")
        }


class DayOfQuestion(SaparForm):
    """The day that the law is asked about."""

    on = DayField(label=_("As on another day"), earliest=FIRST_DAY, latest=LAST_DAY, required=False)


def field_of(fact: Fact) -> forms.Field:
    usual: dict[str, Any] = {"label": said(fact.says).words, "required": fact.required}
    if fact.kind == "date":
        return DayField(earliest=FIRST_DAY, latest=LAST_DAY, **usual)
    if fact.kind == "country":
        codes = WHERE if fact.name == "country" else CITIZENSHIPS
        return forms.ChoiceField(
            choices=[("", "—"), *((code, country_name(code)) for code in codes)], **usual
        )
    if fact.kind == "choice":
        words = [(code, said(text).words) for code, text in fact.choices.items()]
        return forms.ChoiceField(choices=[("", "—"), *words], **usual)
    if fact.kind == "flag":
        return forms.BooleanField(**usual | {"required": False})
    return NumberField(widget=forms.TextInput({"inputmode": "decimal", "class": "short"}), **usual)


class Rows:
    """A list of facts: as many rows as there are, and some empty ones."""

    def __init__(self, fact: Fact, sent: Mapping[str, Any] | None, *, is_asked: bool) -> None:
        self.fact, self.title = fact, said(fact.says)
        self.counter = f"{fact.name}-rows"
        self.number = self._number(sent)
        self.forms = [self._row(number, sent, is_asked=is_asked) for number in range(self.number)]

    @property
    def is_folded(self) -> bool:
        """May be left out, and nothing is in it."""
        return not self.fact.required and not any(
            row.errors or row[name].value() for row in self.forms for name in row.fields
        )

    def _number(self, sent: Mapping[str, Any] | None) -> int:
        if sent is None:
            return ROWS
        typed = str(sent.get(self.counter, ROWS))
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else ROWS
        return min(number + (MORE if sent.get("more") == self.fact.name else 0), MOST_ROWS)

    def _row(self, number: int, sent: Mapping[str, Any] | None, *, is_asked: bool) -> FactsForm:
        prefix = f"{self.fact.name}-{number}"
        if is_asked:
            return FactsForm(
                self.fact.fields, sent, prefix=prefix, empty_permitted=True, use_required_attribute=False
            )
        typed = {one.name: (sent or {}).get(f"{prefix}-{one.name}", "") for one in self.fact.fields}
        return FactsForm(self.fact.fields, prefix=prefix, initial=typed)

    def is_valid(self) -> bool:
        """Every row is looked at, so that each shows what is wrong with it."""
        valid = [row.is_valid() for row in self.forms]
        return all(valid)

    @property
    def filled(self) -> list[FactsForm]:
        return [row for row in self.forms if row.has_changed()]


class Counting:
    """A rule's whole form. `is_asked` when the answer is wanted, and not only another row or another language."""

    def __init__(self, rule: Rule, sent: Mapping[str, Any] | None = None, *, is_asked: bool = False) -> None:
        single = tuple(one for one in rule.facts if one.kind != "list")
        self.rule = rule
        self.day = DayOfQuestion(sent if is_asked else None, initial=_typed(sent, ("on",)))
        self.facts = FactsForm(
            single, sent if is_asked else None, initial=_typed(sent, [one.name for one in single])
        )
        self.lists = [Rows(one, sent, is_asked=is_asked) for one in rule.facts if one.kind == "list"]

    @property
    def forms(self) -> list[SaparForm]:
        return [self.day, self.facts, *(row for rows in self.lists for row in rows.forms)]

    def is_valid(self) -> bool:
        return all([self.day.is_valid(), self.facts.is_valid(), *(rows.is_valid() for rows in self.lists)])

    @property
    def on(self) -> Any:
        return self.day.cleaned_data["on"] or walking.today()

    def known(self) -> dict[str, Any]:
        found = self.facts.known()
        for rows in self.lists:
            if rows.filled:
                found[rows.fact.name] = [row.known() for row in rows.filled]
        return found

    def refuse(self, refusal: GuidanceError) -> None:
        """Put the sentence beside the field that it is about, or above the form."""
        words = said(refusal.why if isinstance(refusal, BadFact) else refusal.text).words
        name, _point, rest = str(refusal.more.get("fact", "")).partition(".")
        rows = next((one for one in self.lists if one.fact.name == name), None)
        if rows and rest:
            number, _point, column = rest.partition(".")
            rows.filled[int(number) - 1].add_error(column or None, words)
        elif name in self.facts.fields:
            self.facts.add_error(name, words)
        else:
            self.facts.add_error(None, words)


def known_of(rule: Rule, way: Way) -> dict[str, Any] | None:
    """What a flow has been told already, as the form would have sent it; None where no flow was walked."""
    stands = walking.standing_of(way.kept()) if way.flow else None
    if stands is None:
        return None
    told = stands.place.facts
    found: dict[str, Any] = {}
    for one in rule.facts:
        names = (
            {one.name: one}
            if one.kind != "list"
            else {f"{one.name}-0-{part.name}": part for part in one.fields}
        )
        known = {name: (part, told[part.name]) for name, part in names.items() if part.name in told}
        found |= {
            name: dt.date.fromisoformat(given) if part.kind == "date" else given
            for name, (part, given) in known.items()
        }
    return found


def _typed(sent: Mapping[str, Any] | None, names: Any) -> dict[str, Any]:
    return {name: sent.get(name, "") for name in names} if sent else {}
