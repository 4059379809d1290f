"""One answer of the API: JSON with its ETag, a page of a list, an error in words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from sapar.directory.api.parameters import USUAL

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

_JSON = {"ensure_ascii": False, "sort_keys": True}
_METHODS = "GET, HEAD, OPTIONS"


def answer(request: HttpRequest, document: Any, changed: dt.datetime | None = None) -> HttpResponse:
    """`changed` makes Last-Modified. A list carries it and is still compared by its ETag alone: what has been taken
    away leaves no date behind."""
    response = JsonResponse(document, json_dumps_params=_JSON, safe=False)
    response["Cache-Control"] = "public, max-age=60"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    is_list = isinstance(document, dict) and "contents" in document
    by_date = int(changed.timestamp()) if changed is not None and not is_list else None
    shown = get_conditional_response(request, etag=response["ETag"], last_modified=by_date, response=response)
    return _for_any_origin(shown if shown is not None else response)


def _for_any_origin(response: HttpResponse) -> HttpResponse:
    """A page of another site may read it, and the ETag too, with which it asks again."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    return response


def may_ask() -> HttpResponse:
    """To a browser that asks before it asks."""
    response = _for_any_origin(HttpResponse(status=204))
    response["Allow"] = response["Access-Control-Allow-Methods"] = _METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return response


def read_only() -> HttpResponse:
    response = refuse({"method": "This API is read only. Ask with GET."}, 405)
    response["Allow"] = _METHODS
    return response


def refuse(problems: Mapping[str, str], status: int = 400) -> HttpResponse:
    """Parameter to reason."""
    told = [{"field": name, "reason": reason} for name, reason in problems.items()]
    return _for_any_origin(JsonResponse({"errors": told}, status=status, json_dumps_params=_JSON))


@dataclass(frozen=True)
class Stretch:
    """A part of a list: `in_all` counts the whole of it, `changed` is when something in the part last did."""

    in_all: int
    contents: Sequence[Any]
    changed: dt.datetime | None = None


def page(request: HttpRequest, asked: Mapping[str, Any], some: Callable[[int, int], Stretch]) -> HttpResponse:
    """A page of a list as HSDS numbers it. `some(first, last)` gives that stretch."""
    size, number = asked.get("per_page", USUAL), asked.get("page", 1)
    first = (number - 1) * size
    part = some(first, first + size)
    pages = max(1, -(-part.in_all // size))
    document = {
        "total_items": part.in_all,
        "total_pages": pages,
        "page_number": number,
        "size": len(part.contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not part.contents,
        "contents": list(part.contents),
    }
    return answer(request, document, part.changed)
