"""Reads whose SQL is built once in a process and planned once on a connection.

Building the SQL of one read costs the ORM up to a millisecond, and planning it behind row policies one to three more; a
page of a case asks twenty. A function marked `ready` is asked once for each kind of arguments, with markers in their
place; after that only values change, and PostgreSQL keeps a plan that fits any of them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, TypeVar

from django.db import connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Field, ForeignKey, Lookup, Model
from psycopg import Binary

from sapar.common import straight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet

Asked = ParamSpec("Asked")
Row = TypeVar("Row")


class Text(str):
    """Words as a value of a ready read; plain strings are codes and belong to the question."""

    __slots__ = ()


class NotReadable(TypeError):
    """An argument changes the statement in a way that cannot be seen from its type, or does not reach it as given."""


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`field__among=[…]`: one of the values, as one array. `in` writes another statement for each number of values."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        prepared = self.lhs.output_field.get_prep_value
        return [prepared(value) for value in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        prepared = self.lhs.output_field.get_db_prep_value
        return "%s", [[prepared(one, connection, prepared=True) for one in value]]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        cast = self.lhs.output_field.db_type(connection)
        return f"{left} = any({right}::{cast}[])", [*params, *right_params]


_VALUES = (uuid.UUID, dt.date, list, bytes, Text)


def ready(rows: Callable[Asked, QuerySet[Any, Row]]) -> Ready[Asked, Row]:
    """For reads by key, where one plan is right for every value.

    Make of a function that gives a queryset one that gives its rows as a list.

    Arguments are positional. Ids, moments, days, bytes, `Text` and lists of ids are values; everything else (None, a flag, a
    code, a number) is part of the question, so that it may change the statement. The function must do nothing with a
    value but hand it to the queryset, and ask nothing else: no clock, no language, no actor.
    """
    return Ready(rows)


def built_once(rows: Callable[Asked, QuerySet[Any, Row]]) -> Ready[Asked, Row]:
    """The same, but planned anew with its values in it: for lists, where an index of open cases alone, or an organisation
    with every fifth row, makes one plan for all a bad one (300 ms instead of 2)."""
    return Ready(rows, keeps_plan=False)


class Ready(Generic[Asked, Row]):
    """What `ready` makes. With `is_checked`, as in tests, each statement is built anew and compared."""

    is_checked: ClassVar[bool] = False
    # More kinds of one question than this are values taken for codes.
    MOST = 200

    def __init__(self, rows: Callable[Asked, QuerySet[Any, Row]], *, keeps_plan: bool = True) -> None:
        self._rows, self._keeps_plan = rows, keeps_plan
        self._built: dict[tuple[Any, ...], _Built] = {}
        update_wrapper(self, rows)

    def __call__(self, *arguments: Asked.args, **named: Asked.kwargs) -> list[Row]:
        if named:
            raise NotReadable(self._rows.__name__)
        found = self._of(arguments).rows(arguments)
        if self.is_checked:
            _compare(found, self._rows(*arguments, **named))
        return list(found)

    def ahead(self, *arguments: Asked.args, **_named: Asked.kwargs) -> None:
        """Inside `straight.together`: ask now, wait for it when it is called with the same arguments (`straight.ahead`)."""
        built = self._of(arguments)
        if built.keeps_plan:
            straight.ahead(connections["default"], built.sql, built.with_values(arguments))

    def _of(self, arguments: tuple[Any, ...]) -> _Built:
        shape = tuple(_shape(one) for one in arguments)
        built = self._built.get(shape)
        if built is None:
            if len(self._built) >= self.MOST:
                raise NotReadable(self._rows.__name__)
            # Two threads may both build it; either is as good.
            built = self._built[shape] = _Built(self._rows, arguments, keeps_plan=self._keeps_plan)
        return built


def _shape(value: Any) -> Any:
    """What of an argument belongs to the question: the kind of a value, or the argument itself."""
    return type(value) if isinstance(value, _VALUES) else value


def _marker(value: Any) -> Any:
    """A value of the same kind that stands nowhere else."""
    mark = uuid.uuid4()
    if isinstance(value, uuid.UUID):
        return mark
    if isinstance(value, dt.datetime):
        return dt.datetime(3000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=mark.int % 10**15)
    if isinstance(value, dt.date):
        return dt.date(3000, 1, 1) + dt.timedelta(days=mark.int % 10**6)
    if isinstance(value, list):
        return [mark]
    if isinstance(value, bytes):
        return mark.bytes
    return Text(mark) if isinstance(value, Text) else value


def _bare(param: Any) -> Any:
    """Bytes come out of the ORM wrapped."""
    return param.obj if isinstance(param, Binary) else param


def _is_mark(param: Any, mark: Any) -> bool:
    if isinstance(param, list) and isinstance(mark, list):
        # A field of words has made words of the ids.
        return [str(one) for one in param] == [str(one) for one in mark]
    return type(param) is type(mark) and param == mark


class _Built:
    """One statement: the queryset that it came from, its SQL, and which of its parameters is which argument."""

    def __init__(
        self, make: Callable[..., QuerySet[Any, Any]], arguments: Sequence[Any], *, keeps_plan: bool
    ) -> None:
        self.keeps_plan = keeps_plan
        marks = [_marker(one) for one in arguments]
        self.queryset = make(*marks)
        self.compiler = self.queryset.query.get_compiler(using=self.queryset.db)
        self.sql, params = self.compiler.as_sql()
        columns = [expression for expression, _sql, _alias in self.compiler.select[: self.compiler.col_count]]
        self.is_composite = self.compiler.has_composite_fields(columns)
        self.converters = self.compiler.get_converters(columns)
        self.params = tuple(_bare(one) for one in params)
        numbers = [number for number, one in enumerate(arguments) if isinstance(one, _VALUES)]
        self.places = [
            (place, number)
            for place, param in enumerate(self.params)
            for number in numbers
            if _is_mark(param, marks[number])
        ]
        if {number for _place, number in self.places} != set(numbers):
            raise NotReadable(make.__name__)

    def with_values(self, arguments: Sequence[Any]) -> tuple[Any, ...]:
        """The statement's parameters for these arguments."""
        params = list(self.params)
        for place, number in self.places:
            params[place] = arguments[number]
        return tuple(params)

    def rows(self, arguments: Sequence[Any]) -> QuerySet[Any, Any]:
        fresh = object.__new__(type(self.queryset))
        fresh.__dict__.update(self.queryset.__dict__)
        fresh._query = _Answered(self, self.with_values(arguments))  # type: ignore[attr-defined] # Django's own, private in its stubs
        return fresh


