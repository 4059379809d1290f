"""Who holds a case and who opens it: handed over, open in a form, seen through broken glass."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sapar.cases import work_codes as codes
from sapar.cases.models.case import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Handover(SealedRow):
    """A case handed to a colleague, by whom and why, until the colleague says that they have seen it."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    from_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    to_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    by_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=codes.HandoverWay.choices, default=codes.HandoverWay.HANDED)
    because = SealedField(null=True)
    at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["org", "to_member"], condition=Q(accepted_at__isnull=True), name="handover_waiting"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class OpenForm(models.Model):
    """Who has the form for a case's story open, since when; a courtesy to the next one, not a lock."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="open_form_once")]

    def __str__(self) -> str:
        return str(self.id)


class GlassBreak(SealedRow):
    """A restricted case opened in an emergency by somebody not named on it, and what a supervisor thought of that.

    `number` is the case's, for a reviewer who may not see the case itself.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=16)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    because = SealedField()
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    verdict = models.CharField(max_length=13, choices=codes.Verdict.choices, blank=True)
    reviewed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_words = SealedField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(verdict__in=codes.Verdict.values, reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="glass_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("member")),
                name="glass_reviewed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["org", "at"], condition=Q(verdict=""), name="glass_to_review")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.until > timezone.now()
