"""Records that may be one person's, and those that were merged, so that they can be taken apart again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.people.models import Person
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Merge(SealedRow):
    """`gone` is the same person as `kept`: what hung on it hangs on `kept` until the merge is undone.

    The row of `gone` stays as it was, sealed with its own key. `before` and `after`: particulars of `kept`, by column.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_into")
    before = SealedField()
    after = SealedField()
    merged_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="merge_gone_once",
                violation_error_message=_("This record is merged with another already."),
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MovedRow(models.Model):
    """A row that named `gone` and names `kept` since the merge. `place` is "table.column"."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    place = models.CharField(max_length=60)
    row_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "place", "row_id"], name="moved_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Likeness(models.Model):
    """Two records that a night's comparison found to be the same person or perhaps the same.

    `bits`: the odds that stand behind it, as in `names.Verdict`. Once somebody has decided, it never comes back.
    """

    class Answer(models.TextChoices):
        SAME = "same", _("the same")
        PERHAPS = "perhaps", _("perhaps")

    class Decision(models.TextChoices):
        ONE = "one", _("One person")
        TWO = "two", _("Two people")

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    bits = models.FloatField()
    found_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=4, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="likeness_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likeness_in_order"),
            models.CheckConstraint(condition=Q(answer__in=["same", "perhaps"]), name="likeness_answer_known"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(decision__in=["one", "two"], decided_by__isnull=False, decided_at__isnull=False),
                name="likeness_open_or_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "-bits", "id"], condition=Q(decision=""), name="likeness_open"),
            models.Index(fields=["org", "answer", "decision"], name="likeness_decided"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Comparing(models.Model):
    """A comparison of an organisation's people with each other, and how far it has come."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="comparing_done_of_total"),
        ]
        indexes = [models.Index(fields=["org", "-began_at"], name="comparing_latest")]

    def __str__(self) -> str:
        return str(self.id)
