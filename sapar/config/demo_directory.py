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


# Name, kind, country, town as GeoNames has it, languages, services.
_OTHERS = {
    "dushanbe": (
        "Чароги «Роҳ», Душанбе", "ngo", "TJ", "Dushanbe", ("tg", "ru"),
        (Service.LEGAL_ADVICE, Service.BEFORE_DEPARTURE, Service.ENTRY_BAN, Service.PAPERS),
    ),
    "khujand": (
        "Мастерская «Сӯзан», Худжанд", "ngo", "TJ", "Khujand", ("tg", "uz", "ru"),
        (Service.TRAINING, Service.REINTEGRATION, Service.AID),
    ),
    "istanbul": (
        "Yedi Fener, Стамбул", "diaspora", "TR", "Istanbul", ("tk", "uz", "en"),
        (Service.INFORMATION, Service.LEGAL_ADVICE, Service.ACCOMPANIMENT),
    ),
    "chisinau": (
        "Podul Nou, Кишинёв", "ngo", "MD", "Chisinau", ("ro", "ru"),
        (Service.HOTLINE, Service.RETURN_LIVING, Service.PSYCHOLOGICAL),
    ),
    "ashgabat": (
        "Täze Ýol, Ашхабад", "ngo", "TM", "Ashgabat", ("tk", "ru"),
        (Service.INFORMATION, Service.PASSPORT, Service.MEDICAL),
    ),
    "novosibirsk": (
        "Клиника «Белый мост», Новосибирск", "ngo", "RU", "Novosibirsk", ("ru", "ky", "uz"),
        (Service.MEDICAL, Service.EDUCATION, Service.BIRTH_PAPERS),
    ),
}  # fmt: skip


def load(staff: Mapping[str, StaffActor]) -> None:
    """What they say of themselves, and an agreement between two of them."""
    enter(staff)
    _list_others(staff["rustam"])
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


def _list_others(steward: StaffActor) -> None:
    """Where the directory knows nobody yet: described this year, not confirmed, as most entries begin."""
    for slug, (name, kind, country, city, languages, services) in _OTHERS.items():
        place = Place.objects.filter(country=country, name=city).order_by("-population").first()
        who = {"name": f"{name} (вымышлено)", "slug": f"demo-{slug}", "kind": kind, "circle": "outer",
               "country": country, "languages": list(languages), "is_fictional": True}  # fmt: skip
        with scope_of(steward):
            directory.enlist(
                steward, who, services=list(services), place_id=place.pk if place else None, fee="free",
                described_in=timezone.localdate().year, source="demo",
            )  # fmt: skip


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
