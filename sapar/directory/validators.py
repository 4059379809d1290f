"""What a phone number, a web address and a pair of coordinates must look like before they are stored."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

E164 = RegexValidator(
    r"\A\+[1-9][0-9]{6,14}\Z", _("A number with its country code, for example +996 555 123 456.")
)
WEB = URLValidator(schemes=["http", "https"])
LATITUDE = [MinValueValidator(-90.0), MaxValueValidator(90.0)]
LONGITUDE = [MinValueValidator(-180.0), MaxValueValidator(180.0)]
