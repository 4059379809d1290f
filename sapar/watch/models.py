"""What was promised to people who migrate, who watches it, and what two monitors say of it.

All of it is public but who the monitors are: no page names them, because watching a government can cost them their freedom.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.ui.dates import PartialDate
from sapar.watch.codes import ActorKind, Answer, State
from sapar.watch.flow import VERBS

LONGEST_WORDS = 600


class Monitor(models.Model):
    """A member of staff whom their organisation has named to watch promises; a capability beside the role."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ended_at__isnull=True),
                name="watch_monitor_once",
                violation_error_message=_("This colleague is a monitor already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Commitment(models.Model):
    """What an actor promised, when, and the source that says so.

    `words`: {"ru": …, "en": …}, at least one. `made`: a `PartialDate` as JSON; old sources know a year only.
    `actor_org`: the actor as an organisation of the directory, where it is one: its own people judge nothing of it.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    actor_kind = models.CharField(_("kind of actor"), max_length=16, choices=ActorKind.choices)
    actor_name = models.CharField(_("who promised"), max_length=160)
    actor_org = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    words = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    due_on = models.DateField(_("promised for"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    is_fictional = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind__in=ActorKind.values), name="commitment_actor_known"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="commitment_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.PROPOSED) | Q(judged_at__isnull=False),
                name="commitment_moved_by_judgement",
            ),
        ]
        indexes = [models.Index(fields=["state", "-judged_at", "-id"], name="commitment_by_state")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def said(self) -> tuple[str, str]:
        """(text, its language): in the reader's language where it was written down in it, else Russian, else English."""
        wanted = [get_language() or "en", "ru", "en"]
        code = next((one for one in wanted if self.words.get(one)), "en")
        return self.words.get(code, ""), code

    @property
    def made_on(self) -> PartialDate | None:
        return PartialDate.from_json(self.made)


class Judgement(models.Model):
    """What one monitor says of a commitment, with evidence; it holds once a monitor of another organisation agrees."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="judgements")
    verb = models.CharField(max_length=8, choices=list(VERBS.items()))
    evidence = models.CharField(_("evidence"), max_length=LONGEST_WORDS)
    language = models.CharField(max_length=5)
    source_url = models.URLField(_("address of the evidence"), max_length=300, blank=True)
    seen_on = models.DateField(_("seen on"))
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    second_org = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answer_words = models.CharField(_("why"), max_length=LONGEST_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=list(VERBS)), name="judgement_verb_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, second_org__isnull=True)
                | Q(answer__in=Answer.values, answered_at__isnull=False, second_org__isnull=False),
                name="judgement_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(second_org__isnull=True) | ~Q(second_org=models.F("org")),
                name="judgement_by_two_organisations",
                violation_error_message=_("The second monitor has to be of another organisation."),
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(answer=""),
                name="judgement_one_open",
                violation_error_message=_("Another judgement waits for its second monitor."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def verb_words(self) -> str:
        return str(VERBS[self.verb])