class _Answered:
    """The query of a queryset whose SQL is known; all it does not say itself, the query says that it was built from."""

    def __init__(self, built: _Built, params: tuple[Any, ...]) -> None:
        self.built, self.params = built, params

    def __getattr__(self, name: str) -> Any:
        return getattr(self.built.queryset.query, name)

    def get_compiler(self, using: str | None = None, **_also: Any) -> _Known:
        return _Known(self.built, self.params, connections[using or self.built.queryset.db])


class _Known(SQLCompiler):
    """What the ORM's compiler knows after it has built its SQL, for other values on this thread's connection."""

    def __init__(self, built: _Built, params: tuple[Any, ...], connection: BaseDatabaseWrapper) -> None:
        self.__dict__.update(built.compiler.__dict__)
        self.connection = connection
        self._built, self._params = built, params

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:  # noqa: FBT001, FBT002 - Django's signature
        return self._built.sql, self._params

    def execute_sql(self, *_as: Any, **_also: Any) -> Any:  # all rows, whatever is asked for
        if self._built.keeps_plan:
            return [straight.rows(self.connection, self._built.sql, self._params)]
        with self.connection.cursor() as cursor:
            cursor.execute(self._built.sql, self._params)
            return [cursor.fetchall()]

    def has_composite_fields(self, expressions: Any) -> bool:  # always those of its own columns
        return bool(self._built.is_composite)

    def get_converters(self, expressions: Any) -> Any:  # always those of its own columns
        return self._built.converters


