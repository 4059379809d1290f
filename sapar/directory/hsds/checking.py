"""Every record of an import looked at by itself: its id, each of its fields, what HSDS does not know. Pure.

A field that is wrong is left out and told; a record without a real id, or without what its object must have, is left
out whole and told. Nothing else is lost: fields that HSDS does not have stand under `BEYOND`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.directory.hsds import values
from sapar.directory.hsds.objects import objects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.directory.hsds.objects import Object, Record

BEYOND = ""
_SHOWN = 60
# HSDS asks for a description; a list of names is worth having without it. And a part whose `id` is another's is not.
_MUST = {
    "organization": ("name",),
    "service": ("name",),
    "phone": ("number",),
    "program": ("name",),
    "contact": (),
    "address": (),
    "metadata": (),
    "taxonomy": ("name",),
    "taxonomy_term": ("name",),
    "organization_identifier": ("identifier",),
}


@dataclass(frozen=True)
class Problem:
    """What was wrong: `place` is the file and the line or record in it; `whole` when all of the record was left out."""

    place: str
    record: str
    field: str
    reason: str
    whole: bool = False

    def __str__(self) -> str:
        left = "the record was left out" if self.whole else "the field was left out"
        about = f"{self.record} {self.field}".strip()
        return f"{self.place}: {about}: {self.reason}; {left}"


@dataclass
class Checked:
    """Records that can be used, by object and id; `places` says where each stood."""

    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, name: str) -> dict[str, Record]:
        return self.records.get(name, {})

    def tell(self, name: str, key: str, about: str, reason: str, *, whole: bool = False) -> None:
        place = self.places.get((name, key), name)
        self.problems.append(Problem(place, f"{name} {key}", about, reason, whole))


def check(raw: Iterable[tuple[str, Record, str]]) -> Checked:
    """(object, record, place) of everything in an import. The same id twice is one record: what the first leaves open,
    the second fills."""
    checked = Checked()
    for name, one, place in raw:
        record = _checked(name, one, place, checked.problems)
        if record is None:
            continue
        known = checked.records.setdefault(name, {})
        known[record["id"]] = record | known.get(record["id"], {})
        checked.places.setdefault((name, record["id"]), place)
    return checked


def _checked(name: str, one: Record, place: str, problems: list[Problem]) -> Record | None:
    kind = objects()[name]
    if "" in one:
        problems.append(Problem(place, name, "", "is not a record", whole=True))
        return None
    if one.get("id") in (None, ""):
        problems.append(Problem(place, name, "id", "is missing", whole=True))
        return None
    try:
        key = values.as_uuid(one["id"])
    except values.Wrong as wrong:
        problems.append(Problem(place, name, "id", f"«{_short(one['id'])}» {wrong}", whole=True))
        return None
    record = _fields(kind, key, one, place, problems)
    for must in _MUST.get(name, ()):
        if must not in record:
            problems.append(Problem(place, f"{name} {key}", must, "is missing", whole=True))
            return None
    return record


def _fields(kind: Object, key: str, one: Record, place: str, problems: list[Problem]) -> Record:
    record: Record = {"id": key}
    beyond: dict[str, Any] = {}
    for name, value in one.items():
        if name == "id" or value in (None, "", [], {}):
            continue
        if name not in kind.fields:
            beyond[name] = value
            continue
        try:
            record[name] = values.read(kind.fields[name], value)
        except values.Wrong as wrong:
            problems.append(Problem(place, f"{kind.name} {key}", name, f"«{_short(value)}» {wrong}"))
    return record | {BEYOND: beyond} if beyond else record


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
