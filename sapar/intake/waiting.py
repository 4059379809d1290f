"""Who waits for our call: tables beside the contacts and requests that the waiting comes from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.intake.waiting_codes import CallBackKind, CallBackState
from sapar.organisations.models import Membership, Organisation
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class MissedCall(SealedRow):
    """A number that rang and nobody answered; `phone` as in `Contact`, emptied when it was called back.

    The same number again, while it waits, is the same missed call: `rings` counts.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    phone = SealedField()
    rings = models.PositiveSmallIntegerField(default=1)
    rang_at = models.DateTimeField(default=timezone.now)
    logged_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.id)


class CallBack(models.Model):
    """Somebody waits for our call. It comes of one thing: a talk that promised it, a missed call, or a public request.

    `promised_by`: until when an answer was promised. `next_at`: not before this is it tried again. `told_at`: when the
    supervisors were told that the promise was broken.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CallBackKind.choices)
    contact = models.OneToOneField(
        "intake.Contact", on_delete=models.CASCADE, null=True, blank=True, related_name="call_back"
    )
    missed = models.OneToOneField(
        MissedCall, on_delete=models.CASCADE, null=True, blank=True, related_name="call_back"
    )
    request = models.OneToOneField(
        "intake.HelpRequest", on_delete=models.CASCADE, null=True, blank=True, related_name="call_back"
    )
    state = models.CharField(max_length=8, choices=CallBackState.choices, default=CallBackState.WAITING)
    waits_since = models.DateTimeField(default=timezone.now)
    promised_by = models.DateTimeField()
    next_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="contact", contact__isnull=False, missed=None, request=None)
                | Q(kind="missed", contact=None, missed__isnull=False, request=None)
                | Q(kind="request", contact=None, missed=None, request__isnull=False),
                name="call_back_comes_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(state__in=CallBackState.values), name="call_back_state_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="call_back_ended_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["org", "promised_by", "id"], condition=Q(state="waiting"), name="call_back_waiting"
            ),
            models.Index(fields=["org", "ended_at"], name="call_back_ended"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_overdue(self) -> bool:
        return self.state == CallBackState.WAITING and self.promised_by < timezone.now()

    @property
    def title(self) -> str:
        """What it is about, where anybody said."""
        topic = self.contact or self.request
        return str(topic.get_topic_display() if topic else self.get_kind_display())

    @property
    def source(self) -> models.Model:
        """The talk, the missed call or the request."""
        return getattr(self, self.kind)  # type: ignore[no-any-return] # the kinds are names of its three relations


class CallClaim(models.Model):
    """One colleague is calling; nobody else calls the same person until the claim ends by itself.

    `mark` is a keyed hash of what must not be called twice: a number, a person, the call-back itself. One claim holds all
    of its marks or none.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField()
    call_back = models.ForeignKey(CallBack, on_delete=models.CASCADE, related_name="claims")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "mark"], name="call_claim_one_of_a_mark"),
            models.CheckConstraint(condition=Q(until__gt=F("began_at")), name="call_claim_ends_later"),
        ]

    def __str__(self) -> str:
        return str(self.id)
