"""What every page knows: languages, where one may go, whether this is a demo, whether the vault is locked."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

# (route, words, right): shown to whoever holds the right.
NAV = (
    ("contacts:list", _("Contacts"), "contact.read"),
    ("requests:list", _("Calls for help"), "request.read"),
    ("cases:list", _("Cases"), "case.read"),
    ("referrals:inbox", _("Referrals"), "referral.read"),
    ("directory:search", _("Who helps"), "directory.search"),
    ("practice:home", _("Practice"), "practice.read"),
    ("monitoring:work", _("Monitoring"), "monitoring.read"),
    ("overview:page", _("Overview"), "overview.read"),
    ("organisation:home", _("Organisation"), "member.read"),
    ("audit:list", _("Audit"), "audit.read"),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Runs no SQL: error pages use it while the database is away.

    Made once for a request and language: a page and each of its panels is a template of its own.
    """
    language = get_language() or settings.LANGUAGE_CODE
    actor = getattr(request, "actor", None)
    made: tuple[Any, dict[str, Any]] | None = getattr(request, "page_context", None)
    if made is None or made[0] != (language, actor):
        made = ((language, actor), _page(request, language, actor))
        request.page_context = made  # type: ignore[attr-defined] # ours, kept on the request
    return made[1]


def _page(request: HttpRequest, language: str, actor: Any) -> dict[str, Any]:
    staff = actor is not None and actor.kind == "staff"
    context: dict[str, Any] = {
        "demo": settings.DEMO,
        "languages": _languages(request, language, staff=request.path_info.startswith(settings.STAFF_PATHS)),
        "home_url": "/staff/" if staff else f"/{language}/",
        "translation_unreviewed": language not in {"en", *settings.REVIEWED_LANGUAGES},
    }
    if staff:
        context |= _staff(request, actor)
    return context


def _languages(request: HttpRequest, current: str, *, staff: bool) -> list[tuple[str, str, str, bool]]:
    codes = [
        (code, name) for code, name in settings.LANGUAGES if not staff or code in settings.STAFF_LANGUAGES
    ]
    return [(code, name, _in_language(request, code), code == current) for code, name in codes]


def _in_language(request: HttpRequest, code: str) -> str:
    """The same page in another language: another prefix on public pages, a choice that is kept elsewhere."""
    if getattr(request, "language_from_address", False):
        rest = request.path_info.split("/", 2)[2]
        query = request.GET.urlencode()
        return f"/{code}/{rest}" + (f"?{query}" if query else "")
    return _address(get_script_prefix(), "language", code) + "?" + _next(request)


def _next(request: HttpRequest) -> str:
    return urlencode({"next": request.path_info})


@functools.cache
def _address(_begins_with: str, route: str, *of: str) -> str:
    """Addresses that stand on every page; in no language are they others."""
    return reverse(route, args=of)


def _staff(request: HttpRequest, actor: Any) -> dict[str, Any]:
    begins_with, nav = get_script_prefix(), []
    for route, label, right in NAV:
        if actor.may(right):
            url = _address(begins_with, route)
            nav.append({"url": url, "label": label, "current": request.path_info.startswith(url)})
    names = (actor.org.name, actor.user.display_name, actor.role)
    # All that the top of a page is made of, but for its language, its token and the page's own address. An address that
    # does not exist may be a public one, with links to other languages of another kind.
    same = (begins_with, settings.DEMO, names, tuple(one["url"] for one in nav if one["current"]))
    return {
        "kept_for": same if request.path_info.startswith(settings.STAFF_PATHS) else None,
        "here_quoted": _next(request),
        "nav": nav,
        "account_nav": [{"url": _address(begins_with, "account:home"), "label": _("My account")}],
        "organisation_name": actor.org.name,
        "member_name": actor.user.display_name,
        "member_role": actor.membership.get_role_display(),
        "lock_url": _address(begins_with, "vault:lock"),
        "sign_out_url": _address(begins_with, "signout"),
    }
