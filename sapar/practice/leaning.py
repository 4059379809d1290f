"""What an entry leans on, as it stood when somebody last read the entry against it. Pure: asks the book of rules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.guidance.rules.book import the_book
from sapar.guidance.rules.reading import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sapar.guidance.rules.book import Book

_FINGERPRINT = 12


@dataclass(frozen=True)
class Support:
    """A rule or an act behind an entry. `state`: "same", "changed" since it was pinned, "gone" from the book, or "ended"."""

    id: str
    title: Mapping[str, str]
    state: str

    @property
    def needs_a_look(self) -> bool:
        return self.state != "same"


def fingerprint(name: str, book: Book) -> str:
    """Changes when any version of the rule changes, or any fact of the acts it rests on; "" for what the book does not have.

    A further translation changes nothing.
    """
    if name in book.parameters:
        versions = book.parameters[name].versions
        named = {act for one in versions for act in (one.source.act, *one.source.changed_by)}
        used: object = [book.parameters[name], [book.acts[act] for act in sorted(named) if act in book.acts]]
    elif name in book.acts:
        used = book.acts[name]
    else:
        return ""
    return hashlib.sha256(_plain(used).encode()).hexdigest()[:_FINGERPRINT]


def _plain(used: object) -> str:
    """As text in which sets stand in order: their own order changes from process to process."""
    if isinstance(used, set | frozenset):
        return str(sorted(map(_plain, used)))
    if isinstance(used, dict):
        used = {key: used[key] for key in LANGUAGES} if set(LANGUAGES) <= set(used) else used
        return str(sorted((key, _plain(value)) for key, value in used.items()))
    if isinstance(used, list | tuple):
        return str([_plain(one) for one in used])
    fields = getattr(used, "__dataclass_fields__", None)
    if fields:
        return str([(name, _plain(getattr(used, name))) for name in fields])
    return repr(used)


def pin(names: Collection[str], book: Book | None = None) -> dict[str, str]:
    return {name: fingerprint(name, book or the_book()) for name in names}


def supports(pinned: Mapping[str, str], on: date, book: Book | None = None) -> list[Support]:
    """Each with how it stands today."""
    book = book or the_book()
    return [Support(name, _title(name, book), _state(name, mark, on, book)) for name, mark in pinned.items()]


def _state(name: str, mark: str, on: date, book: Book) -> str:
    now = fingerprint(name, book)
    if not now:
        return "gone"
    if now != mark:
        return "changed"
    if name in book.acts:
        return "ended" if book.acts[name].state(on) == "ended" else "same"
    if name in book.parameters and all(one.ends < on for one in book.parameters[name].versions):
        return "ended"
    return "same"


def _title(name: str, book: Book) -> Mapping[str, str]:
    known = book.parameters.get(name) or book.acts.get(name)
    return known.title if known else {"en": name}
