"""The addresses of the API: each reads its parameters, asks, and answers in HSDS."""

from __future__ import annotations

import functools
import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from sapar.directory.api import asking, openapi, parameters
from sapar.directory.api.answers import Stretch, answer, may_ask, page, read_only, refuse
from sapar.directory.hsds import catalogue, profile, values, writing
from sapar.directory.hsds.objects import Nest
from sapar.directory.models import Listing, Offer, OfferAt, Taxonomy, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from sapar.directory.hsds.objects import Record

    View = Callable[..., HttpResponse]

VERSION = "3.1"
_NOT_HERE = {"id": "There is no such record here."}


def reads(name: str) -> Callable[[View], View]:
    """An address of the API: its parameters are those that the OpenAPI description names for `name`."""

    def wrap(view: View) -> View:
        @csrf_exempt  # nothing is ever written here: who tries is told so in JSON
        @functools.wraps(view)
        def reading(request: HttpRequest, key: str = "") -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return may_ask() if request.method == "OPTIONS" else read_only()
            try:
                asked = parameters.read(request.GET, openapi.PATHS[name].parameters)
                return view(request, asked, uuid.UUID(values.as_uuid(key))) if key else view(request, asked)
            except parameters.Refused as refused:
                return refuse(refused.problems)
            except values.Wrong:
                return refuse({"id": "This is not a UUID, so there is no such record."}, 404)

        return reading

    return wrap


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other address below the API's."""
    listed = request.build_absolute_uri(reverse("hsds:openapi"))
    return refuse({"address": f"There is nothing at this address. All there are: {listed}"}, 404)


@reads("/")
def base(request: HttpRequest, _asked: dict[str, Any]) -> HttpResponse:
    document = {
        "version": VERSION,
        "profile": request.build_absolute_uri(reverse("hsds:profile")),
        "openapi_url": request.build_absolute_uri(reverse("hsds:openapi")),
    }
    return answer(request, document)


@reads("/openapi.json")
def description(request: HttpRequest, _asked: dict[str, Any]) -> HttpResponse:
    return answer(request, openapi.document(request.build_absolute_uri(reverse("hsds:base"))))


@reads("/profile")
def told_profile(request: HttpRequest, _asked: dict[str, Any]) -> HttpResponse:
    """What our attributes mean."""
    facets = [
        {"name": name, "taxonomy_term_id": catalogue.facet_id(name), "meaning": words}
        for name, words in profile.NAMES.items()
    ]
    return answer(
        request, {"name": "Sapar profile of HSDS 3.1", "taxonomy_id": catalogue.PROFILE, "attributes": facets}
    )


# Services.


