"""A sheet that somebody loads, its rows, and what an organisation taught Sapar about its headings and words."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.sheets.codes import DateOrder, RowsAre, RowState
from sapar.sheets.flow import BatchState
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Batch(SealedRow):
    """One sheet. The file itself is never kept: its cells are sealed row by row under a key of the batch's own.

    `headings`: list of texts, one a column. `columns`: list of field keys, "" for a column that is left out.
    `answers`: what a cell's silence means, {field: code}, e.g. {"channel": "phone"} for a sheet without channels.
    `done` of `total` tells how far the job at work has come.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.READ)
    name = SealedField()
    headings = SealedField()
    columns = ArrayField(models.CharField(max_length=20, blank=True), default=list)
    heading_row = models.PositiveIntegerField(default=1)
    rows_are = models.CharField(max_length=10, choices=RowsAre.choices, default=RowsAre.CONTACTS)
    date_order = models.CharField(max_length=3, choices=DateOrder.choices, blank=True, default="")
    home_country = models.CharField(max_length=2, blank=True)
    answers = models.JSONField(default=dict)
    columns_named = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    times_loaded = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(default=timezone.now)
    loaded_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            models.CheckConstraint(condition=Q(rows_are__in=RowsAre.values), name="batch_rows_known"),
            models.CheckConstraint(condition=Q(date_order__in=DateOrder.values), name="batch_order_known"),
        ]
        indexes = [models.Index(fields=["org", "-brought_at", "-id"], name="batch_by_time")]

    def __str__(self) -> str:
        return str(self.id)


class Row(SealedRow):
    """One row of a sheet. `number` is the one that the spreadsheet program shows.

    `cells`: list of what stood in each column, texts and {"d": iso} or {"n": number}. `plan`: what will be written, as
    `planning.Plan.as_json`. `findings`: list of {"column", "read", "code"}, rejects and warnings.
    `mark` is a keyed hash of the content, by which the same row is known in another sheet.
    `person_row`, `case_row`: the number of the row that brings the person, the case; its own number for the first.
    What was made is kept by its id alone, so that the row never stands in the way of an erasure.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState.choices, default=RowState.NEW)
    cells = SealedField()
    plan = SealedField(null=True)
    findings = SealedField(null=True)
    warned = models.BooleanField(default=False)
    reasons = ArrayField(models.CharField(max_length=30), default=list)
    mark = models.BinaryField(null=True)
    person_row = models.PositiveIntegerField(null=True, blank=True)
    case_row = models.PositiveIntegerField(null=True, blank=True)
    contact_id = models.UUIDField(null=True, blank=True)
    case_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    made_case = models.BooleanField(default=False)
    made_person = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="sheet_row_once"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="sheet_row_state_known"),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="sheet_row_by_state"),
            models.Index(
                fields=["org", "mark"], condition=Q(state__in=("loaded", "kept")), name="sheet_row_by_mark"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ColumnMap(models.Model):
    """What an organisation said about a sheet with these headings. Known by a keyed hash: a heading may tell a name."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    mark = models.BinaryField()
    columns = ArrayField(models.CharField(max_length=20, blank=True))
    rows_are = models.CharField(max_length=10, choices=RowsAre.choices)
    date_order = models.CharField(max_length=3, choices=DateOrder.choices, blank=True)
    home_country = models.CharField(max_length=2, blank=True)
    answers = models.JSONField(default=dict)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "mark"], name="column_map_once")]

    def __str__(self) -> str:
        return str(self.id)


class ValueMap(models.Model):
    """What one of an organisation's words means in a field: our code, or "" for nothing. Known by a keyed hash."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(_("field"), max_length=20)
    mark = models.BinaryField()
    code = models.CharField(max_length=30, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "field", "mark"], name="value_map_once")]

    def __str__(self) -> str:
        return str(self.id)


class PaperRun(models.Model):
    """A stack of numbered paper forms that was printed: who printed which numbers, to be accounted for later."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    language = models.CharField(max_length=5)
    printed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="paper_run_goes_on"),
            models.UniqueConstraint(fields=["org", "first"], name="paper_run_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
