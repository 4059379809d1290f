"""What the search reads: one row for each service, each of its terms and each place where it is given."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy
from sapar.directory.models.listing import Listing
from sapar.directory.models.offer import Offer
from sapar.directory.models.sites import Site
from sapar.organisations.models import Organisation


class Week(models.Field):  # type: ignore[type-arg] # Django's class takes no arguments when it runs
    """Minutes of a week from Monday's midnight, as PostgreSQL's int4multirange. What goes on past Sunday runs on."""

    def db_type(self, connection: Any) -> str:
        return "int4multirange"


def _codes(size: int) -> ArrayField[Any, Any]:
    return ArrayField(models.CharField(max_length=size), default=list)


class Line(models.Model):
    """Written by the database's function `directory_write_lines` only, which every verb of the directory calls.

    A secret place has no position here, a point of access that nobody wished to be listed no row; `code` is empty for an
    entry without a service by the common catalogue. What a service leaves unsaid its entry has said already.
    """

    tenancy = Tenancy.PUBLIC

    # Django deletes nothing here, the database does: the web role may not write.
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    offer = models.ForeignKey(
        Offer, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    site = models.ForeignKey(
        Site, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    code = models.CharField(max_length=24, blank=True)
    country = models.CharField(max_length=2)
    # Countries that it reaches without anybody travelling: by telephone, by letter, or because nobody knows its town.
    reach = _codes(2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    languages = _codes(8)
    is_free = models.BooleanField()
    sex = models.CharField(max_length=8, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    groups = _codes(16)
    standings = _codes(16)
    # None where the hours are not known, or where days of the calendar change them: `opening` reckons those.
    week = Week(null=True)
    time_zone = models.CharField(max_length=40)
    # The own words of the service and the names of its organisation, in small letters.
    said = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["code", "country"], name="line_by_code"),
            GinIndex(OpClass(F("said"), name="gin_trgm_ops"), name="line_said"),
        ]

    def __str__(self) -> str:
        return str(self.id)
