"""Attributes of an import: those of our profile, the terms of our catalogue, and all others. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sapar.directory.hsds import catalogue
from sapar.directory.hsds.checking import BEYOND

if TYPE_CHECKING:
    from sapar.directory.hsds.entries import Entry
    from sapar.directory.hsds.objects import Record


def said_of(entry: Entry) -> dict[str, list[tuple[str, str]]]:
    """What attributes of our profile say, by the id of the record they hang on."""
    facets = catalogue.facet_of_term()
    found: dict[str, list[tuple[str, str]]] = {}
    for one in entry.of("attribute"):
        if facet := facets.get(one.get("taxonomy_term_id", "")):
            found.setdefault(one.get("link_id", ""), []).append((facet, str(one.get("value", ""))))
    return found


def foreign_attributes(entry: Entry) -> dict[str, list[Record]]:
    """Attributes that are not ours, by the id of the record they hang on."""
    ours = catalogue.facet_of_term().keys() | catalogue.code_of_term().keys()
    found: dict[str, list[Record]] = {}
    for one in entry.of("attribute"):
        if one.get("taxonomy_term_id") not in ours:
            found.setdefault(one.get("link_id", ""), []).append(one)
    return found


def codes_of(entry: Entry, service: str) -> list[str]:
    known = catalogue.code_of_term()
    return [
        known[one["taxonomy_term_id"]]
        for one in entry.of("attribute")
        if one.get("link_id") == service and one.get("taxonomy_term_id") in known
    ]


def beyond_of(record: Record, said: list[tuple[str, str]]) -> dict[str, Any]:
    """Fields that HSDS does not have: given now, or kept by an earlier export of ours."""
    found: dict[str, Any] = dict(record.get(BEYOND, {}))
    for facet, value in said:
        if facet == "beyond":
            try:
                found |= json.loads(value)
            except (ValueError, TypeError):
                found["beyond"] = value
    return found
