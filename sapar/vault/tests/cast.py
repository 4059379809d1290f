"""Who acts, and what is sealed, in these tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps.registry import Apps
from django.db import models

from sapar.common.ids import uuid7
from sapar.vault import keys
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow

if TYPE_CHECKING:
    import uuid

# Out of the project's own registry: walks over all models must not meet these.
_APPS = Apps()


@dataclass(frozen=True)
class Clerk:
    org_id: uuid.UUID | None = field(default_factory=uuid7)
    user_id: uuid.UUID | None = field(default_factory=uuid7)
    member_id: uuid.UUID | None = field(default_factory=uuid7)
    kind: str = "staff"

    def may(self, _right: str) -> bool:
        return True


class Letter(SealedRow):
    """A row with three sealed columns, one of which may be empty."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    org_id = models.UUIDField()
    words = SealedField()
    second = SealedField(default=list)
    aside = SealedField(null=True)
    place = models.CharField(max_length=20)

    class Meta:
        app_label = "vault"
        apps = _APPS
        db_table = "test_letter"

    def __str__(self) -> str:
        return str(self.id)


class LetterVersion(SealedRow):
    """A version of a letter, as history keeps them."""

    pgh_tracked_model = Letter

    id = models.UUIDField()
    pgh_obj_id = models.UUIDField(primary_key=True)
    org_id = models.UUIDField()
    words = SealedField()
    place = models.CharField(max_length=20)

    class Meta:
        app_label = "vault"
        apps = _APPS
        db_table = "test_letterversion"

    def __str__(self) -> str:
        return str(self.pgh_obj_id)


def letter(org_id: uuid.UUID, words: object = "тайна", **more: object) -> Letter:
    """A stored letter under a key of its own."""
    more.setdefault("data_key", keys.new_data_key(org_id, "other"))
    return Letter.objects.create(org_id=org_id, words=words, place="a", **more)
