"""Contacts on every channel, and calls for help left on the public pages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.models import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.taxonomy import Problem
from sapar.intake.flow import RequestState
from sapar.organisations.models import Membership, Organisation
from sapar.people.codes import MayCall
from sapar.people.models import Person
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    MESSENGER = "messenger", _("Messenger")
    WEB = "web", _("Web form")
    IN_PERSON = "in-person", _("In person")
    LETTER = "letter", _("Letter or e-mail")
    OTHER = "other", _("Other")


class CallerIs(models.TextChoices):
    SELF = "self", _("The person seeking help")
    RELATIVE = "relative", _("A relative")
    FRIEND = "friend", _("A friend or neighbour")
    ORGANISATION = "organisation", _("Another organisation")
    UNKNOWN = "unknown", _("Did not say")


class ContactOutcome(models.TextChoices):
    ADVISED = "advised", _("Advised")
    REFERRED = "referred", _("Given another organisation's address")
    CALL_BACK = "call-back", _("We call back")
    CASE = "case", _("A case was opened or continued")
    CUT_OFF = "cut-off", _("Cut off or silent")
    WRONG_NUMBER = "wrong-number", _("Wrong number")
    NO_HELP = "no-help", _("We could not help")


class Contact(SealedRow):
    """One talk. It stands alone: no person is made of it unless follow-up or a referral needs one."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    topic = models.CharField(_("topic"), max_length=24, choices=Problem.choices)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ContactOutcome.choices)
    caller_is = models.CharField(max_length=12, choices=CallerIs.choices, default=CallerIs.UNKNOWN)
    language = models.CharField(_("language"), max_length=5, blank=True)
    country = models.CharField(_("country it is about"), max_length=2, blank=True)
    phone = SealedField()
    words = SealedField()
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    logged_at = models.DateTimeField(default=timezone.now)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="contact_channel_known"),
            models.CheckConstraint(condition=Q(topic__in=Problem.values), name="contact_topic_known"),
            models.CheckConstraint(condition=Q(outcome__in=ContactOutcome.values), name="contact_outcome_known"),
            models.CheckConstraint(
                condition=Q(logged_at__gte=F("began_at")),
                name="contact_logged_after_it_began",
                violation_error_message=_("A talk can't begin in the future."),
            ),
        ]
        indexes = [models.Index(fields=["org", "-began_at", "-id"], name="contact_by_time")]

    def __str__(self) -> str:
        return str(self.id)


class HelpRequest(models.Model):
    """A call for help from the public page, sealed to the receiving organisation's public key as it arrives.

    `receipt_hash` is a hash of the words the person keeps to look at the answer; nobody can read the words back.
    `answer` is sealed to nobody: it is neutral by rule, chosen from a list (see `answer_code`).
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(unique=True)
    receipt_hash = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    topic = models.CharField(max_length=24, choices=Problem.choices)
    language = models.CharField(max_length=5)
    country = models.CharField(max_length=2, blank=True)
    may_call = models.CharField(max_length=8, choices=MayCall.choices, default=MayCall.UNKNOWN)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.NEW)
    answer_code = models.CharField(max_length=16, blank=True)
    quarantined = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(state="new", taken_by__isnull=True) | ~Q(state="new"), name="request_new_has_no_taker"
            ),
        ]
        indexes = [models.Index(fields=["org", "state", "received_at"], name="request_waiting")]

    def __str__(self) -> str:
        return str(self.id)
