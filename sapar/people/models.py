"""The assisted person, how to reach them without harm, and what they allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.organisations.models import Membership, Organisation
from sapar.people import birth as births
from sapar.people import codes
from sapar.vault import ERASED, history
from sapar.vault.fields import SealedField
from sapar.vault.models import SealedRow

if TYPE_CHECKING:
    from sapar.ui.dates import PartialDate


@history.tracked()
class Person(SealedRow):
    """Somebody who is helped, or who asks for somebody else. Recorded only when follow-up or referral needs it.

    `names`: list of {"text", "language", "source"}, every spelling as it was given.
    `birth`: {"date": "YYYY-MM-DD"} or {"year": 1990}; how exact it is stands in `birth_precision`.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    names = SealedField()
    birth = SealedField()
    safety_words = SealedField()
    # What they say so that we know it is they; see `agreed`.
    agreed_word = SealedField(null=True)
    birth_precision = models.CharField(
        max_length=8, choices=codes.BirthPrecision.choices, default=codes.BirthPrecision.UNKNOWN
    )
    age_band = models.CharField(max_length=8, choices=codes.AgeBand.choices, default=codes.AgeBand.UNKNOWN)
    sex = models.CharField(_("sex"), max_length=8, choices=codes.Sex.choices, default=codes.Sex.UNKNOWN)
    citizenship_state = models.CharField(
        _("citizenship"),
        max_length=8,
        choices=codes.CitizenshipState.choices,
        default=codes.CitizenshipState.UNKNOWN,
    )
    citizenships = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    country = models.CharField(_("country where they are"), max_length=2, blank=True)
    province = models.CharField(_("province"), max_length=10, blank=True)
    may_call = models.CharField(
        _("may we call?"), max_length=8, choices=codes.MayCall.choices, default=codes.MayCall.UNKNOWN
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(citizenship_state__in=("known", "claimed"), citizenships__len__gt=0)
                | Q(citizenship_state__in=("unknown", "none"), citizenships__len=0),
                name="person_citizenship_fits_its_state",
                violation_error_message=_(
                    "Name a citizenship, or say that there is none or that it is not known."
                ),
            ),
            models.CheckConstraint(condition=Q(sex__in=codes.Sex.values), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(age_band__in=codes.AgeBand.values), name="person_age_band_known"
            ),
            models.CheckConstraint(
                condition=Q(birth_precision__in=codes.BirthPrecision.values),
                name="person_birth_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(may_call__in=codes.MayCall.values), name="person_may_call_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_name(self) -> str:
        """The first spelling as it was given; words instead where there is none, or nothing is left of it."""
        if self.names is ERASED:
            return str(ERASED)
        return self.names[0]["text"] if self.names else gettext("Name not given")

    @property
    def other_names(self) -> list[dict[str, str]]:
        return list(self.names[1:]) if self.names else []

    @property
    def has_shared_phone(self) -> bool:
        """Whether somebody else may pick up; reads `phones`, which the caller has fetched."""
        return any(phone.phone_of not in ("own", "unknown") for phone in self.phones.all())

    @property
    def current_needs(self) -> list[PersonNeed]:
        """What is needed now; reads `needs`, which the caller has fetched."""
        return [one for one in self.needs.all() if one.ended_on is None]

    @property
    def unsafe_people(self) -> list[Person]:
        """Those who must not be reached or told through this person; reads the links, which the caller has fetched."""
        there = [one.other for one in self.links.all() if one.unsafe and not one.ended_at]
        return there + [one.person for one in self.links_back.all() if one.unsafe and not one.ended_at]

    @property
    def born(self) -> PartialDate:
        """When, as far as it is known; its str() is in the reader's language."""
        return births.opened(self.birth, self.birth_precision)

    @property
    def band_today(self) -> codes.AgeBand:
        """The age group today; `age_band` is that of the day of writing."""
        return births.band(self.born, timezone.localdate())


class Phone(SealedRow):
    """One number of a person, sealed; found again through the vault's blind index only."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    number = SealedField()
    note = SealedField()
    phone_of = models.CharField(
        _("whose phone"), max_length=8, choices=codes.PhoneOf.choices, default=codes.PhoneOf.UNKNOWN
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phone_of__in=codes.PhoneOf.values), name="phone_of_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Consent(SealedRow):
    """What somebody allowed: what for, to whom, which fields, until when, how it was given, and whether it still holds."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=codes.Purpose.choices, default=codes.Purpose.REFERRAL)
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    fields = ArrayField(models.CharField(max_length=12, choices=codes.Shareable.choices))
    language_read = models.CharField(_("language the text was read in"), max_length=5)
    text_version = models.CharField(max_length=20)
    how = models.CharField(_("how it was given"), max_length=8, choices=codes.ConsentHow.choices)
    given_by = models.CharField(_("who gave it"), max_length=12, choices=codes.GivenBy.choices)
    # The guardian who gave it, where that person is written down here.
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    safe_to_tell = models.CharField(
        _("is it safe if the state learns of it?"), max_length=10, choices=codes.SafeToTell.choices
    )
    told_by = models.CharField(max_length=10, choices=codes.ToldBy.choices, default=codes.ToldBy.READ)
    interpreted_by = models.CharField(
        _("who interpreted"), max_length=10, choices=codes.InterpretedBy.choices,
        default=codes.InterpretedBy.NOBODY,
    )  # fmt: skip
    # The organisation's own code for whoever interpreted, never a name.
    interpreter = models.CharField(_("interpreter's code"), max_length=20, blank=True)
    words = SealedField()
    # The case it was asked for. An id and no key: cases lie above. A consent of a hidden case is hidden with it.
    for_case = models.UUIDField(null=True, blank=True)
    taken_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    # The second member of staff, where two decided for a child.
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(_("holds until"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_how = models.CharField(max_length=8, choices=codes.ConsentHow.choices, blank=True)
    # Set once by the job that tells the others that the time is over.
    ended_at = models.DateTimeField(null=True, blank=True)
    people = models.ManyToManyField(Person, through="ConsentPerson", related_name="consents")

    class Meta:
        indexes = [
            models.Index(
                fields=["until"],
                condition=Q(withdrawn_at__isnull=True, ended_at__isnull=True),
                name="consent_running",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("given_at")),
                name="consent_ends_after_it_begins",
                violation_error_message=_("The consent ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(fields__len__gt=0),
                name="consent_covers_something",
                violation_error_message=_("Choose at least one thing that may be passed on."),
            ),
            models.CheckConstraint(
                condition=~Q(recipient=F("org")),
                name="consent_names_another",
                violation_error_message=_("Choose an organisation other than your own."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_later",
                violation_error_message=_("A consent can't be withdrawn before it was given."),
            ),
            models.CheckConstraint(condition=Q(how__in=codes.ConsentHow.values), name="consent_how_known"),
            models.CheckConstraint(
                condition=Q(given_by__in=codes.GivenBy.values), name="consent_given_by_known"
            ),
            models.CheckConstraint(
                condition=Q(given_by=codes.GivenBy.TWO_STAFF, decided_by__isnull=False)
                & ~Q(decided_by=F("taken_by"))
                | ~Q(given_by=codes.GivenBy.TWO_STAFF) & Q(decided_by__isnull=True),
                name="consent_of_two_has_two",
                violation_error_message=_("Two different members of staff decide for a child."),
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=True) | Q(given_by=codes.GivenBy.GUARDIAN),
                name="consent_guardian_gave_it",
            ),
            models.CheckConstraint(condition=Q(told_by__in=codes.ToldBy.values), name="consent_told_known"),
            models.CheckConstraint(
                condition=Q(interpreted_by__in=codes.InterpretedBy.values), name="consent_interpreted_known"
            ),
            models.CheckConstraint(
                condition=Q(safe_to_tell__in=codes.SafeToTell.values), name="consent_safety_known"
            ),
            models.CheckConstraint(
                condition=~Q(safe_to_tell=codes.SafeToTell.NOT_SAFE),
                name="consent_is_safe",
                violation_error_message=_("The person says this is not safe, so nothing can be passed on."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None and self.until > timezone.now()


class ConsentPerson(models.Model):
    """One of the people whom a consent is about."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="about")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "person"], name="consent_person_once")]

    def __str__(self) -> str:
        return str(self.id)


class PersonNeed(models.Model):
    """Something a person needs, from a day until it is over; a plain code, so that it can be counted."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs")
    code = models.CharField(max_length=16, choices=codes.Need.choices)
    language = models.CharField(_("language"), max_length=3, blank=True)
    since = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__in=codes.Need.values), name="need_known"),
            models.CheckConstraint(
                condition=Q(language="") | Q(code=codes.Need.INTERPRETER), name="need_language_of_interpreter"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")), name="need_ends_later"
            ),
            models.UniqueConstraint(
                fields=["person", "code"], condition=Q(ended_on__isnull=True), name="need_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def comes_first(self) -> bool:
        return self.code in codes.FIRST_NEEDS


class FamilyLink(models.Model):
    """What one person is to another, whatever cases they stand in. `decides`: this guardian speaks for the child."""

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links_back")
    kin = models.CharField(max_length=12, choices=codes.Kin.choices)
    decides = models.BooleanField(_("speaks for the child"), default=False)
    # Whoever of the two is reached, the other must not be, and must not learn of it.
    unsafe = models.BooleanField(_("contact between them is not safe"), default=False)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kin__in=codes.Kin.values), name="link_kin_known"),
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="link_between_two",
                violation_error_message=_("Choose somebody else: nobody is their own relative."),
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kin"], condition=Q(ended_at__isnull=True), name="link_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JointDecision(SealedRow):
    """A decision for a child without a safe guardian: one member of staff proposes it, another decides.

    `asked` is what a consent would say: {"recipient", "people", "fields", "until", ...}, None for other kinds.
    `opinion` is what the child says about it; from 14 on it must stand there.
    """

    tenancy = Tenancy.OWN

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=codes.Decides.choices)
    reason = SealedField()
    opinion = SealedField()
    asked = SealedField()
    for_case = models.UUIDField(null=True, blank=True)
    # The consent to withdraw, or the one that came of it.
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=8, choices=codes.Verdict.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=codes.Decides.values), name="decision_kind_known"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(verdict__in=codes.Verdict.values, decided_by__isnull=False, decided_at__isnull=False),
                name="decision_open_or_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="decision_of_two",
                violation_error_message=_("Two different members of staff decide for a child."),
            ),
            models.UniqueConstraint(
                fields=["person", "consent"],
                condition=Q(verdict="", kind="withdrawal"),
                name="decision_withdraws_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return not self.verdict
