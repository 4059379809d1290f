"""The same answers in other frames: act, means and purpose; involuntariness and menace; ILO's eleven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.screening.indicators import library
from sapar.screening.indicators.judging import Found, is_open
from sapar.screening.indicators.model import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sapar.screening.indicators.judging import Judgement
    from sapar.screening.indicators.library import Part


@dataclass(frozen=True)
class Palermo:
    """`means_needed` is False for a child. `means` are the codes of those that were used."""

    act: Found
    means: tuple[str, ...]
    purpose: Found
    means_needed: bool | None
    """None where the age is not known."""
    consent_void: bool
    """The person's own agreement counts for nothing: a means was used, or they are a child."""


@dataclass(frozen=True)
class ForcedLabour:
    """Both at once make forced labour in the sense of the statisticians' guidelines."""

    involuntary: Found
    menace: Found


def palermo(judgement: Judgement, answers: Mapping[str, str]) -> Palermo:
    frame = library.palermo()
    used = tuple(name for name, part in frame.means.items() if _is_used(judgement, answers, part))
    return Palermo(
        act=_found(judgement, answers, frame.parts["act"]),
        means=used,
        purpose=_found(judgement, answers, frame.parts["purpose"]),
        means_needed=None if judgement.child is None else not judgement.child,
        consent_void=bool(used) or judgement.child is True,
    )


def forced_labour(judgement: Judgement, answers: Mapping[str, str]) -> ForcedLabour:
    frame = library.forced_labour()
    return ForcedLabour(
        _found(judgement, answers, frame.parts["involuntary"]),
        _found(judgement, answers, frame.parts["menace"]),
    )


def eleven(judgement: Judgement, answers: Mapping[str, str]) -> dict[int, list[str]]:
    """Of ILO's eleven those that some yes speaks for, with the indicators that do."""
    seen: dict[int, list[str]] = {}
    for one in judgement.edition.indicators.values():
        for number in one.ilo11 if answers.get(one.id) == Answer.YES else ():
            seen.setdefault(number, []).append(one.id)
    return dict(sorted(seen.items()))


def _is_used(judgement: Judgement, answers: Mapping[str, str], part: Part) -> bool:
    """A single yes counts as a means; of a whole dimension only when it is found."""
    states = _states(judgement)
    return any(answers.get(key) == Answer.YES for key in part.indicators) or any(
        states[name] == Found.YES for name in part.dimensions
    )


def _found(judgement: Judgement, answers: Mapping[str, str], part: Part) -> Found:
    if _is_used(judgement, answers, part):
        return Found.YES
    states = _states(judgement)
    open_still = any(is_open(answers, key) for key in part.indicators) or _any_open(states, part.dimensions)
    return Found.OPEN if open_still else Found.NO


def _states(judgement: Judgement) -> dict[str, Found]:
    return {str(one.dimension): one.found for one in judgement.dimensions}


def _any_open(states: Mapping[str, Found], names: Iterable[str]) -> bool:
    return any(states[name] == Found.OPEN for name in names)
