"""From the records of one organisation to rows of ours; nothing is written yet.

What HSDS says and we have no field for stays in `kept`, and is written out again as it was.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from sapar.directory import models
from sapar.directory.hsds import attributes, catalogue, mapping, profile
from sapar.directory.hsds.catalogue import made_id
from sapar.directory.hsds.checking import BEYOND
from sapar.directory.hsds.fitting import (
    SPARED,
    address_into,
    beyond_attribute,
    clashing,
    dialled,
    finish,
    fit,
    guess,
    kind_words,
    legal,
    position_wrong,
    stands_alone,
    tidy,
    whole,
    worded,
    wrong_fields,
)
from sapar.directory.offer_codes import Access
from sapar.directory.taxonomy import SHELTERED

if TYPE_CHECKING:
    from sapar.directory.hsds.checking import Checked
    from sapar.directory.hsds.entries import Entry
    from sapar.directory.hsds.mapping import Mapped
    from sapar.directory.hsds.objects import Record

# What a file of somebody else cannot say for the people it is about.
_OWN_WORD_ONLY = {"wished-on", "agreed-on", "confirmed-on", "basis", "legal-state"}
_MADE_HERE = {"last_modified", "assured_date"}


@dataclass
class Rows:
    """What is to be stored of one organisation: its own fields, its entry's, and rows by model in order of storing."""

    organisation: dict[str, Any] = field(default_factory=dict)
    listing: dict[str, Any] = field(default_factory=dict)
    by_model: dict[str, list[Any]] = field(default_factory=dict)
    legal: list[dict[str, Any]] = field(default_factory=list)
    # (row, country, town): towns that GeoNames may know.
    towns: list[tuple[Any, str, str]] = field(default_factory=list)


