"""Who takes part in the region's picture, the snapshots it is made of, and everything that was ever released of it.

Nothing here tells of a person: releases hold protected tables, the other rows ids and figures.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.insight.codes import THRESHOLD, Mode, Purpose, ReleaseState, RequestState
from sapar.organisations.models import Membership, Organisation


class Participation(models.Model):
    """An organisation has agreed that its work is counted in the region's picture, from a day until it says stop."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org"],
                condition=Q(ended_at__isnull=True),
                name="participation_once",
                violation_error_message=_("Your organisation takes part already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="participation_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SnapshotRun(models.Model):
    """One making of the snapshot: how far it is (`done` of `total` kinds of record), and how many `records` it holds."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    records = models.JSONField(default=dict)  # kind to number
    trouble = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Cutoff(models.Model):
    """A quarter's records as they stood when the first release of it was made. Every release of it counts these.

    `hashes`: kind to SHA-256 of its file in the home folder; a file that has changed is refused.
    """

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quarter = models.CharField(max_length=7, unique=True)  # 2026-Q3
    frozen_at = models.DateTimeField(default=timezone.now)
    organisations = models.PositiveIntegerField()
    hashes = models.JSONField(default=dict)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quarter__regex=r"^\d{4}-Q[1-4]$"), name="cutoff_quarter_known")
        ]

    def __str__(self) -> str:
        return self.quarter


class ResearchRequest(models.Model):
    """A wish to count something of one's own: for what, for whom, until when. Two organisations that take part approve it.

    The tables it leads to are protected like all others and stand in the same ledger.
    """

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    researcher = models.CharField(_("for whom"), max_length=200)
    purpose = models.TextField(_("what for"), max_length=2000)
    ends_on = models.DateField(_("until"))
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.ASKED)
    first_org = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_org = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="research_state_known"),
            models.CheckConstraint(
                condition=(Q(first_org__isnull=True) | ~Q(first_org=models.F("org")))
                & (
                    Q(second_org__isnull=True)
                    | ~Q(second_org=models.F("org")) & ~Q(second_org=models.F("first_org"))
                ),
                name="research_approved_by_two_others",
                violation_error_message=_("Two organisations have to agree, and not the one that asks."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(first_org__isnull=False, second_org__isnull=False),
                name="research_approved_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """Whether tables can be asked for today."""
        return self.state == RequestState.APPROVED and timezone.localdate() <= self.ends_on


class Release(models.Model):
    """Tables of one quarter that go out together, in one mode. Once published nothing of it changes: the database refuses.

    `wanted`: kind of record to its dimensions. `considered`: the last entry of the ledger that its protection knew of. `trouble`: why it was blocked or could not be made, as the core said it.
    """

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quarter = models.CharField(max_length=7)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.EXACT)
    threshold = models.PositiveSmallIntegerField(default=THRESHOLD)
    epsilon = models.FloatField(default=0)
    wanted = models.JSONField(default=dict)
    where = models.JSONField(default=dict)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.PUBLIC)
    request = models.ForeignKey(
        ResearchRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    state = models.CharField(max_length=9, choices=ReleaseState.choices, default=ReleaseState.ASKED)
    trouble = models.TextField(blank=True)
    considered = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="release_mode_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="release_purpose_known"),
            models.CheckConstraint(condition=Q(state__in=ReleaseState.values), name="release_state_known"),
            models.CheckConstraint(
                condition=Q(purpose="public", request__isnull=True)
                | Q(purpose="research", request__isnull=False),
                name="release_research_has_its_request",
            ),
            models.CheckConstraint(condition=Q(threshold__gte=THRESHOLD), name="release_threshold_frozen"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="release_published_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="release_published_by_another",
                violation_error_message=_("Somebody else has to decide: four eyes see more than two."),
            ),
        ]
        indexes = [models.Index(fields=["state", "-quarter", "-id"], name="release_by_quarter")]

    def __str__(self) -> str:
        return str(self.id)


class ReleasePart(models.Model):
    """The tables about one kind of record. `described` is the core's `release.json`, `report` its report with every attack,
    `report_words` the same in words."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12)
    described = models.JSONField()
    report = models.JSONField()
    report_words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind"], name="release_part_once")]

    def __str__(self) -> str:
        return str(self.id)


class ReleasedTable(models.Model):
    """One table of a part: `rows` are [category…, count or null, mark], as the core wrote them."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    part = models.ForeignKey(ReleasePart, on_delete=models.PROTECT, related_name="tables")
    dimensions = ArrayField(models.CharField(max_length=16))
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "dimensions"], name="released_table_once")]

    def __str__(self) -> str:
        return str(self.id)


class LedgerEntry(models.Model):
    """Something went out: which tables, to whom, and what privacy it spent. Only ever added to.

    `content_hash`: SHA-256 of the tables; `chained`: of the entry before and this one, so that none can vanish.
    """

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    part = models.OneToOneField(ReleasePart, on_delete=models.PROTECT, related_name="entry")
    quarter = models.CharField(max_length=7)
    kind = models.CharField(max_length=12)
    dimensions = ArrayField(models.CharField(max_length=16))
    mode = models.CharField(max_length=8, choices=Mode.choices)
    epsilon = models.FloatField(default=0)
    to_whom = models.CharField(max_length=8, choices=Purpose.choices)
    released_at = models.DateTimeField(default=timezone.now)
    content_hash = models.BinaryField()
    chained = models.BinaryField()

    def __str__(self) -> str:
        return str(self.number)
