"""What monitors of the demo did: a visit that confirms, an office that sells what is free, and a question under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.tenancy import scope_of
from sapar.directory import actions as directory
from sapar.directory import queries as entries
from sapar.monitoring import actions as monitoring
from sapar.monitoring import queries
from sapar.monitoring.actions import reminders
from sapar.monitoring.codes import Parameter
from sapar.organisations.actor import PublicActor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.directory.models import Listing
    from sapar.organisations.actor import StaffActor

_SELLER = {
    "name": "Контора «Быстрый патент», Алматы (вымышлено)",
    "slug": "demo-fast-patent",
    "kind": "commercial",
    "circle": "other",
    "country": "KZ",
    "languages": ["ru"],
    "is_fictional": True,
}


def load(staff: Mapping[str, StaffActor]) -> None:
    """Everything by the verbs that monitors use; nobody waits two weeks, because the organisation answers at once."""
    rustam, meerim, kanat = (staff[name] for name in ("rustam", "meerim", "kanat"))
    with scope_of(rustam):
        seller = directory.enlist(
            rustam, dict(_SELLER), services=["papers"], fee="free", described_in=timezone.localdate().year,
            source="demo",
        )  # fmt: skip
    _confirm(meerim, staff["dana"])
    _warn(meerim, kanat, seller)
    _ask(meerim, staff["gulnara"])


def _confirm(monitor: StaffActor, visited: StaffActor) -> None:
    findings = dict.fromkeys(Parameter.values, ("as-said", ""))
    findings["price"] = ("as-said", "Бесплатно; пошлину государству человек платит сам.")
    findings["reports"] = ("not-seen", "")
    seen = monitoring.Seen(
        "visit", timezone.localdate(), findings, {"lawyer": 2, "psychologist": 1, "volunteer": 6}, 2014,
        ["ru", "kk", "ky"],
    )  # fmt: skip
    with scope_of(monitor):
        monitoring.write_visit(monitor, visited.org, seen)


def _warn(first: StaffActor, second: StaffActor, seller: Listing) -> None:
    """Three people told it, two monitors agreed, the office answered by its link, and the second upheld it."""
    for _person in range(3):
        monitoring.tell(PublicActor(), seller.org, "asked-money", "month", caller=None)
    findings = {"office": ("as-said", ""), "price": ("differs", "За бесплатный бланк взяли 5 000 тенге.")}
    with scope_of(first):
        told = queries.new_feedback(first, seller.org_id)
        monitoring.review(first, seller.org, {one.pk: True for one in told})
        seen = monitoring.Seen("call", timezone.localdate(), findings)
        visit = monitoring.write_visit(first, seller.org, seen)
        words = "Бланк заявления бесплатен, а здесь его продают и говорят, что иначе патента не будет."
        concern = monitoring.raise_concern(first, seller.org, "asks-money", words, [visit.pk])
    with scope_of(second):
        monitoring.second(second, concern)
        _row, token = monitoring.remind(second, seller.org, "ru")
    opened = reminders.open_link(token)
    reminders.answer(opened, concern.pk, "Мы берём плату за то, что помогаем заполнить бланк.")
    with scope_of(second):
        monitoring.uphold(second, queries.concern(second, concern.pk))


def _ask(monitor: StaffActor, asked: StaffActor) -> None:
    """Something small differs: the organisation has two weeks to answer before anybody else reads it."""
    findings = {"office": ("as-said", ""), "hours": ("differs", "В субботу в 11 часов никто не ответил.")}
    with scope_of(monitor):
        listing = entries.own_listing(asked)
        if listing is not None:
            monitoring.write_visit(
                monitor, listing.org, monitoring.Seen("call", timezone.localdate(), findings)
            )
