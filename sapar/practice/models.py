"""Entries of the compendium and their words. Nothing in them is sealed: nothing in them may tell of anybody."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.practice.codes import PARTS, Origin, Result, State, Why
from sapar.ui.countries import country_name

# A year, or a year and a month; never a day.
HAPPENED = r"^(19|20)\d\d(-(0[1-9]|1[0-2]))?$"


class Entry(models.Model):
    """One piece of practice in codes. `org` is None for what ships with Sapar.

    `took_weeks` counts full weeks from the first step to the result, None where nobody told. `pinned` maps each rule and
    act that the entry leans on to the fingerprint it had when somebody last read the entry against it.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40, blank=True)  # the seed's own name for it
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.WORK)
    problems = ArrayField(models.CharField(max_length=24))
    country = models.CharField(_("country"), max_length=2)
    province = models.CharField(_("region"), max_length=10, blank=True)
    happened = models.CharField(_("when"), max_length=7, blank=True)
    took_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    result_code = models.CharField(max_length=12, choices=Result.choices)
    rules = ArrayField(models.CharField(max_length=60), default=list)
    acts = ArrayField(models.CharField(max_length=60), default=list)
    pinned = models.JSONField(default=dict)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(max_length=300, blank=True)
    writer = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    first_reader = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    second_reader = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="practice_state_known"),
            models.CheckConstraint(condition=Q(result_code__in=Result.values), name="practice_result_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="practice_origin_known"),
            models.CheckConstraint(
                condition=Q(happened="") | Q(happened__regex=HAPPENED),
                name="practice_no_finer_than_a_month",
                violation_error_message=_("Give a year, or a month and a year; never a day."),
            ),
            models.CheckConstraint(
                condition=~Q(problems=[]),
                name="practice_has_a_problem",
                violation_error_message=_("Choose at least one problem."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(first_reader__isnull=True) | Q(writer__isnull=True) | ~Q(first_reader=F("writer"))
                )
                & (Q(second_reader__isnull=True) | Q(writer__isnull=True) | ~Q(second_reader=F("writer")))
                & (Q(second_reader__isnull=True) | ~Q(second_reader=F("first_reader"))),
                name="practice_read_by_two_others",
                violation_error_message=_("Two people read an entry, and neither of them wrote it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(org__isnull=True)
                | Q(first_reader__isnull=False, second_reader__isnull=False),
                name="practice_published_when_two_have_read",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="practice_seed_once"),
        ]
        indexes = [models.Index(fields=["org", "-changed_at", "id"], name="practice_by_change")]

    # Filled by `queries`: the words in the language of the reader, or the nearest.
    words: Wording

    def __str__(self) -> str:
        return str(self.id)

    @property
    def country_words(self) -> str:
        return country_name(self.country)


class Wording(models.Model):
    """An entry in one language. `steps` are one a line. `is_draft` until a speaker has signed what a machine drafted.

    `sounds` are its words in the rough spelling of `directory.spelling`, for the search across scripts. The database keeps
    a column `document` beside them for the full-text search.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=5)
    title = models.CharField(_("title"), max_length=120)
    situation = models.TextField(_("what was the trouble"), max_length=1500)
    steps = models.TextField(_("what was done, step by step"), max_length=3000)
    law = models.TextField(_("which law helped"), max_length=1000, blank=True)
    result = models.TextField(_("what came of it"), max_length=1000)
    failed = models.TextField(_("what did not work"), max_length=1000, blank=True)
    is_draft = models.BooleanField(default=False)
    sounds = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="practice_language_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.language}"

    @property
    def step_lines(self) -> list[str]:
        return [line for line in self.steps.splitlines() if line.strip()]

    @property
    def texts(self) -> dict[str, str]:
        return {part: getattr(self, part) for part in PARTS}

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another language than the page."""
        return (get_language() or "ru").split("-")[0] != self.language


class Sound(models.Model):
    """Every rough spelling that stands in some entry, a row each: trigrams of short lines are found by their index.

    Filled by a trigger, read by the search function; the web role reads nothing here, for drafts have words too.
    """

    tenancy = Tenancy.SYSTEM

    sound = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass(F("sound"), name="gin_trgm_ops"), name="practice_sound_alike")]

    def __str__(self) -> str:
        return self.sound
