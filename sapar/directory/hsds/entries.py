"""Whose is which record: an import sorted by organisation. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sapar.directory.hsds.checking import Checked
    from sapar.directory.hsds.objects import Record

# Objects of which each record hangs on an organisation, in the order in which owners are found.
_OWNED = (
    "program", "service", "service_at_location", "location", "contact", "phone", "language", "schedule", "service_area",
    "cost_option", "required_document", "service_capacity", "address", "accessibility", "funding", "url",
    "organization_identifier", "attribute", "metadata",
)  # fmt: skip
_LINKS = {
    "organization_id": "organization", "service_id": "service", "location_id": "location", "program_id": "program",
    "service_at_location_id": "service_at_location", "contact_id": "contact", "phone_id": "phone",
}  # fmt: skip


@dataclass
class Entry:
    """One organisation of an import. `own` are its records, by object."""

    key: str
    record: Record
    own: dict[str, list[Record]] = field(default_factory=dict)

    def of(self, name: str) -> list[Record]:
        return self.own.get(name, [])


def entries(checked: Checked) -> list[Entry]:
    """Each organisation with its records; a record of nobody's is told."""
    found = {key: Entry(key, record) for key, record in checked.of("organization").items()}
    owner: dict[tuple[str, str], str] = {("organization", key): key for key in found}
    by_id = {key: key for key in found}
    _places_by_service(checked, owner)
    for name in _OWNED:
        for key, record in checked.of(name).items():
            whose = (
                owner.get((name, key))
                or _owner(record, owner)
                or by_id.get(record.get("link_id") or record.get("resource_id") or "")
            )
            if whose is None:
                checked.tell(name, key, "", "belongs to no organization of this import", whole=True)
                continue
            owner[(name, key)] = by_id[key] = whose
            found[whose].own.setdefault(name, []).append(record)
    return list(found.values())


def _places_by_service(checked: Checked, owner: dict[tuple[str, str], str]) -> None:
    """A location is often named only by the service that is given there."""
    for at in checked.of("service_at_location").values():
        service = checked.of("service").get(at.get("service_id", ""))
        org = service.get("organization_id", "") if service else ""
        if ("organization", org) in owner:
            owner.setdefault(("location", at.get("location_id", "")), org)


def _owner(record: Record, owner: dict[tuple[str, str], str]) -> str | None:
    for link, name in _LINKS.items():
        if whose := owner.get((name, record.get(link, ""))):
            return whose
    return None
