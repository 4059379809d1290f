"""What hangs on a service, a place or both: hours, languages, telephones, areas, costs, papers, what is free now."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.models.offer import Offer
from sapar.directory.models.places import Place
from sapar.directory.models.sites import OfferAt, Representative, Site
from sapar.directory.offer_codes import HowSpoken, PhoneKind, Unit
from sapar.directory.validators import WEB
from sapar.organisations.models import Organisation


def _weekdays() -> ArrayField[Any, Any]:
    """Monday is 0; empty is every day."""
    return ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days"), default=list, blank=True)


class Detail(models.Model):
    """`position` keeps the order in which people wrote; `kept` what an import said besides."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


def _at_most_one(name: str, *owners: str) -> models.CheckConstraint:
    """A row hangs on one of its possible owners, or on the organisation itself."""
    condition = Q(**{f"{owner}__isnull": True for owner in owners})
    for owner in owners:
        condition |= Q(**{f"{owner}__isnull": False}) & Q(
            **{f"{other}__isnull": True for other in owners if other != owner}
        )
    return models.CheckConstraint(condition=condition, name=name)


class Hours(Detail):
    """When it is open, week by week (HSDS `schedule`). From an hour to the same hour is day and night.

    `rule` holds the parts of an RFC 5545 rule that say more than days of a week; with it nobody can say "open now".
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="hours")
    offer_at = models.ForeignKey(
        OfferAt, on_delete=models.CASCADE, null=True, blank=True, related_name="hours"
    )
    weekdays = _weekdays()
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    # Days on which it is closed though the week says open: a holiday, a holiday of the staff.
    is_closed = models.BooleanField(_("closed in this time"), default=False)
    valid_from = models.DateField(_("from the day"), null=True, blank=True)
    valid_to = models.DateField(_("to the day"), null=True, blank=True)
    note = models.CharField(_("about the hours"), max_length=500, blank=True)
    rule = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            _at_most_one("hours_of_one", "offer", "site", "offer_at"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False),
                name="hours_from_and_until",
                violation_error_message=_("Write both hours: from and until."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="hours_days_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(range(7))), name="hours_days_of_a_week"
            ),
        ]


class Telephone(Detail):
    """A further number; the one to call first stands in the organisation's entry (HSDS `phone`)."""

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="telephones"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="telephones")
    offer_at = models.ForeignKey(
        OfferAt, on_delete=models.CASCADE, null=True, blank=True, related_name="telephones"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.CASCADE, null=True, blank=True, related_name="telephones"
    )
    # E.164, or three to six digits that are dialled in one country.
    number = models.CharField(_("number"), max_length=20)
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=PhoneKind.choices, default=PhoneKind.VOICE)
    note = models.CharField(_("about this number"), max_length=500, blank=True)

    class Meta:
        constraints = [
            _at_most_one("telephone_of_one", "offer", "site", "offer_at", "representative"),
            models.CheckConstraint(condition=Q(kind__in=PhoneKind.values), name="telephone_kind_known"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^(\+[1-9][0-9]{6,14}|[0-9]{3,6})$"),
                name="telephone_can_be_dialled",
                violation_error_message=_("A number with its country code, for example +996 555 123 456."),
            ),
        ]


class Spoken(Detail):
    """A language in which help is given: how and when (HSDS `language`)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="spoken")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="spoken")
    telephone = models.ForeignKey(
        Telephone, on_delete=models.CASCADE, null=True, blank=True, related_name="spoken"
    )
    code = models.CharField(_("language"), max_length=8)  # ISO 639
    how = models.CharField(_("how"), max_length=12, choices=HowSpoken.choices, default=HowSpoken.STAFF)
    weekdays = _weekdays()
    note = models.CharField(_("when, through whom"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["offer", "code"], name="spoken_of_offer")]
        constraints = [
            _at_most_one("spoken_of_one", "offer", "site", "telephone"),
            models.CheckConstraint(condition=Q(how__in=HowSpoken.values), name="spoken_how_known"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(range(7))), name="spoken_days_of_a_week"
            ),
        ]


class Area(Detail):
    """Where people may be whom a service helps: a country, a region, so far around a town (HSDS `service_area`)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="areas")
    offer_at = models.ForeignKey(
        OfferAt, on_delete=models.CASCADE, null=True, blank=True, related_name="areas"
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    radius_km = models.PositiveSmallIntegerField(_("kilometres around"), null=True, blank=True)
    name = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        constraints = [_at_most_one("area_of_one", "offer", "offer_at")]


class Cost(Detail):
    """What one thing costs one kind of people (HSDS `cost_option`)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="costs")
    option = models.CharField(_("what, for whom"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)  # ISO 4217
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("about the price"), max_length=500, blank=True)
    valid_from = models.DateField(_("from the day"), null=True, blank=True)
    valid_to = models.DateField(_("to the day"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="cost_not_below_nothing",
                violation_error_message=_("A price is not below nothing."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount=0) | Q(currency__regex="^[A-Z]{3}$"),
                name="cost_in_a_currency",
                violation_error_message=_("Write the currency in three letters: KGS, RUB, KZT."),
            ),
        ]


class PaperNeeded(Detail):
    """A paper that somebody must bring (HSDS `required_document`)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="papers_needed")
    name = models.CharField(_("paper"), max_length=500)
    website = models.URLField(_("about this paper"), blank=True, validators=[WEB])


class Capacity(Detail):
    """How much of it is there, and how much is free now (HSDS `service_capacity`)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="capacities")
    unit = models.CharField(_("of what"), max_length=12, choices=Unit.choices)
    free = models.PositiveIntegerField(_("free now"))
    in_all = models.PositiveIntegerField(_("in all"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "unit"], name="capacity_once"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="capacity_unit_known"),
            models.CheckConstraint(
                condition=Q(in_all__isnull=True) | Q(free__lte=F("in_all")),
                name="capacity_free_of_all",
                violation_error_message=_("More are free than there are."),
            ),
        ]
