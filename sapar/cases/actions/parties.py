"""Other parties of the story: who keeps the passports, whose court it is, and whom nobody should call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_child, hold_open
from sapar.cases.actions.words import long_words, one_line
from sapar.cases.models import OtherParty
from sapar.cases.work_codes import PartyRole, RowState
from sapar.common.errors import IllegalMove, Invalid, Stale
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

audit.name("party.added", _("Other party written down"))
audit.name("party.corrected", _("Other party corrected"))
audit.name("party.withdrawn", _("Other party withdrawn as a mistake"))


@dataclass(frozen=True)
class PartyWords:
    """Who it is and how they would be reached. `unsafe` warns that nobody should."""

    role: str
    name: str
    phones: tuple[str, ...] = ()
    address: str = ""
    note: str = ""
    country: str = ""
    province: str = ""
    unsafe: bool = False


def add_party(
    actor: StaffActor, case: Case, party: PartyWords, *, once: uuid.UUID | None = None
) -> OtherParty:
    """Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_party")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return OtherParty.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    row = OtherParty(org_id=actor.org_id, case=held, data_key=held.data_key)
    _fill(actor, row, party)
    if once:
        sent.settle(actor, once, row.pk)
    _record(actor, "party.added", row)
    return row


def correct_party(actor: StaffActor, row: OtherParty, party: PartyWords, *, version: int) -> OtherParty:
    """Raises `Stale` when somebody corrected it since `version` was read."""
    held = _hold(actor, row, "correct_party")
    if held.version != version:
        raise Stale
    held.version += 1
    _fill(actor, held, party)
    _record(actor, "party.corrected", held)
    return held


def withdraw_party(actor: StaffActor, row: OtherParty) -> OtherParty:
    held = _hold(actor, row, "withdraw_party")
    held.state, held.version = RowState.WITHDRAWN, held.version + 1
    held.save(update_fields=["state", "version"])
    blind.forget(held.pk)
    _record(actor, "party.withdrawn", held)
    return held


def _hold(actor: StaffActor, row: OtherParty, verb: str) -> OtherParty:
    require(actor, "case.write", row.case)
    held = hold_child(actor, row, verb)
    if held.state == RowState.WITHDRAWN:
        raise IllegalMove(held.state, verb)
    return held


def _fill(actor: StaffActor, row: OtherParty, party: PartyWords) -> None:
    if party.role not in PartyRole.values:
        raise Invalid({"role": __("Please choose from the list.")})
    if party.country and party.country not in lists.country_codes():
        raise Invalid({"country": __("Please choose from the list.")})
    row.role, row.country, row.province = party.role, party.country, party.province
    row.unsafe = party.unsafe
    row.name = one_line(party.name, "name")
    row.address = long_words(party.address, "address") or None
    row.note = long_words(party.note, "note") or None
    row.phones = _numbers(party.phones) or None
    row.save()
    _make_findable(actor, row)


def _numbers(typed: tuple[str, ...]) -> list[str]:
    numbers = {one: read_number(one) for one in typed if one.strip()}
    if any(number is None for number in numbers.values()):
        raise Invalid({"phone": __("We could not read this phone number.")})
    return list(dict.fromkeys(number for number in numbers.values() if number))


def _make_findable(actor: StaffActor, row: OtherParty) -> None:
    """By the exact number, so that a call from an employer's phone can be known for what it is."""
    blind.forget(row.pk)
    for number in row.phones or []:
        blind.put(actor.org_id, "phone", number, "party", row.pk, row.data_key)


def _record(actor: StaffActor, verb: str, row: OtherParty) -> None:
    details = {"party": row.role, "unsafe": "yes" if row.unsafe else "no"}
    audit.record(actor, verb, subject_kind="party", subject_id=row.pk, about=row.case_id, details=details)
