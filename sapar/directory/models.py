"""Who helps with what, where, in which languages, at what price, and how sure we are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.taxonomy import Service as ServiceCode
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping

# Readers of these languages read a Russian name more easily than a Latin one.
CYRILLIC_LANGUAGES = ("ru", "ky", "kk", "tg")


def in_readers_language(names: Mapping[str, str], otherwise: str) -> str:
    """The name in the active language, else in Russian for those who read Cyrillic, else `otherwise`."""
    language = (get_language() or "ru").split("-")[0]
    if language in names:
        return names[language]
    if language in CYRILLIC_LANGUAGES:
        return names.get("ru", otherwise)
    return otherwise


class Place(models.Model):
    """A town with its coordinates (GeoNames, CC BY 4.0). Loaded by the operator role, never written by the web."""

    tenancy = Tenancy.PUBLIC

    id = models.PositiveIntegerField(primary_key=True)  # the GeoNames id
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict)  # language to name, where it differs from `name`
    country = models.CharField(max_length=2)
    province = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    time_zone = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["country", "-population"], name="place_by_size")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return in_readers_language(self.names, self.name)


class PlaceSpelling(models.Model):
    """One way a town's name sounds, in the rough spelling of `spelling.fold`; loaded with the towns.

    A row each, because trigrams of short lines are found by their index; of one long text they are not.
    """

    tenancy = Tenancy.PUBLIC

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="spellings")
    sound = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["sound"], name="place_spelling_exact"),
            GinIndex(OpClass(F("sound"), name="gin_trgm_ops"), name="place_spelling_alike"),
        ]
        constraints = [models.UniqueConstraint(fields=["place", "sound"], name="place_spelling_once")]

    def __str__(self) -> str:
        return self.sound


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
    names = models.JSONField(
        default=dict, blank=True
    )  # language to name, where it differs from the organisation's
    search_names = models.TextField(blank=True)  # the names folded, one a line
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_is_assumed = models.BooleanField(default=False)
    # A shelter's town is not stored here at all: what is not stored cannot be shown, measured or stolen.
    place_is_secret = models.BooleanField(_("the place is kept secret"), default=False)
    phone = models.CharField(
        _("phone"), max_length=20, blank=True, validators=[RegexValidator(r"\A\+[1-9][0-9]{6,14}\Z")]
    )
    website = models.URLField(_("web page"), blank=True, validators=[URLValidator(schemes=["http", "https"])])
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
    # Counts the changes by people; a seed never overwrites what a person has changed.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
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


class Offer(models.Model):
    """A service that an organisation offers, by the common catalogue (HSDS `service`)."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="offers")
    code = models.CharField(_("service"), max_length=24, choices=ServiceCode.choices)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    fee = models.CharField(_("price"), max_length=8, choices=Listing.Fee.choices, default=Listing.Fee.UNKNOWN)

    class Meta:
        indexes = [models.Index(fields=["code", "org"], name="offer_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "code"],
                name="offer_once",
                violation_error_message=_("This service is already listed."),
            ),
            models.CheckConstraint(condition=Q(code__in=ServiceCode.values), name="offer_code_known"),
            models.CheckConstraint(
                condition=Q(fee__in=("free", "paid", "mixed", "unknown")), name="offer_fee_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
