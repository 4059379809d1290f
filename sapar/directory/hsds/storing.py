"""Putting an import into the directory: what is new, what is the same, what only its own organisation changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from sapar.common.effects import announce
from sapar.common.tenancy import scope
from sapar.directory import lines, models
from sapar.directory.hsds import catalogue, writing
from sapar.directory.hsds.checking import Checked, Problem, check
from sapar.directory.hsds.entries import Entry, entries
from sapar.directory.hsds.rows import RowMaker, Rows
from sapar.directory.models import LegalState, Listing, Place, Taxonomy, Term
from sapar.directory.naming import search_names
from sapar.directory.places import clock_of, find_places, one_meant
from sapar.directory.spelling import fold
from sapar.organisations.actor import SystemActor
from sapar.organisations.models import Circle, Kind, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sapar.directory.hsds.objects import Record

AT_ONCE = 200
_ORDER = (
    "Offer", "Site", "OfferAt", "Representative", "Telephone", "Spoken", "Hours", "Area", "Cost", "PaperNeeded", "Capacity",
)  # fmt: skip
_SHARED = {"unit", "taxonomy", "taxonomy_term"}


@dataclass(frozen=True)
class Terms:
    """How an import is taken. `source` and `year`: who published it and when, so that it may be shown as that source
    described it; without one it is loaded and shown to nobody until somebody's yes is on record. `is_own`: an export of
    this installation, whose own words hold. `country`: where an organisation is that does not say it."""

    source: str = ""
    year: int = 0
    is_own: bool = False
    country: str = ""


@dataclass
class Report:
    """What came of an import, in organisations."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def seen(self) -> int:
        return self.new + self.changed + self.same + self.refused


def take_in(raw: Iterable[tuple[str, Record, str]], terms: Terms) -> Report:
    """Load what is good, tell what is not. The caller is the operator role; each batch is one transaction."""
    checked = check(raw)
    report = Report(problems=checked.problems)
    _take_terms(checked)
    found = entries(checked)
    for first in range(0, len(found), AT_ONCE):
        _batch(found[first : first + AT_ONCE], checked, terms, report)
    return report


def _take_terms(checked: Checked) -> None:
    ours = (
        catalogue.code_of_term().keys()
        | catalogue.facet_of_term().keys()
        | {catalogue.SERVICES, catalogue.PROFILE}
    )
    lists = {key: one for key, one in checked.of("taxonomy").items() if key not in ours}
    with transaction.atomic(), scope(door="steward"):
        Taxonomy.objects.bulk_create(
            [Taxonomy(id=key, name=one["name"][:500], given=one) for key, one in lists.items()],
            update_conflicts=True, unique_fields=["id"], update_fields=["name", "given"],
        )  # fmt: skip
        known = {str(key) for key in Taxonomy.objects.values_list("pk", flat=True)}
        rows = [_term(one, known) for key, one in checked.of("taxonomy_term").items() if key not in ours]
        Term.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=["name", "given", "taxonomy", "parent_id"],
            batch_size=2000,
        )  # fmt: skip


def _term(one: Record, known: set[str]) -> Term:
    taxonomy = one.get("taxonomy_id")
    return Term(
        id=one["id"], name=one["name"][:500], given=one, parent_id=one.get("parent_id"),
        taxonomy_id=taxonomy if taxonomy in known else None,
    )  # fmt: skip


def _batch(found: Sequence[Entry], checked: Checked, terms: Terms, report: Report) -> None:
    with transaction.atomic(), scope(door="steward"):
        there = {str(one.pk): one for one in Organisation.objects.filter(pk__in=[one.key for one in found])}
        listings = {str(one.org_id): one for one in Listing.objects.filter(org__in=there.values())}
        known = _as_they_stand(listings.values())
        for entry in found:
            if _is_same(entry, known.get(entry.key)):
                report.same += 1
            elif entry.key in there and (
                reason := _kept_by_itself(there[entry.key], listings.get(entry.key), terms)
            ):
                checked.tell("organization", entry.key, "", reason, whole=True)
                report.refused += 1
            else:
                _one(entry, checked, terms, report, (there.get(entry.key), listings.get(entry.key)))
        loaded = Listing.objects.filter(org__in=[one.key for one in found]).values_list("org_id", flat=True)
        announce(SystemActor("directory.import"), "listings.loaded", org_ids=list(loaded))
        lines.write(Listing.objects.filter(org__in=[one.key for one in found]).values_list("pk", flat=True))


def _kept_by_itself(org: Organisation, listing: Listing | None, terms: Terms) -> str:
    """Why an import may not write this entry, "" when it may. Our own export brings back one that is gone."""
    if listing is None and terms.is_own:
        return ""
    if org.joined_at is not None:
        return "is a member and keeps its own entry"
    return "has been changed here by people since" if listing is not None and listing.version else ""


def _as_they_stand(listings: Iterable[Listing]) -> dict[str, dict[str, dict[str, Record]]]:
    """What an export of these entries would say now, by organisation."""
    keys = [one.pk for one in listings]
    raw = writing.bundle_of(writing.whole(Listing.objects.filter(pk__in=keys).select_related("org")))
    flat = ((name, one, "") for name, records in raw.items() for one in records)
    return {one.key: _sorted(one) for one in entries(check(flat))}


def _sorted(entry: Entry) -> dict[str, dict[str, Record]]:
    own = {
        name: {one["id"]: one for one in records}
        for name, records in entry.own.items()
        if name not in _SHARED
    }
    return own | {"organization": {entry.key: entry.record}}


def _is_same(entry: Entry, known: dict[str, dict[str, Record]] | None) -> bool:
    return known is not None and _sorted(entry) == known


