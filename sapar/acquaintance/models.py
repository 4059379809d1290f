"""Who may be recognised between organisations, what the earlier one was told, and who made itself known to the later.

Every row is one organisation's own. What is compared stands nowhere: the night's comparison makes it anew under the
network's key and forgets it. No row names the organisation on the other side in a way that can be read without keys.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.acquaintance.codes import Left, NoticeState
from sapar.cases.models import Case
from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.people import codes
from sapar.people.models import Person
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow


class Entry(models.Model):
    """Somebody who agreed to be recognised, as one organisation knows them; and how they were asked.

    `entered_at` is the server's clock at the moment of entering: it says who was earlier, and no date of a case does.
    `facts` are what was known of them then, as hashes under the organisation's own key (`facts.sealed`): nothing that is
    written down later is compared, so nobody tries one name after another in an entry that stands.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    language_read = models.CharField(max_length=5)
    text_version = models.CharField(max_length=20)
    told_by = models.CharField(max_length=10, choices=codes.ToldBy.choices)
    interpreted_by = models.CharField(max_length=10, choices=codes.InterpretedBy.choices)
    # The organisation's own code for whoever interpreted, never a name.
    interpreter = models.CharField(max_length=20, blank=True)
    how = models.CharField(max_length=8, choices=codes.ConsentHow.choices)
    facts = models.BinaryField(default=bytes)
    entered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=Left.choices, blank=True)
    withdrawn_how = models.CharField(max_length=8, choices=codes.ConsentHow.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at__isnull=True),
                name="entry_once",
                violation_error_message=_("This person is entered already."),
            ),
            models.CheckConstraint(condition=Q(until__gt=F("entered_at")), name="entry_ends_later"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=Left.values),
                name="entry_ended_because",
            ),
            models.CheckConstraint(condition=Q(how__in=codes.ConsentHow.values), name="entry_how_known"),
            models.CheckConstraint(condition=Q(told_by__in=codes.ToldBy.values), name="entry_told_known"),
            models.CheckConstraint(
                condition=Q(interpreted_by__in=codes.InterpretedBy.values), name="entry_interpreted_known"
            ),
        ]
        indexes = [
            models.Index(fields=["org", "entered_at"], name="entry_by_time"),
            models.Index(fields=["case"], condition=Q(ended_at__isnull=True), name="entry_of_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def holds(self) -> bool:
        return self.ended_at is None and self.until > timezone.now()


class Notice(models.Model):
    """What the earlier organisation is told: somebody else may be helping this person. Not who, not with what.

    `marks` are the later organisations under the network's key, `MARK_BYTES` each: nobody is told of one of them twice.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notices")
    marks = models.BinaryField()
    state = models.CharField(max_length=5, choices=NoticeState.choices, default=NoticeState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name="notice_one_open"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "over"], answered_by__isnull=True, answered_at__isnull=True)
                | Q(state__in=["known", "left"], answered_by__isnull=False, answered_at__isnull=False),
                name="notice_open_or_answered",
            ),
        ]
        indexes = [models.Index(fields=["org", "made_at"], name="notice_by_time")]

    def __str__(self) -> str:
        return str(self.id)


class Word(SealedRow):
    """What the later organisation hears: another has made itself known and may be helping this person.

    `from_org` is that organisation's id, sealed with the person's key; `mark` is the same under the network's key.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="words")
    from_org = SealedField()
    mark = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    # The other side took it back, or is not there any more.
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "mark"], name="word_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="word_settled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["org", "made_at"], name="word_by_time")]

    def __str__(self) -> str:
        return str(self.id)
