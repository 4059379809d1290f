"""The book of rules: every parameter, conflict and act, and the one look-up that respects their dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sapar.guidance.rules import reading
from sapar.guidance.rules.errors import NoRuleForDate, NotCovered, UnknownRule, Withheld
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sapar.guidance.rules.model import Act, Conflict, Parameter, Version
    from sapar.guidance.rules.reading import Tongues
    from sapar.guidance.rules.texts import Text

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Book:
    """`left_out` names what was gathered and deliberately not made a rule, with the reason; `states` the words for `Act.state`."""

    parameters: Mapping[str, Parameter]
    conflicts: tuple[Conflict, ...]
    acts: Mapping[str, Act]
    left_out: Mapping[str, str]
    tongues: Tongues = field(default_factory=dict)
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def parameter(self, name: str) -> Parameter:
        try:
            return self.parameters[name]
        except KeyError:
            raise UnknownRule(name) from None

    def versions(self) -> Iterable[Version]:
        return (one for parameter in self.parameters.values() for one in parameter.versions)

    def look_up(self, name: str, on: date, citizenship: str = "") -> Version:
        """The version for this person and day.

        Raises `Withheld` where sources disagree, `NotCovered` where nothing speaks of the citizenship, `NoRuleForDate`.
        A version for named citizenships goes before the one for everybody.
        """
        self.refuse_disputed(name, on, citizenship)
        versions = self.parameter(name).versions
        own = [one for one in versions if citizenship in one.citizenships]
        common = [one for one in versions if not one.citizenships]
        found = next((one for one in own if one.holds(on)), None)
        if found is None and not any(on < one.starts and one.valid_from is None for one in own):
            found = next((one for one in common if one.holds(on)), None)
        if found is not None:
            return found
        if not own and not common:
            message = _not_covered(self.parameter(name), citizenship)
            raise NotCovered(message, rule=name, citizenship=citizenship)
        raise _no_rule(self.parameter(name), on, own or common)

    def refuse_disputed(self, name: str, on: date, citizenship: str = "") -> None:
        for one in self.conflicts:
            if one.parameter == name and one.decided is None and one.covers(citizenship, on):
                raise Withheld(name, own_words(self.parameter(name).title), one)

    def leaning_on(self, act: str) -> list[Version]:
        """Every rule that names the act as its source."""
        return [one for one in self.versions() if act in (one.source.act, *one.source.changed_by)]

    def moved_under(self, one: Version, on: date) -> list[Act]:
        """The acts behind a rule that have ended, or were changed after it was read."""
        named = (self.acts.get(act) for act in (one.source.act, *one.source.changed_by))
        return [act for act in named if act and act.moved_since(one.last_read, on)]

    def sentences(self) -> set[str]:
        """Every sentence that the files have, in the Russian that it is translated from."""
        words = [act.title for act in self.acts.values()] + [
            act.note for act in self.acts.values() if act.note
        ]
        words += [claim.says for conflict in self.conflicts for claim in conflict.claims]
        for parameter in self.parameters.values():
            words += [parameter.title, *(one.says for one in parameter.versions)]
            lists = (one.value for one in parameter.versions if isinstance(one.value, tuple))
            words += [item.words for items in lists for item in items]
        return {one["ru"] for one in (*words, *self.states.values())}


def _not_covered(parameter: Parameter, citizenship: str) -> Text:
    title = own_words(parameter.title)
    if citizenship:
        return _("Nothing is gathered for citizens of {country}: {rule}.", rule=title, country=citizenship)
    return _("This is told for some citizenships only: {rule}. Say which one.", rule=title)


def _no_rule(parameter: Parameter, on: date, versions: list[Version]) -> NoRuleForDate:
    title = own_words(parameter.title)
    before = [one.ends for one in versions if one.ends < on]
    if before:
        message = _(
            "No rule is known for {day}: {rule}. The last day for which one is known is {last}.",
            rule=title,
            day=on,
            last=max(before),
        )
        return NoRuleForDate(message, rule=parameter.id, on=on, last_day=max(before))
    message = _(
        "No rule is known for {day}: {rule}. The first day for which one is known is {first}.",
        rule=title,
        day=on,
        first=min(one.starts for one in versions),
    )
    return NoRuleForDate(message, rule=parameter.id, on=on)


def read(folder: Path) -> Book:
    """The book in a folder with `parameters/*.yaml`, `acts/acts.yaml`, `parameters/collection.yaml` and `words/<language>.yaml`."""
    known = reading.tongues(folder / "words")
    collection = reading.read_yaml(folder / "parameters" / "collection.yaml")
    first_read = collection["first_read"]
    parameters: dict[str, Parameter] = {}
    for path in sorted((folder / "parameters").glob("*.yaml")):
        content = reading.spoken(reading.read_yaml(path), known)
        for entry in content.get("parameters", ()):
            one = reading.parameter(entry, first_read)
            if one.id in parameters:
                raise reading.BadContent(f"{path.name}: {one.id} stands in two files")
            parameters[one.id] = one
    conflicts = reading.spoken(
        reading.read_yaml(folder / "parameters" / "conflicts.yaml")["conflicts"], known
    )
    register = reading.spoken(reading.read_yaml(folder / "acts" / "acts.yaml"), known)
    acts = [reading.act(entry) for entry in register["acts"]]
    return Book(
        parameters=parameters,
        conflicts=tuple(reading.conflict(entry) for entry in conflicts),
        acts={one.id: one for one in acts},
        left_out=collection["left_out"],
        tongues=known,
        states=register.get("states", {}),
    )


@lru_cache(maxsize=1)
def the_book() -> Book:
    """The book that ships with Sapar; read once a process."""
    return read(HERE)
