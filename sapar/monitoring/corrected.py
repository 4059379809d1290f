"""What an organisation corrects by its link, in words, for who keeps the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sapar.directory.models import Listing, Place
from sapar.directory.taxonomy import Service

if TYPE_CHECKING:
    from sapar.monitoring.models import Correction


def corrected(row: Correction, listing: Listing) -> list[tuple[str, str, str]]:
    """(what, what stands there, what should) of each fact that an organisation corrects."""
    return [
        (_label(name), _said(name, _standing(listing, name)), _said(name, value))
        for name, value in row.facts.items()
    ]


def _standing(listing: Listing, name: str) -> Any:
    return listing.codes if name == "services" else getattr(listing, name)


def _label(name: str) -> str:
    labels = {"services": _("Services"), "place_id": _("Town")}
    if name in labels:
        return labels[name]
    field: Any = Listing._meta.get_field(name)
    return str(field.verbose_name).capitalize()


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if name == "services":
        return ", ".join(str(Service(code).label) for code in value)
    if name == "place_id":
        place = Place.objects.filter(pk=value).first()
        return place.shown_name if place else "–"
    if name == "fee":
        return str(Listing.Fee(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
