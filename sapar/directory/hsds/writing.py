"""From our tables to flat records of HSDS. Only what may be published is asked for, and a secret place is not told twice."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils import translation

from sapar.directory.hsds import catalogue, mapping, profile
from sapar.directory.hsds.catalogue import made_id
from sapar.directory.models import Listing, Offer, OfferAt, Representative, Site, Telephone, Term
from sapar.directory.offer_codes import Access, Unit
from sapar.directory.staff_codes import Basis
from sapar.directory.taxonomy import SHELTERED
from sapar.organisations.models import Kind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from sapar.directory.hsds.mapping import Mapped
    from sapar.directory.hsds.objects import Bundle, Record

_OF_A_SECRET_PLACE = ("id", "location_type", "organization_id")
_HANGING = ("hours", "telephones__spoken")
_STANDARD_TIME = dt.datetime(2026, 1, 15, 12)  # noqa: DTZ001 - the zone is put on when it is asked


def published() -> QuerySet[Listing]:
    """Entries that somebody's word lets everybody read."""
    return Listing.objects.exclude(Q(status=Listing.Status.HIDDEN) | Q(basis=Basis.NONE)).select_related(
        "org"
    )


def whole(listings: QuerySet[Listing], only: Iterable[uuid.UUID] | None = None) -> QuerySet[Listing]:
    """With everything that is published of them: a fixed number of statements however many there are.

    With `only` no other services: but shelters always, which tell whose places are not told.
    """
    wanted = Q() if only is None else Q(pk__in=list(only)) | Q(codes__overlap=list(SHELTERED))
    offers = Offer.objects.filter(wanted).order_by("pk").prefetch_related(
        *_HANGING, "spoken", "areas", "costs", "papers_needed", "capacities",
        Prefetch("at", OfferAt.objects.order_by("pk").prefetch_related(*_HANGING, "areas")),
    )  # fmt: skip
    sites = Site.objects.filter(~Q(kind="access-point") | Q(wished_on__isnull=False)).order_by("pk")
    people = Representative.objects.filter(wished_on__isnull=False).order_by("pk")
    return listings.prefetch_related(
        Prefetch("offers", offers),
        Prefetch("sites", sites.prefetch_related(*_HANGING, "spoken")),
        Prefetch("representatives", people.prefetch_related("telephones__spoken")),
        "org__legal_states",
    )


def bundle_of(listings: Iterable[Listing]) -> Bundle:
    """Every record of these entries (from `whole`), flat."""
    found = list(listings)
    writer = Writer()
    own = Telephone.objects.filter(
        org__in=[one.org_id for one in found], offer=None, site=None, offer_at=None, representative=None
    )
    numbers: dict[Any, list[Telephone]] = {}
    for row in own.order_by("position", "pk").prefetch_related("spoken"):
        numbers.setdefault(row.org_id, []).append(row)
    for listing in found:
        writer.organisation(listing, numbers.get(listing.org_id, []))
    return writer.bundle


def with_terms(bundle: Bundle) -> Bundle:
    """The terms that attributes point to, so that each stands beside its attribute in a document."""
    wanted = {one["taxonomy_term_id"] for one in bundle.get("attribute", []) if one.get("taxonomy_term_id")}
    ours = catalogue.code_of_term().keys() | catalogue.facet_of_term().keys()
    terms = [catalogue.own_term(key) for key in sorted(wanted & ours)]
    terms += [row.given for row in Term.objects.filter(pk__in=wanted - ours)]
    return bundle | {"taxonomy_term": terms}


