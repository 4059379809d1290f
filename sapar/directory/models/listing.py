"""What the directory says of an organisation, and by whose word; what states have declared of it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.models.places import Place, in_readers_language
from sapar.directory.offer_codes import Declared, Fee, ListingStatus
from sapar.directory.staff_codes import Basis
from sapar.directory.taxonomy import Service as ServiceCode
from sapar.directory.trust import NOBODY, Trust, unreckoned
from sapar.directory.validators import E164, WEB
from sapar.organisations.models import Organisation


class Listing(models.Model):
    """What the directory says of an organisation, as its source described it (HSDS `organization`)."""

    tenancy = Tenancy.PUBLIC

    Fee = Fee
    Status = ListingStatus

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="listing")
    names = models.JSONField(
        default=dict, blank=True
    )  # language to name, where it differs from the organisation's
    search_names = models.TextField(blank=True)  # the names folded, one a line
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_is_assumed = models.BooleanField(default=False)
    # A shelter's town is not stored here at all: what is not stored cannot be shown, measured or stolen.
    place_is_secret = models.BooleanField(_("the place is kept secret"), default=False)
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[E164])
    website = models.URLField(_("web page"), blank=True, validators=[WEB])
    fee = models.CharField(_("price"), max_length=8, choices=Fee.choices, default=Fee.UNKNOWN)
    fee_note = models.CharField(_("about the price"), max_length=200, blank=True)
    around_the_clock = models.BooleanField(_("open day and night"), default=False)
    described_in = models.PositiveSmallIntegerField(_("year of the description"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed by the organisation"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # What the source tells besides, by the codes of `particulars`: {"members": 6000, "founded": 2018}.
    particulars = models.JSONField(default=dict, blank=True)
    # Agreements that the source published: [{"with": slug, "signed": "2019", "scope": code}].
    published_agreements = models.JSONField(default=list, blank=True)
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.LISTED)
    status_note = models.CharField(max_length=200, blank=True)
    # By whose word the entry may be shown. Without anybody's it is shown to nobody.
    basis = models.CharField(_("by whose word"), max_length=6, choices=Basis.choices, default=Basis.SOURCE)
    agreed_on = models.DateField(_("the organisation said yes on"), null=True, blank=True)
    about = models.JSONField(default=dict, blank=True)  # language to what the organisation says of itself
    email = models.EmailField(_("e-mail"), blank=True)
    # What came in an import and has no field here, as it was given: docs/hsds.md.
    kept = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # What the rules of `monitoring` have reckoned, copied here by the database: no verb and nobody's hand writes these.
    # The words are in `directory.trust`.
    trust = models.CharField(max_length=11, choices=Trust.choices, default=Trust.UNCONFIRMED, editable=False)
    trust_since = models.DateField(null=True, blank=True, editable=False)
    trust_rule = models.CharField(max_length=3, default=NOBODY, editable=False)
    trust_reasons = models.JSONField(default=unreckoned, editable=False)
    checked_on = models.DateField(_("last checked by a monitor"), null=True, blank=True, editable=False)
    # Counts the changes by people; a seed never overwrites what a person has changed.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            GinIndex(fields=["kept"], opclasses=["jsonb_path_ops"], name="listing_kept"),
            models.Index(fields=["changed_at"], name="listing_by_change"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(trust__in=Trust.values), name="listing_trust_known"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="listing_basis_known"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.NONE) | Q(status="hidden"),
                name="listing_shown_by_somebodys_word",
                violation_error_message=_(
                    "Nobody has said yes to this entry. It stays hidden until somebody does."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.OWN) | Q(agreed_on__isnull=False),
                name="listing_agreed_on_a_day",
                violation_error_message=_("On which day did the organisation say yes?"),
            ),
            models.CheckConstraint(
                condition=Q(fee__in=("free", "paid", "mixed", "unknown")), name="listing_fee_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("listed", "ended", "hidden")), name="listing_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=False) | Q(described_in__isnull=False),
                name="listing_says_how_old_it_is",
                violation_error_message=_("Say in which year this was true."),
            ),
            models.CheckConstraint(
                condition=Q(place_is_secret=False) | Q(place__isnull=True),
                name="listing_secret_place_not_stored",
                violation_error_message=_("A secret place is not stored. Leave the town empty."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_name(self) -> str:
        return in_readers_language(self.names, self.org.name)

    @property
    def codes(self) -> list[str]:
        """What is offered now by the terms of the common catalogue, in its order."""
        offered = {code for offer in self.offers.all() if offer.status == "active" for code in offer.codes}
        return sorted(offered, key=list(ServiceCode.values).index)

    @property
    def shown_about(self) -> str:
        return in_readers_language(self.about, next(iter(self.about.values()), ""))


class LegalState(models.Model):
    """What the law of one country makes of an organisation since a day, and who says so. Never changed, only followed.

    `org` is who it is about; it is written by itself or by the steward.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="legal_states")
    country = models.CharField(_("by the law of"), max_length=2)  # ISO 3166-1
    state = models.CharField(_("state"), max_length=16, choices=Declared.choices)
    since = models.DateField(_("since"))
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("web page of the source"), blank=True, validators=[WEB])
    seen_on = models.DateField(_("the source was read on"), default=timezone.localdate)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=Declared.values), name="legal_state_known"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="legal_state_has_a_source",
                violation_error_message=_(
                    "Where does it say so? Name the register, the act or the newspaper."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
