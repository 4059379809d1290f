"""Pages by key, not by number: the ten-thousandth page costs what the first does."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

    M = TypeVar("M", bound=Model)

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`rows` in order; `older` is the mark of the next page, None on the last."""

    rows: list[Row]
    older: str | None


def newest_first(rows: QuerySet[M], by: str, *, before: str | None = None, size: int = 25) -> Page[M]:
    """One page of `rows` by the time in field `by`, then id, both falling. A mark that makes no sense is the first page."""
    return _page(beyond(rows, by, *read(before), falls=True), by, size)


def oldest_first(rows: QuerySet[M], by: str, *, after: str | None = None, size: int = 25) -> Page[M]:
    """The same, rising; `older` is then the mark of the page that follows."""
    return _page(beyond(rows, by, *read(after), falls=False), by, size)


def beyond(
    rows: QuerySet[M], by: str, at: dt.datetime | None, key: uuid.UUID | None, *, falls: bool
) -> QuerySet[M]:
    """The rows past a mark as `read` gives it, in the order of pages that rise or fall; all of them without a mark."""
    sign, way = ("-", "lt") if falls else ("", "gt")
    if at is not None:
        # The first condition is the one an index can begin at.
        past = Q(**{f"{by}__{way}": at}) | Q(**{by: at, f"pk__{way}": key})
        rows = rows.filter(Q(**{f"{by}__{way}e": at}), past)
    return rows.order_by(f"{sign}{by}", f"{sign}pk")


def keyed(
    marks: Callable[[int], list[tuple[dt.datetime, uuid.UUID]]],
    rows: Callable[[list[uuid.UUID]], list[M]],
    *,
    size: int = 25,
) -> Page[M]:
    """A page of two ready reads: the marks of so many rows, and the rows of these keys in whatever order."""
    found = marks(size + 1)
    keys = [key for _at, key in found[:size]]
    of_key = {one.pk: one for one in rows(keys)} if keys else {}
    older = _write(*found[size - 1]) if len(found) > size else None
    return Page([of_key[key] for key in keys if key in of_key], older)


def _page(rows: QuerySet[M], by: str, size: int) -> Page[M]:
    """Keys first, then the rows of these keys with all that is joined to them.

    In one statement PostgreSQL cannot tell how many rows the walls of the joined tables leave, and sorts everything that
    an organisation has: 4.7 s of 140,000 closed cases, where the keys come from the index in 2 ms.
    """
    bare = rows.select_related(None).prefetch_related(None)
    return keyed(
        lambda most: list(bare.values_list(by, "pk")[:most]),
        lambda keys: list(rows.order_by().filter(pk__in=keys)),
        size=size,
    )


def _write(at: dt.datetime, key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), str(key)]).encode()).decode().rstrip("=")


def read(mark: str | None) -> tuple[dt.datetime, uuid.UUID] | tuple[None, None]:
    """What a mark stands for; nothing for one that makes no sense."""
    if not mark or len(mark) > 200:
        return None, None
    try:
        at, key = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        moment = dt.datetime.fromisoformat(at)
        return (moment, uuid.UUID(key)) if moment.tzinfo else (None, None)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None, None
