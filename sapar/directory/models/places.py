"""Towns, and how a name is chosen for its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.utils.translation import get_language

from sapar.common.tenancy import Tenancy

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
