"""Tries on a number: the agreed word checked, and what was noted of it seen by those named on the case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.brake import Brake
from sapar.common.errors import NotVisible
from sapar.intake import callers, tries
from sapar.intake.desk_codes import TryKind
from sapar.organisations.guard import require
from sapar.people import agreed
from sapar.people import queries as people
from sapar.ui.phones import read_number

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

WORD_TRIED = audit.name("contact.word-tried", _("Agreed word checked"))
SEEN = audit.name("contact.try-seen", _("Seen who tried the number"))
# A word is short: a member may try five an hour on one number, and all members of an organisation together ten.
WORDS = Brake(each=5, all_together=2000, seconds=3600)
WORDS_OF_ALL = Brake(each=10, all_together=2000, seconds=3600)


class Verdict(Enum):
    """What came of a word."""

    RIGHT = "right"
    NOT_RIGHT = "not-right"
    WAIT = "wait"


@dataclass(frozen=True)
class WordCheck:
    """The verdict, and the person whose word it is where the member may see them; others are told on their case."""

    verdict: Verdict
    person: Person | None = None


def check_word(actor: StaffActor, phone: str, country: str, word: str) -> WordCheck:
    """Whether the agreed word of a number was said. Raises `Locked`.

    Those named on a restricted case behind the number find the try there, right or wrong. How often a number may be
    tried is counted in each web process for itself.
    """
    require(actor, "contact.read")
    regions = callers.regions_for(country)
    number = read_number(phone, regions) or phone.strip()
    if not (WORDS.take(f"{actor.member_id}|{number}") and WORDS_OF_ALL.take(f"{actor.org_id}|{number}")):
        return WordCheck(Verdict.WAIT)
    holders = agreed.holders(actor, number, word, regions)
    kind = TryKind.WORD_RIGHT if holders else TryKind.WORD_WRONG
    about = callers.note(actor, number, country, kind)
    audit.record(actor, WORD_TRIED, subject_kind="member", subject_id=actor.member_id, about=about)
    seen = people.visible_to(actor).filter(pk__in=holders).first() if holders else None
    return WordCheck(Verdict.RIGHT if holders else Verdict.NOT_RIGHT, seen)


def see(actor: StaffActor, case_id: uuid.UUID) -> int:
    """Whoever is named on the case has read what others tried. Returns how many were new."""
    require(actor, "contact.read")
    if not tries.of_case(actor, case_id):
        raise NotVisible
    count = (
        tries.unseen(actor).filter(case_id=case_id).update(seen_by=actor.member_id, seen_at=timezone.now())
    )
    if count:
        audit.record(actor, SEEN, subject_kind="case", subject_id=case_id, about=case_id)
    return count
