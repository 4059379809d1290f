"""What travels within a referral, sealed, and what is told back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.codes import Outcome
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.taxonomy import Problem
from sapar.organisations.models import Membership, Organisation
from sapar.people.codes import Shareable
from sapar.referrals.models.referral import Referral


class Packet(models.Model):
    """Something one organisation passes to another within a referral, sealed to the reader's public key.

    `fields` says in codes what the sealed words hold: the database compares it with the consent. `for_reader` is
    emptied when the grant closes, `for_author` (the author's own copy) when the author erases the person. A referral that
    leaves Sapar has the author's copy alone: nobody there has a key.
    """

    tenancy = Tenancy.SHARED

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("What is needed")
        PERSON = "person", _("The people and their story")
        REPORT = "report", _("Report back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="packets")
    author_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reader_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    fields = ArrayField(models.CharField(max_length=12, choices=Shareable.choices), default=list, blank=True)
    for_reader = models.BinaryField(null=True, blank=True)
    for_author = models.BinaryField(null=True, blank=True)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(author_org=F("reader_org")), name="packet_between_two"),
            models.CheckConstraint(
                condition=Q(kind__in=("summary", "person", "report")), name="packet_kind_known"
            ),
            models.UniqueConstraint(
                fields=["referral", "kind"], condition=~Q(kind="report"), name="packet_one_of_its_kind"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ReportedOutcome(models.Model):
    """What the receiving side says came of one problem: a code, for the sender's own record. The latest one counts.

    Told in a report from inside Sapar, or in an answer from outside.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="outcomes")
    packet = models.ForeignKey(
        Packet, on_delete=models.PROTECT, related_name="outcomes", null=True, blank=True
    )
    answer = models.ForeignKey(
        "referrals.OutsideAnswer", on_delete=models.PROTECT, related_name="outcomes", null=True, blank=True
    )
    from_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    problem = models.CharField(max_length=24, choices=Problem.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="reported_outcome_known"),
            models.CheckConstraint(condition=Q(problem__in=Problem.values), name="reported_problem_known"),
            models.UniqueConstraint(fields=["packet", "problem"], name="reported_once_in_a_report"),
            models.UniqueConstraint(fields=["answer", "problem"], name="reported_once_in_an_answer"),
            models.CheckConstraint(
                condition=Q(packet__isnull=True, answer__isnull=False)
                | Q(packet__isnull=False, answer__isnull=True),
                name="reported_in_a_report_or_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