class Writer:
    """Fills `bundle` organisation by organisation."""

    def __init__(self) -> None:
        self.bundle: Bundle = {}

    def put(
        self, name: str, record: Record, row: Any = None, *, facets: list[tuple[str, str]] | None = None
    ) -> None:
        """A record without its empty fields; what was kept of an import stands beside, what HSDS cannot say follows."""
        kept: dict[str, Any] = getattr(row, "kept", None) or {}
        self.bundle.setdefault(name, []).append(flat(record, row))
        said = list(facets or [])
        if row is not None:
            said += profile.written(type(row).__name__, row)
        said += (
            [("beyond", json.dumps(kept["beyond"], ensure_ascii=False, sort_keys=True))]
            if kept.get("beyond")
            else []
        )
        self._attributes(name, record["id"], said)
        self.bundle.setdefault("attribute", []).extend(kept.get("attribute", []))

    def _attributes(self, name: str, key: str, said: list[tuple[str, str]]) -> None:
        for number, (facet, value) in enumerate(said):
            self._attribute(name, key, catalogue.facet_id(facet), f"{facet}/{number}", facet, value)

    def _attribute(self, name: str, key: str, term: str, part: str, label: str, value: str) -> None:
        record = {
            "id": made_id(key, part),
            "link_id": key,
            "taxonomy_term_id": term,
            "link_type": "sapar-profile" if value else "service category",
            "link_entity": name,
            "label": label,
            "value": value,
        }
        told = {field: one for field, one in record.items() if one}
        self.bundle.setdefault("attribute", []).append(told)

    def organisation(self, listing: Listing, numbers: list[Telephone]) -> None:
        org, key = listing.org, str(listing.org_id)
        language, _about = _main(listing.about)
        record = organization_record(listing)
        facets = profile.written("Organisation", org) + _other_words("about-in", listing.about, language)
        facets += [("written-in", language)] if language not in ("", "und") else []
        facets += [("ended", "true")] if listing.status == "ended" else []
        facets += [
            ("legal-state", _legal(row)) for row in sorted(org.legal_states.all(), key=lambda one: one.pk)
        ]
        self.put("organization", record, listing, facets=facets)
        if listing.phone:
            main = {
                "id": made_id(key, "phone"),
                "organization_id": key,
                "number": listing.phone,
                "type": "voice",
            }
            self.put("phone", main)
        self._telephones(numbers, {"organization_id": key})
        self._parts(listing, key)
        for name, records in listing.kept.get("records", {}).items():
            self.bundle.setdefault(name, []).extend(records)

    def _parts(self, listing: Listing, key: str) -> None:
        offers = list(listing.offers.all())
        secret = {at.site_id for offer in offers if offer.is_sheltered for at in offer.at.all()}
        known = set()
        for site in listing.sites.all():
            self._site(site, is_secret=site.is_secret or site.pk in secret)
            known.add(site.pk)
        for offer in offers:
            self._offer(offer, listing, known)
        for person in listing.representatives.all():
            self._representative(person, key)

    def _offer(self, offer: Offer, listing: Listing, known: set[Any]) -> None:
        key = str(offer.pk)
        record = service_record(offer, listing)
        language, _words = _main(offer.words)
        facets = [("written-in", language)] if language not in ("", "und") else []
        for facet, part in (("name-in", "name"), ("about-in", "about"), ("apply-in", "apply")):
            said = {code: words[part] for code, words in offer.words.items() if words.get(part)}
            facets += _other_words(facet, said, language)
        self.put("service", record, offer, facets=facets)
        for code in [] if offer.kept.get("guessed") else offer.codes:
            label = catalogue.own_term(catalogue.term_id(code))["name"]
            self._attribute("service", key, catalogue.term_id(code), f"term/{code}", label, "")
        self._hanging(offer, {"service_id": key})
        for name, rows in (
            ("language", offer.spoken),
            ("cost_option", offer.costs),
            ("required_document", offer.papers_needed),
        ):
            self._details(name, rows.all(), {"service_id": key})
        self._details("service_area", offer.areas.all(), {"service_id": key})
        for capacity in offer.capacities.all():
            self._capacity(capacity, key)
        for at in offer.at.all():
            if at.site_id in known:
                self._at(at)

    def _at(self, at: OfferAt) -> None:
        key = str(at.pk)
        links = {"service_id": str(at.offer_id), "location_id": str(at.site_id)}
        self.put("service_at_location", {"id": key, **links, "description": at.note}, at)
        self._hanging(at, {"service_at_location_id": key})
        self._details("service_area", at.areas.all(), {"service_at_location_id": key})

    def _hanging(self, row: Any, link: Record) -> None:
        self._telephones(row.telephones.all(), link)
        self._details("schedule", row.hours.all(), link)

    def _site(self, site: Site, *, is_secret: bool) -> None:
        key = str(site.pk)
        if is_secret:
            facets = [("secret", "true"), ("kind", site.kind), ("country", site.country)]
            bare = {
                name: value for name, value in location_record(site).items() if name in _OF_A_SECRET_PLACE
            }
            self.put("location", bare, facets=[pair for pair in facets if pair[1]])
            self._hanging(site, {"location_id": key})
            self._details("language", site.spoken.all(), {"location_id": key})
            return
        self.put("location", location_record(site), site)
        self._address(site, key)
        for code in site.access:
            with translation.override("en"):
                words = str(Access(code).label)
            self.put(
                "accessibility",
                {"id": made_id(key, "access", code), "location_id": key, "description": words},
            )
        self._hanging(site, {"location_id": key})
        self._details("language", site.spoken.all(), {"location_id": key})

    def _address(self, site: Site, key: str) -> None:
        said: Record = {theirs: getattr(site, ours) for theirs, ours in mapping.ADDRESS.items()}
        kept = site.kept.get("address", {})
        if not kept and not any(value for name, value in said.items() if name != "country"):
            return
        record = {"id": made_id(key, "address"), "location_id": key, "address_type": "physical"} | said | kept
        self.bundle.setdefault("address", []).append(record)

    def _representative(self, person: Representative, org: str) -> None:
        key = str(person.pk)
        record = {"id": key, "organization_id": org} | {
            theirs: getattr(person, ours) for theirs, ours in mapping.CONTACT.fields.items()
        }
        record |= {"service_id": _id(person.offer_id), "location_id": _id(person.site_id)}
        self.put("contact", record, person)
        if person.phone:
            self.put(
                "phone",
                {"id": made_id(key, "phone"), "contact_id": key, "number": person.phone, "type": "voice"},
            )
        self._telephones(person.telephones.all(), {"contact_id": key})

    def _telephones(self, rows: Iterable[Telephone], link: Record) -> None:
        for row in _in_order(rows):
            record = {
                "id": str(row.pk), **link, "number": row.number, "extension": int(row.extension) if row.extension.isdecimal() else None,
                "type": row.kind, "description": row.note,
            }  # fmt: skip
            self.put("phone", record, row)
            self._details("language", row.spoken.all(), {"phone_id": str(row.pk)})

    def _details(self, name: str, rows: Iterable[Any], link: Record) -> None:
        mapped = next(one for one in mapping.DETAILS if one.name == name)
        for row in _in_order(rows):
            self.put(name, {"id": str(row.pk), **link} | _fields(mapped, row) | _more(name, row), row)

    def _capacity(self, row: Any, service: str) -> None:
        unit = catalogue.made_id("unit", row.unit)
        units = self.bundle.setdefault("unit", [])
        if all(one["id"] != unit for one in units):
            with translation.override("en"):
                units.append({"id": unit, "name": str(Unit(row.unit).label), "identifier": row.unit})
        record = {
            "id": str(row.pk), "service_id": service, "unit_id": unit, "available": row.free, "maximum": row.in_all,
            "updated": _moment(row.counted_at),
        }  # fmt: skip
        self.put("service_capacity", record, row)


