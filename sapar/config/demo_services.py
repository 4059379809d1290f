"""What the demo's invented organisations say of their services: hours, languages, places, beds, a representative."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from sapar.common.tenancy import scope_of
from sapar.directory import actions as directory
from sapar.directory.actions import OfferSaid
from sapar.directory.models import Offer
from sapar.directory.taxonomy import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

WORK_WEEK = [0, 1, 2, 3, 4]


def load(staff: Mapping[str, StaffActor]) -> None:
    """The entries themselves are there (`demo_directory`)."""
    with scope_of(staff["gulnara"]):
        _hotline(staff["gulnara"])
    with scope_of(staff["dana"]):
        _shelter(staff["dana"])
    with scope_of(staff["asel"]):
        _consulate(staff["asel"])


def _offer(actor: StaffActor, code: Service) -> Offer:
    return Offer.objects.get(org=actor.org, codes=[code])


def _say(actor: StaffActor, code: Service, said: OfferSaid) -> Offer:
    offer = _offer(actor, code)
    return directory.write_offer(actor, actor.org, said, offer=offer, version=offer.version)


def _facts(code: Service, **more: Any) -> dict[str, Any]:
    return {"codes": [code]} | more


def _hotline(actor: StaffActor) -> None:
    office = directory.write_site(
        actor,
        actor.org,
        {
            "kind": "office",
            "name": "Приёмная (вымышлена)",
            "country": "KG",
            "town": "Ош",
            "address": "ул. Вымышленная, 1",
        },
        hours=[{"weekdays": WORK_WEEK, "opens": dt.time(9), "closes": dt.time(18)}],
        telephones=[],
    )
    directory.write_site(
        actor,
        actor.org,
        {
            "kind": "access-point",
            "name": "Библиотека (вымышлена)",
            "country": "KG",
            "town": "Ош",
            "address": "ул. Вымышленная, 2",
            "latitude": 40.53,
            "longitude": 72.8,
            "access": ["step-free"],
            "wished_on": timezone.localdate(),
        },
        hours=[{"weekdays": [1, 3], "opens": dt.time(10), "closes": dt.time(16)}],
        telephones=[],
    )
    words = {
        "ru": {
            "name": "Телефон помощи",
            "about": "Отвечаем на вопросы о документах, работе и возвращении домой.",
        }
    }
    day_and_night = [{"weekdays": list(range(7)), "opens": dt.time(), "closes": dt.time()}]
    spoken: list[dict[str, Any]] = [
        {"code": "ky", "how": "staff"},
        {"code": "ru", "how": "staff"},
        {"code": "uz", "how": "interpreter", "weekdays": [1], "note": "10:00–12:00"},
    ]
    facts = _facts(
        Service.HOTLINE,
        words=words,
        ways=["phone", "messenger"],
        fee="free",
        free_proof="Устав, пункт 4",
        papers="none",
    )
    said = OfferSaid(facts, hours=day_and_night, spoken=spoken, areas=[{"country": "KG"}, {"country": "RU"}])
    _say(actor, Service.HOTLINE, said)
    advice = _facts(Service.LEGAL_ADVICE, ways=["visit"], by_appointment=True)
    _say(actor, Service.LEGAL_ADVICE, OfferSaid(advice, sites=[office.pk]))
    directory.write_representative(
        actor,
        actor.org,
        {
            "post": "Представитель в Баткене (вымышлен)",
            "region": "Баткенская область",
            "wished_on": timezone.localdate(),
        },
    )
    directory.declare(
        actor,
        actor.org,
        {
            "country": "KG",
            "state": "active",
            "since": dt.date(2019, 3, 1),
            "source": "Реестр юридических лиц (вымышлен)",
        },
    )


def _shelter(actor: StaffActor) -> None:
    secret = directory.write_site(
        actor, actor.org, {"kind": "shelter", "country": "KZ"}, hours=[], telephones=[]
    )
    facts = _facts(
        Service.SHELTER, sex="women", groups=["survivors", "small-children"], papers="none", fee="free"
    )
    offer = _say(actor, Service.SHELTER, OfferSaid(facts, sites=[secret.pk]))
    directory.count_free(actor, offer, "beds", 3, 12)


def _consulate(actor: StaffActor) -> None:
    said = OfferSaid(
        _facts(Service.PASSPORT, fee="paid", papers="some", citizenships=["KG"], by_appointment=True),
        costs=[{"option": "Паспорт (вымышленный пример)", "amount": "40", "currency": "USD"}],
        papers=[{"name": "Свидетельство о рождении или старый паспорт"}],
    )
    _say(actor, Service.PASSPORT, said)
    directory.write_representative(
        actor,
        actor.org,
        {
            "post": "Атташе по труду (вымышлен)",
            "region": "Алматинская область",
            "hours": "10:00–12:00",
            "accounts_url": "https://example.org/accounts",
            "wished_on": timezone.localdate(),
        },
    )