def _one(
    entry: Entry,
    checked: Checked,
    terms: Terms,
    report: Report,
    there: tuple[Organisation | None, Listing | None],
) -> None:
    rows = RowMaker(entry, checked, is_own=terms.is_own).make()
    rows.organisation["country"] = rows.organisation.get("country") or terms.country
    if not rows.organisation["country"]:
        checked.tell(
            "organization", entry.key, "country",
            "is said neither by an address nor by an attribute; give one with --country", whole=True,
        )  # fmt: skip
        report.refused += 1
        return
    try:
        with transaction.atomic():
            _store(entry, rows, terms, there, checked)
    except (IntegrityError, Taken) as refused:
        reason = str(refused) if isinstance(refused, Taken) else _constraint(refused)
        checked.tell("organization", entry.key, "", reason, whole=True)
        report.refused += 1
        return
    if there[0] is None:
        report.new += 1
    else:
        report.changed += 1


class Taken(Exception):  # a reason, told to who imports
    """An id in the import is a record of another organisation here."""


def _constraint(refused: IntegrityError) -> str:
    name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "") or "a rule"
    return f"the database refuses it by {name}"


def _store(
    entry: Entry,
    rows: Rows,
    terms: Terms,
    there: tuple[Organisation | None, Listing | None],
    checked: Checked,
) -> None:
    org = there[0] or _new_organisation(entry, rows)
    listing = _listing(org, there[1], rows, terms)
    _find_towns([] if terms.is_own else rows.towns, rows, checked)
    for name in _ORDER:
        _put(getattr(models, name), org, listing, rows.by_model.get(name, []))
    for said in rows.legal if terms.is_own else []:
        if not LegalState.objects.filter(pk=said["id"]).exists():
            LegalState.objects.create(org=org, **said)


def _new_organisation(entry: Entry, rows: Rows) -> Organisation:
    said = dict(rows.organisation)
    slug = said.pop("slug", "") or slugify(said["name"])[:50] or "organisation"
    if Organisation.objects.filter(slug=slug).exists():
        slug = f"{slug[:50]}-{entry.key[-8:]}"
    org = Organisation(id=entry.key, slug=slug[:60], **{"kind": Kind.NGO, "circle": Circle.OTHER} | said)
    if "time_zone" not in said:
        org.time_zone = clock_of(org.country)
    if not org.languages:
        # ISO 639, two or three letters.
        org.languages = sorted({row.code for row in rows.by_model.get("Spoken", []) if len(row.code) <= 3})
    org.save(force_insert=True)
    return org


def _listing(org: Organisation, there: Listing | None, rows: Rows, terms: Terms) -> Listing:
    listing = there or Listing(org=org)
    said = {"place_id": None, "particulars": {}, "names": {}} | rows.listing
    if said["place_id"] and not Place.objects.filter(pk=said["place_id"]).exists():
        said["place_id"] = None
    if not terms.is_own:
        said |= _basis(terms)
    for name, value in said.items():
        setattr(listing, name, value)
    if listing.place_is_secret:
        listing.place_id = None
    listing.described_in = listing.described_in or (
        None if listing.confirmed_on else timezone.localdate().year
    )
    listing.search_names = search_names(org.name, *listing.names.values())
    listing.changed_at = timezone.now()
    listing.save()
    return listing


def _basis(terms: Terms) -> dict[str, Any]:
    """By whose word a file of somebody else may be shown: by the published source it is, or by nobody's yet."""
    if not terms.source:
        return {"basis": "none", "status": "hidden", "agreed_on": None, "confirmed_on": None}
    return {
        "basis": "source",
        "source": terms.source[:200],
        "described_in": terms.year,
        "agreed_on": None,
        "confirmed_on": None,
    }


def _put(model: Any, org: Organisation, listing: Listing, rows: list[Any]) -> None:
    """Let exactly these rows of the model be the organisation's."""
    keys = [row.pk for row in rows]
    if model._default_manager.filter(pk__in=keys).exclude(org=org).exists():
        raise Taken(f"the id of a {model._meta.verbose_name} is another organisation's here")
    for row in rows:
        if hasattr(row, "listing_id"):
            row.listing_id = listing.pk
    fields = [one.name for one in model._meta.concrete_fields if not one.primary_key]
    model._default_manager.filter(org=org).exclude(pk__in=keys).delete()
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=1000
    )


def _find_towns(towns: list[tuple[Any, str, str]], rows: Rows, checked: Checked) -> None:
    """The town as GeoNames has it, where it is surely meant; and a position that is far from it is not believed."""
    wanted = [row.place_id for row in rows.by_model.get("Site", []) if row.place_id]
    there = set(Place.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for row in rows.by_model.get("Site", []) + rows.by_model.get("Area", []):
        if row.place_id and row.place_id not in there and not Place.objects.filter(pk=row.place_id).exists():
            row.place_id = None
    for row, country, town in towns:
        found = (
            [one for one in find_places(town, country=country, loosely=False) if fold(town)]
            if country
            else []
        )
        meant = one_meant(found)
        if meant is None:
            continue
        row.place_id = meant.id
        place = Place.objects.get(pk=meant.id)
        if row.latitude is not None and _is_swapped(row.latitude, row.longitude, place):
            words = f"{row.latitude}, {row.longitude} is far from {town}: latitude and longitude are swapped"
            checked.tell("location", str(row.pk), "latitude", words)
            row.latitude = row.longitude = None


def _is_swapped(latitude: float, longitude: float, place: Place) -> bool:
    here = max(abs(latitude - place.latitude), abs(longitude - place.longitude))
    there = max(abs(longitude - place.latitude), abs(latitude - place.longitude))
    return here > 3 and there < 1  # degrees: three are three hundred kilometres
