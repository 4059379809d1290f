"""YAML into the model. A file that says nonsense is refused with its name and the place in it.

The files speak Russian and English; `words/<language>.yaml` has the same sentences in a further language, each beside the
Russian that it was made from. A Russian sentence that changes loses its translations until somebody makes them anew.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from sapar.guidance.rules.model import (
    Act,
    Claim,
    Conflict,
    Item,
    Parameter,
    Review,
    Source,
    Term,
    Told,
    Version,
    Wording,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Tongues = Mapping[str, Mapping[str, Wording]]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = ("en", "ru")
OTHERS = ("ky", "uz", "tg", "kk", "tk", "ro")
UNITS = ("days", "working-days", "months", "years")


class BadContent(Exception):
    """A file of rules, acts or flows cannot be read: what is wrong, and where."""


def read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are the safe one
    except yaml.YAMLError as trouble:
        raise BadContent(f"{path.name} is not YAML: {trouble}") from trouble


def parameter(entry: dict[str, Any], first_read: date) -> Parameter:
    where = str(entry.get("id", "a parameter without id"))
    versions = tuple(_version(where, one, first_read) for one in _need(entry, "versions", where))
    return Parameter(where, _need(entry, "jurisdiction", where), _words(entry, "title", where), versions)


def _version(parameter: str, entry: dict[str, Any], first_read: date) -> Version:
    where = f"{parameter} / {entry.get('id', 'a version without id')}"
    return Version(
        id=_need(entry, "id", where),
        parameter=parameter,
        citizenships=frozenset(entry.get("for", ())),
        value=_value(entry.get("value", ""), where),
        says=_words(entry, "says", where),
        source=source(_need(entry, "source", where), where),
        review=_review(entry.get("review"), where),
        review_by=_day(_need(entry, "review_by", where), where),
        valid_from=_day_or_none(entry.get("valid_from"), where),
        valid_to=_day_or_none(entry.get("valid_to"), where),
        known_to=_day_or_none(entry.get("known_to"), where),
        first_read=first_read,
    )


def _value(entry: Any, where: str) -> Any:
    if isinstance(entry, dict) and "amount" in entry:
        if entry.get("unit") not in UNITS or entry.get("first", "next") not in ("same", "next"):
            raise BadContent(f"{where}: a term has a unit ({', '.join(UNITS)}) and first: same or next")
        return Term(entry["amount"], entry["unit"], entry.get("first", "next"))
    if isinstance(entry, list) and entry and isinstance(entry[0], dict) and "code" in entry[0]:
        return tuple(_item(one, where) for one in entry)
    return entry


def _item(entry: dict[str, Any], where: str) -> Item:
    _refuse_torn(entry, where)
    return Item(entry["code"], _spoken(entry))


def source(entry: dict[str, Any], where: str) -> Source:
    return Source(
        act=entry.get("act", ""),
        article=str(entry.get("article", "")),
        url=entry.get("url", ""),
        told=_told(entry.get("told_on"), where),
        confidence=_need(entry, "confidence", where),
        note=entry.get("note", ""),
        changed_by=tuple(entry.get("changed_by", ())),
    )


def _told(written: Any, where: str) -> Told:
    told = Told("" if written is None else str(written))
    try:
        _known = told.known_from
    except ValueError as trouble:
        raise BadContent(
            f"{where}: told_on is a day, a month (2025-11) or a year, not {written!r}"
        ) from trouble
    return told


def _review(entry: dict[str, Any] | None, where: str) -> Review:
    if entry is None:
        return Review("gathered")
    return Review("reviewed", _need(entry, "by", where), _day(_need(entry, "day", where), where))


def conflict(entry: dict[str, Any]) -> Conflict:
    where = str(entry.get("id", "a conflict without id"))
    claims = tuple(
        Claim(_words(one, "says", where), source(one["source"], where))
        for one in _need(entry, "claims", where)
    )
    decided = entry.get("decided")
    return Conflict(
        id=where,
        parameter=_need(entry, "parameter", where),
        citizenships=frozenset(entry.get("for", ())),
        starts=_day_or_none(entry.get("from"), where),
        ends=_day_or_none(entry.get("to"), where),
        claims=claims,
        note=entry.get("note", ""),
        decided=_review(decided, where) if decided else None,
    )


def act(entry: dict[str, Any]) -> Act:
    where = str(entry.get("id", "an act without id"))
    return Act(
        id=where,
        title=_words(entry, "title", where),
        kind=_need(entry, "kind", where),
        parties=tuple(_need(entry, "parties", where)),
        signed=_day_or_none(entry.get("signed"), where),
        in_force_from=_day_or_none(entry.get("in_force_from"), where),
        in_force_to=_day_or_none(entry.get("in_force_to"), where),
        replaced_by=entry.get("replaced_by", ""),
        url=entry.get("url", ""),
        told=_told(entry.get("told_on"), where),
        note=_words(entry, "note", where) if entry.get("note") else {},
        changed=tuple(_day(one, where) for one in entry.get("changed", ())),
    )


def tongues(folder: Path) -> Tongues:
    """For each language its wordings by the Russian sentence."""
    return {path.stem: _wordings(path) for path in sorted(folder.glob("*.yaml"))}


def _wordings(path: Path) -> dict[str, Wording]:
    found = {}
    for entry in read_yaml(path):
        russian = str(_need(entry, "ru", path.name))
        if russian in found:
            raise BadContent(f"{path.name}: “{russian}” stands there twice")
        found[russian] = Wording(
            str(_need(entry, "says", f"{path.name}: {russian}")), entry.get("reviewed_by", "")
        )
    return found


def spoken(entry: Any, known: Tongues) -> Any:
    """An entry of a file with the translations of its sentences beside them, however deep they lie."""
    if isinstance(entry, list):
        return [spoken(one, known) for one in entry]
    if not isinstance(entry, dict):
        return entry
    if not all(isinstance(entry.get(language), str) for language in LANGUAGES):
        return {name: spoken(one, known) for name, one in entry.items()}
    russian = entry["ru"]
    return entry | {language: words[russian].says for language, words in known.items() if russian in words}


def _need(entry: dict[str, Any], name: str, where: str) -> Any:
    if entry.get(name) in (None, "", []):
        raise BadContent(f"{where}: “{name}” is missing")
    return entry[name]


def _words(entry: dict[str, Any], name: str, where: str) -> dict[str, str]:
    words = _need(entry, name, where)
    lacking = [language for language in LANGUAGES if not words.get(language)]
    if lacking:
        raise BadContent(f"{where}: “{name}” is missing in {', '.join(lacking)}")
    _refuse_torn(words, where)
    return _spoken(words)


def _spoken(words: dict[str, Any]) -> dict[str, str]:
    return {language: str(words[language]) for language in (*LANGUAGES, *OTHERS) if language in words}


def _day(value: Any, where: str) -> date:
    if not isinstance(value, date):
        raise BadContent(f"{where}: {value!r} is not a day like 2025-01-31")
    return value


def _day_or_none(value: Any, where: str) -> date | None:
    return None if value is None else _day(value, where)


def _refuse_torn(words: dict[str, Any], where: str) -> None:
    """In `{en: …, ru: …}` a comma ends a sentence that is not quoted; the rest would be lost in silence."""
    torn = [key for key, value in words.items() if value is None]
    if torn:
        raise BadContent(f"{where}: a sentence with a comma has to stand in quotes: … {torn[0]}")
