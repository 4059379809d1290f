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
    mark = _read(before)
    if mark is not None:
        at, key = mark
        # The first condition is the one an index can begin at.
        rows = rows.filter(Q(**{f"{by}__lte": at}), Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": key}))
    return _page(rows, (f"-{by}", "-pk"), by, size)


def oldest_first(rows: QuerySet[M], by: str, *, after: str | None = None, size: int = 25) -> Page[M]:
    """The same, rising; `older` is then the mark of the page that follows."""
    mark = _read(after)
    if mark is not None:
        at, key = mark
        rows = rows.filter(Q(**{f"{by}__gte": at}), Q(**{f"{by}__gt": at}) | Q(**{by: at, "pk__gt": key}))
    return _page(rows, (by, "pk"), by, size)


def _page(rows: QuerySet[M], order: tuple[str, str], by: str, size: int) -> Page[M]:
    """Keys first, then the rows of these keys with all that is joined to them.

    In one statement PostgreSQL cannot tell how many rows the walls of the joined tables leave, and sorts everything that
    an organisation has: 4.7 s of 140,000 closed cases, where the keys come from the index in 2 ms.
    """
    bare = rows.select_related(None).prefetch_related(None).order_by(*order)
    marks = list(bare.values_list(by, "pk")[: size + 1])
    keys = [key for _at, key in marks[:size]]
    found = list(rows.filter(pk__in=keys).order_by(*order)) if keys else []
    return Page(found, _write(*marks[size - 1]) if len(marks) > size else None)


def _write(at: dt.datetime, key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), str(key)]).encode()).decode().rstrip("=")


def _read(mark: str | None) -> tuple[dt.datetime, uuid.UUID] | None:
    if not mark or len(mark) > 200:
        return None
    try:
        at, key = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        moment = dt.datetime.fromisoformat(at)
        return (moment, uuid.UUID(key)) if moment.tzinfo else None
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None
