"""From parameters to rows: what is published and fits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, F, FloatField, Q, QuerySet, Value, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt

from sapar.directory.hsds import catalogue, writing
from sapar.directory.models import Area, Listing, Offer, OfferAt, Site, Spoken
from sapar.directory.spelling import fold, words
from sapar.directory.taxonomy import Service
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping

    _Keys = QuerySet[Any, Any]

_USUAL_KM = 50
_EARTH_KM = 12_742  # twice its radius
_KM_OF_A_DEGREE = 111  # of latitude: a little less than it is, so that the band is a little wider
_OF_SERVICES = (
    "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "country", "language", "search",
)  # fmt: skip
# What an import said by terms of another list.
_OF_TAXONOMY = """
select o.id from directory_offer o, jsonb_array_elements(o.kept->'attribute') a, directory_term t
where o.kept ? 'attribute' and t.id::text = a->>'taxonomy_term_id' and t.taxonomy_id = %s
"""


def offers(asked: Mapping[str, Any]) -> QuerySet[Offer]:
    """Services of published entries.

    Each condition is a list of keys of its own, asked once. Joins, and sub-queries of each row, made the planner ask
    20,000 times what a policy allows.
    """
    found = Offer.objects.filter(listing__in=writing.published().values("pk"))
    found = _by_terms(found, asked)
    if "organization_id" in asked:
        found = found.filter(org_id=asked["organization_id"])
    if "modified_after" in asked:
        found = found.filter(changed_at__gte=asked["modified_after"])
    if "country" in asked:
        covering = Area.objects.filter(offer__isnull=False, country=asked["country"]).values("offer")
        found = found.filter(Q(org__in=_organisations(country=asked["country"])) | Q(pk__in=covering))
    if "language" in asked:
        found = found.filter(_spoken(asked["language"]))
    if "search" in asked:
        found = found.filter(_has_words(asked["search"]))
    if "latitude" in asked:
        near, told = _told_at(sites=_near(asked))
        found = found.filter(pk__in=RawSQL(f"select offer_id from {near}", told))  # noqa: S608, S611 - words of ours, bound values
    return found.order_by("pk")


def _organisations(**fit: Any) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(**fit).values("pk")


def _position(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: asked[name] for name in ("latitude", "longitude", "distance_km") if name in asked}


def _by_terms(found: QuerySet[Offer], asked: Mapping[str, Any]) -> QuerySet[Offer]:
    if term := asked.get("taxonomy_term_id"):
        code = catalogue.code_of_term().get(term)
        kept = Q(kept__contains={"attribute": [{"taxonomy_term_id": term}]})
        found = found.filter(Q(codes__contains=[code]) & ~Q(kept__has_key="guessed") if code else kept)
    if taxonomy := asked.get("taxonomy_id"):
        if taxonomy == catalogue.SERVICES:
            found = found.exclude(codes=[]).exclude(kept__has_key="guessed")
        elif taxonomy != catalogue.PROFILE:
            found = found.filter(pk__in=RawSQL(_OF_TAXONOMY, [taxonomy]))  # noqa: S611 - its argument is bound
    return found


def _spoken(language: str) -> Q:
    """A service without languages of its own is given in those of its organisation."""
    codes = sorted(catalogue.language_forms(language))
    own = Spoken.objects.filter(offer__isnull=False)
    silent = ~Q(pk__in=own.values("offer")) & Q(org__in=_organisations(languages__overlap=codes))
    return Q(pk__in=own.filter(code__in=codes).values("offer")) | silent


def _has_words(text: str) -> Q:
    """In a service's own words, in a name of its organisation, or in the catalogue's words: by the search's own index."""
    sound = fold(text)
    codes = [code for code in Service.values if sound and sound in _sounds()[code]]
    literal = text.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    asked = [literal, " ".join(words(text)), codes]
    # Its arguments are bound.
    return Q(pk__in=RawSQL("select directory_offers_saying(%s, %s, %s::text[])", asked))


@cache
def _sounds() -> dict[str, str]:
    """Code to its words in every language, folded."""
    found: dict[str, str] = dict.fromkeys(Service.values, "")
    for one in catalogue.own_terms():
        if one["code"] in found and one["taxonomy_id"] == catalogue.SERVICES:
            found[one["code"]] += f" {fold(one['name'])}"
    return found


