"""`SealedField`: an attribute that reads as a JSON value and stands in the database as ciphertext."""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute

from sapar.vault import cipher
from sapar.vault.erased import ERASED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class SealedMisuse(TypeError):
    """A sealed field was filtered, ordered, updated in bulk or pickled unsaved; only its row can open or seal it."""


class Sealed:
    """What the row's dictionary holds: the ciphertext, the value, or both. Its repr and its pickle show neither.

    `written` is the JSON text that the ciphertext holds, so that a list changed in place is noticed at saving.
    """

    __slots__ = ("ciphertext", "value", "written")

    def __init__(self, ciphertext: bytes | None, value: Any = ERASED, written: bytes | None = None) -> None:
        self.ciphertext = ciphertext
        self.value = value
        self.written = written

    @property
    def is_current(self) -> bool:
        """Whether the ciphertext says what the attribute says."""
        if self.ciphertext is None:
            return False
        return self.written is None or cipher.encode(self.value) == self.written

    def says(self, value: Any) -> bool:
        """Whether the ciphertext is known to hold this very value."""
        try:
            return self.is_current and self.written is not None and cipher.encode(value) == self.written
        except (TypeError, ValueError):
            return False

    def __repr__(self) -> str:
        return "<sealed>"

    def __reduce__(self) -> tuple[type[Sealed], tuple[bytes]]:
        if not self.is_current or self.ciphertext is None:
            raise SealedMisuse
        return (Sealed, (self.ciphertext,))

    def __deepcopy__(self, memo: dict[int, Any]) -> Sealed:
        value = self.value if self.value is ERASED else json.loads(cipher.encode(self.value))
        return Sealed(self.ciphertext, value, self.written)


_carrying: ContextVar[bool] = ContextVar("sapar_carrying_seals", default=False)


@contextmanager
def carrying_seals() -> Iterator[None]:
    """While Django copies attributes from one instance to another, pass the seal instead of the opened value."""
    token = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(token)


class SealedAttribute(DeferredAttribute):
    """Opens on first read, remembers what was assigned, seals at saving."""

    field: SealedField

    def __get__(self, instance: Model | None, cls: type[Model] | None = None) -> Any:
        held = super().__get__(instance, cls)
        if not isinstance(held, Sealed) or _carrying.get():
            return held
        if held.ciphertext is not None and held.written is None:
            self.field.open_in(instance, held)
        return held.value

    def __set__(self, instance: Model, value: Any) -> None:
        """Assigning what is already there (as forms and `full_clean` do) does not seal it anew."""
        held = instance.__dict__.get(self.field.attname)
        if isinstance(held, Sealed) and held.says(value):
            return
        if value is None and self.field.null:
            instance.__dict__[self.field.attname] = None
        elif isinstance(value, Sealed) or value is models.DEFERRED:
            instance.__dict__[self.field.attname] = value
        else:
            instance.__dict__[self.field.attname] = Sealed(None, value)


class SealedColumn(Col):
    """A reference to a sealed column that may be selected; ordering, functions and lookups resolve it, and are refused."""

    def resolve_expression(self, *_args: Any, **_kwargs: Any) -> Any:
        raise SealedMisuse


class IsEmpty(IsNull):
    """The one question the database can answer about a sealed column that may be null."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        super().__init__(Col(lhs.alias, lhs.target) if isinstance(lhs, SealedColumn) else lhs, rhs)


class SealedField(_Field):
    """Any JSON value, sealed with the row's data key and bound to table, row and column.

    With `null=True` None is stored as NULL, which the database can see; otherwise None is sealed like any value.
    An erased key reads as `vault.ERASED`; a locked vault raises `Locked` on reading and on saving.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def formfield(self, **_kwargs: Any) -> None:
        """No form field comes by itself: forms take and give plain values, actions assign them."""

    def get_lookup(self, lookup_name: str) -> Any:
        return IsEmpty if lookup_name == "isnull" else None

    def get_transform(self, _lookup_name: str) -> None:
        return None

    def get_col(self, alias: str, output_field: Any = None) -> Any:
        return SealedColumn(alias, self, output_field)

    @cached_property
    def cached_col(self) -> Any:
        return SealedColumn(self.model._meta.db_table, self)

    def from_db_value(
        self, value: Any, _expression: object, _connection: BaseDatabaseWrapper
    ) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        raise SealedMisuse

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        held = self.get_prep_value(value)
        if held is None:
            return None
        if held.ciphertext is None:
            raise SealedMisuse
        return memoryview(held.ciphertext)

    def pre_save(self, model_instance: Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Sealed):
            self.seal_in(model_instance, held, add=add)
        elif held is None and not self.null:
            held = Sealed(None, None)
            self.seal_in(model_instance, held, add=add)
            model_instance.__dict__[self.attname] = held
        return held

    def value_to_string(self, _obj: Model) -> str:
        raise SealedMisuse

    def place(self, instance: Model) -> bytes:
        """Associated data "table|pk|column" of the original row, also for a row of its history."""
        original = getattr(instance, "pgh_tracked_model", None)
        table = (original or instance)._meta.db_table
        key = instance.__dict__["pgh_obj_id"] if original else instance.pk
        return self.place_of(table, key)

    def place_of(self, table: str, key: Any) -> bytes:
        """The same, for those who read rows without making models of them."""
        return f"{table}|{key}|{self.column}".encode()

    def open_in(self, instance: Any, held: Sealed) -> None:
        """Put the opened value beside the ciphertext; an erased one stays closed and reads as ERASED."""
        from sapar.vault.keys import datakeys

        key = datakeys.key_of(instance)
        if key is None or held.ciphertext is None:
            return
        plain = cipher.open_sealed(key, held.ciphertext, self.place(instance)).rstrip(b" ")
        held.value, held.written = json.loads(plain), plain

    def seal_in(self, instance: Any, held: Sealed, *, add: bool) -> None:
        """Make the ciphertext of what was assigned; leave what was not touched as it is.

        A row inserted with a ciphertext it did not make (a copy under a new id) is opened first, which fails.
        """
        from sapar.vault.keys import datakeys

        if held.is_current:
            if add:
                self.open_in(instance, Sealed(held.ciphertext))
            return
        key = datakeys.key_for_sealing(instance)
        plain = cipher.encode(held.value)
        held.ciphertext = cipher.seal(key, cipher.padded(plain), self.place(instance))
        held.written = plain
