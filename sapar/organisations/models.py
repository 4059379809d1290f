"""Tenants, who works in them, and what they have agreed with each other."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.roles import Role


class Kind(models.TextChoices):
    NGO = "ngo", _("Non-governmental organisation")
    UNION = "union", _("Trade union")
    DIASPORA = "diaspora", _("Diaspora association")
    CONSULATE = "consulate", _("Consulate or embassy")
    STATE = "state", _("State body")
    INTERNATIONAL = "international", _("International organisation")
    RELIGIOUS = "religious", _("Religious charity")
    LABOUR_EXCHANGE = "labour-exchange", _("Labour exchange")
    COMMERCIAL = "commercial", _("Company")
    SHELTER = "shelter", _("Shelter")


# Before anything of a person goes to one of these, the person is asked whether that is safe (safety.md).
OFFICIAL_KINDS = (Kind.CONSULATE, Kind.STATE)


class Circle(models.TextChoices):
    INNER = "inner", _("Inner circle (diaspora)")
    OUTER = "outer", _("Outer circle (NGOs and unions)")
    OTHER = "other", _("Neither circle")


class Organisation(models.Model):
    """One that helps. Listed in the directory without being a member; a tenant with its own keys once it has joined."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    circle = models.CharField(_("circle"), max_length=5, choices=Circle.choices, default=Circle.OTHER)
    country = models.CharField(_("country"), max_length=2)  # ISO 3166-1
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)  # ISO 639
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Bishkek")
    joined_at = models.DateTimeField(null=True, blank=True)
    is_fictional = models.BooleanField(default=False)
    # Whether it has a public line; the rota keeps this true.
    takes_requests = models.BooleanField(_("receives public calls for help"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_known"),
            models.CheckConstraint(condition=Q(circle__in=Circle.values), name="organisation_circle_known"),
            models.CheckConstraint(
                condition=Q(takes_requests=False) | Q(joined_at__isnull=False),
                name="organisation_joined_before_requests",
                violation_error_message=_("Only a member organisation can receive public calls for help."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_official(self) -> bool:
        return self.kind in OFFICIAL_KINDS


class Membership(models.Model):
    """A user works for an organisation in a role, from a day until they leave."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.UniqueConstraint(
                fields=["org", "user"],
                condition=Q(left_at__isnull=True),
                name="membership_once",
                violation_error_message=_("This person already works here."),
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="membership_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """A one-time way in for a new colleague. Only the hash of its code is kept."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    label = models.CharField(
        _("for whom (your own words, not a name others know)"), max_length=80, blank=True
    )
    code_hash = models.BinaryField(unique=True)
    # Nobody, when the system lets in the first supervisor of all.
    invited_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    member = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="came_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Agreement(models.Model):
    """What two organisations agreed: when, until when, about what, and on which terms."""

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_as_partner")
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    scope = models.TextField(_("what it covers"), max_length=2000)
    terms = models.TextField(_("terms"), max_length=4000, blank=True)
    discount_percent = models.PositiveSmallIntegerField(
        _("discount for people referred, per cent"), null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(org=F("partner")),
                name="agreement_needs_two",
                violation_error_message=_("An agreement needs two organisations."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_to__gte=F("in_force_from")),
                name="agreement_dates_in_order",
                violation_error_message=_("The agreement ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(discount_percent__isnull=True) | Q(discount_percent__lte=100),
                name="agreement_discount_real",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SubmittedForm(models.Model):
    """The token of a form that was sent, and what it made: a second click finds the first one's result."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField()
    made_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "token"], name="submitted_form_once")]

    def __str__(self) -> str:
        return str(self.id)
