"""What an address of the API may ask: each parameter with its kind, read once, told in words when it makes no sense.

The same table is the OpenAPI description's list of parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sapar.directory.hsds import catalogue, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST = 100
USUAL = 50
LAST_PAGE = 100_000


class Refused(ValueError):
    """Parameters that make no sense: name to reason, in English."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Parameter:
    """`schema` is its JSON Schema; `words` say what it does, `wanted` what it looks like where a pattern would say it."""

    name: str
    schema: dict[str, Any]
    words: str
    wanted: str = ""


_UUID = {"type": "string", "format": "uuid"}
_BOOL = {"type": "boolean"}

PARAMETERS: dict[str, Parameter] = {
    one.name: one
    for one in (
        Parameter("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, "Which page; the first is 1."),
        Parameter("per_page", {"type": "integer", "minimum": 1, "maximum": MOST}, "How many on a page."),
        Parameter("search", {"type": "string", "maxLength": 200}, "Words in the name, the description or a term."),
        Parameter("taxonomy_term_id", _UUID, "Only what has this term."),
        Parameter("taxonomy_id", _UUID, "Only what has any term of this taxonomy."),
        Parameter("organization_id", _UUID, "Only what this organization offers."),
        Parameter(
            "language", {"type": "string", "pattern": "^[a-z]{2,3}$"},
            "Only what is given in this language (ISO 639); of terms, those written in it.",
            "the code of a language in two or three small letters, like ky",
        ),
        Parameter(
            "country", {"type": "string", "pattern": "^[A-Z]{2}$"}, "Only in this country (ISO 3166-1).",
            "the code of a country in two capital letters, like KG",
        ),
        Parameter("latitude", {"type": "number", "minimum": -90, "maximum": 90}, "Near this position, with longitude."),
        Parameter("longitude", {"type": "number", "minimum": -180, "maximum": 180}, "Near this position."),
        Parameter("distance_km", {"type": "number", "minimum": 0.1, "maximum": 20_000}, "How far from it; 50 unless said."),
        Parameter("modified_after", {"type": "string", "format": "date-time"}, "Only what changed at this moment or later."),
        Parameter("minimal", _BOOL, "Only id and last_modified."),
        Parameter("full", _BOOL, "With everything that hangs on it."),
        Parameter("full_service", _BOOL, "An organization with its services in full."),
        Parameter("top_only", _BOOL, "Only terms without a parent."),
        Parameter("parent_id", _UUID, "Only terms below this one."),
    )
}  # fmt: skip


# HSDS has these too. An answer that left them out in silence would be a wrong one.
_OF_HSDS_ONLY = {
    "postcode": "is not known here; ask with latitude and longitude",
    "proximity": "is not known here; ask with latitude, longitude and distance_km",
}
# They choose how much is told, not of what: where they do nothing they do no harm.
_OF_FORM = {"page", "per_page", "minimal", "full", "full_service"}


def read(given: Mapping[str, str], allowed: Iterable[str]) -> dict[str, Any]:
    """The parameters that were given, as values.

    A filter that this address does not have is refused; a name that nobody knows is left alone. Raises `Refused`.
    """
    asked: dict[str, Any] = {}
    problems = _elsewhere(given, set(allowed))
    for name in allowed:
        if text := given.get(name, ""):
            try:
                asked[name] = _value(PARAMETERS[name], text)
            except values.Wrong as wrong:
                problems[name] = str(wrong)
    problems |= {name: words for name, words in _lonely(given).items() if name not in problems}
    if problems:
        raise Refused(problems)
    return asked


def _elsewhere(given: Mapping[str, str], allowed: set[str]) -> dict[str, str]:
    filters = PARAMETERS.keys() - _OF_FORM - allowed
    found = {name: "is no filter of this address" for name in sorted(filters) if given.get(name)}
    found |= {name: words for name, words in _OF_HSDS_ONLY.items() if given.get(name)}
    if given.get("format", "json").lower() not in ("", "json"):
        found["format"] = "is json here, and nothing else"
    return found


def _lonely(given: Mapping[str, str]) -> dict[str, str]:
    """What makes sense only beside something else."""
    latitude, longitude, distance = (given.get(name) for name in ("latitude", "longitude", "distance_km"))
    if latitude and not longitude:
        return {"longitude": "is missing beside latitude"}
    if longitude and not latitude:
        return {"latitude": "is missing beside longitude"}
    return (
        {"distance_km": "is from nowhere without latitude and longitude"} if distance and not latitude else {}
    )


def _value(one: Parameter, text: str) -> Any:
    schema = one.schema
    kind = schema["type"]
    if kind == "boolean":
        if text.lower() not in ("true", "false", "1", "0"):
            raise values.Wrong("is neither true nor false")
        return text.lower() in ("true", "1")
    if kind in ("integer", "number"):
        return _number(schema, text)
    if schema.get("format") == "uuid":
        return values.as_uuid(text)
    if schema.get("format") == "date-time":
        return values.as_datetime(text.replace(" ", "+"))
    return _text(one, text)


def _number(schema: dict[str, Any], text: str) -> int | float:
    number = values.as_number(text)
    if schema["type"] == "integer" and not isinstance(number, int):
        raise values.Wrong("is not a whole number")
    if not schema["minimum"] <= number <= schema["maximum"]:
        raise values.Wrong(f"is not between {schema['minimum']} and {schema['maximum']}")
    return number


def _text(one: Parameter, text: str) -> Any:
    if len(text) > one.schema.get("maxLength", len(text)):
        raise values.Wrong(f"is longer than {one.schema['maxLength']} letters")
    if "\x00" in text:
        raise values.Wrong("is no text: it holds a zero byte")
    if not re.fullmatch(one.schema.get("pattern", ".*").strip("^$"), text, re.DOTALL):
        raise values.Wrong(f"is not {one.wanted}")
    if one.name == "language" and not catalogue.is_language(text):
        raise values.Wrong("is no language of ISO 639")
    return text
