"""Exceptional disclosure: what went out without consent, because a life or a child was in danger."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.models import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.people.codes import Shareable
from sapar.people.models import Person
from sapar.referrals.codes import LEAST, Belief, Danger, NoConsent
from sapar.referrals.flow import DisclosureState
from sapar.referrals.models.referral import Referral
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Disclosure(SealedRow):
    """What a referral rests on where nobody could be asked: why, how little, and whether a second person upholds it.

    The reasons are sealed with the case's key. Unreviewed at `review_by` the database ends it.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="disclosure")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    danger = models.CharField(max_length=5, choices=Danger.choices)
    no_consent = models.CharField(max_length=12, choices=NoConsent.choices)
    belief = models.CharField(max_length=12, choices=Belief.choices)
    fields = ArrayField(models.CharField(max_length=12, choices=Shareable.choices))
    reason = SealedField()
    belief_why = SealedField()
    review_words = SealedField()
    state = models.CharField(max_length=8, choices=DisclosureState.choices, default=DisclosureState.WAITING)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    review_by = models.DateTimeField()
    until = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DisclosureState.values), name="disclosure_state_known"
            ),
            models.CheckConstraint(
                condition=Q(fields__contained_by=[str(code) for code in LEAST]) & Q(fields__len__gt=0),
                name="disclosure_least_packet",
                violation_error_message=_(
                    "Without consent only the least may go: never the story or the papers."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("made_by")),
                name="disclosure_reviewed_by_another",
                violation_error_message=_("Somebody else must look at what you passed on."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("upheld", "refused"), reviewed_by__isnull=False, reviewed_at__isnull=False
                )
                | Q(state__in=("waiting", "lapsed"), reviewed_by__isnull=True, reviewed_at__isnull=True),
                name="disclosure_reviewed_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("made_at"), until__gt=F("made_at")),
                name="disclosure_times_in_order",
            ),
            models.CheckConstraint(condition=Q(danger__in=Danger.values), name="disclosure_danger_known"),
            models.CheckConstraint(condition=Q(no_consent__in=NoConsent.values), name="disclosure_why_known"),
            models.CheckConstraint(condition=Q(belief__in=Belief.values), name="disclosure_belief_known"),
        ]
        indexes = [
            models.Index(fields=["org", "review_by"], condition=Q(state="waiting"), name="disclosure_waiting")
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_late(self) -> bool:
        return self.state == DisclosureState.WAITING and self.escalated_at is not None

    @property
    def field_words(self) -> list[str]:
        return [str(Shareable(code).label) for code in self.fields]


class DisclosurePerson(models.Model):
    """One of the people about whom something went out."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "person"], name="disclosure_person_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
