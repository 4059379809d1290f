"""The ways an answer is refused. Each carries a text to translate; `code` is what a program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sapar.common.errors import SaparError
from sapar.guidance.rules.texts import Text, plain
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sapar.guidance.rules.model import Conflict


class GuidanceError(SaparError):
    """Base of every refusal to answer. `more` is what else a program or a page may show."""

    code: ClassVar[str] = "refused"

    def __init__(self, text: Text, **more: Any) -> None:
        super().__init__(str(text))
        self.text = text
        self.more = more

    def as_json(self) -> dict[str, Any]:
        return {"error": self.code, **self.text.as_json(), **plain(self.more)}


class UnknownRule(GuidanceError):
    """There is no such rule and no such parameter."""

    code = "unknown-rule"

    def __init__(self, rule: str, near: Iterable[str] = ()) -> None:
        near = tuple(near)
        known = _("There is no rule “{rule}”. Did you mean: {near}?", rule=rule, near=near)
        super().__init__(known if near else _("There is no rule “{rule}”.", rule=rule), near=near)


class MissingFact(GuidanceError):
    """The rule needs a fact that was not given."""

    code = "missing-fact"

    def __init__(self, fact: str, says: Text) -> None:
        super().__init__(_("The fact “{fact}” is needed: {says}", fact=fact, says=says), fact=fact)


class BadFact(GuidanceError):
    """A fact was given and cannot be read, or makes no sense."""

    code = "bad-fact"

    def __init__(self, fact: str, why: Text) -> None:
        super().__init__(_("The fact “{fact}” cannot be used: {why}", fact=fact, why=why), fact=fact)
        self.why = why


class UnknownFact(GuidanceError):
    """A fact was given that the rule does not know: silence would hide a misspelt name."""

    code = "unknown-fact"

    def __init__(self, fact: str, known: Iterable[str]) -> None:
        super().__init__(
            _("This rule has no fact “{fact}”. It knows: {known}", fact=fact, known=tuple(known)), fact=fact
        )


class NoRuleForDate(GuidanceError):
    """No version of the rule is known to hold on the day. `last_day` is set where one held before."""

    code = "no-rule-for-date"

    def __init__(self, text: Text, *, rule: str, on: date, last_day: date | None = None) -> None:
        super().__init__(text, rule=rule, on=on, last_day=last_day)
        self.last_day = last_day


class NotCovered(GuidanceError):
    """No version of the rule speaks of this citizenship or this country."""

    code = "not-covered"


class Withheld(GuidanceError):
    """Sources disagree and no reviewer has decided: the claims are shown side by side, and no answer is given."""

    code = "withheld"

    def __init__(self, rule: str, title: Text, conflict: Conflict) -> None:
        super().__init__(
            _(
                "Sources disagree: {rule}. No lawyer has decided yet, so no answer is given. Ask a lawyer.",
                rule=title,
            ),
            rule=rule,
            conflict=conflict.id,
            claims=[claim.as_json() for claim in conflict.claims],
        )
        self.conflict = conflict
