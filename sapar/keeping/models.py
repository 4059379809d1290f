"""How long what is kept, what is held back from erasing, what was erased, and what left as a whole."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.models import Case
from sapar.common.clock import shared_day
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.intake.models import Contact
from sapar.keeping.codes import BOUNDS, ExportFault, ExportState, HoldReason, RecordKind, RunState
from sapar.organisations.models import Membership, Organisation
from sapar.people.models import Person
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedFile, SealedRow


def _within_bounds() -> Q:
    allowed = Q()
    for kind, bounds in BOUNDS.items():
        allowed |= Q(kind=str(kind), months__gte=bounds.least, months__lte=bounds.most)
    return allowed


class Term(models.Model):
    """How many months an organisation keeps one kind. Without a row the usual time of `codes.BOUNDS` holds."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=RecordKind.choices)
    months = models.PositiveSmallIntegerField()
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "kind"], name="keeping_term_once"),
            models.CheckConstraint(
                condition=_within_bounds(),
                name="keeping_term_within_bounds",
                violation_error_message=_("That is shorter or longer than is allowed for this kind."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"


class Schedule(models.Model):
    """Whether the head has looked at what would go and said yes. A shorter time asks for it again."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="keeping_schedule_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Run(models.Model):
    """One night's erasing of an organisation: what has gone so far, by kind."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    erased = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="keeping_run_state_known")
        ]
        indexes = [models.Index(fields=["org", "-began_at"], name="keeping_run_by_time")]

    def __str__(self) -> str:
        return str(self.id)


class Hold(SealedRow):
    """A case, a person or a talk that nothing may erase while it stands, and why.

    `words` is the reason, sealed with the key of what is held. Two people lift it: one asks, another agrees.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=8, choices=HoldReason.choices)
    words = SealedField()
    placed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(_("until"), null=True)
    review_on = models.DateField()
    reviewed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    lift_asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    lift_asked_at = models.DateTimeField(null=True)
    lift_words = SealedField()
    lifted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, person__isnull=True, contact__isnull=True)
                | Q(case__isnull=True, person__isnull=False, contact__isnull=True)
                | Q(case__isnull=True, person__isnull=True, contact__isnull=False),
                name="keeping_hold_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=HoldReason.values), name="keeping_hold_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(lift_asked_at__isnull=True, lift_asked_by__isnull=True)
                | Q(lift_asked_at__isnull=False, lift_asked_by__isnull=False),
                name="keeping_hold_lift_asked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, lift_asked_by__isnull=False)
                & ~Q(lifted_by=F("lift_asked_by")),
                name="keeping_hold_lifted_by_two",
                violation_error_message=_("Another person lifts the hold than the one who asked for it."),
            ),
        ]
        indexes = [models.Index(fields=["org", "-placed_at"], name="keeping_hold_by_time")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stands(self) -> bool:
        """Whether it keeps anything from being erased today."""
        return self.lifted_at is None and (self.until is None or self.until >= shared_day())

    @property
    def is_review_due(self) -> bool:
        return self.stands and self.review_on <= timezone.localdate()


class Certificate(models.Model):
    """That something was erased: which kinds, when, by whom in role, and the proof of it in the ledger. Names nobody.

    `person` leads back for a day, so that the one who erased can print it; then it is emptied and only the number finds it.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    kinds = models.JSONField()
    reason = models.CharField(max_length=10)
    role = models.CharField(max_length=12)
    erased_at = models.DateTimeField()
    ledger_ids = ArrayField(models.UUIDField())
    ledger_hash = models.BinaryField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["org", "-erased_at"], name="keeping_certificate_by_time"),
            models.Index(
                fields=["person"], condition=Q(person__isnull=False), name="keeping_certificate_fresh"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Export(SealedRow):
    """Everything of the organisation in one archive: asked for by one person, approved by another, fetched once.

    `words` is why, sealed with the export's own key, which is destroyed when the archive goes.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.ASKED)
    words = SealedField()
    restricted = models.BooleanField(_("restricted cases too"), default=False)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=10, choices=ExportFault.choices, blank=True)
    ready_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values), name="keeping_export_state_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="keeping_export_by_two",
                violation_error_message=_(
                    "Another person approves the export than the one who asked for it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "making", "ready", "taken"))
                | Q(decided_by__isnull=False),
                name="keeping_export_made_only_when_approved",
            ),
            models.UniqueConstraint(
                fields=["org"],
                condition=Q(state__in=("asked", "approved", "making", "ready")),
                name="keeping_export_one_at_a_time",
                violation_error_message=_("An export is under way already. Finish that one first."),
            ),
        ]
        indexes = [models.Index(fields=["org", "-asked_at"], name="keeping_export_by_time")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_over(self) -> bool:
        """Whether the day in which it can be fetched has passed."""
        return self.ends_at is None or self.ends_at <= timezone.now()
