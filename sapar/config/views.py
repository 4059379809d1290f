"""The few pages that belong to no package: the first door, the language, health, staff's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from sapar.config.context import NAV
from sapar.vault import keys

if TYPE_CHECKING:
    from django.http import HttpRequest

    from sapar.common.requests import SaparRequest


def front(request: HttpRequest) -> HttpResponse:
    """`/`: to the public page in the reader's language."""
    return redirect(f"/{get_language()}/")


def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a choice of language and go back to where the reader was."""
    if code not in {known for known, _name in settings.LANGUAGES}:
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=30 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
    return response


def staff_home(request: SaparRequest) -> HttpResponse:
    """`/staff/`: the first page that the role uses."""
    actor = request.actor
    if actor.kind != "staff":
        return redirect(reverse("signin"))
    for route, _label, right in NAV:
        if actor.may(right):
            return redirect(reverse(route))
    return redirect(reverse("account:home"))


def healthz(request: HttpRequest) -> HttpResponse:
    """The server answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """The server can work: the database answers; says too whether the vault is open."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "waiting", "database": "away"}, status=503)
    status = keys.status()
    return JsonResponse({"status": "ok", "database": "ok", "vault": "locked" if status.locked else "open"})


def robots(request: HttpRequest) -> HttpResponse:
    """Nothing of ours is for search engines but the public pages."""
    return HttpResponse("User-agent: *\nDisallow: /staff/\nDisallow: /signin/\n", content_type="text/plain")
