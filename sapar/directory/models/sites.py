"""Where help is given, what is given there, and who stands for an organisation in a region."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.models.listing import Listing
from sapar.directory.models.offer import Offer
from sapar.directory.models.places import Place
from sapar.directory.offer_codes import Access, SiteKind
from sapar.directory.validators import E164, LATITUDE, LONGITUDE, WEB
from sapar.organisations.models import Organisation

_NOT_STORED = (
    Q(place__isnull=True)
    & Q(latitude__isnull=True)
    & Q(longitude__isnull=True)
    & Q(
        name="", address="", address_more="", town="", region="", postal_code="", way="", about="", website=""
    )
)


class Site(models.Model):
    """A place of an organisation's own: an office, a point of access, a shelter (HSDS `location`).

    Of a secret one nothing is stored but that it exists: what is not stored cannot be shown, measured or stolen.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="sites")
    kind = models.CharField(_("kind"), max_length=12, choices=SiteKind.choices, default=SiteKind.OFFICE)
    is_secret = models.BooleanField(_("the place is kept secret"), default=False)
    # A point of access is listed only by the wish of who keeps it; without the day of that wish nobody else reads it.
    wished_on = models.DateField(_("they wished to be listed on"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    about = models.TextField(_("about the place"), max_length=2000, blank=True)
    address = models.CharField(_("street and house"), max_length=200, blank=True)
    address_more = models.CharField(_("floor, office, entrance"), max_length=200, blank=True)
    # As it was written; `place` is the same town where GeoNames has it.
    town = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(_("latitude"), null=True, blank=True, validators=LATITUDE)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, validators=LONGITUDE)
    way = models.TextField(_("how to get there"), max_length=1000, blank=True)
    website = models.URLField(_("web page"), blank=True, validators=[WEB])
    access = ArrayField(
        models.CharField(max_length=12, choices=Access.choices),
        verbose_name=_("easy to use for"),
        default=list,
        blank=True,
    )
    kept = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"], name="site_by_position")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SiteKind.values), name="site_kind_known"),
            models.CheckConstraint(condition=Q(access__contained_by=Access.values), name="site_access_known"),
            models.CheckConstraint(
                condition=Q(is_secret=False) | _NOT_STORED,
                name="site_secret_not_stored",
                violation_error_message=_(
                    "A secret place is not stored. Leave its name, town and address empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind in SiteKind.values if kind != SiteKind.SHELTER])
                | Q(is_secret=True),
                name="site_shelter_is_secret",
                violation_error_message=_("The place of a shelter is kept secret."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="site_position_real",
                violation_error_message=_(
                    "This is no place on the earth. Are latitude and longitude swapped?"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_town(self) -> str:
        return self.place.shown_name if self.place else self.town


class OfferAt(models.Model):
    """A service given at a place (HSDS `service_at_location`)."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="at")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="offers_here")
    note = models.TextField(_("what is different here"), max_length=2000, blank=True)
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "site"],
                name="offer_at_once",
                violation_error_message=_("This service is already listed at this place."),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Representative(models.Model):
    """Who stands for an organisation, in a region or for one matter (HSDS `contact`).

    Nobody else reads the row before the person wished it: `wished_on`.
    """

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="representatives")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="representatives")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    post = models.CharField(_("what they are"), max_length=200, blank=True)
    unit = models.CharField(_("department"), max_length=200, blank=True)
    region = models.CharField(_("for which region"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[E164])
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("when they can be reached"), max_length=200, blank=True)
    # Where anybody can read what came in and what was spent.
    accounts_url = models.URLField(_("open accounts"), blank=True, validators=[WEB])
    wished_on = models.DateField(_("they wished to be listed on"), null=True, blank=True)
    kept = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="", post=""),
                name="representative_is_somebody",
                violation_error_message=_("Write the name or what they are."),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