def flat(record: Record, row: Any = None) -> Record:
    """A record without its empty fields, and with what was kept of an import in the fields of HSDS."""
    kept: Record = (getattr(row, "kept", None) or {}).get("fields", {})
    return {key: value for key, value in record.items() if value not in (None, "")} | kept


def organization_record(listing: Listing) -> Record:
    """An organisation's own fields."""
    with translation.override("en"):
        kind = str(Kind(listing.org.kind).label)
    return {
        "id": str(listing.org_id),
        "name": listing.org.name,
        "description": _main(listing.about)[1] or kind,
        "email": listing.email,
        "website": listing.website,
        "year_incorporated": listing.particulars.get("founded"),
    }


def location_record(site: Site) -> Record:
    """A place's own fields; of a secret one only that it exists."""
    record: Record = {
        "id": str(site.pk),
        "location_type": mapping.LOCATION_TYPES.get(site.kind, "physical"),
        "organization_id": str(site.org_id),
    }
    return record | {theirs: getattr(site, ours) for theirs, ours in mapping.LOCATION.fields.items()}


def service_record(offer: Offer, listing: Listing) -> Record:
    """One service's own fields."""
    _language, words = _main(offer.words)
    said = words if isinstance(words, dict) else {}
    named = ", ".join(catalogue.own_term(catalogue.term_id(code))["name"] for code in offer.codes)
    confirmed = listing.confirmed_on.isoformat() if listing.confirmed_on else None
    record: Record = {
        "id": str(offer.pk),
        "organization_id": str(offer.org_id),
        "name": said.get("name") or named or "–",
        "description": said.get("about"),
        "application_process": said.get("apply"),
        "status": next(theirs for theirs, ours in mapping.STATES.items() if ours == offer.status),
        "assured_date": confirmed,
        "last_modified": _moment(offer.changed_at),
    }
    return record | {theirs: getattr(offer, ours) for theirs, ours in mapping.SERVICE.fields.items()}


def _main(said: dict[str, Any]) -> tuple[str, Any]:
    """The language of a record's own words, and them: unmarked ones, else English, else the first by code."""
    for language in ("und", "en", *sorted(said)):
        if said.get(language):
            return language, said[language]
    return "", ""


def _other_words(facet: str, said: dict[str, str], language: str) -> list[tuple[str, str]]:
    return [(facet, f"{code}:{words}") for code, words in sorted(said.items()) if code != language]


def _fields(mapped: Mapped, row: Any) -> Record:
    return {theirs: _plain(getattr(row, ours)) for theirs, ours in mapped.fields.items()}


def _more(name: str, row: Any) -> Record:
    if name == "language":
        return {"name": catalogue.language_name(row.code)}
    if name == "schedule":
        days = ",".join(mapping.WEEKDAYS[number] for number in sorted(row.weekdays))
        plain = {"freq": "WEEKLY", "byday": days or None} if row.opens is not None and not row.rule else {}
        return plain | {key: value for key, value in row.rule.items() if value not in (None, "")}
    return {}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.pk))


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _id(key: Any) -> str | None:
    return str(key) if key else None


def _legal(row: Any) -> str:
    said = {
        name: str(getattr(row, name))
        for name in ("id", "country", "state", "since", "source", "source_url", "seen_on")
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def offset_hours(time_zone: str) -> float:
    """Standard time of a zone, in hours from UTC."""
    delta = ZoneInfo(time_zone).utcoffset(_STANDARD_TIME)
    return delta.total_seconds() / 3600 if delta else 0.0
