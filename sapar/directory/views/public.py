"""The public side: first page, who helps, what happened, one organisation, what is stored.

Addresses carry codes only. What a person types goes by POST, is turned into codes and is not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sapar.directory import cards, pages, particulars, queries
from sapar.directory.forms import FindForm, WordsForm
from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.directory.terms import SearchTerms
from sapar.directory.understanding import understand
from sapar.ui.countries import country_name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.directory.models import Place

_LAST_PAGE = 500


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/public/home.html", {"languages_open": True})


# The typed line changes nothing here, so it needs no token, and no token means no cookie on the reader's phone.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """GET with codes answers; POST with a typed line leads to such an address, or asks which town was meant."""
    terms = SearchTerms.read(request.GET)
    if request.method == "POST":
        return _typed(request, terms)
    context = _forms(terms, WordsForm())
    if not terms.is_empty:
        context |= _answer(terms, page_of(request))
    return render(request, "directory/public/find.html", context)


def _forms(terms: SearchTerms, words_form: WordsForm) -> dict[str, object]:
    return {"form": FindForm(terms), "words_form": words_form, "typed_url": address(terms)}


def _answer(terms: SearchTerms, page: int) -> dict[str, object]:
    found = queries.search(terms, page=page)
    return {
        "groups": cards.groups(found, terms),
        "found": found,
        "count": ngettext("%(n)s organisation", "%(n)s organisations", found.total) % {"n": found.total},
        "about": terms.need.words,
        "where": _where(terms, found.place),
        "is_widened": bool(found.results) and found.results[0].level > 0,
        "previous": address(terms, page=found.page - 1) if found.page > 1 else "",
        "next": address(terms, page=found.page + 1) if found.page < found.pages else "",
    }


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


def page_of(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    sensible = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(_LAST_PAGE))
    return min(max(int(typed), 1), _LAST_PAGE) if sensible else 1


def address(terms: SearchTerms, route: str = "public:find", page: int = 1) -> str:
    """The address of an answer: codes only."""
    parameters = terms.parameters() | ({"page": str(page)} if page > 1 else {})
    return reverse(route) + (f"?{urlencode(parameters)}" if parameters else "")
