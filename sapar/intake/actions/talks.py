"""Contacts: logged, tied to a case."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.cases.codes import ParticipantRole
from sapar.common import effects
from sapar.common.codes import codes_of
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.common.ids import uuid7
from sapar.common.ready import insert
from sapar.directory.taxonomy import Problem
from sapar.guidance.rules import GuidanceError
from sapar.intake import callers, calls, guiding, queries
from sapar.intake.actions import drafts
from sapar.intake.callers import regions_for
from sapar.intake.codes import CallerIs, Channel, ContactOutcome
from sapar.intake.desk_codes import Asked, Source, TryKind
from sapar.intake.models import STANDING, Contact
from sapar.organisations import once as sent
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require
from sapar.people.codes import MayCall, PhoneOf
from sapar.ui.phones import read_number
from sapar.ui.texts import tidy
from sapar.vault import blind, keys

if TYPE_CHECKING:
    import uuid

    from sapar.cases.actions import Opening
    from sapar.cases.models import Case
    from sapar.intake.callers import KnownCaller
    from sapar.intake.calls import Talk
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person
    from sapar.vault.models import DataKey

LOGGED = audit.name("contact.logged", _("Contact logged"))
LOOKED_UP = audit.name("contact.looked-up", _("Phone number looked up"))
TIED = audit.name("contact.tied", _("Contact tied to a case"))

_CODES = (
    ("channel", codes_of(Channel)),
    ("topic", codes_of(Problem)),
    ("outcome", codes_of(ContactOutcome)),
    ("caller_is", codes_of(CallerIs)),
    ("phone_of", codes_of(PhoneOf)),
    ("may_call", codes_of(MayCall)),
    ("source", codes_of(Source)),
)
_LENGTHS = (
    ("phone", calls.LONGEST_PHONE),
    ("safety_words", calls.LONGEST_SAFETY),
    ("words", calls.LONGEST_NOTE),
    ("language", 5),
    ("country", 2),
)


def log(actor: StaffActor, talk: Talk, *, once: uuid.UUID) -> Contact:
    """Write down a talk. The same form twice gives the same contact; its draft ends. Raises `Invalid`, `Locked`."""
    require(actor, "contact.log")
    _check(actor, talk)
    contact_id = uuid7()
    earlier = sent.claim(actor, once, making=contact_id)
    if earlier is not None and earlier.made_id:
        return drafts.already_logged(actor, earlier.made_id, once, tidy(talk.words).strip())
    contact = _written(actor, talk, contact_id, drafts.take_over(actor, once))
    details = {"channel": contact.channel, "topic": contact.topic, "outcome": contact.outcome}
    if contact.source != Source.SCREEN:
        details |= {"source": contact.source}
    about = None
    if contact.outcome == ContactOutcome.MESSAGE:
        about = callers.note(actor, contact.phone or "", contact.country, TryKind.MESSAGE, contact.pk)
    audit.record(actor, LOGGED, subject_kind="contact", subject_id=contact.pk, about=about, details=details)
    effects.announce(actor, "contact.logged", contact_id=contact.pk)
    return contact


def _check(actor: StaffActor, talk: Talk) -> None:
    codes = [(name, getattr(talk, name), known) for name, known in _CODES]
    codes += [
        (name, code, codes_of(Asked) if name in STANDING else frozenset())
        for name, code in talk.asked.items()
    ]
    for name, code, known in codes:
        if code not in known:
            raise Invalid({name: __("Please choose from the list.")})
    for name, longest in _LENGTHS:
        if len(getattr(talk, name)) > longest:
            raise Invalid({name: __("Please shorten this.")})
    if talk.began_at and talk.began_at > timezone.now():
        raise Invalid({"began_at": __("A talk can't begin in the future.")})
    _check_taker(actor, talk)


def _check_taker(actor: StaffActor, talk: Talk) -> None:
    """Somebody who works or worked here took it; who has left may still stand on a paper form."""
    if talk.taken_by_id in (None, actor.member_id):
        return
    if not organisations.members_visible_to(actor).filter(pk=talk.taken_by_id).exists():
        raise Invalid({"taken_by": __("Please choose from the list.")})


def _written(actor: StaffActor, talk: Talk, contact_id: uuid.UUID, key: DataKey | None) -> Contact:
    now = timezone.now()
    number = read_number(talk.phone, regions_for(talk.country)) if talk.phone else None
    taker = talk.taken_by_id or actor.member_id
    contact = Contact(
        id=contact_id,
        org_id=actor.org_id,
        channel=talk.channel,
        topic=talk.topic,
        outcome=talk.outcome,
        caller_is=talk.caller_is,
        language=talk.language,
        country=talk.country,
        phone_of=talk.phone_of,
        may_call=talk.may_call,
        taken_by_id=taker,
        entered_by_id=None if taker == actor.member_id else actor.member_id,
        source=talk.source,
        began_at=talk.began_at or now,
        logged_at=now,
        data_key=key or keys.new_data_key(actor.org_id, "contact"),
        **{name: talk.asked.get(name, Asked.NOT_ASKED) for name in STANDING},
    )
    contact.phone = number or tidy(talk.phone).strip() or None
    contact.safety_words = tidy(talk.safety_words).strip() or None
    contact.words = tidy(talk.words).strip() or None
    contact.guided = dict(talk.guided) if talk.guided else None
    insert(contact)
    # A message makes no number known: what is shown of a number must not depend on whether one was left.
    if number and talk.outcome != ContactOutcome.MESSAGE:
        blind.put(actor.org_id, "phone", number, "contact", contact.pk, contact.data_key)
    return contact


def look_up(actor: StaffActor, phone: str, country: str = "") -> KnownCaller | None:
    """Who calls from this number, or silence. That somebody asked is recorded, the number is not."""
    behind = callers.behind(actor, phone, country)
    callers.write_try(behind, TryKind.LOOKED_UP)
    audit.record(
        actor, LOOKED_UP, subject_kind="member", subject_id=actor.member_id, about=behind.first_hidden
    )
    return behind.caller


def link_to_case(actor: StaffActor, contact: Contact, case: Case, *, caller: Person | None = None) -> Contact:
    """Tie a talk to the case it belongs to, for good; `caller` when it is known who spoke."""
    require(actor, "case.write", case)
    held = hold(actor, contact.pk)
    if held.case_id == case.pk:
        return held
    if held.case_id is not None:
        raise Stale
    held.case, held.caller = case, caller
    held.save(update_fields=["case", "caller"])
    _take_over_guidance(actor, case, held)
    audit.record(actor, TIED, subject_kind="contact", subject_id=held.pk, about=case.pk)
    return held


def _take_over_guidance(actor: StaffActor, case: Case, contact: Contact) -> None:
    """The days that a flow told the caller become the case's deadlines; an outcome without a day becomes a thing to do.

    A rule that gives no answer any more gives no deadline.
    """
    told = contact.guided or {}
    for one in told.get("deadlines", ()):
        with contextlib.suppress(GuidanceError):
            cases.add_deadline(actor, case, one["rule"], one["facts"])
    if not told.get("deadlines") and (step := guiding.step_of(told)):
        cases.add_task(actor, case, step)


def open_case(actor: StaffActor, contact: Contact, opening: Opening, *, once: uuid.UUID) -> Case:
    """Open a case with the people of a talk, and tie the talk to it. One talk opens one case."""
    held = hold(actor, contact.pk)
    if held.case_id is not None:
        return case_queries.get(actor, held.case_id)
    case = cases.open_case(actor, opening, once=once)
    spoke = case.participants.filter(role__in=(ParticipantRole.CALLER, ParticipantRole.BOTH)).select_related(
        "person"
    )
    first = spoke.first()
    link_to_case(actor, held, case, caller=first.person if first else None)
    return case


def hold(actor: StaffActor, contact_id: uuid.UUID) -> Contact:
    """The contact as it is now, kept from others until the transaction ends."""
    rows = queries.visible_to(actor).select_for_update(of=("self",))
    held = rows.filter(pk=contact_id).first()
    if held is None:
        raise NotVisible
    return held
