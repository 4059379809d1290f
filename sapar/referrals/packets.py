"""Putting together what another organisation will see, sealing it, and opening what was sealed to us."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from sapar.cases.models import Paper, Participant, Problem
from sapar.common.ids import uuid7
from sapar.people import queries as people
from sapar.people.codes import SEEN_AT_OFFER, Shareable
from sapar.referrals.contents import Details, Need, Number, PaperOf, Somebody, Summary
from sapar.referrals.models import DisclosurePerson, Packet
from sapar.vault import envelope

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person
    from sapar.referrals.models import Referral


@dataclass(frozen=True)
class Written:
    """What a referral passes on: the summary at the offer, the details after acceptance (None: the consent has none)."""

    summary: Summary
    details: Details | None


def write(actor: Actor, referral: Referral) -> Written:
    """Put together from the sender's own case what the consents cover, as it stands now. Seals and saves nothing."""
    parts = _parts(actor, referral)
    fields = set(referral.fields)
    return Written(_summary(actor, referral, parts, fields), _details(referral, parts, fields))


def _parts(actor: Actor, referral: Referral) -> list[Participant]:
    """The people whom the consents are about, with phones and papers; nobody who was erased."""
    about = [
        *referral.consents.values_list("about__person_id", flat=True),
        *DisclosurePerson.objects.filter(disclosure__referral=referral).values_list("person_id", flat=True),
    ]
    papers = (
        Paper.objects.filter(case_id=referral.case_id).select_related("data_key").order_by("added_at", "pk")
    )
    rows = Participant.objects.filter(org_id=actor.org_id, case_id=referral.case_id, person_id__in=about)
    rows = rows.filter(person__erased_at=None).select_related("person__data_key")
    rows = rows.prefetch_related(
        people.phones_of("person__phones"), Prefetch("person__papers", papers, "papers_here")
    )
    return sorted(rows.order_by("added_at", "pk"), key=lambda one: one.relation != "self")


def _summary(actor: Actor, referral: Referral, parts: list[Participant], fields: set[str]) -> Summary:
    case = referral.case
    found: dict[str, Any] = {}
    if Shareable.PROBLEMS in fields:
        codes = Problem.objects.filter(org_id=actor.org_id, case_id=referral.case_id, state="open").order_by(
            "added_at", "pk"
        )
        found["problems"] = tuple(dict.fromkeys(codes.values_list("code", flat=True)))
    if Shareable.LANGUAGES in fields:
        spoken = [case.language, *(code for one in parts for code in one.person.languages)]
        found["languages"] = tuple(dict.fromkeys(code for code in spoken if code))
    if Shareable.PLACE in fields:
        found |= {"country": case.country, "province": case.province}
    if Shareable.NEEDS in fields:
        found["needs"] = tuple(Need(one.person.sex, str(one.person.band_today)) for one in parts)
    return Summary(**found)


def _details(referral: Referral, parts: list[Participant], fields: set[str]) -> Details | None:
    if not fields - set(SEEN_AT_OFFER):
        return None
    story = referral.case.story if Shareable.STORY in fields else ""
    return Details(tuple(_somebody(one, fields) for one in parts), str(story or ""))


def _somebody(part: Participant, fields: set[str]) -> Somebody:
    person = part.person
    found: dict[str, Any] = {"relation": part.relation}
    if Shareable.NAMES in fields:
        found["names"] = tuple(one["text"] for one in person.names or ())
    if Shareable.BIRTH in fields:
        found |= {"birth": person.birth or None, "birth_precision": person.birth_precision}
    if Shareable.CITIZENSHIP in fields:
        found |= {"citizenship_state": person.citizenship_state, "citizenships": tuple(person.citizenships)}
    if Shareable.SAFETY in fields:
        found |= {"may_call": person.may_call, "safety_words": person.safety_words or ""}
    if Shareable.PHONES in fields:
        found["phones"] = tuple(
            Number(one.number, one.phone_of, one.note or "") for one in person.phones.all() if one.number
        )
    if Shareable.PAPERS in fields:
        found["papers"] = tuple(_papers(person))
    return Somebody(**found)


def _papers(person: Person) -> list[PaperOf]:
    return [
        PaperOf(
            one.kind, one.state, one.number or "", one.country, one.ends_on.isoformat() if one.ends_on else ""
        )
        for one in person.papers_here  # type: ignore[attr-defined] # prefetched under this name
    ]


def mark(written: Written) -> str:
    """A sign by which a preview knows whether it would still be sealed as it was seen."""
    details = written.details.as_json() if written.details else None
    return hashlib.sha256(json.dumps([written.summary.as_json(), details]).encode()).hexdigest()


def seal(actor: StaffActor, referral: Referral, written: Written) -> None:
    """Seal what the referral passes on to its receiver, with a copy for ourselves; outside Sapar that copy is all."""
    early = [code for code in referral.fields if code in SEEN_AT_OFFER]
    later = [code for code in referral.fields if code not in SEEN_AT_OFFER]
    _save(actor, referral, Packet.Kind.SUMMARY, written.summary.as_json(), early)
    if written.details:
        _save(actor, referral, Packet.Kind.PERSON, written.details.as_json(), later)


def seal_report(actor: StaffActor, referral: Referral, words: str) -> Packet:
    """Seal a report to the sender, with a copy for ourselves."""
    return _save(actor, referral, Packet.Kind.REPORT, {"words": words}, [])


def _save(actor: StaffActor, referral: Referral, kind: str, value: Any, fields: list[str]) -> Packet:
    key = uuid7()
    reader: uuid.UUID = referral.from_org_id if kind == Packet.Kind.REPORT else referral.to_org_id
    packet = Packet(
        id=key,
        referral=referral,
        author_org_id=actor.org_id,
        reader_org_id=reader,
        kind=kind,
        fields=fields,
        for_reader=None if referral.is_outside else envelope.seal_to(reader, value, str(key)),
        for_author=envelope.seal_to(actor.org_id, value, str(key)),
        written_by_id=actor.member_id,
    )
    packet.save(force_insert=True)
    return packet


def opened(actor: Actor, packet: Packet) -> Any:
    """The value inside, from the copy that is the actor's; None where it has been emptied."""
    blob = packet.for_author if packet.author_org_id == actor.org_id else packet.for_reader
    if blob is None or actor.org_id is None:
        return None
    return envelope.open_for(actor.org_id, bytes(blob), str(packet.pk))
