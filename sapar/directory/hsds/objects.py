"""HSDS's objects, and the way from records in tables to nested documents and back. Pure; the table is `objects.yaml`.

A *bundle* holds flat records by object: {"service": [{"id": …, "organization_id": …}], "phone": […]}.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]
Bundle = dict[str, list[Record]]
_FILE = Path(__file__).with_name("objects.yaml")


@dataclass(frozen=True)
class Object:
    """One of HSDS's objects. `fields`: name to kind, or to a list of codes. `many`: property to (object, field there);
    `one`: property to (object, field here)."""

    name: str
    table: str
    required: tuple[str, ...]
    fields: dict[str, Any]
    many: dict[str, tuple[str, str]] = field(default_factory=dict)
    one: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def links(self) -> frozenset[str]:
        """Fields that name another record."""
        return frozenset(name for name, kind in self.fields.items() if kind == "uuid" and name != "id")


@functools.cache
def objects() -> dict[str, Object]:
    """By name, as HSDS orders them."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        name: Object(
            name,
            one["table"],
            tuple(one["required"]),
            one["fields"],
            {prop: (child, link) for prop, (child, link) in one.get("many", {}).items()},
            {prop: (child, link) for prop, (child, link) in one.get("one", {}).items()},
        )
        for name, one in raw.items()
    }


def by_table() -> dict[str, str]:
    """File of a table to the object in it."""
    return {one.table: one.name for one in objects().values()}


# What is left out below each root, so that no document holds itself.
STOPS = {
    "organization": {"service": {"organization", "program"}, "service_at_location": {"location", "service"}},
    "service": {"organization": {"services"}, "service_at_location": {"service"}},
    "service_at_location": {"organization": {"services"}, "service": {"service_at_locations"}},
}


class Nest:
    """A bundle as nested documents."""

    def __init__(self, bundle: Bundle) -> None:
        self.by_id = {name: {one["id"]: one for one in rows} for name, rows in bundle.items()}
        self.below: dict[tuple[str, str], dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for name, rows in bundle.items():
            for link in objects()[name].links:
                for one in rows:
                    if one.get(link):
                        self.below[(name, link)][one[link]].append(one)

    def document(self, root: str, key: str) -> Record:
        """The record `key` with everything that hangs on it."""
        return self._nested(root, self.by_id[root][key], STOPS.get(root, {}), came_by="")

    def _nested(self, name: str, one: Record, stops: dict[str, set[str]], came_by: str) -> Record:
        kind = objects()[name]
        found = {key: value for key, value in one.items() if key != came_by}
        for prop, (child, link) in kind.many.items():
            rows = self.below[(child, link)].get(one["id"], []) if prop not in stops.get(name, ()) else []
            if rows:
                found[prop] = [self._nested(child, row, stops, link) for row in rows]
        for prop, (child, link) in kind.one.items():
            row = self.by_id.get(child, {}).get(one.get(link, ""))
            if row is not None and prop not in stops.get(name, ()):
                found[prop] = self._nested(child, row, stops, "")
        return found


def flatten(name: str, document: Record, into: Bundle) -> None:
    """A nested document as flat records. What has no `id`, or is no record at all, stays for who checks them."""
    kind = objects()[name]
    flat: Record = {}
    for key, value in document.items():
        if key in kind.many and isinstance(value, list):
            child, link = kind.many[key]
            for one in value:
                _descend(child, one, {link: document.get("id")}, into)
        elif key in kind.one and isinstance(value, dict):
            child, link = kind.one[key]
            flat[link] = value.get("id", flat.get(link))
            _descend(child, value, {}, into)
        else:
            flat[key] = value
    into.setdefault(name, []).append(flat)


def _descend(child: str, one: Any, more: Record, into: Bundle) -> None:
    if isinstance(one, dict):
        flatten(child, one | {key: value for key, value in more.items() if value}, into)
    else:
        into.setdefault(child, []).append({"": one} | more)