def ask(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a written statement, planned once on a connection; `sql` holds names of ours, never what was typed."""
    return straight.rows(connections["default"], sql, params)


def ahead(sql: str, params: Mapping[str, Any]) -> None:
    """`ask` is sure to be called with this next, or soon: the database begins now (`straight.ahead`)."""
    straight.ahead(connections["default"], sql, params)


def post() -> None:
    """What was asked ahead goes out now; without this it goes out with the next question (`straight.post`)."""
    straight.post(connections["default"])


def tell(sql: str, params: Mapping[str, Any], *, with_next: bool = False) -> None:
    """A written statement whose rows nobody needs; inside `straight.together` it is not waited for (`straight.send`)."""
    straight.send(connections["default"], sql, params, with_next=with_next)


def _compare(ready_rows: QuerySet[Any, Any], plain: QuerySet[Any, Any]) -> None:
    found = ready_rows.query.get_compiler(using=ready_rows.db).as_sql()
    wanted = plain.query.get_compiler(using=plain.db).as_sql()
    if (found[0], tuple(found[1])) != (wanted[0], tuple(_bare(one) for one in wanted[1])):
        raise AssertionError(f"not the statement that would be built now: {wanted[0]}")


def insert(row: Model, *, unless_there: bool = False) -> bool:
    """`row.save(force_insert=True)` by a statement that is built and planned once, for what every act writes.

    With `unless_there` a row that a unique constraint forbids is left out; False then, after the transaction that wrote
    the other has ended.
    """
    connection = connections["default"]
    sql, values = _inserting(row, connection)
    if unless_there:
        return straight.count(connection, f"{sql}{_UNLESS_THERE}", values) == 1
    straight.send(connection, sql, values)
    return True


def put(row: Model) -> None:
    """`insert` with `unless_there`, for whoever does not ask which of the two came about: it is not waited for."""
    connection = connections["default"]
    sql, values = _inserting(row, connection)
    straight.send(connection, f"{sql}{_UNLESS_THERE}", values)


_UNLESS_THERE = " on conflict do nothing"


def _inserting(row: Model, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
    model = type(row)
    sql = _INSERTS.get(model) or _INSERTS.setdefault(model, _insert_into(model))
    fields = model._meta.concrete_fields
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    row._state.adding, row._state.db = False, "default"
    return sql, values


_INSERTS: dict[type[Model], str] = {}


def _insert_into(model: type[Model]) -> str:
    quoted = connections["default"].ops.quote_name
    fields = model._meta.concrete_fields
    if model._meta.parents or any(one.db_returning for one in fields):
        raise NotReadable(model.__name__)
    columns = ", ".join(quoted(one.column or "") for one in fields)
    places = ", ".join("%s" for _one in fields)
    return f"insert into {quoted(model._meta.db_table)} ({columns}) values ({places})"  # noqa: S608 - names of our own tables


def hold(parents: Sequence[Model], name: str, children: Sequence[Model], key: str) -> None:
    """As `prefetch_related` would: each parent's `name` holds those children whose `key` is its id, in their order."""
    of_parent: dict[Any, list[Model]] = {}
    for child in children:
        of_parent.setdefault(getattr(child, key), []).append(child)
    for parent in parents:
        rows = parent._meta.get_field(name).related_model._default_manager.all()  # type: ignore[union-attr] # a reverse field, or nothing finds it
        rows._result_cache = of_parent.get(parent.pk, [])
        cache = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = rows
        field = parent._meta.get_field(name).field  # type: ignore[union-attr] # a reverse field, or nothing finds it
        for child in rows._result_cache:
            setattr(child, field.name, parent)
