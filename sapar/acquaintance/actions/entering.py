"""Somebody who agreed is entered, and taken out again. Neither looks at what other organisations know.

That is the night's work alone. So an answer here can tell nothing of them, by its words, its statements or its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.acquaintance import consenting, facts, leaving_out, queries, tokens
from sapar.acquaintance.actions import ending
from sapar.acquaintance.codes import Left
from sapar.acquaintance.models import Entry
from sapar.cases import queries as cases
from sapar.cases.actions.held import hold_open
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import consenting as rules
from sapar.people import lists
from sapar.people.codes import ConsentHow
from sapar.people.saving import save
from sapar.same import documents, sought
from sapar.vault import ledger

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person
    from sapar.same.sought import Sought

ENTERED = audit.name("acquaintance.entered", _("Entered to be recognised by other organisations"))

# People that one member of staff and one organisation may enter in a day, and an organisation in thirty. Those that were
# taken out again count. An office asks so many in earnest; to try names, it is too few.
EACH_A_DAY, ALL_A_DAY, ALL_A_MONTH = 5, 20, 100


@dataclass(frozen=True)
class Said:
    """How somebody was asked, and until when their yes holds."""

    language_read: str
    how: str
    until: dt.datetime
    interpreter: rules.Interpreter = rules.ALONE


def enter(
    actor: StaffActor, case: Case, person: Person, said: Said, *, once: uuid.UUID | None = None
) -> Entry:
    """Raises `Invalid` for who is left out, of whom too little is known, and beyond what may be entered in a day."""
    require(actor, "acquaintance.enter", case)
    held = hold_open(actor, case, "enter")
    known = _check(actor, held, person, said)
    asked = known.person
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.entry(actor, earlier.made_id)
    for old in Entry.objects.filter(
        org_id=actor.org_id, person=asked, ended_at=None, until__lte=timezone.now()
    ):
        ending.end(actor, old, Left.EXPIRED)
    _check_count(actor)
    entry = Entry(
        org_id=actor.org_id, case=held, person=asked, entered_by_id=actor.member_id, until=said.until,
        how=said.how, language_read=said.language_read, told_by=rules.told_by(said.language_read),
        text_version=consenting.TEXT_VERSION, interpreted_by=said.interpreter.by, interpreter=said.interpreter.code,
    )  # fmt: skip
    entry.facts = facts.sealed(entry, known.sought)
    save(entry)
    audit.record(actor, ENTERED, subject_kind="person", subject_id=asked.pk, about=held.pk)
    if once:
        sent.settle(actor, once, entry.pk)
    return entry


@dataclass(frozen=True)
class _Known:
    """Somebody as they stand in a case, with what is known of them."""

    person: Person
    sought: Sought


def _check(actor: StaffActor, case: Case, person: Person, said: Said) -> _Known:
    """The person as they are written down now. Writes nothing."""
    parts = cases.participants(actor, case)
    found = next(
        (one.person for one in parts if one.person_id == person.pk and one.role in cases.HELPED), None
    )
    if found is None:
        raise NotVisible
    left = leaving_out.why(actor.org, case, found)
    if left is not None:
        raise Invalid({"": str(left.label)})
    known = _Known(found, sought.of(found, documents.numbers(actor, [found.pk]).get(found.pk, ())))
    if not tokens.values(tokens.first(known.sought)):
        sentence = __(
            "Too little is written down to recognise this person: the number of a document, a phone of their own, or "
            "given and family name with the full date of birth."
        )
        raise Invalid({"": sentence})
    if said.how not in ConsentHow.values:
        raise Invalid({"how": __("Please choose from the list.")})
    if said.language_read not in lists.LANGUAGES:
        raise Invalid({"language_read": __("Say in which language it was read.")})
    rules.check_interpreter(said.interpreter)
    rules.check_time(said.until)
    return known


def _check_count(actor: StaffActor) -> None:
    """One after the other within an organisation, so that two at once are not counted as none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"acquaintance|{actor.org_id}"]
        )
        cursor.execute("select * from acquaintance_entered()")
        mine, today, month = cursor.fetchone()
    if mine >= EACH_A_DAY or today >= ALL_A_DAY:
        raise Invalid(
            {"": __("As many people were entered today as may be in a day. Please go on tomorrow.")}
        )
    if month >= ALL_A_MONTH:
        raise Invalid(
            {"": __("As many people were entered in thirty days as may be. Please wait for some days.")}
        )


def withdraw(actor: StaffActor, entry: Entry, *, how: str) -> Entry:
    """The person takes it back: from now on nobody is compared with them. Raises `IllegalMove` for what has ended."""
    require(actor, "consent.withdraw", entry)
    if how not in ConsentHow.values:
        raise Invalid({"how": __("Please choose from the list.")})
    held = ending.hold(actor, entry)
    if held.ended_at is not None:
        raise IllegalMove("withdrawn", "withdraw")
    ledger.note_withdrawal(held.pk)
    held.withdrawn_how = how
    ending.end(actor, held, Left.WITHDRAWN)
    return held