def offers_at(asked: Mapping[str, Any], first: int, last: int) -> tuple[list[Any], int]:
    """Keys of a part of the services at places that everybody may be told of, and how many there are in all."""
    narrowed = {name: value for name, value in asked.items() if name in _OF_SERVICES}
    services = offers(narrowed).order_by().values("pk") if narrowed else None
    told, bound = _told_at(services, _near(asked) if "latitude" in asked else None)
    page = f"select id, count(*) over () from {told} order by id limit %s offset %s"  # noqa: S608 - words of ours
    rows = _rows(page, [*bound, last - first, first])
    if rows or not first:
        return [key for key, _in_all in rows], rows[0][1] if rows else 0
    return [], _rows(f"select count(*) from {told}", bound)[0][0]  # noqa: S608 - words of ours


def is_told(row: OfferAt) -> bool:
    """Whether everybody may be told of this service at this place."""
    return bool(_rows("select 1 from directory_told_at(%s, %s)", [[row.offer_id], [row.site_id]]))


def _rows(sql: str, bound: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        return list(cursor.fetchall())


def _told_at(services: _Keys | None = None, sites: _Keys | None = None) -> tuple[str, list[Any]]:
    """The call of the database's function with these as its arguments, and their values."""
    arguments: list[str] = []
    bound: list[Any] = []
    for keys in (services, sites):
        sql, values = keys.query.sql_with_params() if keys is not None else ("", ())
        arguments.append(f"array({sql})" if sql else "null")
        bound += values
    return f"directory_told_at({', '.join(arguments)})", bound


def _near(asked: Mapping[str, Any]) -> _Keys:
    far = asked.get("distance_km", _USUAL_KM)
    band = far / _KM_OF_A_DEGREE
    found = Site.objects.filter(latitude__range=(asked["latitude"] - band, asked["latitude"] + band))
    found = found.annotate(km=_distance(asked["latitude"], asked["longitude"])).filter(km__lte=far)
    return found.values("pk")


def _distance(latitude: float, longitude: float) -> Any:
    """Kilometres along the earth, by the haversine formula."""
    here = Radians(Value(latitude, output_field=FloatField()))
    north = Power(Sin((Radians(F("latitude")) - here) / 2), 2)
    beside = Radians(F("longitude")) - Radians(Value(longitude, output_field=FloatField()))
    east = Cos(Radians(F("latitude"))) * Cos(here) * Power(Sin(beside / 2), 2)
    # On the other side of the earth rounding gives a little more than 1.
    half = Least(Sqrt(north + east), Value(1.0), output_field=FloatField())
    return Cast(Value(_EARTH_KM, output_field=FloatField()) * ASin(half), FloatField())


def listings(asked: Mapping[str, Any]) -> QuerySet[Listing]:
    """Published entries; what is asked of services is asked of any of theirs."""
    found = writing.published()
    if "modified_after" in asked:
        found = found.filter(changed_at__gte=asked["modified_after"])
    if "country" in asked:
        found = found.filter(org__country=asked["country"])
    if "language" in asked:
        found = found.filter(org__languages__overlap=sorted(catalogue.language_forms(asked["language"])))
    if "search" in asked:
        sounds = " ".join(words(asked["search"]))
        said = Q(org__name__icontains=asked["search"])
        found = found.filter(said | Q(search_names__contains=sounds) if sounds else said)
    of_services = _position(asked) | {
        name: asked[name] for name in ("taxonomy_term_id", "taxonomy_id") if name in asked
    }
    if of_services:
        found = found.filter(pk__in=offers(of_services).order_by().values("listing"))
    return found.order_by("org_id")


def stretch(found: QuerySet[Any], first: int, last: int) -> tuple[list[Any], int]:
    """Keys of a part, and how many there are in all: in one statement.

    Rows are read afterwards by their keys. To sort 20,000 whole rows and show fifty of them took four times as long.
    """
    numbered = found.annotate(in_all=Window(Count("*"))).values_list("pk", "in_all")[first:last]
    rows = list(numbered)
    if rows:
        return [key for key, _in_all in rows], rows[0][1]
    return [], found.order_by().count() if first else 0
