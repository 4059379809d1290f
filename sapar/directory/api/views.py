"""The addresses of the API: each reads its parameters, asks, and answers in HSDS."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.views.decorators.http import require_safe

from sapar.directory.api import asking, openapi, parameters
from sapar.directory.api.answers import answer, page, refuse
from sapar.directory.hsds import catalogue, profile, writing
from sapar.directory.hsds.objects import Nest
from sapar.directory.models import Listing, Taxonomy, Term

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from sapar.directory.hsds.objects import Record
    from sapar.directory.models import Offer, OfferAt

    View = Callable[..., HttpResponse]

VERSION = "3.1"
_NOT_HERE = {"id": "There is no such record here."}


def reads(name: str) -> Callable[[View], View]:
    """An address of the API: its parameters are those that the OpenAPI description names for `name`."""

    def wrap(view: View) -> View:
        @require_safe
        @functools.wraps(view)
        def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                asked = parameters.read(request.GET, openapi.PATHS[name].parameters)
            except parameters.Refused as refused:
                return refuse(refused.problems)
            return view(request, asked, *args, **kwargs)

        return reading

    return wrap


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
    found = asking.offers(asked)

    def some(first: int, last: int) -> tuple[Sequence[Record], dt.datetime | None]:
        rows = list(found[first:last])
        changed = max((row.changed_at for row in rows), default=None)
        if asked.get("minimal"):
            return [_minimal(row) for row in rows], changed
        if asked.get("full"):
            return _documents(
                "service", {row.listing_id for row in rows}, [str(row.pk) for row in rows]
            ), changed
        return [_service(row) for row in rows], changed

    return page(request, asked, found.count(), some)


@reads("/services/{id}")
def service(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    row = asking.offers({}).filter(pk=key).first()
    if row is None:
        return refuse(_NOT_HERE, 404)
    changed = max(row.changed_at, row.listing.changed_at)
    return answer(request, _documents("service", {row.listing_id}, [str(row.pk)])[0], changed)


def _minimal(row: Offer) -> Record:
    record = writing.flat(writing.service_record(row, row.listing), row)
    return {name: record[name] for name in ("id", "name", "status", "last_modified")}


def _service(row: Offer) -> Record:
    record = writing.flat(writing.service_record(row, row.listing), row)
    return record | {"organization": _organization(row.listing)}


def _organization(listing: Listing) -> Record:
    return writing.flat(writing.organization_record(listing), listing)


def _documents(root: str, listings: Iterable[Any], keys: Iterable[str]) -> list[Record]:
    """Nested records, in the order of `keys`."""
    bundle = writing.bundle_of(writing.whole(writing.published().filter(pk__in=list(listings))))
    nest = Nest(writing.with_terms(bundle))
    return [nest.document(root, key) for key in keys]


# Organizations.


@reads("/organizations")
def organizations(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    found = asking.listings(asked)

    def some(first: int, last: int) -> tuple[Sequence[Record], dt.datetime | None]:
        rows = list(found[first:last])
        changed = max((row.changed_at for row in rows), default=None)
        if asked.get("full") or asked.get("full_service"):
            keys = [str(row.org_id) for row in rows]
            return _documents("organization", [row.pk for row in rows], keys), changed
        return [_organization(row) for row in rows], changed

    return page(request, asked, found.count(), some)


@reads("/organizations/{id}")
def organization(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    row = asking.listings({}).filter(org_id=key).first()
    if row is None:
        return refuse(_NOT_HERE, 404)
    return answer(request, _documents("organization", [row.pk], [str(key)])[0], row.changed_at)


# Services at locations.


@reads("/service_at_locations")
def service_at_locations(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    found = asking.offers_at(asked)

    def some(first: int, last: int) -> tuple[Sequence[Record], dt.datetime | None]:
        rows = list(found[first:last])
        changed = max((row.offer.changed_at for row in rows), default=None)
        if asked.get("full"):
            keys = [str(row.pk) for row in rows]
            return _documents("service_at_location", {row.offer.listing_id for row in rows}, keys), changed
        return [_at(row) for row in rows], changed

    return page(request, asked, found.count(), some)


@reads("/service_at_locations/{id}")
def service_at_location(request: HttpRequest, _asked: dict[str, Any], key: uuid.UUID) -> HttpResponse:
    row = asking.offers_at({}).filter(pk=key).first()
    if row is None:
        return refuse(_NOT_HERE, 404)
    changed = max(row.offer.changed_at, row.offer.listing.changed_at)
    return answer(request, _documents("service_at_location", [row.offer.listing_id], [str(key)])[0], changed)


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
    return page(request, asked, len(own) + found.count(), _own_first(own, found))


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
    for name, column in (
        ("taxonomy_id", "taxonomy_id"),
        ("parent_id", "parent_id"),
        ("language", "given__language"),
    ):
        if name in asked:
            found = found.filter(**{column: asked[name]})
    if asked.get("top_only"):
        found = found.filter(parent_id=None)
    return page(request, asked, len(own) + found.count(), _own_first(own, found))


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
        and asked.get("language", one["language"]) == one["language"]
        and "parent_id" not in asked
    )


def _says(one: Record, asked: dict[str, Any]) -> bool:
    return asked.get("search", "").lower() in one["name"].lower()


def _own_first(own: list[Record], found: QuerySet[Any]) -> Callable[[int, int], tuple[list[Record], None]]:
    def some(first: int, last: int) -> tuple[list[Record], None]:
        rows = found[max(0, first - len(own)) : max(0, last - len(own))]
        return [*own[first:last], *(_given(row) for row in rows)], None

    return some


def _given(row: Taxonomy | Term | None) -> Record:
    return {name: value for name, value in row.given.items() if name} if row else {}


def _with_taxonomy(term: Record) -> Record:
    own = next((one for one in catalogue.own_taxonomies() if one["id"] == term.get("taxonomy_id")), None)
    key = term.get("taxonomy_id")
    detail = own or (_given(Taxonomy.objects.filter(pk=key).first()) if key else {})
    return term | {"taxonomy_detail": detail} if detail else term
