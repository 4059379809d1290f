"""Values of HSDS put into columns of ours: what does not fit is kept as it was given, beside the column."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import translation

from sapar.directory import lexicon, opening
from sapar.directory.hsds import catalogue, mapping
from sapar.directory.hsds.catalogue import made_id
from sapar.directory.hsds.checking import BEYOND
from sapar.directory.slots import slot_of
from sapar.directory.spelling import words
from sapar.organisations.models import Kind
from sapar.ui.phones import read_number

if TYPE_CHECKING:
    from sapar.directory.hsds.mapping import Mapped
    from sapar.directory.hsds.objects import Record

SPARED: dict[str, set[str]] = {
    "phone": {"type"},
    "language": {"name"},
    "schedule": set(),
    "service_capacity": {"unit_id"},
}


def stands_alone(mapped: Mapped, row: Any) -> bool:
    """Whether it lacks a parent without which it cannot be stored."""
    needed = [
        one.column for one in mapped.owners if not row._meta.get_field(one.column.removesuffix("_id")).null
    ]
    if mapped.name == "contact" and not (row.name or row.post):
        return True
    return any(getattr(row, column) is None for column in needed)


def finish(name: str, row: Any, record: Record, kept: Record) -> None:
    """What needs more than one field."""
    if name == "phone":
        kind = mapping.PHONE_KINDS.get(record.get("type", ""))
        row.kind = kind or "voice"
        if kind is None and record.get("type"):
            kept["type"] = record["type"]
    if name == "service_capacity":
        row.unit = catalogue.unit_codes()[record["unit_id"]]
    if name == "language" and catalogue.language_name(row.code) != record.get(
        "name", catalogue.language_name(row.code)
    ):
        kept["name"] = record["name"]
    if name == "schedule":
        read_rule(row, record, kept)
    if name == "cost_option" and row.amount and not re.fullmatch("[A-Z]{3}", row.currency):
        kept |= {part: record[part] for part in ("amount", "currency") if part in record}
        row.amount, row.currency = None, ""
    for first, last in (("valid_from", "valid_to"), ("minimum_age", "maximum_age")):
        in_order(row, first, last, record, kept)


def in_order(row: Any, first: str, last: str, record: Record, kept: Record) -> None:
    """A span that ends before it begins says nothing; it is kept as it was given."""
    begins, ends = getattr(row, first, None), getattr(row, last, None)
    if begins is not None and ends is not None and ends < begins:
        kept |= {first: record[first], last: record[last]}
        setattr(row, first, None)
        setattr(row, last, None)


def read_rule(row: Any, record: Record, kept: Record) -> None:
    """A plain week becomes days; anything more stays the rule it is, and then nobody says "open now" by it."""
    days = [part.strip().upper() for part in str(record.get("byday", "")).split(",") if part.strip()]
    plain = (
        record.get("freq", "WEEKLY") == "WEEKLY"
        and record.get("interval", 1) == 1
        and not any(part in record for part in mapping.RULE_PARTS)
        and all(day in mapping.WEEKDAYS for day in days)
    )
    if plain and row.opens is not None and row.closes is not None:
        row.weekdays = sorted(mapping.WEEKDAYS.index(day) for day in set(days))
        kept.pop("byday", None)
        kept.pop("freq", None)
        return
    rule = ("freq", "interval", "byday", "dtstart", "wkst", *mapping.RULE_PARTS)
    row.rule = {part: record[part] for part in rule if part in record}
    for part in row.rule:
        kept.pop(part, None)
    if (row.opens is None) != (row.closes is None):
        row.rule |= {part: record[part] for part in ("opens_at", "closes_at") if part in record}
        row.opens = row.closes = None


def fit(row: Any, column: str, value: Any, theirs: str, kept: Record) -> None:
    """A value in the column's own kind; what the column has no room for is kept whole beside it."""
    kind = row._meta.get_field(column)
    made = converted(kind.get_internal_type(), value)
    if made is None:
        kept[theirs] = value
        return
    if kind.max_length and isinstance(made, str) and len(made) > kind.max_length:
        kept[theirs] = made
        made = made[: kind.max_length] if kind.get_internal_type() != "URLField" else ""
    if column == "currency" and isinstance(made, str) and made != made.upper():
        kept[theirs], made = made, made.upper()
    setattr(row, column, made)


