"""One answer of the API: JSON with its ETag, a page of a list, an error in words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from sapar.directory.api.parameters import USUAL

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

_JSON = {"ensure_ascii": False, "sort_keys": True}


def answer(request: HttpRequest, document: Any, changed: dt.datetime | None = None) -> HttpResponse:
    """`changed` makes Last-Modified. A list carries it and is still compared by its ETag alone: what has been taken
    away leaves no date behind."""
    response = JsonResponse(document, json_dumps_params=_JSON, safe=False)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    is_list = isinstance(document, dict) and "contents" in document
    by_date = int(changed.timestamp()) if changed is not None and not is_list else None
    shown = get_conditional_response(request, etag=response["ETag"], last_modified=by_date, response=response)
    return shown if shown is not None else response


def refuse(problems: Mapping[str, str], status: int = 400) -> HttpResponse:
    """Parameter to reason."""
    told = [{"field": name, "reason": reason} for name, reason in problems.items()]
    response = JsonResponse({"errors": told}, status=status, json_dumps_params=_JSON)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def page(
    request: HttpRequest,
    asked: Mapping[str, Any],
    total: int,
    some: Callable[[int, int], tuple[Sequence[Any], dt.datetime | None]],
) -> HttpResponse:
    """A page of a list as HSDS numbers it. `some(first, last)` gives that stretch and when it last changed."""
    size, number = asked.get("per_page", USUAL), asked.get("page", 1)
    pages = max(1, -(-total // size))
    first = (number - 1) * size
    contents, changed = some(first, first + size) if first < total else ([], None)
    document = {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }
    return answer(request, document, changed)
