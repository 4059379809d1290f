"""The work in a case: services given, other parties, follow-ups; and the projects that pay for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases import work_codes as codes
from sapar.cases.models.case import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.taxonomy import Service
from sapar.organisations.models import Membership, Organisation
from sapar.people.models import Person
from sapar.vault import history
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow

if TYPE_CHECKING:
    import datetime as dt


class Project(models.Model):
    """What services are paid from. The name is the organisation's own short word for it and tells of nobody."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    funder = models.CharField(_("who pays"), max_length=120, blank=True)
    begins_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "name"],
                name="project_name_once",
                violation_error_message=_("There is a project with this name already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(begins_on__isnull=True)
                | Q(ends_on__gte=models.F("begins_on")),
                name="project_ends_after_it_begins",
                violation_error_message=_("The project ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies in its period, as far as one is given."""
        return (self.begins_on is None or self.begins_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@history.tracked()
class ServiceGiven(SealedRow):
    """One service given to a person of the case, or without a person to all of them. Corrected or withdrawn, never deleted."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="services")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("service"), max_length=24, choices=Service.choices)
    given_on = models.DateField(_("when"))
    quantity = models.DecimalField(_("how much"), max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=8, choices=codes.Unit.choices)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    giver = models.CharField(_("who gave it"), max_length=8, choices=codes.Giver.choices)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    giver_words = SealedField(null=True)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    note = SealedField(null=True)
    state = models.CharField(max_length=9, choices=codes.RowState.choices, default=codes.RowState.KEPT)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Service.values), name="service_kind_known"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="service_quantity_positive",
                violation_error_message=_("Give a number above zero."),
            ),
            models.CheckConstraint(
                condition=Q(unit="sum", currency__regex="^[A-Z]{3}$")
                | Q(unit__in=[one for one in codes.Unit.values if one != codes.Unit.SUM], currency=""),
                name="service_sum_has_currency",
                violation_error_message=_("Say in which currency."),
            ),
            models.CheckConstraint(
                condition=Q(giver="member", member__isnull=False, partner__isnull=True)
                | Q(giver="partner", partner__isnull=False, member__isnull=True)
                | Q(giver="other", partner__isnull=True, member__isnull=True),
                name="service_has_its_giver",
                violation_error_message=_("Say who gave it."),
            ),
            models.CheckConstraint(condition=Q(state__in=codes.RowState.values), name="service_state_known"),
        ]
        indexes = [models.Index(fields=["org", "given_on"], name="service_by_day")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == codes.RowState.WITHDRAWN


@history.tracked()
class OtherParty(SealedRow):
    """Somebody else in the story: an employer, a landlord, a court. All that names them is sealed.

    `phones`: list of E.164 numbers. `unsafe` is a warning: whoever calls them may put the person in danger.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("who they are"), max_length=12, choices=codes.PartyRole.choices)
    name = SealedField()
    phones = SealedField(null=True)
    address = SealedField(null=True)
    note = SealedField(null=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    province = models.CharField(max_length=10, blank=True)
    unsafe = models.BooleanField(_("not safe to contact"), default=False)
    state = models.CharField(max_length=9, choices=codes.RowState.choices, default=codes.RowState.KEPT)
    added_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=codes.PartyRole.values), name="party_role_known"),
            models.CheckConstraint(condition=Q(state__in=codes.RowState.values), name="party_state_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FollowUp(SealedRow):
    """A day on which somebody asks how the person is. `words` says what has changed."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("when"))
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=11, choices=codes.FollowUpState.choices, default=codes.FollowUpState.PLANNED
    )
    words = SealedField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", done_at__isnull=True)
                | (Q(state__in=["reached", "not-reached", "dropped"]) & Q(done_at__isnull=False)),
                name="follow_up_done_has_its_time",
            )
        ]
        indexes = [models.Index(fields=["org", "owner", "state", "due_on"], name="follow_up_by_owner")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_overdue(self) -> bool:
        return self.state == codes.FollowUpState.PLANNED and self.due_on < timezone.localdate()
