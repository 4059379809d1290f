"""What was done, by whom, in one hash chain an organisation. Rows hold ids and codes, never words of a person."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy


class Event(models.Model):
    """One verb that happened.

    The application writes the row; the database puts it at the end of its chain at commit (`seq`, `previous_hash`,
    `hash` are null until then) and nobody but the database's own function may write those three.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    seq = models.BigIntegerField(null=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_user = models.UUIDField(null=True)
    actor_member = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    about = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    digest = models.BinaryField()
    previous_hash = models.BinaryField(null=True, editable=False)
    hash = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org_id", "seq"], name="audit_event_place_in_chain"),
            models.CheckConstraint(
                condition=models.Q(seq=None, hash=None, previous_hash=None)
                | models.Q(seq__isnull=False, hash__isnull=False, previous_hash__isnull=False),
                name="audit_event_chained_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["org_id", "about", "at"], name="audit_event_about"),
            models.Index(fields=["org_id", "at"], name="audit_event_at"),
            models.Index(
                fields=["org_id", "at", "id"], name="audit_event_unchained", condition=models.Q(seq=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"


class ChainHead(models.Model):
    """The last link of a chain. Only the database's chaining function writes it."""

    tenancy = Tenancy.OWN

    org_id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.org_id} {self.seq}"


class SigningKey(models.Model):
    """The public half of an Ed25519 key that signs day roots; its private half is sealed in the vault."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)


class DayRoot(models.Model):
    """A day of a chain, signed: the hash of its last link stands for all links up to it."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    day = models.DateField()
    seq_from = models.BigIntegerField()
    seq_to = models.BigIntegerField()
    root = models.BinaryField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    signature = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org_id", "day"], name="audit_dayroot_once_a_day"),
            models.UniqueConstraint(fields=["org_id", "seq_from"], name="audit_dayroot_no_overlap"),
            models.CheckConstraint(
                condition=models.Q(seq_to__gte=models.F("seq_from")), name="audit_dayroot_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.org_id} {self.day}"