@reads("/services")
def services(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    def some(first: int, last: int) -> Stretch:
        keys, in_all = asking.stretch(asking.offers(asked), first, last)
        rows = list(_offers(keys))
        changed = max((row.changed_at for row in rows), default=None)
        if asked.get("minimal"):
            return Stretch(in_all, [_minimal(row) for row in rows], changed)
        if asked.get("full"):
            return Stretch(
                in_all, _documents("service", {row.listing_id for row in rows}, keys, keys), changed
            )
        return Stretch(in_all, [_service(row) for row in rows], changed)

    return page(request, asked, some)


@reads("/services/{id}")
def service(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    row = _offers(asking.offers({}).filter(pk=key).values("pk")).first()
    if row is None:
        return refuse(_NOT_HERE, 404)
    changed = max(row.changed_at, row.listing.changed_at)
    return answer(request, _documents("service", {row.listing_id}, [key], [key])[0], changed)


def _offers(keys: Any) -> QuerySet[Offer]:
    return Offer.objects.filter(pk__in=keys).select_related("listing__org").order_by("pk")


def _minimal(row: Offer) -> Record:
    record = writing.flat(writing.service_record(row, row.listing), row)
    return {name: record[name] for name in ("id", "name", "status", "last_modified")}


def _service(row: Offer) -> Record:
    record = writing.flat(writing.service_record(row, row.listing), row)
    return record | {"organization": _organization(row.listing)}


def _organization(listing: Listing) -> Record:
    return writing.flat(writing.organization_record(listing), listing)


def _documents(
    root: str, listings: Iterable[Any], keys: Iterable[uuid.UUID], offers: Iterable[uuid.UUID] | None = None
) -> list[Record]:
    """Nested records, in the order of `keys`; with `offers` no other services of these entries are read."""
    some = writing.published().filter(pk__in=list(listings))
    bundle = writing.bundle_of(writing.whole(some, offers))
    nest = Nest(writing.with_terms(bundle))
    return [nest.document(root, str(key)) for key in keys]


# Organizations.


@reads("/organizations")
def organizations(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    def some(first: int, last: int) -> Stretch:
        keys, in_all = asking.stretch(asking.listings(asked), first, last)
        rows = list(Listing.objects.filter(pk__in=keys).select_related("org").order_by("org_id"))
        changed = max((row.changed_at for row in rows), default=None)
        if asked.get("full") or asked.get("full_service"):
            return Stretch(in_all, _documents("organization", keys, [row.org_id for row in rows]), changed)
        return Stretch(in_all, [_organization(row) for row in rows], changed)

    return page(request, asked, some)


@reads("/organizations/{id}")
def organization(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    row = asking.listings({}).filter(org_id=key).first()
    if row is None:
        return refuse(_NOT_HERE, 404)
    return answer(request, _documents("organization", [row.pk], [key])[0], row.changed_at)


# Services at locations.


@reads("/service_at_locations")
def service_at_locations(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    def some(first: int, last: int) -> Stretch:
        keys, in_all = asking.offers_at(asked, first, last)
        rows = list(_offers_at(keys))
        changed = max((row.offer.changed_at for row in rows), default=None)
        if asked.get("full"):
            return Stretch(in_all, _whole_at(rows), changed)
        return Stretch(in_all, [_at(row) for row in rows], changed)

    return page(request, asked, some)


@reads("/service_at_locations/{id}")
def service_at_location(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    row = _offers_at([key]).first()
    if row is None or not asking.is_told(row):
        return refuse(_NOT_HERE, 404)
    changed = max(row.offer.changed_at, row.offer.listing.changed_at)
    return answer(request, _whole_at([row])[0], changed)


def _offers_at(keys: Any) -> QuerySet[OfferAt]:
    return OfferAt.objects.filter(pk__in=keys).select_related("offer__listing__org", "site").order_by("pk")


def _whole_at(rows: list[OfferAt]) -> list[Record]:
    listings, offers = {row.offer.listing_id for row in rows}, {row.offer_id for row in rows}
    return _documents("service_at_location", listings, [row.pk for row in rows], offers)


def _at(row: OfferAt) -> Record:
    record = {
        "id": str(row.pk),
        "service_id": str(row.offer_id),
        "location_id": str(row.site_id),
        "description": row.note,
    }
    location = writing.flat(writing.location_record(row.site), row.site)
    return writing.flat(record, row) | {"location": location, "service": _service(row.offer)}


# Taxonomies: ours are in the code, those of imports in the database; ours come first.


@reads("/taxonomies")
def taxonomies(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    own = [one for one in catalogue.own_taxonomies() if _says(one, asked)]
    found = Taxonomy.objects.filter(name__icontains=asked.get("search", "")).order_by("pk")
    return page(request, asked, _own_first(own, found))


@reads("/taxonomies/{id}")
def taxonomy(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    own = next((one for one in catalogue.own_taxonomies() if one["id"] == str(key)), None)
    row = None if own else Taxonomy.objects.filter(pk=key).first()
    if own is None and row is None:
        return refuse(_NOT_HERE, 404)
    return answer(request, own or _given(row))


@reads("/taxonomy_terms")
def taxonomy_terms(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    own = [one for one in catalogue.own_terms() if _fits(one, asked)]
    found = Term.objects.filter(name__icontains=asked.get("search", "")).order_by("pk")
    for name in ("taxonomy_id", "parent_id"):
        if name in asked:
            found = found.filter(**{name: asked[name]})
    if "language" in asked:
        found = found.filter(given__language__in=sorted(catalogue.language_forms(asked["language"])))
    if asked.get("top_only"):
        found = found.filter(parent_id=None)
    return page(request, asked, _own_first(own, found))


@reads("/taxonomy_terms/{id}")
def taxonomy_term(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    own = next((one for one in catalogue.own_terms() if one["id"] == str(key)), None)
    row = None if own else Term.objects.filter(pk=key).first()
    if own is None and row is None:
        return refuse(_NOT_HERE, 404)
    return answer(request, _with_taxonomy(own or _given(row)))


def _fits(one: Record, asked: dict[str, Any]) -> bool:
    """Terms of ours have no parents."""
    return (
        _says(one, asked)
        and asked.get("taxonomy_id", one["taxonomy_id"]) == one["taxonomy_id"]
        and one["language"] in catalogue.language_forms(asked.get("language") or one["language"])
        and "parent_id" not in asked
    )


def _says(one: Record, asked: dict[str, Any]) -> bool:
    return asked.get("search", "").lower() in one["name"].lower()


def _own_first(own: list[Record], found: QuerySet[Any]) -> Callable[[int, int], Stretch]:
    def some(first: int, last: int) -> Stretch:
        rows = found[max(0, first - len(own)) : max(0, last - len(own))]
        return Stretch(len(own) + found.count(), [*own[first:last], *(_given(row) for row in rows)])

    return some


def _given(row: Taxonomy | Term | None) -> Record:
    return {name: value for name, value in row.given.items() if name} if row else {}


def _with_taxonomy(term: Record) -> Record:
    own = next((one for one in catalogue.own_taxonomies() if one["id"] == term.get("taxonomy_id")), None)
    key = term.get("taxonomy_id")
    detail = own or (_given(Taxonomy.objects.filter(pk=key).first()) if key else {})
    return term | {"taxonomy_detail": detail} if detail else term
