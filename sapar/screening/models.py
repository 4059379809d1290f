"""What screening keeps: answers sealed, results and kinds of help as codes, decisions with who made them.

All of it lies in a case and is hidden with it. Answers and grounds are sealed with the key of the person, so erasing the person
erases them; what can be counted stays in plain codes (decision 25).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.models import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.people.models import Consent, Person
from sapar.screening import codes
from sapar.vault import history
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Training(models.Model):
    """A member of staff learned to identify people who may have been trafficked. Without one that holds, nobody screens."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(_("course"), max_length=120)
    provider = models.CharField(_("who taught it"), max_length=120)
    completed_on = models.DateField(_("completed on"))
    holds_until = models.DateField(_("holds until"))
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holds_until__gte=F("completed_on")),
                name="training_ends_after_it_was_completed",
                violation_error_message=_("The training ends before it was completed."),
            ),
        ]
        indexes = [models.Index(fields=["org", "member"], name="training_by_member")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def holds(self) -> bool:
        return self.ended_at is None and self.completed_on <= timezone.localdate() <= self.holds_until


class Screening(SealedRow):
    """Questions asked of one person, and what the answers point to. Never a finding about them.

    `answers`: {question id: "yes" | "no" | "unknown" | "not-safe"}. `gate`: {point: bool}, what was made sure of before.
    `facts`: {"found_through", "exploitation", "controls": lists of codes, "consent": bool}. `child`: which list was used;
    None where the age was not known. `lowest` and `highest`: the range of results that open answers leave.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="screenings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screenings")
    origin = models.CharField(max_length=8, choices=codes.Origin.choices, default=codes.Origin.ASKED)
    edition = models.CharField(max_length=20)
    answers = SealedField()
    gate = SealedField()
    facts = SealedField()
    note = SealedField(null=True)
    child = models.BooleanField(null=True, blank=True)
    industry = models.CharField(_("kind of work"), max_length=1, choices=codes.Industry.choices, blank=True)
    lowest = models.CharField(max_length=14, choices=codes.ResultCode.choices)
    highest = models.CharField(max_length=14, choices=codes.ResultCode.choices)
    state = models.CharField(
        max_length=9, choices=codes.ScreeningState.choices, default=codes.ScreeningState.BEGUN
    )
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=codes.Origin.values), name="screening_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(state="begun", finished_at__isnull=True)
                | Q(state="finished", finished_at__isnull=False)
                | Q(state="withdrawn"),
                name="screening_finished_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(lowest__in=codes.ResultCode.values, highest__in=codes.ResultCode.values),
                name="screening_result_known",
            ),
            models.CheckConstraint(
                condition=Q(industry__in=["", *codes.Industry.values]), name="screening_industry_known"
            ),
        ]
        indexes = [models.Index(fields=["org", "begun_at"], name="screening_by_day")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_begun(self) -> bool:
        return self.state == codes.ScreeningState.BEGUN


class Determination(SealedRow):
    """What a person or a body decided about somebody: who, when, on what ground. Withdrawn when wrong, never changed."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="determinations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="determinations")
    status = models.CharField(_("decision"), max_length=14, choices=codes.Status.choices)
    decided_by = models.CharField(_("who decided"), max_length=6, choices=codes.DecidedBy.choices)
    decided_on = models.DateField(_("decided on"))
    who = SealedField()
    ground = SealedField()
    state = models.CharField(max_length=9, choices=codes.RowState.choices, default=codes.RowState.KEPT)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=codes.Status.values), name="determination_status_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__in=codes.DecidedBy.values), name="determination_by_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=codes.RowState.values), name="determination_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@history.tracked()
class Support(SealedRow):
    """One kind of help that somebody wants, followed to its end. `words`: why it ended without being given."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supports")
    kind = models.CharField(_("help"), max_length=14, choices=codes.SupportKind.choices)
    state = models.CharField(
        max_length=14, choices=codes.SupportState.choices, default=codes.SupportState.WANTED
    )
    words = SealedField(null=True)
    wanted_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "kind"],
                name="support_once",
                violation_error_message=_("This kind of help stands there already."),
            ),
            models.CheckConstraint(condition=Q(kind__in=codes.SupportKind.values), name="support_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=codes.SupportState.values), name="support_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Duty(models.Model):
    """A duty to notify somebody in a country, as a named lawyer confirmed it. Where none stands, nobody is notified."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(_("country"), max_length=2)
    body = models.CharField(_("who is to be notified"), max_length=200)
    requires = models.TextField(_("what the law asks for"), max_length=2000)
    source = models.CharField(_("law, article, where to read it"), max_length=300)
    lawyer = models.CharField(_("name of the lawyer who confirms it"), max_length=120)
    confirmed_on = models.DateField(_("confirmed on"))
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "country", "body"],
                condition=Q(ended_at__isnull=True),
                name="duty_once",
                violation_error_message=_("This duty stands there already. End it before you write it anew."),
            ),
            models.CheckConstraint(
                condition=~Q(lawyer=""),
                name="duty_confirmed_by_somebody",
                violation_error_message=_("Without the name of a lawyer a duty does not hold."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Notice(SealedRow):
    """What went to a body because of a duty. With the person's identity only under a consent of theirs."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="notices")
    named = models.BooleanField(default=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = SealedField()
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(named=False, consent__isnull=True) | Q(named=True, consent__isnull=False),
                name="notice_named_only_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Exchange(SealedRow):
    """A file of the data standard that left or came in: why, by whom, how many people. The file itself is not kept."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=3, choices=codes.Exchanged.choices)
    reason = SealedField()
    people = models.PositiveIntegerField()
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)
