"""What an evaluation gives back: the result, the reasoning with its sources, and what has to be said beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sapar.guidance.rules.texts import Text, plain
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sapar.guidance.rules.model import Act, Source, Version

NOT_REVIEWED = _("No lawyer has reviewed this. It was gathered from public pages.")
CALL_SOMEBODY = _("Before you rely on it, ask a lawyer or a helper who is on our list.")


@dataclass(frozen=True)
class Step:
    """One step of the reasoning. `basis`: a rule with its source, what was told to us, or a reckoning."""

    text: Text
    basis: Literal["rule", "told", "reckoned"]
    source: Source | None = None
    version: str = ""

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {**self.text.as_json(), "basis": self.basis}
        if self.source:
            found |= {"rule": self.version, "source": self.source.as_json()}
        return found


@dataclass(frozen=True)
class Answer:
    """`result` is for programs, `says` for people. `version` changes when any rule it leans on changes.

    `help_with` is a need of the directory, such as "p-registration"; it is never an organisation.
    """

    rule: str
    on: date
    says: tuple[Text, ...]
    result: Mapping[str, Any]
    steps: tuple[Step, ...]
    marks: tuple[Text, ...]
    leans_on: tuple[Version, ...]
    help_with: str
    # Acts behind it that have ended, or were changed after the rules that lean on them were read.
    moved: tuple[Act, ...] = ()

    @property
    def is_past_review(self) -> bool:
        """A rule in it was to be looked at again before this day."""
        return any(self.on > one.review_by for one in self.leans_on)

    @property
    def version(self) -> str:
        """Twelve characters over everything in the rules that the answer depends on."""
        parts = sorted(
            repr((one.id, one.value, one.valid_from, one.valid_to, one.review)) for one in self.leans_on
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    @property
    def is_reviewed(self) -> bool:
        return all(one.review.state == "reviewed" for one in self.leans_on)

    @property
    def is_certain(self) -> bool:
        """Reviewed throughout, and every rule in it is known to have begun; nothing gathered only is certain."""
        return self.is_reviewed and all(one.valid_from for one in self.leans_on)

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "on": str(self.on),
            "says": [one.as_json() for one in self.says],
            "result": plain(dict(self.result)),
            "steps": [one.as_json() for one in self.steps],
            "marks": [one.as_json() for one in self.marks],
            "reviewed": self.is_reviewed,
            "certain": self.is_certain,
            "leans_on": [one.id for one in self.leans_on],
            "moved_acts": [one.id for one in self.moved],
            "version": self.version,
            "help_with": self.help_with,
        }


def marks_of(versions: tuple[Version, ...], moved: tuple[Act, ...], on: date) -> tuple[Text, ...]:
    """What must be said beside an answer that leans on these versions, and on acts that moved since; each sentence once."""
    marks = [] if all(one.review.state == "reviewed" for one in versions) else [NOT_REVIEWED]
    unknown = [one.source.told.written for one in versions if one.valid_from is None]
    if any(unknown):
        days = tuple(sorted({day for day in unknown if day}))
        marks.append(_("As told on {days}. Since when it holds, the source does not say.", days=days))
    if not all(unknown):
        marks.append(_("As told on a page without a date. Since when it holds is not known."))
    late = [one.review_by for one in versions if on > one.review_by]
    if late:
        marks.append(
            _("This may have changed: it was to be looked at again by {day}. Ask a lawyer.", day=min(late))
        )
    if moved:
        marks.append(_("This may have changed. Ask a lawyer."))
    return (*marks, CALL_SOMEBODY) if marks else ()
