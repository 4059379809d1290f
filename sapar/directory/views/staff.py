"""The directory for staff: the same search with the own agreements beside each answer, and keeping the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.directory import actions, cards, pages, particulars, policy, queries
from sapar.directory.forms import FindForm, WordsForm
from sapar.directory.listing_forms import ListingForm, NewListingForm, StewardListingForm, initial_of
from sapar.directory.terms import SearchTerms
from sapar.directory.understanding import understand
from sapar.directory.views.public import address, page_of
from sapar.organisations.guard import StaffRequest, staff
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.directory.models import Listing
    from sapar.organisations.models import Agreement


@staff("directory.search")
def search(request: StaffRequest) -> HttpResponse:
    """GET with codes; a typed line comes by POST and is answered at once, so that it stands in no address."""
    terms = SearchTerms.read(request.GET)
    words_form = WordsForm(request.POST if request.method == "POST" else None)
    towns: list[Any] = []
    if request.method == "POST" and words_form.is_valid():
        understood = understand(words_form.cleaned_data["words"])
        terms = understood.terms(terms)
        if understood.slug and not understood.what:
            return redirect("directory:organisation", understood.slug)
        if understood.is_clear:
            return redirect(address(terms, "directory:search"))
        towns = [
            (town, address(terms.but(where=str(town.id)), "directory:search")) for town in understood.places
        ]
    context = {"form": FindForm(terms), "words_form": words_form, "towns": towns, "terms": terms}
    context |= _answer(request, terms) | _ways(request)
    template = (
        "directory/staff/answers.html" if request.headers.get("HX-Request") else "directory/staff/search.html"
    )
    return render(request, template, context)


def _answer(request: StaffRequest, terms: SearchTerms) -> dict[str, Any]:
    found = queries.search(terms, page=page_of(request.GET))
    agreements = queries.agreements_in_force(request.actor) if request.actor.may("agreement.read") else {}
    groups = [
        (group.heading, [(card, _agreed(agreements, card)) for card in group.cards])
        for group in cards.groups(found, terms)
    ]
    return {
        "groups": groups,
        "found": found,
        "count": ngettext("%(n)s organisation", "%(n)s organisations", found.total) % {"n": found.total},
        "previous": address(terms, "directory:search", found.page - 1) if found.page > 1 else "",
        "next": address(terms, "directory:search", found.page + 1) if found.page < found.pages else "",
    }


def _agreed(agreements: dict[Any, Agreement], card: cards.Card) -> Agreement | None:
    return agreements.get(card.result.org_id) if card.result else None


def _ways(request: StaffRequest) -> dict[str, bool]:
    return {
        "may_keep": request.actor.may("listing.write"),
        "may_add": request.actor.may("organisation.invite"),
    }


@staff("directory.search")
def organisation(request: StaffRequest, slug: str) -> HttpResponse:
    listing = queries.listing_by_slug(request.actor, slug)
    partners = queries.names_of([agreed["with"] for agreed in listing.published_agreements])
    agreements = queries.agreements_in_force(request.actor) if request.actor.may("agreement.read") else {}
    context = pages.offered(request.actor, listing) | {
        "listing": listing,
        "card": cards.of_listing(listing),
        "particulars": particulars.worded(listing.particulars),
        "published": [
            particulars.agreement_words(agreed, partners.get(agreed["with"], agreed["with"]))
            for agreed in listing.published_agreements
        ],
        "agreement": agreements.get(listing.org_id),
        "may_change": policy.may_change(request.actor, listing),
        "may_declare": policy.may_declare(request.actor, listing.org),
        "is_own": listing.org_id == request.actor.org_id,
        "may_monitor": request.actor.may("monitoring.read"),
    }
    return render(request, "directory/staff/organisation.html", context)


@staff("listing.write")
def own(request: StaffRequest) -> HttpResponse:
    """The own entry: made at the first saving, changed after."""
    listing = queries.own_listing(request.actor)
    if listing is not None:
        return _change(request, listing, ListingForm)
    form = ListingForm(request.actor.org.country, request.POST or None, initial=initial_of(None))
    if form.is_valid():
        try:
            listing = actions.add_listing(request.actor, request.actor.org, **form.facts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Your organisation is in the directory now."))
            return redirect("directory:organisation", listing.org.slug)
    return _form(request, form, _("Put your organisation into the directory"), reverse("directory:search"))


@require_POST
@staff("listing.write")
def confirm(request: StaffRequest) -> HttpResponse:
    listing = queries.own_listing(request.actor)
    if listing is None:
        raise NotVisible
    actions.confirm_listing(request.actor, listing)
    messages.success(request, _("Thank you. The entry says that you confirmed it today."))
    return redirect("directory:organisation", listing.org.slug)


@staff("organisation.invite")
def add(request: StaffRequest) -> HttpResponse:
    form = NewListingForm(request.POST or None, initial=initial_of(None))
    if form.is_valid():
        try:
            listing = actions.enlist(request.actor, form.organisation(), **form.facts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("The organisation is in the directory now."))
            return redirect("directory:organisation", listing.org.slug)
    return _form(request, form, _("List an organisation"), reverse("directory:search"))


@staff("directory.search")
def change(request: StaffRequest, slug: str) -> HttpResponse:
    """The steward keeps the entries of organisations that have not joined."""
    listing = queries.listing_by_slug(request.actor, slug)
    policy.require_change(request.actor, listing.org)
    if listing.org_id == request.actor.org_id:
        return redirect("directory:own")
    return _change(request, listing, StewardListingForm)


def _change(request: StaffRequest, listing: Listing, form_class: type[ListingForm]) -> HttpResponse:
    form = form_class(listing.org.country, request.POST or None, initial=initial_of(listing))
    saved_meanwhile = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_listing(request.actor, listing, version, **form.facts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        except Stale:
            saved_meanwhile = queries.listing_by_slug(request.actor, listing.org.slug)
            typed: Any = form.data
            typed["version"] = str(saved_meanwhile.version)
        else:
            messages.success(request, _("The entry is saved."))
            return redirect("directory:organisation", listing.org.slug)
    back = reverse("directory:organisation", args=[listing.org.slug])
    return _form(request, form, listing.shown_name, back, saved_meanwhile)


def _form(
    request: StaffRequest, form: ListingForm, title: str, back: str, meanwhile: Listing | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "cancel_url": back,
        "meanwhile": cards.of_listing(meanwhile) if meanwhile else None,
    }
    return render(request, "directory/staff/form.html", context, status=409 if meanwhile else 200)
