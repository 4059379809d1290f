"""Who helps with what, where, in which languages, at what price, and how sure we are."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.taxonomy import Service as ServiceCode
from sapar.organisations.models import Organisation


class Place(models.Model):
    """A city with its coordinates (GeoNames, CC BY 4.0). Loaded by a migration, never written by the web."""

    tenancy = Tenancy.PUBLIC

    id = models.PositiveIntegerField(primary_key=True)  # the GeoNames id
    name = models.CharField(max_length=120)
    search_names = models.TextField()  # every known spelling, lower-cased, one a line
    country = models.CharField(max_length=2)
    province = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    time_zone = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["country", "-population"], name="place_by_size")]

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """What the directory says of an organisation, as its source described it (HSDS `organization`)."""

    tenancy = Tenancy.PUBLIC

    class Fee(models.TextChoices):
        FREE = "free", _("Free")
        PAID = "paid", _("Paid")
        MIXED = "mixed", _("Partly paid")
        UNKNOWN = "unknown", _("Price not known")

    class Status(models.TextChoices):
        LISTED = "listed", _("Listed")
        ENDED = "ended", _("Has ended")
        HIDDEN = "hidden", _("Not shown")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="listing")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_is_assumed = models.BooleanField(default=False)
    place_is_secret = models.BooleanField(_("the address is never shown"), default=False)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    website = models.URLField(_("web page"), blank=True)
    fee = models.CharField(max_length=8, choices=Fee.choices, default=Fee.UNKNOWN)
    fee_note = models.CharField(max_length=200, blank=True)
    around_the_clock = models.BooleanField(default=False)
    described_in = models.PositiveSmallIntegerField(_("year of the description"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed by the organisation"), null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.LISTED)
    status_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fee__in=("free", "paid", "mixed", "unknown")), name="listing_fee_known"),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=False) | Q(described_in__isnull=False), name="listing_says_how_old_it_is"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Offer(models.Model):
    """A service that an organisation offers, by the common catalogue (HSDS `service`)."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="offers")
    code = models.CharField(_("service"), max_length=24, choices=ServiceCode.choices)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    fee = models.CharField(max_length=8, choices=Listing.Fee.choices, default=Listing.Fee.UNKNOWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "code"], name="offer_once", violation_error_message=_("This service is already listed.")
            ),
            models.CheckConstraint(condition=Q(code__in=ServiceCode.values), name="offer_code_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)
