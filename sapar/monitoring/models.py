"""What monitors found, what is asked of an organisation, what people told, and what the rules made of it.

`org` is who wrote the row, the monitors' office; `about` the organisation it tells of. Monitors stand here as users: two
people are two users, whatever they work as.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.clock import shared_day
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.trust import Fault, Trust
from sapar.monitoring.codes import FeedbackCode, FeedbackWhen, Parameter, Verdict, VisitKind
from sapar.monitoring.staff_codes import ConcernState, CorrectionState, FeedbackState, ReminderHow
from sapar.organisations.models import Organisation


class Visit(models.Model):
    """A dated look at an organisation. Written once; who erred writes another one.

    Public from `open_from`: at once, or, where something was found otherwise than described, after the organisation
    has answered or has had two weeks to. The evidence lies sealed in the vault of the monitors' office.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(_("how it was looked at"), max_length=6, choices=VisitKind.choices)
    on = models.DateField(_("day"))
    by_user = models.UUIDField()
    # Occupation to how many: {"lawyer": 2}.
    staff_counted = models.JSONField(default=dict, blank=True)
    at_work_since = models.PositiveSmallIntegerField(_("at work since the year"), null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    files = models.PositiveSmallIntegerField(default=0)
    open_from = models.DateField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["about", "-on"], name="visit_of_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=VisitKind.values), name="visit_kind_known"),
            models.CheckConstraint(
                condition=~Q(org=F("about")),
                name="visit_not_of_oneself",
                violation_error_message=_("Nobody monitors their own organisation."),
            ),
            models.CheckConstraint(condition=Q(open_from__gte=F("on")), name="visit_open_after_it"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Finding(models.Model):
    """What was found of one standard parameter. `words` are read by everybody, never about a single person."""

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="findings")
    parameter = models.CharField(max_length=10, choices=Parameter.choices)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "parameter"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(parameter__in=Parameter.values), name="finding_parameter_known"
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="finding_verdict_known"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.DIFFERS) | ~Q(words=""),
                name="finding_says_what_differs",
                violation_error_message=_("Say what you found: the organisation can answer only to that."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Concern(models.Model):
    """A warning that is asked for: raised by one monitor, seconded by another, answered by the organisation.

    It is a warning from `rules.Concern.stands_from` on, and public from that day. `visits` and `feedback` are the ids
    of what it rests on.
    """

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="concerns")
    fault = models.CharField(_("about"), max_length=10, choices=Fault.choices)
    words = models.CharField(_("what was found"), max_length=600)
    visits = ArrayField(models.UUIDField(), default=list, blank=True)
    feedback = ArrayField(models.UUIDField(), default=list, blank=True)
    state = models.CharField(max_length=8, choices=ConcernState.choices, default=ConcernState.RAISED)
    raised_by = models.UUIDField()
    raised_on = models.DateField()
    seconded_by = models.UUIDField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(_("answer by"), null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    judged_by = models.UUIDField(null=True, blank=True)
    judged_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about", "state"], name="concern_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ConcernState.values), name="concern_state_known"
            ),
            models.CheckConstraint(condition=Q(fault__in=Fault.values), name="concern_fault_known"),
            models.CheckConstraint(
                condition=~Q(org=F("about")), name="concern_not_of_oneself",
                violation_error_message=_("Nobody monitors their own organisation."),
            ),
            models.CheckConstraint(
                condition=Q(visits__len__gt=0) | Q(feedback__len__gt=0),
                name="concern_rests_on_something",
                violation_error_message=_("A warning rests on a visit or on what several people told."),
            ),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("raised_by")),
                name="concern_needs_two",
                violation_error_message=_("A second monitor has to agree."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("asked", "replied", "upheld"))
                | Q(seconded_by__isnull=False, asked_on__isnull=False, reply_by__isnull=False),
                name="concern_asked_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("replied", "upheld")) | Q(replied_on__isnull=False),
                name="concern_replied_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="upheld")
                | Q(judged_by__isnull=False, judged_on__isnull=False) & ~Q(judged_by=F("raised_by")),
                name="concern_upheld_by_another",
                violation_error_message=_("Somebody else than who raised it reads the answer and decides."),
            ),
            models.UniqueConstraint(
                fields=["about", "fault"],
                condition=Q(state__in=("raised", "asked", "replied")),
                name="concern_one_at_a_time",
                violation_error_message=_("This is being asked of the organisation already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Reply(models.Model):
    """What the organisation answers to a visit or a concern: shown beside it to whoever may read that."""

    tenancy = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    concern = models.ForeignKey(
        Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    words = models.CharField(_("answer"), max_length=1000)
    on = models.DateField(default=shared_day)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=True, concern__isnull=False)
                | Q(visit__isnull=False, concern__isnull=True),
                name="reply_to_one",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="reply_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Feedback(models.Model):
    """What somebody told of an organisation without an account: codes and a day, nothing of who told it."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    about = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("what happened"), max_length=11, choices=FeedbackCode.choices)
    when = models.CharField(_("when"), max_length=5, choices=FeedbackWhen.choices)
    on = models.DateField(default=shared_day)
    state = models.CharField(max_length=9, choices=FeedbackState.choices, default=FeedbackState.NEW)
    reviewed_by = models.UUIDField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about", "code", "state"], name="feedback_of_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(code__in=FeedbackCode.values), name="feedback_code_known"),
            models.CheckConstraint(condition=Q(when__in=FeedbackWhen.values), name="feedback_when_known"),
            models.CheckConstraint(
                condition=Q(state="new") | Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="feedback_reviewed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class TrustChange(models.Model):
    """What the rules reckoned when it was something new: the whole history of a status. Never changed, only followed.

    The database copies each row onto the entry, and refuses a warning that does not have two people and a reply.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="trust_changes")
    trust = models.CharField(max_length=11, choices=Trust.choices)
    rule = models.CharField(max_length=3)
    since = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    checked_on = models.DateField(null=True, blank=True)
    rests_on = ArrayField(models.UUIDField(), default=list, blank=True)
    before = models.CharField(max_length=11, choices=Trust.choices)
    before_rule = models.CharField(max_length=3)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["org", "-at"], name="trust_history")]
        constraints = [models.CheckConstraint(condition=Q(trust__in=Trust.values), name="trust_change_known")]

    def __str__(self) -> str:
        return str(self.id)


class Reminder(models.Model):
    """A link by which an organisation confirms, corrects or answers without an account. Only a hash of it is kept."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=4, choices=ReminderHow.choices)
    language = models.CharField(max_length=5)
    # None until a letter that waits is sent: the link is made as it leaves.
    token_hash = models.BinaryField(unique=True, null=True, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about", "-made_at"], name="reminder_of_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(how__in=ReminderHow.values), name="reminder_how_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="reminder_ends_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Correction(models.Model):
    """What an organisation says by a link should stand in its entry. Waits for who keeps it. `facts`: field to value."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="corrections")
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=CorrectionState.choices, default=CorrectionState.WAITING)
    sent_at = models.DateTimeField(default=timezone.now)
    settled_by = models.UUIDField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CorrectionState.values), name="correction_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="correction_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
