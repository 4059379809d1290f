"""One value of HSDS as it must look: a uuid, a date, an address on the web. Each check says what is wrong. Pure."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

_EMAIL = re.compile(r"\A[^@\s]+@[^@\s]+\.[^@\s.]+\Z")
_TIME = re.compile(r"\A(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?\Z")
LONGEST = 20_000


class Wrong(ValueError):
    """A value that is not what its field asks for; the message is the reason, in English."""


def as_uuid(value: Any) -> str:
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise Wrong("is not a UUID") from None


def as_text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise Wrong("is not a text")
    text = str(value).replace("\x00", "")
    if len(text) > LONGEST:
        raise Wrong(f"is longer than {LONGEST} letters")
    return text


def as_uri(value: Any) -> str:
    text = as_text(value).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Wrong("is not an address on the web") from None
    if parts.scheme not in ("http", "https"):
        raise Wrong(f"is not an address on the web: it begins with «{text[:12]}»")
    if not parts.hostname or re.search(r"[\s<>\"']", text):
        raise Wrong("is not an address on the web")
    return text


def as_email(value: Any) -> str:
    text = as_text(value).strip()
    if not _EMAIL.match(text):
        raise Wrong("is not an e-mail address")
    return text


def as_number(value: Any) -> int | float:
    """JSON has it as a number, a table as text."""
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise Wrong("is not a number") from None
    if isinstance(value, bool) or not number.is_finite():
        raise Wrong("is not a number")
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else float(number)


def as_date(value: Any) -> str:
    try:
        return dt.date.fromisoformat(as_text(value)[:10]).isoformat()
    except ValueError:
        raise Wrong("is not a day like 2026-01-31") from None


def as_time(value: Any) -> str:
    matched = _TIME.match(as_text(value).strip())
    if matched is None:
        raise Wrong("is not a time like 09:00")
    hours, minutes = int(matched[1]), int(matched[2])
    if (hours, minutes) == (24, 0):
        hours = 0
    try:
        return dt.time(hours, minutes).isoformat("minutes")
    except ValueError:
        raise Wrong("is not a time like 09:00") from None


def as_datetime(value: Any) -> str:
    try:
        moment = dt.datetime.fromisoformat(as_text(value).strip())
    except ValueError:
        raise Wrong("is not a moment like 2026-01-31T09:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).isoformat()


_KINDS: dict[str, Callable[[Any], Any]] = {
    "uuid": as_uuid,
    "text": as_text,
    "uri": as_uri,
    "email": as_email,
    "number": as_number,
    "date": as_date,
    "time": as_time,
    "datetime": as_datetime,
}


def read(kind: Any, value: Any) -> Any:
    """A value in its one form. Raises `Wrong`."""
    if isinstance(kind, list):
        if value not in kind:
            raise Wrong("is none of: " + ", ".join(kind))
        return value
    return _KINDS[kind](value)
