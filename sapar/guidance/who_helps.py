"""Who helps at the end of a flow: the directory's answer to its need, in the reader's language, the open ones first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from sapar.directory import cards, opening
from sapar.directory import queries as directory
from sapar.directory.forms import WordsForm
from sapar.directory.models import Hours
from sapar.directory.slots import slot_of
from sapar.directory.terms import SearchTerms

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.directory.cards import Card
    from sapar.guidance.flows import Help

MOST = 3


@dataclass(frozen=True)
class Helping:
    """A card of the directory and whether its doors or its telephone are open at this hour: None where nobody can say."""

    card: Card
    is_open: bool | None


@dataclass(frozen=True)
class WhoHelps:
    """The first few, and the address of all of them: codes only. `asked` are the same codes, to ask again with a `town`."""

    first: list[Helping]
    is_widened: bool
    url: str
    asked: dict[str, str]
    town: WordsForm


def who_helps(asked: Help) -> WhoHelps:
    """Never empty where the directory has a hotline: the search widens until somebody is found."""
    terms = SearchTerms.read({"what": asked.what, "where": asked.where, "language": asked.language})
    found = [one for group in cards.groups(directory.search(terms), terms) for one in group.cards]
    living = [one for one in found if one.result is not None and not one.result.has_ended][:MOST]
    is_open = _open_now(one.result.org_id for one in living if one.result is not None)
    first = [Helping(one, _at_this_hour(one, is_open)) for one in living]
    first.sort(key=lambda one: (one.card.result.level if one.card.result else 0, not one.is_open))
    widened = bool(first) and first[0].card.result is not None and first[0].card.result.level > 0
    asked_again = terms.parameters()
    return WhoHelps(
        first, widened, f"{reverse('public:find')}?{urlencode(asked_again)}", asked_again, WordsForm()
    )


def _at_this_hour(card: Card, is_open: dict[uuid.UUID, bool | None]) -> bool | None:
    if card.result is None:
        return None
    return True if card.result.around_the_clock else is_open.get(card.result.org_id)


def _open_now(org_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, bool | None]:
    """By the hours of services and places, on the clock of the office."""
    slots = defaultdict(list)
    zones: dict[uuid.UUID, str] = {}
    for row in Hours.objects.filter(org_id__in=list(org_ids)).select_related("org"):
        slots[row.org_id].append(slot_of(row))
        zones[row.org_id] = row.org.time_zone
    now = timezone.now()
    return {org: opening.is_open(known, now.astimezone(ZoneInfo(zones[org]))) for org, known in slots.items()}
