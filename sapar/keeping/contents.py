"""What a whole export holds: every table of the organisation's own, but those named here with the reason why not.

Restricted cases are hidden from the job that makes the archive. Where they belong in it, the same tables are read once more
as each of the members named on them, and only what belongs to restricted cases is taken (`of_restricted`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from sapar.cases.models import Case
from sapar.common.tenancy import Tenancy
from sapar.intake import calls
from sapar.intake.models import Contact, HelpRequest
from sapar.organisations.models import Membership
from sapar.people.models import Person
from sapar.referrals import packets
from sapar.referrals.models import OutsideAnswer, Packet
from sapar.vault import ERASED, envelope
from sapar.vault.cipher import SealBroken
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedFile, SealedRow

if TYPE_CHECKING:
    from sapar.common.actor import Actor

# Left out: keys and what only finds, counts or repeats; nothing that anybody told or did.
LEFT_OUT = {
    "vault.OrganisationKey": "a private key",
    "vault.DataKey": "keys; what they open is in the archive",
    "vault.BlindEntry": "hashes that find a phone; the phones are in the archive",
    "vault.BlindSet": "hashes that find a name; the names are in the archive",
    "organisations.SubmittedForm": "marks against sending a form twice",
    "organisations.Invitation": "codes that open an account",
    "audit.ChainHead": "the end of the chain; the events are in the archive",
    "cases.CaseCounter": "the last number given out",
    "keeping.Export": "this archive itself",
    "intake.Draft": "what a member has not saved is that member's",
    "sheets.ColumnMap": "hashes of headings",
    "sheets.ValueMap": "hashes of words",
    "referrals.SealedLink": "the key of a one-time link",
}
_BINARY_READ = (HelpRequest, Packet, OutsideAnswer)
# Bytes that are a proof rather than words are written as hexadecimal digits.
_PROOFS = ("hash", "previous_hash", "digest", "root", "signature", "ledger_hash")
# A bare id is no key, so no policy hides such a row with what it belongs to, or none from a job: here it goes by these.
_BELONGS: dict[str, type[models.Model]] = {
    "for_case": Case,
    "case_id": Case,
    "contact_id": Contact,
    "person_id": Person,
}
_RESTRICTED: dict[type[models.Model], Q] = {
    Case: Q(restricted=True),
    Contact: Q(case__restricted=True),
    Person: Q(participations__case__restricted=True),
}
_ATTACHED: dict[str, type[models.Model]] = {"case": Case, "contact": Contact}


@dataclass(frozen=True)
class Table:
    """One kind of the archive."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The attribute that names a row."""
        return str(self.model._meta.pk.attname) if self.model._meta.pk else "id"

    @property
    def title(self) -> str:
        return (self.model.__doc__ or "").strip().partition("\n")[0]

    @cached_property
    def columns(self) -> list[models.Field[Any, Any]]:
        """The fields in order, without the key of the row and without bytes that nobody could read."""
        kept = []
        for field in self.model._meta.concrete_fields:
            if field.name == "data_key":
                continue
            if isinstance(field, models.BinaryField) and field.name not in _PROOFS:
                continue
            kept.append(field)
        return kept

    @property
    def names(self) -> list[str]:
        extra = {Membership: ["shown_name"], HelpRequest: ["opened"], Packet: ["opened"]}
        return (
            [field.attname for field in self.columns]
            + extra.get(self.model, [])
            + (["opened"] if self.model is OutsideAnswer else [])
        )

    def mine(self, org_id: uuid.UUID) -> Q:
        """Rows of this organisation; of what two share, those in which it has a part. The policies narrow it further."""
        names = {field.attname for field in self.model._meta.concrete_fields}
        if "org_id" in names:
            return Q(org_id=org_id) & self._of_visible()
        sides = [
            name for name in ("from_org_id", "to_org_id", "author_org_id", "reader_org_id") if name in names
        ]
        found = Q(pk__in=[])
        for side in sides:
            found |= Q(**{side: org_id})
        return found

    @cached_property
    def _belongs(self) -> dict[str, type[models.Model]]:
        names = [field.name for field in self.model._meta.concrete_fields]
        return {name: _BELONGS[name] for name in names if name in _BELONGS}

    def _of_visible(self) -> Q:
        """Rows whose case, talk and person can be read in this scope; of files also those that belong to none of them."""
        if self.model is SealedFile:
            loose = ~Q(attached_kind__in=[*_ATTACHED, "export"])
            return _files_of({model: Q() for model in _ATTACHED.values()}) | loose
        found = Q()
        for name, model in self._belongs.items():
            found &= Q(**{f"{name}__isnull": True}) | _among(name, model, Q())
        return found

    @cached_property
    def of_restricted(self) -> Q | None:
        """Which rows may belong to a restricted case; None where none can."""
        if self.model in (Case, Person):
            return _RESTRICTED[self.model]
        if self.model is SealedFile:
            return _files_of(_RESTRICTED)
        if self._belongs:
            found = Q(pk__in=[])
            for name, model in self._belongs.items():
                found |= _among(name, model, _RESTRICTED[model])
            return found | self._of_restricted_person()
        return self._of_restricted_by_key()

    def _of_restricted_person(self) -> Q:
        """By the one it tells of; a guardian, say, doesn't make it a part of the guardian's case."""
        names = {field.name for field in self.model._meta.concrete_fields if field.related_model is Person}
        return Q(person__participations__case__restricted=True) if "person" in names else Q(pk__in=[])

    def _of_restricted_by_key(self) -> Q | None:
        for field in self.model._meta.concrete_fields:
            if field.related_model is Case:
                return Q(**{f"{field.name}__restricted": True})
        for field in self.model._meta.concrete_fields:
            if field.related_model is Person:
                return Q(**{f"{field.name}__participations__case__restricted": True})
        if self.model.__name__.endswith("Version"):
            return Q()
        return None

    def rows(self, org_id: uuid.UUID) -> models.QuerySet[Any]:
        found = self.model._default_manager.filter(self.mine(org_id)).order_by("pk")
        if any(field.name == "data_key" for field in self.model._meta.concrete_fields):
            found = found.select_related("data_key")
        if self.model is Membership:
            found = found.select_related("user")
        return found

    def value(self, actor: Actor, row: Any) -> dict[str, Any]:
        """A row as plain JSON."""
        said = {field.attname: _plain(getattr(row, field.attname)) for field in self.columns}
        if isinstance(row, Membership):
            said["shown_name"] = row.user.display_name
        if isinstance(row, _BINARY_READ):
            said["opened"] = _opened(actor, row)
        return said


