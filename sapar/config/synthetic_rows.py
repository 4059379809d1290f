"""Rows of a model in PostgreSQL's binary COPY format, fast: what is the same in every row is written once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import struct
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sapar.vault import cipher
from sapar.vault.fields import SealedField

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
UUID = b"\x00\x00\x00\x10"
INSTANT = b"\x00\x00\x00\x08"
_VARCHAR, _INTEGER = 1043, 23
# Unix time of PostgreSQL's epoch, in microseconds.
_EPOCH = 946_684_800_000_000

_long = struct.Struct(">q").pack
_int = struct.Struct(">i").pack
_short = struct.Struct(">h").pack


def sized(value: bytes) -> bytes:
    """A value of any length with its length before it."""
    return _int(len(value)) + value


def text(value: str) -> bytes:
    return sized(value.encode())


def instant(microseconds: int) -> bytes:
    """A timestamp, given as Unix time in microseconds, with its length."""
    return INSTANT + _long(microseconds - _EPOCH)


def _moment(value: dt.datetime) -> bytes:
    since = value - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return instant(since // dt.timedelta(microseconds=1))


def _array(values: list[str]) -> bytes:
    if not values:
        return sized(_int(0) + _int(0) + _int(_VARCHAR))
    head = _int(1) + _int(0) + _int(_VARCHAR) + _int(len(values)) + _int(1)
    return sized(head + b"".join(text(one) for one in values))


def numbers(values: list[int]) -> bytes:
    """An array of integers of four bytes, with its length."""
    head = _int(1) + _int(0) + _int(_INTEGER) + _int(len(values)) + _int(1)
    return sized(head + b"".join(sized(_int(one)) for one in values))


def short(value: int) -> bytes:
    """An integer of two bytes, with its length."""
    return sized(_short(value))


def bits(lit: str) -> bytes:
    """A string of bits, given as zeros and ones (by eights), with its length."""
    return sized(_int(len(lit)) + int(lit, 2).to_bytes(len(lit) // 8, "big"))


_BY_KIND: dict[str, Callable[[Any], bytes]] = {
    "UUIDField": lambda value: sized(uuid.UUID(str(value)).bytes),
    "CharField": lambda value: text(str(value)),
    "TextField": lambda value: text(str(value)),
    "DateTimeField": _moment,
    "DateField": lambda value: sized(_int((value - dt.date(2000, 1, 1)).days)),
    "BooleanField": lambda value: sized(bytes([value])),
    "PositiveSmallIntegerField": short,
    "PositiveIntegerField": lambda value: sized(_int(value)),
    "BigIntegerField": lambda value: sized(_long(value)),
    "BinaryField": sized,
    "JSONField": lambda value: sized(b"\x01" + json.dumps(value).encode()),
}


def encoded(field: models.Field[Any, Any], value: Any) -> bytes:
    """One value as COPY takes it, with its length."""
    if value is None:
        return NULL
    if isinstance(field, ArrayField):
        return _array(list(value))
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    return _BY_KIND[kind.get_internal_type()](value)


class Shape:
    """The rows of a table of which only `varying` columns differ; every other one has its model's default, or `same`.

    A model that has got a new column since is loaded with that column's default; a new sealed one with a sealed None.
    """

    def __init__(self, model: type[models.Model], *varying: str, **same: Any) -> None:
        self.table = model._meta.db_table
        fields = {str(field.column): field for field in model._meta.concrete_fields}
        rest = [column for column in fields if column not in varying]
        self.also_sealed = [name for name in rest if _is_sealed(fields[name])]
        fixed = [name for name in rest if name not in self.also_sealed]
        self.columns = [*fixed, *varying, *self.also_sealed]
        values = {name: same.get(name, _default(fields[name])) for name in fixed}
        start = b"".join(encoded(fields[name], values[name]) for name in fixed)
        self._start = _short(len(self.columns)) + start

    def row(self, *values: bytes) -> bytes:
        """One row of values in the order of `varying`, each with its length; then those of `also_sealed`."""
        return self._start + b"".join(values)

    @property
    def copy(self) -> str:
        names = ", ".join(f'"{name}"' for name in self.columns)
        return f'copy "{self.table}" ({names}) from stdin (format binary)'


def _is_sealed(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, SealedField) and not field.null


def _default(field: models.Field[Any, Any]) -> Any:
    return None if field.null and not field.has_default() else field.get_default()


class Ids:
    """Version 7 UUIDs that can be made again from what they are of: a kind, a number and a time."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def __call__(self, kind: bytes, number: int, microseconds: int) -> bytes:
        rest = hashlib.blake2b(number.to_bytes(8, "big") + kind, digest_size=10, key=self._salt).digest()
        milliseconds = (microseconds // 1000).to_bytes(6, "big")
        marked = bytes((0x70 | rest[0] & 0x0F, rest[1], 0x80 | rest[2] & 0x3F))
        return milliseconds + marked + rest[3:]


def written(key: bytes) -> str:
    """A UUID's bytes as text, as the place of a sealed value names it."""
    letters = key.hex()
    return f"{letters[:8]}-{letters[8:12]}-{letters[12:16]}-{letters[16:20]}-{letters[20:]}"


def padded(value: Any) -> bytes:
    """What is sealed for a JSON value."""
    return cipher.padded(cipher.encode(value))


NONE = padded(None)
