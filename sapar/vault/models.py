"""Keys, what is sealed with them, and how sealed rows are found. Nothing here is readable without the master key."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.vault.fields import SealedField, carrying_seals
from sapar.vault.marks import MarksField


class KeyPurpose(models.TextChoices):
    """What an organisation's key is for."""

    WRAP = "wrap", _("Wraps data keys")
    RECEIVE = "receive", _("Opens what was sealed to the organisation")
    BLIND = "blind", _("Makes blind index entries")


class SubjectKind(models.TextChoices):
    """What one data key covers; erasing the key erases all of it."""

    PERSON = "person", _("Person")
    CASE = "case", _("Case")
    CONTACT = "contact", _("Contact")
    REFERRAL = "referral", _("Referral")
    FILE = "file", _("File")
    DRAFT = "draft", _("Draft")
    OTHER = "other", _("Other")


class OrganisationKey(models.Model):
    """A private key of an organisation, sealed by the master key whose fingerprint is `master`.

    `sealed` is null once the epoch has been destroyed.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    purpose = models.CharField(max_length=10, choices=KeyPurpose)
    epoch = models.PositiveIntegerField()
    master = models.CharField(max_length=16)
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org_id", "purpose", "epoch"], name="vault_organisationkey_once"),
            models.CheckConstraint(
                condition=models.Q(purpose__in=KeyPurpose.values), name="vault_organisationkey_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(sealed__isnull=False, destroyed_at=None)
                | models.Q(sealed=None, destroyed_at__isnull=False),
                name="vault_organisationkey_alive_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.org_id} {self.purpose} {self.epoch}"


class PublicKey(models.Model):
    """The half of an organisation's receiving key that anybody may seal to."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    epoch = models.PositiveIntegerField()
    public = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org_id", "epoch"], name="vault_publickey_once"),
        ]

    def __str__(self) -> str:
        return f"{self.org_id} {self.epoch}"


class SystemKey(models.Model):
    """A private key of the installation itself (to sign the audit's day roots, to compare by night), sealed by the master key."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=20)
    master = models.CharField(max_length=16)
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class DataKey(models.Model):
    """The AES-256-GCM key of one subject, wrapped by its organisation's key of `epoch`.

    `wrapped` is null once the subject has been erased: every ciphertext made with it is then noise.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    subject_kind = models.CharField(max_length=10, choices=SubjectKind)
    epoch = models.PositiveIntegerField()
    wrapped = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject_kind__in=SubjectKind.values), name="vault_datakey_subject_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, erased_at=None)
                | models.Q(wrapped=None, erased_at__isnull=False),
                name="vault_datakey_alive_or_erased",
            ),
        ]
        indexes = [models.Index(fields=["org_id", "epoch"], name="vault_datakey_epoch")]

    def __str__(self) -> str:
        return str(self.id)


class SealedRow(models.Model):
    """Base of a row with sealed fields. The concrete model has `org_id` and sets `data_key` before it is saved."""

    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """As always, but sealed fields come back closed, so that reading a row anew does not seal it anew."""
        with carrying_seals():
            super().refresh_from_db(*args, **kwargs)


class BlindEntry(models.Model):
    """A keyed hash by which an exact phone or document number is found without standing in the database."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    digest = models.BinaryField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    data_key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org_id", "kind", "digest", "subject_kind", "subject_id"],
                name="vault_blindentry_once",
            ),
        ]
        indexes = [models.Index(fields=["org_id", "subject_id"], name="vault_blindentry_subject")]

    def __str__(self) -> str:
        return str(self.id)


class BlindSet(models.Model):
    """Many short keyed hashes of one subject, by which whoever shares enough of them is found (names that sound alike).

    `digests`: ascending, four bytes each. `marks`: traits of the subject, hashed to bits, so that those who are found can
    be put in order without being opened; `size`: of how many parts what they are found by is. `recipe` says by which
    rules all of it was made.
    """

    tenancy = Tenancy.OWN

    subject_id = models.UUIDField(primary_key=True)
    org_id = models.UUIDField()
    data_key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="+")
    digests = ArrayField(models.IntegerField())
    marks = MarksField(null=True)
    size = models.PositiveSmallIntegerField(null=True)
    recipe = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            # Without a list of what is not sorted in yet, which every search would read.
            GinIndex(fields=["digests"], name="vault_blindset_digests", fastupdate=False)
        ]

    def __str__(self) -> str:
        return str(self.subject_id)


class SealedFile(SealedRow):
    """A file whose ciphertext lies in the files folder under this row's id.

    `content_type` is what its first bytes say, not what the sender claimed; `digest` is the SHA-256 of the ciphertext.
    """

    tenancy = Tenancy.OWN

    class State(models.TextChoices):
        STORED = "stored", _("Stored")
        REMOVED = "removed", _("Removed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.STORED)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    digest = models.BinaryField()
    name = SealedField()
    attached_kind = models.CharField(max_length=20)
    attached_id = models.UUIDField()
    stored_by = models.UUIDField(null=True)
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="vault_sealedfile_not_empty"),
            models.CheckConstraint(
                condition=models.Q(state__in=["stored", "removed"]), name="vault_sealedfile_state"
            ),
        ]
        indexes = [
            models.Index(fields=["org_id", "attached_kind", "attached_id"], name="vault_sealedfile_attached")
        ]

    def __str__(self) -> str:
        return str(self.id)
