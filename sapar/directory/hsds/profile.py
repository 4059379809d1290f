"""The profile: what HSDS cannot say, as attributes whose term is a name of this table and whose value is the fact.

`FACETS` says, for each of our models, which field stands behind a name and how it is written as text. Pure.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

# Name to what it means. A name ending in "." is followed by the code of a language.
NAMES: dict[str, str] = {
    "kind": "Kind of an organisation or of a place.",
    "circle": "Inner circle (diaspora), outer circle (NGOs and unions) or neither.",
    "country": "Country of an organisation, a place or an area, ISO 3166-1.",
    "language": "A language in which the organisation helps, ISO 639-1.",
    "time-zone": "Time zone of an organisation, as the tz database names it.",
    "slug": "The organisation's name in addresses.",
    "fictional": "The organisation is invented, for a demonstration.",
    "name-in": "The name in another language: a language's code, a colon, the name.",
    "about-in": "The description in another language: code, colon, words.",
    "apply-in": "What to do to get the service in another language: code, colon, words.",
    "written-in": "The language of the record's own name and description.",
    "basis": "By whose word the record is published: own (its yes) or source (a published source describes it).",
    "agreed-on": "The day on which the organisation said yes.",
    "described-in": "The year of the source's description.",
    "confirmed-on": "The day on which the organisation last confirmed the record itself.",
    "trust": "What the network's rules say of it: confirmed, unconfirmed, warning or suspended.",
    "trust-since": "The day of the evidence on which that rests.",
    "trust-rule": "The number of the rule: docs/trust.md.",
    "trust-reasons": "Why, as JSON: rules with their days, faults or counts.",
    "checked-on": "The day on which a monitor last looked.",
    "source": "Where the description comes from.",
    "ended": "The organisation has ended.",
    "status-note": "What is known about its state.",
    "fee": "free, paid, mixed or unknown.",
    "fee-note": "About the price.",
    "free-proof": "What shows that it is free.",
    "around-the-clock": "Somebody is there day and night.",
    "place": "A town by its GeoNames id.",
    "place-assumed": "The source names no town; this one is assumed.",
    "secret": "The place is kept secret and is not stored.",
    "particulars": "What the source tells besides, as JSON.",
    "agreements": "Agreements that the source published, as JSON.",
    "legal-state": "What the law of a country makes of the organisation: JSON with country, state, since, source.",
    "paused-until": "Closed until this day.",
    "way": "How one gets it: visit, phone, messenger, online, outreach, post.",
    "by-appointment": "Only by appointment.",
    "sex": "For women or for men only.",
    "citizenship": "For citizens of this country only, ISO 3166-1.",
    "standing": "For people with these papers only.",
    "group": "For this group of people only, or first.",
    "papers": "Whether papers are needed: none, some, unknown.",
    "wished-on": "The day on which who is listed wished to be listed.",
    "beyond": "What an import said in fields that HSDS does not have, as JSON.",
    "how-spoken": "How a language is spoken: staff, interpreter, telephone.",
    "weekday": "A day of the week on which it is so, 0 is Monday.",
    "closed": "Closed in this time.",
    "radius-km": "Kilometres around a town.",
    "region": "For which region a representative stands.",
    "hours": "When a representative can be reached.",
    "open-accounts": "Where open accounts can be read.",
    "position": "Order among its like.",
}

# Model to (facet, field, how it is written). "many" is a list of codes, one attribute each.
FACETS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Organisation": (
        ("kind", "kind", "text"), ("circle", "circle", "text"), ("country", "country", "text"),
        ("language", "languages", "many"), ("time-zone", "time_zone", "text"), ("slug", "slug", "text"),
        ("fictional", "is_fictional", "bool"),
    ),
    "Listing": (
        ("name-in", "names", "words"), ("basis", "basis", "text"), ("agreed-on", "agreed_on", "date"),
        ("described-in", "described_in", "int"), ("confirmed-on", "confirmed_on", "date"), ("source", "source", "text"),
        ("status-note", "status_note", "text"), ("fee", "fee", "text"), ("fee-note", "fee_note", "text"),
        ("around-the-clock", "around_the_clock", "bool"), ("place", "place_id", "int"),
        ("place-assumed", "place_is_assumed", "bool"), ("secret", "place_is_secret", "bool"),
        ("particulars", "particulars", "json"), ("agreements", "published_agreements", "json"),
    ),
    "Offer": (
        ("paused-until", "paused_until", "date"), ("way", "ways", "many"), ("by-appointment", "by_appointment", "bool"),
        ("fee", "fee", "text"), ("free-proof", "free_proof", "text"), ("sex", "sex", "text"),
        ("citizenship", "citizenships", "many"), ("standing", "standings", "many"), ("group", "groups", "many"),
        ("papers", "papers", "text"),
    ),
    "Site": (
        ("kind", "kind", "text"), ("secret", "is_secret", "bool"), ("wished-on", "wished_on", "date"),
        ("place", "place_id", "int"), ("country", "country", "text"),
    ),
    "Representative": (
        ("region", "region", "text"), ("hours", "hours", "text"), ("open-accounts", "accounts_url", "text"),
        ("wished-on", "wished_on", "date"),
    ),
    "Hours": (("closed", "is_closed", "bool"), ("position", "position", "int")),
    "Telephone": (("position", "position", "int"),),
    "Spoken": (("how-spoken", "how", "text"), ("weekday", "weekdays", "ints"), ("position", "position", "int")),
    "Area": (
        ("country", "country", "text"), ("place", "place_id", "int"), ("radius-km", "radius_km", "int"),
        ("position", "position", "int"),
    ),
    "Cost": (("position", "position", "int"),),
    "PaperNeeded": (("position", "position", "int"),),
    "Capacity": (("position", "position", "int"),),
}  # fmt: skip

# What is told and never taken: a status comes from evidence by the rules, not from a file.
TOLD_ONLY: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Listing": (
        ("trust", "trust", "text"), ("trust-since", "trust_since", "date"), ("trust-rule", "trust_rule", "text"),
        ("trust-reasons", "trust_reasons", "json"), ("checked-on", "checked_on", "date"),
    ),
}  # fmt: skip


def written(model: str, row: Any) -> list[tuple[str, str]]:
    """(facet, value) of everything that a row says beyond HSDS; what is empty is not said."""
    found: list[tuple[str, str]] = []
    for facet, name, how in FACETS.get(model, ()) + TOLD_ONLY.get(model, ()):
        value = getattr(row, name)
        if value in (None, "", False, [], {}) or (name == "position" and value == 0):
            continue
        found += [(facet, text) for text in _texts(value, how)]
    return found


def _texts(value: Any, how: str) -> list[str]:
    if how in ("many", "ints"):
        return [str(one) for one in value]
    if how == "words":
        return [f"{language}:{words}" for language, words in sorted(value.items())]
    if how == "json":
        return [json.dumps(value, ensure_ascii=False, sort_keys=True)]
    if how == "bool":
        return ["true"]
    return [value.isoformat() if isinstance(value, dt.date) else str(value)]


def read(model: str, said: list[tuple[str, str]]) -> dict[str, Any]:
    """The fields that attributes tell of, for a row of `model`. What cannot be read is left out."""
    by_facet: dict[str, list[str]] = {}
    for facet, value in said:
        by_facet.setdefault(facet, []).append(value)
    fields = {}
    for facet, name, how in FACETS.get(model, ()):
        if facet in by_facet:
            try:
                fields[name] = _value(by_facet[facet], how)
            except (ValueError, TypeError):
                continue
    return fields


def _value(texts: list[str], how: str) -> Any:
    if how == "many":
        return texts
    if how == "ints":
        return sorted(int(one) for one in texts)
    if how == "words":
        return dict(one.split(":", 1) for one in texts)
    first = texts[0]
    readers: dict[str, Any] = {
        "text": str,
        "int": int,
        "date": dt.date.fromisoformat,
        "json": json.loads,
        "bool": lambda text: text == "true",
    }
    return readers[how](first)
