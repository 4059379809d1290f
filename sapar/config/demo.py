"""The demo's network: invented organisations with staff whose sign-ins are printed at the start, and a small caseload.

Everything is made by the same verbs as in earnest. Names of invented people end in "(вымышлено)", so that no one can be
taken for real. The real organisations of the directory are not part of this: see `directory.seeds`.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from sapar.accounts import actions as accounts
from sapar.accounts import totp
from sapar.accounts.models import User
from sapar.common.tenancy import scope
from sapar.config import (
    demo_acquaintance,
    demo_cases,
    demo_desk,
    demo_directory,
    demo_duty,
    demo_family,
    demo_figures,
    demo_keeping,
    demo_monitoring,
    demo_practice,
    demo_same,
    demo_screening,
    demo_sheets,
    demo_watch,
)
from sapar.config.words import step
from sapar.organisations import actions as organisations
from sapar.organisations.actor import StaffActor, SystemActor
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "sapar-demo-2026"  # noqa: S105 - the demo listens on loopback only and says so on every page
SYSTEM = SystemActor("demo")


@dataclass(frozen=True)
class Office:
    """An invented organisation and its staff: sign-in name, role."""

    key: str
    facts: dict[str, Any]
    staff: tuple[tuple[str, str, str], ...]


OFFICES = (
    Office(
        "osh",
        {
            "name": "Горячая линия «Сапар», Ош (вымышлено)",
            "slug": "demo-osh",
            "kind": "ngo",
            "circle": "outer",
            "country": "KG",
            "languages": ["ky", "ru", "uz"],
            "time_zone": "Asia/Bishkek",
        },
        (
            ("aigul", "Айгуль", "operator"),
            ("bakyt", "Бакыт", "caseworker"),
            ("gulnara", "Гульнара", "supervisor"),
            ("nurlan", "Нурлан", "coordinator"),
            ("timur", "Тимур", "auditor"),
        ),
    ),
    Office(
        "almaty",
        {
            "name": "Центр помощи «Тірек», Алматы (вымышлено)",
            "slug": "demo-almaty",
            "kind": "ngo",
            "circle": "outer",
            "country": "KZ",
            "languages": ["ru", "kk", "ky"],
            "time_zone": "Asia/Almaty",
        },
        (("saule", "Сауле", "caseworker"), ("dana", "Дана", "supervisor")),
    ),
    Office(
        "consulate",
        {
            "name": "Консульство в Алматы (вымышлено)",
            "slug": "demo-consulate",
            "kind": "consulate",
            "circle": "other",
            "country": "KZ",
            "languages": ["ky", "ru"],
            "time_zone": "Asia/Almaty",
        },
        (("marat", "Марат", "caseworker"), ("asel", "Асель", "supervisor")),
    ),
    Office(
        "network",
        {
            "name": "Бюро сети «Сапар» (вымышлено)",
            "slug": "demo-network",
            "kind": "international",
            "circle": "other",
            "country": "KZ",
            "languages": ["ru", "en"],
            "time_zone": "Asia/Almaty",
        },
        (
            ("rustam", "Рустам", "steward"),
            ("zarina", "Зарина", "steward"),
            ("meerim", "Мээрим", "monitor"),
            ("kanat", "Канат", "monitor"),
        ),
    ),
)


def load() -> None:
    """Everything or nothing, but for the figures, which come after; does nothing when it is there already."""
    with translation.override("ru"):
        staff = _load()
        if staff:
            with step("Demo figures: protected and attacked"):
                demo_figures.make(staff["zarina"], staff["gulnara"])


@transaction.atomic
def _load() -> dict[str, StaffActor]:
    """Everybody by name; empty when they were there before."""
    if not Organisation.objects.filter(slug=OFFICES[0].facts["slug"]).exists():
        with step("Demo organisations and their staff"):
            staff = {name: actor for office in OFFICES for name, actor in _open(office)}
        with step("Demo services in the directory"):
            demo_directory.load(staff)
            demo_monitoring.load(staff)
        with step("Demo contacts, cases and referrals"):
            demo_cases.load(staff)
            demo_family.load(staff)
            demo_same.load(staff)
            demo_screening.load(staff)
            demo_acquaintance.load(staff)
        with step("Demo rota and calls to make"):
            demo_duty.load(staff)
        with step("Demo drafts and tries at the desk"):
            demo_desk.load(staff)
            demo_keeping.load(staff)
            demo_sheets.load(staff)
        with step("Demo promises"):
            demo_watch.load(staff)
        with step("Demo entries of the compendium"):
            demo_practice.load(staff)
        demo_figures.load(staff)
        return staff
    return {}


def _open(office: Office) -> Iterator[tuple[str, StaffActor]]:
    listed = organisations.enlist(SYSTEM, is_fictional=True, **office.facts)
    organisation = organisations.join(SYSTEM, listed)
    for name, shown, role in office.staff:
        user = accounts.open_account(
            SYSTEM, username=name, password=PASSWORD, display_name=shown, language="ru"
        )
        accounts.set_app(SYSTEM, user, secret_of(name))
        member = organisations.employ(SYSTEM, organisation, user, role)
        yield name, StaffActor(user, member)


def secret_of(name: str) -> bytes:
    """The authenticator secret of a demo sign-in: this installation's own, the same at every start."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"demo {name}".encode(), hashlib.sha256)[:20]


def sign_ins() -> list[str]:
    """Lines for the terminal: who can sign in, as what, and the code of this very moment."""
    names = [(name, role, office.facts["name"]) for office in OFFICES for name, _shown, role in office.staff]
    with transaction.atomic(), scope(door="signin"):
        known = set(
            User.objects.filter(username__in=[name for name, _r, _o in names]).values_list(
                "username", flat=True
            )
        )
    if not known:
        return []
    now = timezone.now()
    lines = ["Demo sign-ins (invented people):", f"  password for all: {PASSWORD}", ""]
    lines += [
        f"  {name:<9} {role:<12} code now {totp.code_at(secret_of(name), now)}   {office}"
        for name, role, office in names
        if name in known
    ]
    return lines
