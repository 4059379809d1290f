"""Who answers public calls for help, and who is on duty inside an organisation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.rota.choice import Line, every_day

LONGEST_PROMISE = 168
LONGEST_SHIFT_HOURS = 24


class PublicLine(models.Model):
    """An organisation's offer to answer public calls for help: from which countries, in which languages, when, how soon.

    The organisation offers for itself; the network's steward sets the order, and the first that fits receives the call.
    Times are of the organisation's own clock; without them the line is open around the clock. No countries: all of them.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="public_lines")
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=5))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=every_day)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    answers_within = models.PositiveSmallIntegerField(_("hours until the answer"))
    position = models.PositiveIntegerField()
    offered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(languages=[]),
                name="line_speaks_something",
                violation_error_message=_("Choose at least one language."),
            ),
            models.CheckConstraint(
                condition=~Q(weekdays=[]),
                name="line_has_a_day",
                violation_error_message=_("Choose at least one day."),
            ),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | (Q(opens__isnull=False, closes__isnull=False) & ~Q(opens=F("closes"))),
                name="line_opens_and_closes",
                violation_error_message=_("Give both times, or none if somebody answers around the clock."),
            ),
            models.CheckConstraint(
                condition=Q(answers_within__gte=1, answers_within__lte=LONGEST_PROMISE),
                name="line_promise_is_real",
                violation_error_message=_("Promise an answer within 1 to 168 hours."),
            ),
        ]
        indexes = [
            models.Index(fields=["position", "id"], condition=Q(withdrawn_at=None), name="line_in_order")
        ]

    def __str__(self) -> str:
        return str(self.id)

    def plain(self) -> Line:
        """What the choice looks at. `org` is read."""
        return Line(
            key=self.pk,
            countries=tuple(self.countries),
            languages=tuple(self.languages),
            weekdays=tuple(self.weekdays),
            opens=self.opens,
            closes=self.closes,
            zone=self.org.time_zone,
            answers_within=self.answers_within,
            position=self.position,
        )


class Shift(models.Model):
    """A colleague is on duty from a moment to a moment."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="shifts")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")),
                name="shift_ends_after_it_begins",
                violation_error_message=_("A shift ends after it begins."),
            ),
        ]
        indexes = [models.Index(fields=["org", "begins_at", "id"], name="shift_by_time")]

    def __str__(self) -> str:
        return str(self.id)
