"""What everybody may read: promises kept and broken, and what each actor could do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sapar.watch import choices, queries
from sapar.watch.codes import PUBLIC, State

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Broken promises first; `?state=kept` shows those alone."""
    asked = request.GET.get("state", "")
    state = asked if asked in PUBLIC else ""
    typed = request.GET.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1
    found = queries.public(state, number)
    context = {
        "counts": [
            (code, f"{State(code).label}: {n}", code == state) for code, n in queries.counts().items()
        ],
        "promises": found.rows,
        "chosen": state,
        "previous": _address(state, found.page - 1) if found.page > 1 else "",
        "next": _address(state, found.page + 1) if found.page < found.pages else "",
        "page": found.page,
        "pages": found.pages,
    }
    return render(request, "watch/public/page.html", context)


def _address(state: str, number: int) -> str:
    query = {name: value for name, value in (("state", state), ("page", str(number))) if value}
    return f"{reverse('promises:page')}?{urlencode(query)}"


@require_safe
@never_cache
def options(request: HttpRequest) -> HttpResponse:
    told = choices.in_language(get_language() or "en")
    return render(request, "watch/public/options.html", {"told": told})
