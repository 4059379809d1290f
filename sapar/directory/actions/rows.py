"""What the verbs share: the door to other organisations' rows, rows that hang on a parent, refusals beside fields."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.common.tenancy import scope
from sapar.directory import lines, policy
from sapar.directory.models import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from contextlib import AbstractContextManager

    from django.db import models

    from sapar.common.actor import Actor
    from sapar.directory.models.details import Detail
    from sapar.organisations.models import Organisation

Row = dict[str, Any]


def door(actor: Actor, organisation: Organisation) -> AbstractContextManager[None]:
    """Entries of organisations that are not the actor's own open by the steward's door only."""
    if organisation.pk == actor.org_id:
        return nullcontext()
    return scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door="steward")


def listing_to_change(actor: Actor, organisation: Organisation) -> Listing:
    """The entry that a service or a place hangs on. Raises `Denied`, `NotVisible` where there is none yet."""
    policy.require_change(actor, organisation)
    with door(actor, organisation):
        found = Listing.objects.filter(org=organisation).first()
    if found is None:
        raise NotVisible
    return found


def touch(listing: Listing) -> None:
    """The entry says when anything of it changed and is found by what it says now; a seed no longer overwrites it."""
    Listing.objects.filter(pk=listing.pk).update(changed_at=timezone.now(), version=Greatest(F("version"), 1))
    lines.write([listing.pk])


def checked(row: models.Model, prefix: str = "") -> None:
    """Raises `Invalid` with the model's own sentences, each beside its field."""
    try:
        row.clean_fields(exclude=["org", "listing", "place", "offer", "site", "offer_at", "telephone"])
        row.validate_constraints(exclude=["org", "offer", "site"])
    except ValidationError as refused:
        problems = {
            f"{prefix}{name}" if name != "__all__" else prefix.rstrip("-"): str(errors[0])
            for name, errors in refused.message_dict.items()
        }
        raise Invalid(problems) from None


def save(row: Any, version: int | None) -> None:
    """A new row, or the next version of one. Raises `Stale` when somebody else changed it since `version`."""
    if version is None:
        row.version = 1
        row.save(force_insert=True)
        return
    row.version = version + 1
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    if not type(row).objects.filter(pk=row.pk, version=version).update(**values):
        raise Stale


def replace(model: type[Detail], owner: Mapping[str, Any], org: Organisation, rows: Iterable[Row]) -> None:
    """Let exactly these rows hang on `owner` ({"offer": offer}). A row with the `id` of one that is there changes it."""
    present: dict[Any, Any] = {row.pk: row for row in model._default_manager.filter(**owner)}
    for position, values in enumerate(rows):
        row = present.pop(values.get("id"), None) or model(org=org, **owner)
        for name, value in values.items():
            if name != "id":
                setattr(row, name, value)
        row.position = position
        checked(row, f"{model._meta.model_name}-{position}-")
        row.save()
    model._default_manager.filter(pk__in=present).delete()
