"""The public side: first page, who helps, what happened, one organisation, what is stored.

Addresses carry codes only. What a person types goes by POST, is turned into codes and is not kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from sapar.directory import cards, pages, particulars, queries
from sapar.directory.forms import FindForm, WordsForm
from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.directory.terms import SearchTerms
from sapar.directory.understanding import understand
from sapar.ui.countries import country_name
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from sapar.directory.models import Place
    from sapar.directory.search import Spot

_LAST_PAGE = 500
_POSITION = re.compile(r"(-?[0-9]{1,2}(?:[.][0-9]{1,6})?),(-?[0-9]{1,3}(?:[.][0-9]{1,6})?)")


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/public/home.html", {"languages_open": True})


# What is asked changes nothing here, so it needs no token, and no token means no cookie on the reader's phone.
@csrf_exempt
@show_or_send
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """GET with codes answers. POST brings what must stand in no address: a typed line, which leads to codes or asks which
    town was meant, or where the phone is, which is answered at once and forgotten."""
    if request.method == "POST":
        return _asked(request, SearchTerms.read({**request.GET.dict(), **request.POST.dict()}))
    terms = SearchTerms.read(request.GET)
    context = _forms(terms, WordsForm())
    if not terms.is_empty:
        context |= _answer(terms, page_of(request.GET))
    return render(request, "directory/public/find.html", context)


def _forms(terms: SearchTerms, words_form: WordsForm) -> dict[str, object]:
    return {"form": FindForm(terms), "words_form": words_form}


def _answer(terms: SearchTerms, page: int, spot: Spot | None = None) -> dict[str, object]:
    found = queries.search(terms, page=page, spot=spot)
    return {
        "groups": cards.groups(found, terms),
        "found": found,
        "count": ngettext("%(n)s organisation", "%(n)s organisations", found.total) % {"n": found.total},
        "about": terms.need.words,
        "where": _("Near me") if spot else _where(terms, found.place),
        "is_widened": bool(found.results) and found.results[0].level > 0,
        "wider": [(words, address(wide)) for words, wide in _wider(terms, found.place)],
        "keep_url": address(terms, "public:keep"),
        "spot": f"{spot.latitude},{spot.longitude}" if spot else "",
        "asked": terms.parameters(),
        "previous": address(terms, page=found.page - 1) if found.page > 1 else "",
        "next": address(terms, page=found.page + 1) if found.page < found.pages else "",
    }


def _wider(terms: SearchTerms, place: Place | None) -> list[tuple[str, SearchTerms]]:
    """One condition less, each in words: no answer is the end."""
    ways = [
        (bool(place), _("In the whole country"), terms.but(where=place.country if place else "")),
        (bool(terms.open_now), _("Also what is closed now"), terms.but(open_now=False)),
        (bool(terms.language), _("In any language"), terms.but(language="")),
        (bool(terms.whom), _("For anybody"), terms.but(whom="")),
        (terms.free_only, _("Also what costs money"), terms.but(free_only=False)),
    ]
    return [(words, wide) for is_narrow, words, wide in ways if is_narrow and not wide.is_empty]


def _asked(request: HttpRequest, terms: SearchTerms) -> HttpResponse:
    if (spot := _spot(request)) is not None:
        near = terms.but(where="")
        context = _forms(near, WordsForm()) | _answer(near, page_of(request.POST), spot)
        return render(request, "directory/public/find.html", context)
    if not request.POST.get("words", "").strip() and not terms.is_empty:
        return redirect(address(terms))
    return _typed(request, terms)


def _spot(request: HttpRequest) -> Spot | None:
    """«42.9,74.6», as the script writes it; anything else is nothing."""
    written = _POSITION.fullmatch(request.POST.get("near", ""))
    if written is None:
        return None
    latitude, longitude = float(written[1]), float(written[2])
    is_real = abs(latitude) <= 90 and abs(longitude) <= 180  # degrees
    return queries.spot_at(latitude, longitude) if is_real else None


def _typed(request: HttpRequest, terms: SearchTerms) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return render(request, "directory/public/find.html", _forms(terms, form))
    understood = understand(form.cleaned_data["words"])
    meant = understood.terms(terms)
    if understood.slug and not understood.what:
        return redirect("public:organisation", understood.slug)
    if understood.is_clear:
        return redirect(address(meant))
    context = _forms(terms, form) | {
        "towns": [
            (town, country_name(town.country), address(meant.but(where=str(town.id))))
            for town in understood.places
        ],
        "named": understood.organisations,
        "is_not_understood": not (understood.places or understood.organisations),
    }
    return render(request, "directory/public/find.html", context)


@require_safe
@never_cache
def keep(request: HttpRequest) -> HttpResponse:
    """The first answers in one file without anything outside of it: to keep on the phone, to print, to hand on."""
    terms = SearchTerms.read(request.GET)
    context = _answer(terms, 1) | {"today": timezone.localdate()}
    response = render(request, "directory/public/keep.html", context)
    response["Content-Disposition"] = 'attachment; filename="list.html"'
    return response


@require_safe
@never_cache
def what_happened(request: HttpRequest) -> HttpResponse:
    find_url = reverse("public:find")
    groups = [
        (GROUPS[code][0], [(Problem(one).label, f"{find_url}?problem={one}") for one in problems])
        for code, problems in PROBLEM_GROUPS.items()
    ]
    return render(request, "directory/public/what_happened.html", {"problem_groups": groups})


@require_safe
@never_cache
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    listing = queries.listing_by_slug(request.actor, slug)  # type: ignore[attr-defined] # the middleware sets it
    partners = queries.names_of([agreed["with"] for agreed in listing.published_agreements])
    context = pages.offered(request.actor, listing) | {  # type: ignore[attr-defined] # the middleware sets it
        "listing": listing,
        "card": cards.of_listing(listing),
        "particulars": particulars.worded(listing.particulars),
        "agreements": [
            particulars.agreement_words(agreed, partners.get(agreed["with"], agreed["with"]))
            for agreed in listing.published_agreements
        ],
    }
    return render(request, "directory/public/organisation.html", context)


@require_safe
@never_cache
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/public/about.html")


def _where(terms: SearchTerms, place: Place | None) -> str:
    return place.shown_name if place else country_name(terms.country)


def page_of(given: Mapping[str, str]) -> int:
    typed = given.get("page", "1")
    sensible = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(_LAST_PAGE))
    return min(max(int(typed), 1), _LAST_PAGE) if sensible else 1


def address(terms: SearchTerms, route: str = "public:find", page: int = 1) -> str:
    """The address of an answer: codes only."""
    parameters = terms.parameters() | ({"page": str(page)} if page > 1 else {})
    return reverse(route) + (f"?{urlencode(parameters)}" if parameters else "")
