"""What the demo's invented organisations offer, so that a search finds members beside the real organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.config import demo_services
from sapar.directory import actions as directory
from sapar.directory.models import Place
from sapar.directory.taxonomy import Service
from sapar.organisations import actions as organisations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

_OFFERS = {
    "gulnara": ("KG", "Osh", (Service.HOTLINE, Service.LEGAL_ADVICE, Service.INFORMATION)),
    "dana": (
        "KZ",
        "Almaty",
        (Service.LEGAL_ADVICE, Service.SHELTER, Service.AID, Service.TRAFFICKING, Service.WAGE_CLAIM),
    ),
    "asel": (
        "KZ",
        "Almaty",
        (Service.CONSULAR, Service.RETURN_PAPERS, Service.PASSPORT, Service.BIRTH_PAPERS),
    ),
}


def load(staff: Mapping[str, StaffActor]) -> None:
    """What they say of themselves, and an agreement between two of them."""
    enter(staff)
    with scope_of(staff["gulnara"]):
        _agree(staff["gulnara"], staff["dana"])


def enter(staff: Mapping[str, StaffActor]) -> None:
    """Each lists itself, free of charge and confirmed today: invented organisations are always up to date."""
    for name, (country, city, services) in _OFFERS.items():
        actor = staff[name]
        with scope_of(actor):
            place = Place.objects.filter(country=country, name=city).order_by("-population").first()
            directory.add_listing(
                actor,
                actor.org,
                services=list(services),
                place_id=place.pk if place else None,
                fee="free",
                around_the_clock=Service.HOTLINE in services,
                source="demo",
            )
    demo_services.load(staff)


def _agree(first: StaffActor, second: StaffActor) -> None:
    organisations.write_agreement(
        first,
        uuid7(),
        partner=second.org,
        scope="Приём людей, направленных горячей линией: консультация юриста, приют, еда.",
        terms="Консультация бесплатна; пошлины за документы вполовину.",
        discount_percent=50,
        signed_on=timezone.localdate(),
        in_force_from=timezone.localdate(),
    )
