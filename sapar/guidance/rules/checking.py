"""What is wrong with the book, and what waits for somebody, on a day. Faults break the build; the rest is a list of work."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from sapar.guidance.rules.evaluation import rules
from sapar.guidance.rules.reading import OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sapar.guidance.rules.book import Book
    from sapar.guidance.rules.model import Version

_CLAIMS = 2


@dataclass
class Report:
    """Lines in English for the terminal. Only `faults` make the check fail."""

    faults: list[str] = field(default_factory=list)
    disputed: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    past_review: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    awaiting_review: list[str] = field(default_factory=list)
    unknown_start: list[str] = field(default_factory=list)
    awaiting_translation: list[str] = field(default_factory=list)


def check(book: Book, on: date) -> Report:
    report = Report(faults=[*_unsourced(book), *_answered_conflicts(book), *_loose_ends(book)])
    for one in book.versions():
        ended = one.ends < on
        if ended:
            report.expired.append(f"{one.id}: {one.parameter}, last day {one.ends}")
        if not ended and on > one.review_by:
            report.past_review.append(f"{one.id}: {one.parameter}, was to be looked at by {one.review_by}")
        if one.holds(on):
            acts = ", ".join(act.id for act in book.moved_under(one, on))
            report.moved += [f"{one.id}: {one.parameter}, rests on {acts}"] if acts else []
        if one.review.state != "reviewed":
            report.awaiting_review.append(f"{one.id}: {one.parameter}")
        if one.valid_from is None:
            report.unknown_start.append(
                f"{one.id}: told on {one.source.told.written or 'a page without a date'}"
            )
    report.awaiting_translation = list(_translations(book))
    report.disputed = [f"{one.id}: {one.parameter}" for one in book.conflicts if one.decided is None]
    return report


def _translations(book: Book) -> Iterator[str]:
    """For each further language what it lacks, what was made from Russian that is there no more, and what nobody has signed."""
    sentences = book.sentences()
    for language in OTHERS:
        known = book.tongues.get(language, {})
        if lacking := len(sentences - set(known)):
            yield f"{language}: {lacking} of {len(sentences)} sentences of rules, shown in Russian"
        yield from (f"{language}: the Russian is no more: {one}" for one in known if one not in sentences)
        if drafts := sum(not one.reviewed_by for one in known.values()):
            yield f"{language}: {drafts} sentences of rules are drafts of a machine, no reviewer"


def _unsourced(book: Book) -> Iterator[str]:
    for one in book.versions():
        if not one.source.url:
            yield f"{one.id}: has no source"
        for act in (one.source.act, *one.source.changed_by):
            if act and act not in book.acts:
                yield f"{one.id}: its act {act} is not in the register"
        if one.valid_from and one.valid_to and one.valid_to < one.valid_from:
            yield f"{one.id}: ends before it begins"


def _answered_conflicts(book: Book) -> Iterator[str]:
    """Two versions that say different things to the same person on the same day, and nobody withholds the answer."""
    for parameter in book.parameters.values():
        for one, other in combinations(parameter.versions, 2):
            if _for_the_same(one, other) and one.overlaps(other) and not _is_withheld(book, one, other):
                yield f"{one.id} and {other.id}: both answer {parameter.id} at the same time"


def _for_the_same(one: Version, other: Version) -> bool:
    if not one.citizenships and not other.citizenships:
        return True
    return bool(one.citizenships & other.citizenships)


def _is_withheld(book: Book, one: Version, other: Version) -> bool:
    day = max(one.starts, other.starts)
    shared = (one.citizenships & other.citizenships) or {""}
    return all(
        any(
            conflict.parameter == one.parameter and conflict.decided is None and conflict.covers(whom, day)
            for conflict in book.conflicts
        )
        for whom in shared
    )


def _loose_ends(book: Book) -> Iterator[str]:
    yield from _loose_conflicts(book)
    for rule in rules().values():
        for name in rule.uses:
            if name not in book.parameters:
                yield f"{rule.id}: uses {name}, which is not there"
    for act in book.acts.values():
        if not act.url:
            yield f"{act.id}: an act without a source"
        if act.replaced_by and act.replaced_by not in book.acts:
            yield f"{act.id}: replaced by {act.replaced_by}, which is not in the register"


def _loose_conflicts(book: Book) -> Iterator[str]:
    for conflict in book.conflicts:
        if conflict.parameter not in book.parameters:
            yield f"{conflict.id}: speaks of {conflict.parameter}, which is not there"
        if len(conflict.claims) < _CLAIMS:
            yield f"{conflict.id}: has one claim; a conflict has two"
