"""Keeping what an organisation offers: its services, places, representatives, legal states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapar.common.errors import Invalid, Stale
from sapar.directory import actions, offer_queries, offer_words, policy, queries
from sapar.directory.offer_forms import CapacityForm, site_choices
from sapar.directory.offer_page import OfferPage
from sapar.directory.site_forms import LegalForm, RepresentativeForm, SitePage, representative_initial
from sapar.organisations.guard import StaffRequest, staff
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpResponse

    from sapar.directory.models import Listing


def _kept(request: StaffRequest, slug: str) -> Listing:
    """The entry, for who keeps it."""
    listing = queries.listing_by_slug(request.actor, slug)
    policy.require_change(request.actor, listing.org)
    return listing


@staff("directory.search")
def services(request: StaffRequest, slug: str) -> HttpResponse:
    """Everything that is kept of one organisation, each with its way to change it."""
    listing = _kept(request, slug)
    context = {
        "listing": listing,
        "offers": [
            offer_words.of_offer(one, listing) for one in offer_queries.offers(listing, shown_only=False)
        ],
        "sites": [offer_words.of_site(one) for one in offer_queries.sites(request.actor, listing)],
        "people": [
            (row, *offer_words.representative_lines(row))
            for row in offer_queries.representatives(request.actor, listing)
        ],
        "legal": [offer_words.legal_words(row) for row in offer_queries.legal_states(listing.org_id)],
        "capacity_form": CapacityForm(auto_id=False),
    }
    return render(request, "directory/staff/services.html", context)


@staff("directory.search")
def offer(request: StaffRequest, slug: str, offer_id: uuid.UUID | None = None) -> HttpResponse:
    listing = _kept(request, slug)
    row = offer_queries.offer(listing, offer_id) if offer_id else None
    page = OfferPage(request.POST or None, offer_queries.sites(request.actor, listing), row)

    def save(version: int) -> None:
        actions.write_offer(request.actor, listing.org, page.said(), offer=row, version=version)

    title = row.shown_name if row else _("A new service")
    return _written(request, listing, page, save, ("directory/staff/offer.html", title))


@staff("directory.search")
def site(request: StaffRequest, slug: str, site_id: uuid.UUID | None = None) -> HttpResponse:
    listing = _kept(request, slug)
    row = offer_queries.site(listing, site_id) if site_id else None
    page = SitePage(request.POST or None, listing.org.country, row)

    def save(version: int) -> None:
        more = {"hours": page.hours(), "telephones": page.telephones.rows()}
        actions.write_site(request.actor, listing.org, page.facts(), site=row, version=version, **more)

    title = (row.name or str(row.get_kind_display())) if row else _("A new place")
    return _written(request, listing, page, save, ("directory/staff/site.html", title))


def _written(
    request: StaffRequest,
    listing: Listing,
    page: OfferPage | SitePage,
    save: Callable[[int], None],
    shown: tuple[str, str],
) -> HttpResponse:
    """The page again with what is wrong, or on to the list. What was typed is kept, also when somebody was quicker."""
    is_stale = False
    if request.method == "POST" and page.is_valid():
        try:
            save(page.form.cleaned_data["version"] or 0)
        except Invalid as refused:
            problems_into(page.form, refused.problems)
        except Stale:
            is_stale = True
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:services", listing.org.slug)
    template, title = shown
    context = {"form": page, "title": title, "listing": listing, "is_stale": is_stale}
    if is_stale:
        _take_version(page)
    return render(request, template, context, status=409 if is_stale else 200)


def _take_version(page: OfferPage | SitePage) -> None:
    """Saving once more puts what was typed in the place of what somebody else saved."""
    row = page.offer if isinstance(page, OfferPage) else page.site
    if row is not None:
        row.refresh_from_db(fields=["version"])
        typed: Any = page.form.data
        typed["version"] = str(row.version)


@require_POST
@staff("directory.search")
def remove_offer(request: StaffRequest, slug: str, offer_id: uuid.UUID) -> HttpResponse:
    listing = _kept(request, slug)
    actions.remove_offer(request.actor, offer_queries.offer(listing, offer_id))
    return _back(request, listing, _("The service is no longer in the directory."))


@require_POST
@staff("directory.search")
def remove_site(request: StaffRequest, slug: str, site_id: uuid.UUID) -> HttpResponse:
    listing = _kept(request, slug)
    actions.remove_site(request.actor, offer_queries.site(listing, site_id))
    return _back(request, listing, _("The place is no longer in the directory."))


@require_POST
@staff("directory.search")
def count_free(request: StaffRequest, slug: str, offer_id: uuid.UUID) -> HttpResponse:
    """Free beds, counted again. What makes no sense comes back with the list and its error on top."""
    listing = _kept(request, slug)
    row, form = offer_queries.offer(listing, offer_id), CapacityForm(request.POST)
    if form.is_valid():
        try:
            actions.count_free(request.actor, row, **form.cleaned_data)
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return _back(request, listing, _("Counted. Everybody sees it with today's date."))
    context = {"form": form, "title": row.shown_name, "listing": listing}
    return render(request, "directory/staff/plain.html", context)


@staff("directory.search")
def representative(request: StaffRequest, slug: str, person_id: uuid.UUID | None = None) -> HttpResponse:
    listing = _kept(request, slug)
    row = offer_queries.representative(listing, person_id) if person_id else None
    places = site_choices(offer_queries.sites(request.actor, listing))
    form = RepresentativeForm(places, request.POST or None, initial=representative_initial(row))
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.write_representative(
                request.actor, listing.org, form.facts(), representative=row, version=version
            )
        except Invalid as refused:
            problems_into(form, refused.problems)
        except Stale:
            form.add_error(
                None, _("Somebody else changed this meanwhile. Open it again to see what stands there now.")
            )
        else:
            return _back(request, listing, _("Saved."))
    context = {"form": form, "title": row.post if row else _("A new representative"), "listing": listing}
    return render(request, "directory/staff/plain.html", context)


@require_POST
@staff("directory.search")
def remove_representative(request: StaffRequest, slug: str, person_id: uuid.UUID) -> HttpResponse:
    listing = _kept(request, slug)
    actions.remove_representative(request.actor, offer_queries.representative(listing, person_id))
    return _back(request, listing, _("They are no longer in the directory."))


@staff("directory.search")
def legal(request: StaffRequest, slug: str) -> HttpResponse:
    """What a law makes of the organisation: by itself or by the steward."""
    listing = queries.listing_by_slug(request.actor, slug)
    policy.require_declare(request.actor, listing.org)
    form = LegalForm(request.POST or None, initial={"country": listing.org.country})
    if form.is_valid():
        try:
            actions.declare(request.actor, listing.org, form.cleaned_data)
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Written down. Everybody sees it before turning to them."))
            return redirect("directory:organisation", slug)
    context = {
        "form": form,
        "title": _("Legal state of %(name)s") % {"name": listing.shown_name},
        "listing": listing,
    }
    return render(request, "directory/staff/plain.html", context)


def _back(request: StaffRequest, listing: Listing, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("directory:services", listing.org.slug)
