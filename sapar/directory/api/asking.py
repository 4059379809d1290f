"""From parameters to rows: what is published and fits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Sin, Sqrt

from sapar.directory.hsds import catalogue, writing
from sapar.directory.models import Listing, Offer, OfferAt, Spoken
from sapar.directory.spelling import fold, words
from sapar.directory.taxonomy import SHELTERED, Service

if TYPE_CHECKING:
    from collections.abc import Mapping

_USUAL_KM = 50
_EARTH_KM = 12_742  # twice its radius


def offers(asked: Mapping[str, Any]) -> QuerySet[Offer]:
    """Services of published entries."""
    found = Offer.objects.filter(listing__in=writing.published().values("pk")).select_related("listing__org")
    found = _by_terms(found, asked)
    if "organization_id" in asked:
        found = found.filter(org_id=asked["organization_id"])
    if "modified_after" in asked:
        found = found.filter(changed_at__gte=asked["modified_after"])
    if "country" in asked:
        found = found.filter(Q(org__country=asked["country"]) | Q(areas__country=asked["country"])).distinct()
    if "language" in asked:
        found = found.filter(_spoken(asked["language"]))
    if "search" in asked:
        found = found.filter(_has_words(asked["search"]))
    if "latitude" in asked:
        near = offers_at({}).filter(offer=OuterRef("pk"))
        found = found.filter(Exists(_near(near, asked)))
    return found.order_by("pk")


def _by_terms(found: QuerySet[Offer], asked: Mapping[str, Any]) -> QuerySet[Offer]:
    if term := asked.get("taxonomy_term_id"):
        code = catalogue.code_of_term().get(term)
        kept = Q(kept__contains={"attribute": [{"taxonomy_term_id": term}]})
        found = found.filter(Q(codes__contains=[code]) & ~Q(kept__has_key="guessed") if code else kept)
    if taxonomy := asked.get("taxonomy_id"):
        if taxonomy == catalogue.SERVICES:
            found = found.exclude(codes=[]).exclude(kept__has_key="guessed")
        elif taxonomy != catalogue.PROFILE:
            found = found.filter(_of_taxonomy(taxonomy))
    return found


def _of_taxonomy(taxonomy: str) -> Q:
    from sapar.directory.models import Term

    found = Q(pk__in=[])
    for key in Term.objects.filter(taxonomy_id=taxonomy).values_list("pk", flat=True)[:500]:
        found |= Q(kept__contains={"attribute": [{"taxonomy_term_id": str(key)}]})
    return found


def _spoken(language: str) -> Q:
    """A service without languages of its own is given in those of its organisation."""
    own = Spoken.objects.filter(offer=OuterRef("pk"))
    return Exists(own.filter(code=language)) | (~Exists(own) & Q(org__languages__contains=[language]))


def _has_words(text: str) -> Q:
    """In a service's own words, in a name of its organisation, or in the catalogue's words: by the search's own index."""
    sound = fold(text)
    codes = [code for code in Service.values if sound and sound in _sounds()[code]]
    literal = text.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    asked = [literal, " ".join(words(text)), codes]
    return Q(pk__in=RawSQL("select directory_offers_saying(%s, %s, %s::text[])", asked))  # noqa: S611 - its arguments are bound


@cache
def _sounds() -> dict[str, str]:
    """Code to its words in every language, folded."""
    found: dict[str, str] = dict.fromkeys(Service.values, "")
    for one in catalogue.own_terms():
        if one["code"] in found and one["taxonomy_id"] == catalogue.SERVICES:
            found[one["code"]] += f" {fold(one['name'])}"
    return found


def offers_at(asked: Mapping[str, Any]) -> QuerySet[OfferAt]:
    """Services at places that are not secret, and at points of access whose keepers wished to be listed."""
    found = OfferAt.objects.filter(offer__listing__in=writing.published().values("pk"), site__is_secret=False)
    found = found.filter(~Q(site__kind="access-point") | Q(site__wished_on__isnull=False))
    found = found.exclude(offer__codes__overlap=list(SHELTERED))
    found = found.select_related("offer__listing__org", "site")
    narrowed = {
        name: value for name, value in asked.items() if name not in ("latitude", "longitude", "distance_km")
    }
    if narrowed.keys() - {"page", "per_page", "full"}:
        found = found.filter(offer__in=offers(narrowed).values("pk"))
    return _near(found, asked).order_by("pk") if "latitude" in asked else found.order_by("pk")


def _near(found: QuerySet[OfferAt], asked: Mapping[str, Any]) -> QuerySet[OfferAt]:
    km = _distance("site__", asked["latitude"], asked["longitude"])
    return (
        found.filter(site__latitude__isnull=False)
        .annotate(km=km)
        .filter(km__lte=asked.get("distance_km", _USUAL_KM))
    )


def _distance(prefix: str, latitude: float, longitude: float) -> Any:
    """Kilometres along the earth, by the haversine formula."""
    here = Radians(Value(latitude, output_field=FloatField()))
    north = Power(Sin((Radians(F(f"{prefix}latitude")) - here) / 2), 2)
    beside = Radians(F(f"{prefix}longitude")) - Radians(Value(longitude, output_field=FloatField()))
    east = Cos(Radians(F(f"{prefix}latitude"))) * Cos(here) * Power(Sin(beside / 2), 2)
    return Cast(Value(_EARTH_KM, output_field=FloatField()) * ASin(Sqrt(north + east)), FloatField())


def listings(asked: Mapping[str, Any]) -> QuerySet[Listing]:
    """Published entries; what is asked of services is asked of any of theirs."""
    found = writing.published()
    if "modified_after" in asked:
        found = found.filter(changed_at__gte=asked["modified_after"])
    if "country" in asked:
        found = found.filter(org__country=asked["country"])
    if "language" in asked:
        found = found.filter(org__languages__contains=[asked["language"]])
    if "search" in asked:
        sounds = " ".join(words(asked["search"]))
        said = Q(org__name__icontains=asked["search"])
        found = found.filter(said | Q(search_names__contains=sounds) if sounds else said)
    of_services = {
        name: asked[name]
        for name in ("taxonomy_term_id", "taxonomy_id", "latitude", "longitude", "distance_km")
        if name in asked
    }
    if of_services:
        found = found.filter(Exists(offers(of_services).filter(listing=OuterRef("pk"))))
    return found.order_by("org_id")