class RowMaker:
    """Makes the rows. `is_own`: the file is an export of this installation, so that what it says of wishes, dates and
    legal states is our own word; of anybody else's file it is not taken."""

    def __init__(self, entry: Entry, checked: Checked, *, is_own: bool) -> None:
        self.entry, self.checked, self.is_own = entry, checked, is_own
        self.said = attributes.said_of(entry)
        self.foreign = attributes.foreign_attributes(entry)
        self.rows = Rows()
        self.made: dict[tuple[str, str], Any] = {}
        self.org = uuid.UUID(entry.key)
        self.country = ""
        self.secret: set[str] = set()

    def make(self) -> Rows:
        self._organisation()
        for record in self.entry.of("service"):
            self._offer(record)
        self._find_secret()
        for record in self.entry.of("location"):
            self._site(record)
        for record in self.entry.of("service_at_location"):
            self._row(mapping.AT, record)
        for record in self.entry.of("contact"):
            self._row(mapping.CONTACT, record)
        for mapped in mapping.DETAILS:
            for record in self.entry.of(mapped.name):
                self._detail(mapped, record)
        self._hours_that_clash()
        self._leave_the_rest()
        return self.rows

    def _facets(self, key: str) -> list[tuple[str, str]]:
        return [pair for pair in self.said.get(key, []) if self.is_own or pair[0] not in _OWN_WORD_ONLY]

    # The organisation and its entry.

    def _organisation(self) -> None:
        record, said = self.entry.record, self._facets(self.entry.key)
        org = profile.read("Organisation", said)
        listing = profile.read("Listing", said)
        self.country = org.get("country") or self._guessed_country()
        org |= {"name": record["name"][:200], "country": self.country}
        kept = self._kept(
            mapping.Mapped("organization", "Listing", {"email": "email", "website": "website"}), record, said
        )
        listing |= {"email": record.get("email", ""), "website": record.get("website", "")[:200]}
        about = record.get("description", "")
        kept["fields"].pop("description", None)
        kept["fields"].pop("name", None)
        if len(record["name"]) > len(org["name"]):
            kept["fields"]["name"] = record["name"]
        listing["about"] = worded(about, said, "about-in") if about != kind_words(org.get("kind", "")) else {}
        if kept["fields"].get("year_incorporated") == listing.get("particulars", {}).get("founded"):
            kept["fields"].pop("year_incorporated", None)
        if ("ended", "true") in said:
            listing["status"] = "ended"
        listing["kept"] = tidy(kept)
        self.rows.organisation, self.rows.listing = org, listing
        declared = (legal(value) for facet, value in said if facet == "legal-state")
        self.rows.legal = [one for one in declared if one is not None]

    def _guessed_country(self) -> str:
        lands = [one.get("country", "") for one in self.entry.of("address")]
        # ISO 3166, two letters.
        return next((land.upper() for land in lands if len(land) == 2 and land.isalpha()), "")

    # Services.

    def _offer(self, record: Record) -> None:
        key = record["id"]
        row = self._row(
            mapping.SERVICE, record, spared={"name", "description", "application_process", "status"}
        )
        row.codes = attributes.codes_of(self.entry, key)
        if not row.codes and (guessed := guess(record["name"])):
            row.codes, row.kept["guessed"] = [guessed], True
        row.status = mapping.STATES.get(record.get("status", "active"), "active")
        row.changed_at = (
            dt.datetime.fromisoformat(record["last_modified"])
            if "last_modified" in record
            else timezone.now()
        )
        self._offer_words(row, record)
        fields = row.kept.get("fields", {})
        fields.pop("last_modified", None)
        if fields.get("assured_date") == str(self.rows.listing.get("confirmed_on", "")):
            fields.pop("assured_date")
        row.kept = tidy(row.kept)

    def _offer_words(self, row: Any, record: Record) -> None:
        said = self._facets(record["id"])
        named = ", ".join(catalogue.own_term(catalogue.term_id(code))["name"] for code in row.codes)
        name = "" if record["name"] in (named, "–") and not row.kept.get("guessed") else record["name"]
        found: dict[str, dict[str, str]] = {}
        for part, facet, text in (
            ("name", "name-in", name),
            ("about", "about-in", record.get("description", "")),
            ("apply", "apply-in", record.get("application_process", "")),
        ):
            for language, told in worded(text, said, facet).items():
                found.setdefault(language, {})[part] = told
        row.words = found

    def _find_secret(self) -> None:
        """Locations of which nothing may be stored."""
        offers = {str(row.pk): row for row in self.rows.by_model.get("Offer", [])}
        for at in self.entry.of("service_at_location"):
            offer = offers.get(at.get("service_id", ""))
            if offer is not None and not SHELTERED.isdisjoint(offer.codes):
                self.secret.add(at.get("location_id", ""))
        of_shelter = self.rows.organisation.get("kind") == "shelter"
        for one in self.entry.of("location"):
            said = self.said.get(one["id"], [])
            if of_shelter or ("secret", "true") in said or ("kind", "shelter") in said:
                self.secret.add(one["id"])

    # Places.

    def _site(self, record: Record) -> None:
        key = record["id"]
        if key in self.secret:
            self._secret_site(record)
            return
        if wrong := position_wrong(record):
            self.checked.tell("location", key, "latitude", wrong)
            record = {name: value for name, value in record.items() if name not in ("latitude", "longitude")}
        row = self._row(mapping.LOCATION, record, spared={"location_type"})
        kinds = {"postal": "post", "virtual": "virtual"}
        if row.kind == "office":
            row.kind = kinds.get(record.get("location_type", ""), "office")
        row.access = [code for code in Access.values if self._has_access(key, code)]
        self._address(row, key)

    def _secret_site(self, record: Record) -> None:
        """That it exists, in which country, and nothing else."""
        key = record["id"]
        told = {"latitude", "longitude", "name", "description", "transportation", "url"} & record.keys()
        if told or any(one.get("location_id") == key for one in self.entry.of("address")):
            self.checked.tell("location", key, "address", "is where a shelter is: its place is not taken")
        kind = dict(self.said.get(key, [])).get("kind", "shelter")
        country = dict(self.said.get(key, [])).get("country", "")[:2]
        row = models.Site(id=uuid.UUID(key), org_id=self.org, kind=kind, is_secret=True, country=country)
        self._accept("location", key, row)

    def _has_access(self, key: str, code: str) -> bool:
        return any(one["id"] == made_id(key, "access", code) for one in self.entry.of("accessibility"))

    def _address(self, row: Any, key: str) -> None:
        mine = [one for one in self.entry.of("address") if one.get("location_id") == key]
        if not mine:
            return
        first = next((one for one in mine if one.get("address_type") != "postal"), mine[0])
        kept = address_into(row, first)
        if kept:
            row.kept["address"] = kept
        self.made[("address", first["id"])] = row
        if row.town and row.place_id is None:
            self.rows.towns.append((row, row.country or self.country, row.town))

    # What hangs on them.

    def _detail(self, mapped: Mapped, record: Record) -> None:
        reader = getattr(self, f"_read_{mapped.name}", None)
        told = reader(record) if reader else record
        if told is not None:
            self._row(mapped, told, spared=SPARED.get(mapped.name, set()))

    def _read_phone(self, record: Record) -> Record | None:
        key = record["id"]
        if key == made_id(self.entry.key, "phone"):
            self.rows.listing["phone"] = record["number"]
            self.made[("phone", key)] = True
            return None
        contact = self.made.get(("contact", record.get("contact_id", "")))
        if contact is not None and key == made_id(str(contact.pk), "phone"):
            contact.phone = record["number"]
            self.made[("phone", key)] = True
            return None
        number = dialled(str(record["number"]), self.country)
        if number is None:
            self.checked.tell(
                "phone",
                key,
                "number",
                f"«{record['number'][:40]}» has no country and cannot be dialled",
                whole=True,
            )
            self.made[("phone", key)] = True
            return None
        return record | {"number": number}

    def _read_language(self, record: Record) -> Record | None:
        code = record.get("code") or catalogue.language_codes().get(record.get("name", "").lower(), "")
        code = str(code).lower()
        return record | {"code": code[:8]} if code else None

    def _read_schedule(self, record: Record) -> Record | None:
        if "byday" in record or "opens_at" in record or "description" in record or "valid_from" in record:
            return record
        return None

    def _read_service_capacity(self, record: Record) -> Record | None:
        unit = catalogue.unit_codes().get(record.get("unit_id", ""))
        free, in_all = record.get("available"), record.get("maximum")
        counts = [one for one in (free, in_all) if one is not None]
        if unit is None or free is None or not all(isinstance(one, int) and one >= 0 for one in counts):
            return None
        offer = self.made.get(("service", record.get("service_id", "")))
        counted = self.rows.by_model.get("Capacity", [])
        if offer is not None and any((one.offer_id, one.unit) == (offer.pk, unit) for one in counted):
            return None
        return record if in_all is None or free <= in_all else None

    def _row(self, mapped: Mapped, record: Record, spared: set[str] | frozenset[str] = frozenset()) -> Any:
        """A row of the mapped model, with what hangs on it; wrong values of our own profile fall back to nothing."""
        model = getattr(models, mapped.model)
        said = self._facets(record["id"])
        kept = self._kept(mapped, record, said, spared)
        row = model(id=uuid.UUID(record["id"]), org_id=self.org)
        for theirs, ours in mapped.fields.items():
            if theirs in record:
                fit(row, ours, record[theirs], theirs, kept["fields"])
        for name, value in profile.read(mapped.model, said).items():
            setattr(row, name, value)
        self._own(mapped, row, record, kept["fields"])
        if stands_alone(mapped, row) or self._is_twice(mapped, row):
            return None
        finish(mapped.name, row, record, kept["fields"])
        if hasattr(row, "kept"):
            row.kept = tidy(kept)
        self._accept(mapped.name, record["id"], row)
        return row

    def _is_twice(self, mapped: Mapped, row: Any) -> bool:
        """A service is given once at a place, and counted once by each unit; a second record is kept as it was given."""
        if mapped.name != "service_at_location":
            return False
        return any(
            (one.offer_id, one.site_id) == (row.offer_id, row.site_id)
            for one in self.rows.by_model.get("OfferAt", [])
        )

    def _own(self, mapped: Mapped, row: Any, record: Record, kept: Record) -> None:
        """Hang it on the most special owner there is; further owners stay as they were given."""
        owners = [
            one for one in mapped.owners if (one.parent, record.get(one.link, "")) in self.made
        ]  # fmt: skip
        of_several = mapped.name in ("service_at_location", "contact")
        for one in owners if of_several else owners[:1]:
            setattr(row, one.column, uuid.UUID(record[one.link]))
            kept.pop(one.link, None)
        if record.get("organization_id") == self.entry.key and (
            not owners or mapped.name in ("service", "location", "contact")
        ):
            kept.pop("organization_id", None)

    def _kept(
        self,
        mapped: Mapped,
        record: Record,
        said: list[tuple[str, str]],
        spared: set[str] | frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        taken = {"id", BEYOND, *mapped.fields, *spared}
        kept: dict[str, Any] = {
            "fields": {name: value for name, value in record.items() if name not in taken}
        }
        if beyond := attributes.beyond_of(record, said):
            kept["beyond"] = beyond
        if foreign := self.foreign.get(record["id"]):
            kept["attribute"] = foreign
        return kept

    def _accept(self, name: str, key: str, row: Any) -> None:
        """Into the rows, if the model's own checks let it; a wrong field is told and left empty."""
        for field_name, reason in wrong_fields(row).items():
            self.checked.tell(name, key, field_name, reason)
            setattr(row, field_name, row._meta.get_field(field_name).get_default())
        self.made[(name, key)] = row
        self.rows.by_model.setdefault(type(row).__name__, []).append(row)

    def _hours_that_clash(self) -> None:
        by_owner: dict[Any, list[Any]] = {}
        for row in self.rows.by_model.get("Hours", []):
            by_owner.setdefault((row.offer_id, row.site_id, row.offer_at_id), []).append(row)
        for rows in by_owner.values():
            for row, day in clashing(rows):
                reason = f"overlaps other hours of the same {day}"
                self.checked.tell("schedule", str(row.pk), "opens_at", reason, whole=True)
                self.rows.by_model["Hours"].remove(row)

    def _leave_the_rest(self) -> None:
        """Records that no model of ours holds are kept whole; of a secret place nothing is."""
        left: dict[str, list[Record]] = {}
        held = set(self.made) | self._of_ours()
        for name, records in self.entry.own.items():
            rest = [
                whole(one)
                for one in records
                if (name, one["id"]) not in held and one.get("location_id") not in self.secret
            ]
            if rest and name != "attribute":
                left[name] = rest
        holders = {key for _name, key in self.made} | {self.entry.key}
        loose = [one for key, rows in self.foreign.items() if key not in holders for one in rows]
        loose += [
            beyond_attribute(one, name)
            for name, records in left.items()
            for one in self._unheld(name)
            if one.get(BEYOND) and records
        ]
        if loose:
            left["attribute"] = loose
        if left:
            self.rows.listing["kept"]["records"] = left

    def _unheld(self, name: str) -> list[Record]:
        return [one for one in self.entry.of(name) if (name, one["id"]) not in self.made]

    def _of_ours(self) -> set[tuple[str, str]]:
        """Parts that rows of ours already tell: accessibility codes, an address that became a place's own."""
        codes = {
            ("accessibility", made_id(one["id"], "access", code))
            for one in self.entry.of("location")
            for code in Access.values
        }
        return codes | {
            ("schedule", one["id"])
            for one in self.entry.of("schedule")
            if self._was_told("schedule", one["id"])
        }

    def _was_told(self, name: str, key: str) -> bool:
        return any(one.whole and one.record == f"{name} {key}" for one in self.checked.problems)
