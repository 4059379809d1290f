"""The machine-readable zone of a passport or identity card, in the words of our forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.core import get_global
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar import names
from sapar.common.errors import Invalid
from sapar.people.codes import CitizenshipState, Sex
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    import datetime as dt

_SEXES = {"m": Sex.MALE, "f": Sex.FEMALE}
# ICAO Doc 9303-3, section 5: Germany has a code of its own.
_OWN_CODES = {"D": "DE"}
_PROBLEMS = {
    "shape": gettext_lazy(
        "These are not two lines of 44 or 36 signs, nor three of 30. Compare with the passport, < included."
    ),
    "signs": gettext_lazy("Only the letters A to Z, digits and < stand in these lines."),
    "number": gettext_lazy("The document number does not fit its check digit. Compare it sign by sign."),
    "birth": gettext_lazy("The birth date does not fit its check digit. Compare it sign by sign."),
    "expiry": gettext_lazy("The date of expiry does not fit its check digit. Compare it sign by sign."),
    "whole": gettext_lazy("The last check digit does not fit. Compare the whole line sign by sign."),
    "day": gettext_lazy("One of the dates does not exist. Compare it with the passport."),
}


@dataclass(frozen=True)
class Passport:
    """What the zone says, in our codes. Countries as ISO 3166-1 alpha-2, "" for one that has none."""

    name: str
    birth: PartialDate
    sex: str
    citizenship: str
    number: str
    is_card: bool
    country: str
    ends_on: dt.date | None
    # The name filled its field, so it may have been cut off.
    is_cut: bool

    @property
    def boxes(self) -> dict[str, Any]:
        """Fields of `ParticularsForm` that it can fill."""
        found: dict[str, Any] = {"document_name": self.name, "sex": self.sex}
        if self.birth.year:
            found["birth"] = self.birth
        if self.citizenship:
            found |= {"citizenship": self.citizenship, "citizenship_state": CitizenshipState.KNOWN}
        return found


def read(typed: str) -> Passport:
    """Lines as typed or pasted; raises `Invalid` that says which of them to compare."""
    try:
        zone = names.parse_mrz(typed)
    except names.NotReadable as refused:
        raise Invalid({"zone": str(_PROBLEMS[refused.kind])}) from None
    return Passport(
        zone.name, born(zone.birth), _SEXES.get(zone.sex, Sex.UNKNOWN), _country(zone.nationality), zone.number,
        zone.document == "card", _country(zone.issuer), zone.expires, zone.cut,
    )  # fmt: skip


def born(birth: names.Birth | None) -> PartialDate:
    if birth is None:
        return PartialDate(Precision.UNKNOWN)
    if birth.month and birth.day:
        return PartialDate(Precision.EXACT, birth.year, birth.month, birth.day)
    return PartialDate(Precision.YEAR, birth.year)


def _country(code: str) -> str:
    found = get_global("territory_aliases").get(code, [_OWN_CODES.get(code, "")])
    return str(found[0]) if len(found) == 1 else ""


def filled_words(passport: Passport) -> str:
    """What to say after the boxes were filled."""
    if passport.is_cut:
        return _(
            "Filled in from the passport. The name fills its line to the end: it may be longer than it stands there."
        )
    return _("Filled in from the passport.")
