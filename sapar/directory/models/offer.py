"""A service that an organisation offers."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.models.listing import Listing
from sapar.directory.models.places import in_readers_language
from sapar.directory.offer_codes import Fee, Group, OfferState, Papers, Sex, Standing, Way
from sapar.directory.staff_codes import OFFER_FEES
from sapar.directory.taxonomy import SHELTERED
from sapar.directory.taxonomy import Service as ServiceCode
from sapar.directory.validators import WEB
from sapar.organisations.models import Organisation

OLDEST = 120


def _codes(choices: type[models.TextChoices], label: Any, size: int = 16) -> ArrayField[Any, Any]:
    field = models.CharField(max_length=size, choices=choices.choices)
    return ArrayField(field, verbose_name=label, default=list, blank=True)


class Offer(models.Model):
    """A service that an organisation offers, by the common catalogue (HSDS `service`).

    What is left empty here holds as the organisation's entry says it: price, languages, telephone.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="offers")
    # Terms of the common catalogue; none where a service from elsewhere fits none of them.
    codes = _codes(ServiceCode, _("services"), 24)
    # Language to what is said in it: {"ru": {"name": …, "about": …, "apply": …}}; the words of the terms without it.
    words = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("state"), max_length=8, choices=OfferState.choices, default=OfferState.ACTIVE)
    paused_until = models.DateField(_("closed until"), null=True, blank=True)
    ways = _codes(Way, _("how one gets it"))
    by_appointment = models.BooleanField(_("only by appointment"), default=False)
    website = models.URLField(_("web page"), blank=True, validators=[WEB])
    email = models.EmailField(_("e-mail"), blank=True)
    fee = models.CharField(_("price"), max_length=8, choices=OFFER_FEES, default="", blank=True)
    fee_note = models.CharField(_("about the price"), max_length=200, blank=True)
    # "Free" is a fact somebody can check: the statute, a price list, a grant.
    free_proof = models.CharField(_("what shows that it is free"), max_length=200, blank=True)
    sex = models.CharField(_("for whom"), max_length=8, choices=Sex.choices, default="", blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("from the age of"), null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(_("up to the age of"), null=True, blank=True)
    # Empty: whatever the citizenship, the papers or the group.
    citizenships = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    standings = _codes(Standing, _("papers of the person"))
    groups = _codes(Group, _("groups"))
    papers = models.CharField(_("papers"), max_length=8, choices=Papers.choices, default=Papers.UNKNOWN)
    # What came in an import and has no field here, as it was given: docs/hsds.md.
    kept = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            GinIndex(fields=["codes"], name="offer_by_codes"),
            GinIndex(fields=["kept"], opclasses=["jsonb_path_ops"], name="offer_kept"),
            models.Index(fields=["changed_at"], name="offer_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(codes__contained_by=ServiceCode.values), name="offer_codes_known"
            ),
            models.CheckConstraint(condition=Q(fee__in=["", *Fee.values]), name="offer_fee_real"),
            models.CheckConstraint(condition=Q(status__in=OfferState.values), name="offer_status_known"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="offer_sex_known"),
            models.CheckConstraint(condition=Q(papers__in=Papers.values), name="offer_papers_known"),
            models.CheckConstraint(condition=Q(ways__contained_by=Way.values), name="offer_ways_known"),
            models.CheckConstraint(
                condition=Q(standings__contained_by=Standing.values), name="offer_standings_known"
            ),
            models.CheckConstraint(condition=Q(groups__contained_by=Group.values), name="offer_groups_known"),
            models.CheckConstraint(
                condition=(Q(minimum_age__isnull=True) | Q(minimum_age__lte=OLDEST))
                & (Q(maximum_age__isnull=True) | Q(maximum_age__lte=OLDEST)),
                name="offer_ages_real",
                violation_error_message=_("Nobody is older than 120."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
                name="offer_ages_in_order",
                violation_error_message=_("The lowest age is above the highest."),
            ),
            models.CheckConstraint(
                condition=Q(free_proof="") | Q(fee__in=(Fee.FREE, "")),
                name="offer_proof_of_what_is_free",
                violation_error_message=_("You say that it is not free, and what shows that it is free."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_name(self) -> str:
        """In the reader's language, else by the words of the catalogue, which are in all of them."""
        own = self._said("name")
        return own or ", ".join(str(ServiceCode(code).label) for code in self.codes)

    @property
    def shown_about(self) -> str:
        return self._said("about")

    @property
    def shown_way_in(self) -> str:
        """What one has to do to get it."""
        return self._said("apply")

    @property
    def is_sheltered(self) -> bool:
        """Whether its address must not be known."""
        return not SHELTERED.isdisjoint(self.codes)

    def _said(self, part: str) -> str:
        said = {language: words[part] for language, words in self.words.items() if words.get(part)}
        if part == "name" and self.codes:
            return in_readers_language(said, "")
        return in_readers_language(said, next(iter(said.values()), ""))
