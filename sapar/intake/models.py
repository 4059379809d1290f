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
from sapar.intake.codes import AnswerCode, CallerIs, Channel, ContactOutcome
from sapar.intake.desk_codes import Asked, Source, TryKind
from sapar.intake.flow import RequestState
from sapar.organisations.models import Membership, Organisation
from sapar.people.codes import MayCall, PhoneOf
from sapar.people.models import Person
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow

# The questions that every talk asks, by the columns that hold the answers.
STANDING = ("violence", "discrimination", "documents_taken")


class Contact(SealedRow):
    """One talk. It stands alone: no person is made of it unless follow-up or a referral needs one.

    `phone`: E.164 where it could be read as a number, else as it was given, or None. `safety_words`: when to call, and
    what to say to whoever answers. `guided`: how far the talk went in a flow of guidance and what was told, see
    `guiding.recorded`, or None. `taken_by` had the talk; `entered_by` typed it, where that was somebody else.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    topic = models.CharField(_("topic"), max_length=24, choices=Problem.choices)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=ContactOutcome.choices, default=ContactOutcome.ADVISED
    )
    violence = models.CharField(max_length=9, choices=Asked.choices, default=Asked.NOT_ASKED)
    discrimination = models.CharField(max_length=9, choices=Asked.choices, default=Asked.NOT_ASKED)
    documents_taken = models.CharField(max_length=9, choices=Asked.choices, default=Asked.NOT_ASKED)
    caller_is = models.CharField(max_length=12, choices=CallerIs.choices, default=CallerIs.UNKNOWN)
    language = models.CharField(_("language"), max_length=5, blank=True)
    country = models.CharField(_("country it is about"), max_length=2, blank=True)
    phone = SealedField()
    phone_of = models.CharField(
        _("whose phone"), max_length=8, choices=PhoneOf.choices, default=PhoneOf.UNKNOWN
    )
    may_call = models.CharField(
        _("may we call?"), max_length=8, choices=MayCall.choices, default=MayCall.UNKNOWN
    )
    safety_words = SealedField()
    words = SealedField()
    guided = SealedField(null=True)
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.SCREEN)
    began_at = models.DateTimeField(default=timezone.now)
    logged_at = models.DateTimeField(default=timezone.now)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="contact_channel_known"),
            models.CheckConstraint(condition=Q(topic__in=Problem.values), name="contact_topic_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=ContactOutcome.values), name="contact_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(logged_at__gte=F("began_at")),
                name="contact_logged_after_it_began",
                violation_error_message=_("A talk can't begin in the future."),
            ),
            models.CheckConstraint(condition=Q(caller_is__in=CallerIs.values), name="contact_caller_known"),
            models.CheckConstraint(condition=Q(may_call__in=MayCall.values), name="contact_may_call_known"),
            models.CheckConstraint(condition=Q(phone_of__in=PhoneOf.values), name="contact_phone_of_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="contact_source_known"),
            models.CheckConstraint(condition=Q(violence__in=Asked.values), name="contact_violence_known"),
            models.CheckConstraint(
                condition=Q(discrimination__in=Asked.values), name="contact_discrimination_known"
            ),
            models.CheckConstraint(
                condition=Q(documents_taken__in=Asked.values), name="contact_documents_taken_known"
            ),
            models.CheckConstraint(
                condition=Q(called_back_at__isnull=True) | Q(outcome=ContactOutcome.CALL_BACK),
                name="contact_called_back_was_asked_for",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "-began_at", "-id"], name="contact_by_time"),
            models.Index(fields=["org", "taken_by", "-began_at", "-id"], name="contact_by_taker"),
            models.Index(fields=["org", "topic", "-began_at", "-id"], name="contact_by_topic"),
            models.Index(
                fields=["case", "-began_at"], condition=Q(case__isnull=False), name="contact_by_case"
            ),
            models.Index(
                fields=["org", "began_at", "id"],
                condition=Q(outcome="call-back", called_back_at__isnull=True),
                name="contact_to_call_back",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Draft(SealedRow):
    """What a member has typed at the desk and not saved yet. The database shows it to that member alone, and after it
    was passed on also to `passed_to`, or to every colleague when nobody was named.

    `token` is that of the form: the contact that is saved under it takes the draft with it. `page` is the window that
    kept it last; another window may keep it only if it has seen the present `version`.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField()
    page = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    passed_to = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed_at = models.DateTimeField(null=True, blank=True)
    content = SealedField()
    began_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "token"], name="draft_one_of_a_form"),
            models.CheckConstraint(
                condition=Q(passed_to__isnull=True) | Q(passed_at__isnull=False),
                name="draft_passed_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["org", "kept_at", "id"], name="draft_by_time")]

    def __str__(self) -> str:
        return str(self.id)


class Try(models.Model):
    """Somebody had to do with a number that is tied to a restricted case they are not named on.

    Only the database writes these rows, and only those who are named on the case see them. `contact` holds the message.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TryKind.choices)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TryKind.values), name="try_kind_known"),
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True, seen_at__isnull=True)
                | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="try_seen_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="try_by_case"),
            models.Index(fields=["org", "at"], condition=Q(seen_at__isnull=True), name="try_unseen"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HelpRequest(models.Model):
    """A call for help from the public page, sealed to the receiving organisation's public key as it arrives.

    `token` comes from the form and what was in it: the same form sent twice is one request, a corrected one another.
    `receipt_hash` is a keyed hash of the number the person keeps; nobody can read the number back from it.
    `sealed` opens to a dict, see `actions.Call`. The answer is sealed to nobody: it is a neutral code.
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
    answer_code = models.CharField(max_length=16, choices=AnswerCode.choices, blank=True)
    quarantined = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=timezone.now)
    # What the page said before the request was sent.
    promised_by = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(state="new", taken_by__isnull=True) | ~Q(state="new"),
                name="request_new_has_no_taker",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("taken", "answered")) | Q(taken_by__isnull=False),
                name="request_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="answered") & ~Q(answer_code="") | ~Q(state="answered"),
                name="request_answered_has_answer",
                violation_error_message=_("Choose an answer."),
            ),
            models.CheckConstraint(
                condition=Q(answer_code="") | Q(answer_code__in=AnswerCode.values),
                name="request_answer_known",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", ended_at__isnull=False)
                | (~Q(state="closed") & Q(ended_at__isnull=True)),
                name="request_closed_has_its_time",
            ),
            models.CheckConstraint(condition=Q(topic__in=Problem.values), name="request_topic_known"),
            models.CheckConstraint(condition=Q(may_call__in=MayCall.values), name="request_may_call_known"),
        ]
        indexes = [
            models.Index(fields=["org", "state", "received_at", "id"], name="request_waiting"),
            models.Index(fields=["org", "received_at"], name="request_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.id)


# Django finds the models of an application in this module alone.
from sapar.intake.waiting import CallBack, CallClaim, MissedCall  # noqa: E402, F401 - after what they refer to
