"""The picture of the network: for everybody, and with more detail for coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sapar.directory import coverage, network
from sapar.directory.taxonomy import GROUPS
from sapar.directory.terms import LANGUAGES, SearchTerms
from sapar.directory.views.public import address
from sapar.organisations.guard import StaffRequest, staff
from sapar.organisations.lists import language_names
from sapar.ui.countries import country_name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.directory.network import Land

_TOWNS_NAMED = 12
_LANGUAGES_NAMED = 4


@require_safe
@never_cache
def picture(request: HttpRequest) -> HttpResponse:
    here, lands = network.towns(), network.lands()
    columns = [
        _("Country"), _("Organisations"), _("Inner circle"), _("Outer circle"), _("Confirmed"), _("Warnings"),
        _("Languages"),
    ]  # fmt: skip
    context = {
        "map": network.drawn(here),
        "map_says": ngettext("%(n)s town where somebody helps", "%(n)s towns where somebody helps", len(here))
        % {"n": len(here)},
        "columns": columns,
        "rows": [
            (address(SearchTerms(where=land.country)), list(zip(columns, _cells(land), strict=True)))
            for land in lands
            if land.organisations
        ],
        "nobody": ", ".join(country_name(land.country) for land in lands if not land.organisations),
        "towns": [
            (address(SearchTerms(where=str(town.id))), f"{town.shown_name}: {town.organisations}")
            for town in here[:_TOWNS_NAMED]
        ],
        "gaps": [
            (GROUPS[gap.group][0], ", ".join(town.shown_name for town in gap.towns[:_TOWNS_NAMED]))
            for gap in network.gaps()
        ],
        "silent": [
            (country_name(land.country), language_names(land.missing))
            for land in lands
            if land.organisations and land.missing
        ],
    }
    return render(request, "directory/public/network.html", context)


def _cells(land: Land) -> list[str]:
    spoken = [code for code in LANGUAGES if code in land.languages]
    figures = (land.organisations, land.inner, land.outer, land.confirmed, land.doubtful)
    languages = language_names(spoken)
    if len(spoken) > _LANGUAGES_NAMED:
        languages = _("%(n)s of %(all)s") % {"n": len(spoken), "all": len(LANGUAGES)}
    return [country_name(land.country), *map(str, figures), languages]


@staff("directory.search")
def covered(request: StaffRequest) -> HttpResponse:
    """Which services are given in which languages, what grew old, which agreements are about to end."""
    country = request.GET.get("country", "")
    asked = SearchTerms.read({"where": country}).country
    names = [language_names([code]) for code in LANGUAGES]
    table = coverage.services_by_language(asked)
    context = {
        "names": names,
        "rows": [
            (
                words,
                address(SearchTerms(f"s-{code}", asked), "directory:search"),
                list(zip(names, counts, strict=True)),
            )
            for code, words, counts in table
        ],
        "country": asked,
        "countries": [("", _("All countries")), *coverage.countries()],
        "stale": coverage.stale(asked),
        "ending": coverage.agreements_ending(request.actor) if request.actor.may("agreement.read") else [],
    }
    return render(request, "directory/staff/coverage.html", context)