def _among(name: str, model: type[models.Model], which: Q) -> Q:
    return Q(**{f"{name}__in": model._default_manager.filter(which).values("pk")})


def _files_of(which: dict[type[models.Model], Q]) -> Q:
    """Files attached to such cases and talks."""
    found = Q(pk__in=[])
    for kind, model in _ATTACHED.items():
        found |= Q(attached_kind=kind) & _among("attached_id", model, which[model])
    return found


def tables() -> list[Table]:
    """Every table that goes in, in the order of the applications."""
    found = []
    for model in apps.get_models():
        if (
            not model.__module__.startswith("sapar.")
            or "tests" in model.__module__
            or not model._meta.managed
        ):
            continue
        if getattr(model, "tenancy", None) not in (Tenancy.OWN, Tenancy.SHARED):
            continue
        if model._meta.label not in LEFT_OUT:
            found.append(Table(model))
    return found


def is_sealed(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, SealedField)


def has_key(table: Table) -> bool:
    return issubclass(table.model, SealedRow)


def _plain(value: Any) -> Any:
    if value is ERASED:
        return "ERASED"
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _opened(actor: Actor, row: Any) -> Any:
    """What a letter holds that was sealed to the organisation; None where it has been emptied."""
    try:
        if isinstance(row, Packet):
            return packets.opened(actor, row)
        if isinstance(row, HelpRequest):
            if not row.sealed:
                return None
            call = calls.opened(row)
            return {"words": call.words, "phone": call.phone, "may_call": call.may_call}
        return envelope.open_for(row.org_id, bytes(row.words), str(row.pk)) if row.words else None
    except SealBroken:
        return "UNREADABLE"
