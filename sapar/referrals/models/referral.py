"""A case offered to another organisation, what that rests on, and the right to read it.

Nobody reads another tenant's tables. What the consent covers travels in a sealed packet; the grant says whether it may
be read now. The database opens and closes grants by itself: see the migrations 0003 and 0005.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.models import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.taxonomy import Service
from sapar.organisations.models import Membership, Organisation
from sapar.people.codes import Shareable
from sapar.people.models import Consent
from sapar.referrals.codes import Way
from sapar.referrals.flow import DeclineReason, ReferralState, WithdrawnBecause


class Referral(models.Model):
    """The offer and its course: plain codes that both sides see, nothing that names a person.

    `fields` is what was chosen to be passed on, and never more than all of the consents cover.
    The times of the course are set by the database, whatever the application says. Code of the receiving side never
    joins `case` or `consents`: those rows are the sender's, and a join would make the referral vanish.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    from_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    consents = models.ManyToManyField(Consent, through="ReferralConsent", related_name="referrals")
    to_case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(
        _("how it reaches them"), max_length=6, choices=Way.choices, default=Way.INSIDE, db_default=Way.INSIDE
    )
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.DRAFT)
    asked_for = ArrayField(models.CharField(max_length=24, choices=Service.choices))
    fields = ArrayField(models.CharField(max_length=12, choices=Shareable.choices))
    urgent = models.BooleanField(_("urgent"), default=False)
    answer_by = models.DateTimeField(_("answer by"))
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    offered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=16, choices=DeclineReason.choices, blank=True)
    withdrawn_because = models.CharField(max_length=16, choices=WithdrawnBecause.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_org=F("to_org")), name="referral_between_two"),
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="referral_way_known"),
            models.CheckConstraint(
                condition=Q(way="inside") | Q(to_case__isnull=True, answered_by__isnull=True),
                name="referral_outside_has_no_case_there",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") & ~Q(decline_reason="")
                | ~Q(state="declined") & Q(decline_reason=""),
                name="referral_declined_says_why",
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_because__in=WithdrawnBecause.values)
                | ~Q(state="withdrawn") & Q(withdrawn_because=""),
                name="referral_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(asked_for__len__gt=0),
                name="referral_asks_for_something",
                violation_error_message=_("Choose at least one kind of help that is asked for."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(offered_at__isnull=False),
                name="referral_offered_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(to_case__isnull=True)
                | Q(state__in=("accepted", "in-work", "completed", "withdrawn")),
                name="referral_case_only_after_acceptance",
            ),
            models.CheckConstraint(condition=Q(fields__len__gt=0), name="referral_passes_something_on"),
            models.UniqueConstraint(
                fields=["case", "to_org"],
                condition=Q(state__in=("draft", "offered", "accepted", "in-work")),
                name="referral_one_running",
                violation_error_message=_("A referral of this case to this organisation is already running."),
            ),
        ]
        indexes = [
            # By state for the few that wait or are in work, by time alone for the many that are over.
            models.Index(fields=["to_org", "state"], name="referral_inbox_state"),
            models.Index(fields=["from_org", "state"], name="referral_outbox_state"),
            models.Index(fields=["to_org", "-offered_at", "-id"], name="referral_inbox_time"),
            models.Index(fields=["from_org", "-made_at", "-id"], name="referral_outbox_time"),
            models.Index(fields=["answer_by"], condition=Q(state="offered"), name="referral_unanswered"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_outside(self) -> bool:
        """Whether nobody of the other organisation works in Sapar: the answer is typed back, or comes by the link."""
        return self.way != Way.INSIDE

    @property
    def number(self) -> str:
        """What both sides call it on the phone and on paper; tells nothing of anybody."""
        digits = self.pk.int % 10**8
        return f"R\N{NO-BREAK SPACE}{digits // 10**4:04d}\N{NO-BREAK SPACE}{digits % 10**4:04d}"

    @property
    def asked_for_words(self) -> list[str]:
        return [str(Service(code).label) for code in self.asked_for]


class ReferralConsent(models.Model):
    """One of the consents a referral rests on: every adult gives their own. If one of them ends, the referral ends."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="rests_on")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "consent"], name="referral_consent_once")]

    def __str__(self) -> str:
        return str(self.id)


class Grant(models.Model):
    """The right of `to_org` to read the packets of one referral: opened and closed by the database's own rules.

    It ends with the time to answer, and once accepted with the first consent that ends.
    """

    tenancy = Tenancy.SHARED

    class Stage(models.TextChoices):
        OFFER = "offer", _("What is needed, no names")
        ACCEPTED = "accepted", _("All that the consent covers")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="grant")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    from_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.OFFER)
    fields = ArrayField(models.CharField(max_length=12, choices=Shareable.choices))
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="grant_ends_after_it_opens"),
            models.CheckConstraint(condition=Q(stage__in=("offer", "accepted")), name="grant_stage_known"),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(closed_at__isnull=True), name="grant_open_until")
        ]

    def __str__(self) -> str:
        return str(self.id)
