"""Reads. Everybody may read the directory; only what is hidden is kept for its own organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.directory import search as searching
from sapar.directory.countries import find_country
from sapar.directory.models import Listing, Place
from sapar.directory.needs import need_in
from sapar.directory.places import FoundPlace, find_places, one_meant
from sapar.directory.spelling import words
from sapar.directory.terms import SearchTerms, What
from sapar.organisations.models import Agreement, Organisation

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor

_SMALL_WORDS = frozenset(
    words("в на из за о об и у я мне нет без до по от с не хочу нужна нужен нужно есть где как помощь помогите help i "
          "need in the a to for of my no from where how want керек жок мага кайда kerak yo‘q menga qayerda даркор барои")
)  # fmt: skip
_SHORT_WORD = 3
_LOOSE_WORDS = 3
_WHOLE_NAME = 0.7
_LARGE_TOWN = 50_000


def visible_to(actor: Actor) -> QuerySet[Listing]:
    """The listings an actor may read."""
    listings = Listing.objects.select_related("org", "place")
    return listings.filter(~Q(status=Listing.Status.HIDDEN) | Q(org_id=actor.org_id))


def listing_by_slug(actor: Actor, slug: str) -> Listing:
    """One organisation's entry. Raises `NotVisible`."""
    found = visible_to(actor).filter(org__slug=slug).prefetch_related("offers").first()
    if found is None:
        raise NotVisible
    return found


def own_listing(actor: Actor) -> Listing | None:
    """The entry of the actor's own organisation, None when it has none yet."""
    return visible_to(actor).filter(org_id=actor.org_id).prefetch_related("offers").first()


def search(terms: SearchTerms, *, page: int = 1) -> searching.Found:
    """Who helps, the best first; see `directory.search` for the order. Never touches anything of a person."""
    return searching.run(terms, page=page)


def names_of(slugs: list[str]) -> dict[str, str]:
    """Organisations' names in the reader's language, by slug."""
    listings = Listing.objects.filter(org__slug__in=slugs).select_related("org")
    return {listing.org.slug: listing.shown_name for listing in listings}


def organisation_id(slug: str) -> uuid.UUID | None:
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def place(terms: SearchTerms) -> Place | None:
    return Place.objects.filter(pk=terms.place_id).first() if terms.place_id else None


def listed_places(also: int | None = None) -> list[Place]:
    """Towns where somebody is listed, and one more."""
    used = Listing.objects.filter(place__isnull=False).exclude(status=Listing.Status.HIDDEN).values("place")
    return list(Place.objects.filter(Q(pk__in=used) | Q(pk=also or 0)))


def agreements_in_force(actor: Actor) -> dict[uuid.UUID, Agreement]:
    """Agreements of the actor's organisation that hold today, by the other side's id; the newest of several."""
    today = timezone.localdate()
    found = (
        Agreement.objects.filter(Q(org_id=actor.org_id) | Q(partner_id=actor.org_id), ended_at__isnull=True)
        .filter(Q(in_force_from__isnull=True) | Q(in_force_from__lte=today))
        .filter(Q(in_force_to__isnull=True) | Q(in_force_to__gte=today))
        .order_by("written_at")
    )
    return {row.partner_id if row.org_id == actor.org_id else row.org_id: row for row in found}


@dataclass(frozen=True)
class Understood:
    """What a typed line asks for, in codes. `places` are towns to choose from when no one is surely meant."""

    what: str = ""
    where: str = ""
    slug: str = ""
    places: list[FoundPlace] = field(default_factory=list)
    organisations: list[searching.Named] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        return bool(self.slug or (self.where and not self.places) or (self.what and not self.places))


def understand(typed: str) -> Understood:
    """Need, place or organisation in a typed line, in any of our languages and scripts, with mistakes.

    Nothing typed is kept; a line that means nothing to us gives an empty answer.
    """
    named = searching.by_name(typed)
    if named and named[0].whole >= _WHOLE_NAME:
        return Understood(slug=named[0].slug)
    kind, code, rest = need_in(words(typed))
    what = What(kind, code).written
    rest = [word for word in rest if word not in _SMALL_WORDS]
    if not rest:
        return Understood(what)
    country = next((land for word in rest if (land := find_country(word))), "")
    if country:
        return Understood(what, country)
    towns = _towns(rest)
    if not towns and named:
        return _one_or_several(what, named)
    return _settle(what, towns or (find_places("".join(rest)) if len(rest) <= _LOOSE_WORDS else []))


def _towns(rest: list[str]) -> list[FoundPlace]:
    """Towns known by a spelling of the whole rest, else of one of its words."""
    whole = find_places("".join(rest), loosely=False)
    if whole or len(rest) == 1:
        return [town for town in whole if len("".join(rest)) >= _SHORT_WORD or town.population >= _LARGE_TOWN]
    for word in rest:
        towns = find_places(word, loosely=False)
        sure = [town for town in towns if len(word) > _SHORT_WORD or town.population >= _LARGE_TOWN]
        if sure:
            return sure
    return []


def _one_or_several(what: str, named: list[searching.Named]) -> Understood:
    if len(named) == 1:
        return Understood(what, slug=named[0].slug)
    return Understood(what, organisations=named)


def _settle(what: str, towns: list[FoundPlace]) -> Understood:
    meant = one_meant(towns)
    return Understood(what, str(meant.id)) if meant else Understood(what, places=towns)
