"""Referrals to an organisation that is only listed: what left the house, what was answered, the one-time link."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.people.codes import Shareable
from sapar.referrals.codes import Answered, Handed, ToldHow
from sapar.referrals.link_codes import DeclineReason
from sapar.referrals.models.referral import Referral


class HandedOver(models.Model):
    """Something of the packet left the house: what, how and when, so that it can be called back by hand."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="handed")
    how = models.CharField(max_length=8, choices=Handed.choices)
    fields = ArrayField(models.CharField(max_length=12, choices=Shareable.choices))
    language = models.CharField(max_length=5, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(how__in=Handed.values), name="handed_how_known")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def field_words(self) -> list[str]:
        return [str(Shareable(code).label) for code in self.fields]


class OutsideAnswer(models.Model):
    """What the other organisation said, typed back by the sender, or written by itself through the link.

    `words` (who said it, and what) is a letter to the sending organisation: it can be written while the vault is locked,
    and is emptied when the person or the case is erased. `told_at` is when they said it, `written_at` when we wrote it.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="answers")
    verb = models.CharField(max_length=9, choices=Answered.choices)
    decline_reason = models.CharField(max_length=16, choices=DeclineReason.choices, blank=True)
    how = models.CharField(max_length=9, choices=ToldHow.choices)
    told_at = models.DateTimeField()
    words = models.BinaryField(null=True, blank=True)
    written_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Answered.values), name="outside_answer_verb_known"),
            models.CheckConstraint(condition=Q(how__in=ToldHow.values), name="outside_answer_how_known"),
            models.CheckConstraint(
                condition=Q(told_at__lte=F("written_at")), name="outside_answer_told_before_written"
            ),
            models.CheckConstraint(
                condition=Q(how="link", written_by__isnull=True)
                | ~Q(how="link") & Q(written_by__isnull=False),
                name="outside_answer_typed_or_by_link",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SealedLink(models.Model):
    """A one-time way for somebody without an account to read a referral and answer.

    The database holds a hash of the address's token and what was sealed with a key made of the token and the code; both
    are given to the other side and kept nowhere. The first right code binds the link to one browser: `marked` is the hash
    of its cookie, `kept` the packet's key sealed with that cookie, while a sitting lasts.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    token_hash = models.BinaryField(unique=True)
    salt = models.BinaryField()
    language = models.CharField(max_length=5)
    summary = models.BinaryField(null=True, blank=True)
    details = models.BinaryField(null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    marked = models.BinaryField(null=True, blank=True)
    kept = models.BinaryField(null=True, blank=True)
    sits_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at__isnull=True), name="sealed_link_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(summary__isnull=True, details__isnull=True, kept__isnull=True),
                name="sealed_link_ended_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