def converted(kind: str, value: Any) -> Any:
    if kind in ("PositiveSmallIntegerField", "PositiveIntegerField"):
        return value if isinstance(value, int) and 0 <= value < 2**15 else None
    if kind == "FloatField":
        return float(value)
    if kind == "DecimalField":
        amount = Decimal(str(value))
        return amount if 0 <= amount < 10**10 and amount == round(amount, 2) else None
    if kind == "DateField":
        return dt.date.fromisoformat(value)
    if kind == "TimeField":
        return dt.time.fromisoformat(value)
    if kind == "DateTimeField":
        return dt.datetime.fromisoformat(value)
    return str(value)


def wrong_fields(row: Any) -> dict[str, str]:
    try:
        row.clean_fields(exclude=[one.name for one in row._meta.concrete_fields if one.is_relation])
    except ValidationError as refused:
        return {name: str(errors[0]) for name, errors in refused.message_dict.items()}
    return {}


def worded(text: str, said: list[tuple[str, str]], facet: str) -> dict[str, str]:
    """Language to words: the record's own, and those that attributes give in others."""
    language = dict(said).get("written-in", "und")
    found = {language: text} if text else {}
    for name, value in said:
        if name == facet and ":" in value:
            code, words_there = value.split(":", 1)
            found[code] = words_there
    return found


def kind_words(kind: str) -> str:
    with translation.override("en"):
        return str(Kind(kind).label) if kind in Kind.values else ""


def guess(name: str) -> str:
    """The term that a service's name tells of, "" when none."""
    kind, _dash, code = lexicon.read(words(name)).need.partition("-")
    return code if kind == "s" else ""


def position_wrong(record: Record) -> str:
    latitude, longitude = record.get("latitude"), record.get("longitude")
    if latitude is None and longitude is None:
        return ""
    if latitude is None or longitude is None:
        return "latitude and longitude come together or not at all"
    if abs(latitude) <= 90 and abs(longitude) <= 180:  # degrees
        return ""
    swapped = abs(longitude) <= 90 and abs(latitude) <= 180  # degrees
    more = ": latitude and longitude are swapped" if swapped else ""
    return f"{latitude}, {longitude} is no place on the earth{more}"


def dialled(typed: str, country: str) -> str | None:
    bare = typed.strip().strip('"').strip()
    if bare.isdecimal() and 3 <= len(bare) <= 6:  # 112, 1433
        return bare
    return read_number(bare, (country,) if country else ())


def legal(value: str) -> dict[str, Any] | None:
    try:
        said = json.loads(value)
        days = {name: dt.date.fromisoformat(said[name]) for name in ("since", "seen_on")}
        texts = {name: str(said[name]) for name in ("country", "state", "source", "source_url")}
        return {"id": uuid.UUID(said["id"])} | days | texts
    except (ValueError, TypeError, KeyError):
        return None


def beyond_attribute(record: Record, name: str) -> Record:
    return {
        "id": made_id(record["id"], "beyond"),
        "link_id": record["id"],
        "taxonomy_term_id": catalogue.facet_id("beyond"),
        "link_type": "sapar-profile",
        "link_entity": name,
        "label": "beyond",
        "value": json.dumps(record[BEYOND], ensure_ascii=False, sort_keys=True),
    }


def whole(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != BEYOND}


def tidy(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if value}


def address_into(row: Any, first: Record) -> Record:
    """An address into a place's own columns; what they have no room for comes back."""
    kept = {name: value for name, value in first.items() if name not in ("location_id", BEYOND)}
    for theirs, ours in mapping.ADDRESS.items():
        text = str(kept.get(theirs, ""))
        room = row._meta.get_field(ours).max_length
        is_code = ours == "country" and len(text) == room
        setattr(row, ours, text.upper() if is_code else text[:room])
        if getattr(row, ours) == text:
            kept.pop(theirs, None)
    if kept.get("id") == made_id(str(row.pk), "address"):
        kept.pop("id")
    if kept.get("address_type") == "physical":
        kept.pop("address_type")
    return kept


def clashing(rows: list[Any]) -> list[tuple[Any, str]]:
    """Rows of hours that overlap an earlier one of the same place, with the day."""
    taken: list[Any] = []
    found = []
    for row in rows:
        if clashes := opening.clashes(slot_of(one) for one in [*taken, row]):
            found.append((row, mapping.WEEKDAYS[clashes[0].weekday]))
        else:
            taken.append(row)
    return found
