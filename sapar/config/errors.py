"""Pages for when something is refused or broken: what happened, what was kept, what to do."""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sapar.common import errors

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("sapar.request")

NO_SPACE = errno.ENOSPC
# Never written into a page that keeps what was typed.
_NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "code", "share_a", "share_b"}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404", 404)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 400)


def moved_on(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "409", 409)


def locked(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "locked", 503)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    problems = exception.problems if isinstance(exception, errors.Invalid) else {}
    sentences = " ".join(str(sentence) for sentence in problems.values())
    return _page(request, "400", 400, happened=sentences)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 413, happened=_("What you sent is too large. Nothing of it was saved."))


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500", 500)


def no_space(request: HttpRequest) -> HttpResponse:
    return _again(request, 503, _("There is no room left on the server's disk. Nothing was changed."))


def unavailable(request: HttpRequest) -> HttpResponse:
    return _again(request, 503, _("The database does not answer at this moment. Nothing was changed."))


def conflict(request: HttpRequest) -> HttpResponse:
    return _again(
        request, 409, _("Somebody changed the same thing at the same moment. Nothing of yours was saved yet.")
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours that was open too long comes back to be sent again; one that another site sent does not."""
    ours = f"{request.scheme}://{request.get_host()}"
    sender = request.headers.get("Origin") or "/".join(request.headers.get("Referer", "").split("/")[:3])
    return _again(request, 403, None) if sender == ours else _page(request, "403", 403)


REFUSALS = (
    (errors.Denied, denied),
    (errors.NotVisible, not_found),
    (errors.IllegalMove, moved_on),
    (errors.Stale, moved_on),
    (errors.Invalid, refused),
    (errors.Locked, locked),
)


def _again(request: HttpRequest, status: int, happened: str | None) -> HttpResponse:
    """A page that holds what was typed and sends it again at a press."""
    if request.method != "POST":
        return _page(request, "503" if status == 503 else "409", status, happened=happened)
    kept = [
        (name, value) for name, values in request.POST.lists() if name not in _NEVER_KEPT for value in values
    ]
    context: dict[str, object] = {
        "kept": kept,
        "happened": happened,
        "action": request.path,
        "layout": _layout(request),
    }
    return _render(request, "ui/retry.html", context, status)


def _page(request: HttpRequest, kind: str, status: int, *, happened: str | None = None) -> HttpResponse:
    context = {
        "kind": kind,
        "happened": happened,
        "layout": _layout(request),
        "request_id": getattr(request, "id", None),
    }
    return _render(request, "ui/error.html", context, status)


def _layout(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    return "ui/staff.html" if actor is not None and actor.kind == "staff" else "ui/public.html"


def _render(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    try:
        return render(request, template, context, status=status)
    except Exception:  # the page of last resort must not fail in its turn
        log.error("error page failed", extra={"request": str(getattr(request, "id", ""))})
        return HttpResponse(render_to_string("ui/plain.html", context), status=status)
