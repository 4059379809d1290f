"""Two members of staff decide for a child who has no safe guardian: one proposes and says why, another decides."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.organisations.models import Organisation
from sapar.people import consenting, guarding, queries
from sapar.people.actions import consents, erasing
from sapar.people.actions.recording import hold
from sapar.people.codes import ConsentHow, Decides, ErasureReason, GivenBy, Verdict
from sapar.people.models import JointDecision
from sapar.people.saving import save
from sapar.ui.texts import tidy

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.people.actions.consents import Asked
    from sapar.people.models import Consent, Person

audit.name("decision.proposed", _("Decision for a child proposed"))
audit.name("decision.agreed", _("Decision for a child agreed by a second member of staff"))
audit.name("decision.refused", _("Decision for a child refused by a second member of staff"))

LONGEST = 2000
# The right that the deed itself asks for; whoever decides has it too.
RIGHTS = {
    Decides.CONSENT: "consent.take",
    Decides.WITHDRAWAL: "consent.withdraw",
    Decides.ERASURE: "person.erase",
}


def propose_consent(
    actor: StaffActor,
    asked: Asked,
    *,
    reason: str,
    opinion: str = "",
    once: uuid.UUID | None = None,
    about: uuid.UUID | None = None,
) -> JointDecision:
    """Propose that something is passed on about a child. `asked.given_by` is "two-staff". Raises `Invalid`."""
    require(actor, "consent.take")
    people = consents.people_of(actor, asked)
    if asked.given_by != GivenBy.TWO_STAFF:
        raise Invalid({"given_by": __("Please choose from the list.")})
    consents.check(actor, asked, people, about)
    guarding.check_opinion(people, opinion)
    payload = _payload(asked, people)
    return _propose(actor, people[0], Decides.CONSENT, reason, opinion, asked=payload, about=about, once=once)


def propose_withdrawal(
    actor: StaffActor, consent: Consent, *, reason: str, opinion: str = "", about: uuid.UUID | None = None
) -> JointDecision:
    """Propose to withdraw what two gave for a child. Raises `Invalid`."""
    require(actor, "consent.withdraw", consent)
    if consent.withdrawn_at is not None:
        raise IllegalMove("withdrawn", "withdraw")
    people = [one.person for one in consent.about.all()]
    if not people or consent.given_by != GivenBy.TWO_STAFF:
        raise Invalid({"": __("One member of staff withdraws this consent.")})
    guarding.check_opinion(people, opinion)
    return _propose(actor, people[0], Decides.WITHDRAWAL, reason, opinion, consent=consent, about=about)


def propose_erasure(actor: StaffActor, person: Person, *, reason: str, opinion: str = "") -> JointDecision:
    """Propose to erase a child because somebody asks for it. Raises `Invalid`."""
    require(actor, "person.erase_ask" if actor.may("person.erase_ask") else "person.erase", person)
    if not guarding.needs_two(actor, person):
        raise Invalid({"": __("Two members of staff decide only for a child who has no safe guardian.")})
    guarding.check_opinion([person], opinion)
    return _propose(actor, person, Decides.ERASURE, reason, opinion)


def _propose(
    actor: StaffActor,
    person: Person,
    kind: Decides,
    reason: str,
    opinion: str,
    *,
    asked: dict[str, Any] | None = None,
    consent: Consent | None = None,
    about: uuid.UUID | None = None,
    once: uuid.UUID | None = None,
) -> JointDecision:
    reason = tidy(reason).strip()[:LONGEST]
    if not reason:
        raise Invalid({"reason": __("Say why two members of staff decide.")})
    held = hold(actor, person)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.decision(actor, earlier.made_id)
    decision = JointDecision(
        org_id=actor.org_id, person=held, data_key=held.data_key, kind=kind, consent=consent, for_case=about,
        proposed_by_id=actor.member_id,
    )  # fmt: skip
    decision.reason, decision.asked = reason, asked
    decision.opinion = tidy(opinion).strip()[:LONGEST]
    save(decision)
    if once:
        sent.settle(actor, once, decision.pk)
    _record(actor, "decision.proposed", decision)
    return decision


def decide(actor: StaffActor, decision: JointDecision, verdict: str) -> JointDecision:
    """The second member's word. Agreed, the deed is done in the same transaction. Raises `Invalid`, `IllegalMove`."""
    require(actor, RIGHTS[Decides(decision.kind)], decision)
    if verdict not in Verdict.values:
        raise Invalid({"verdict": __("Please choose from the list.")})
    held = _held(actor, decision)
    if held.verdict:
        raise IllegalMove(held.verdict, "decide")
    if held.proposed_by_id == actor.member_id:
        raise Invalid({"verdict": __("You proposed it: another member of staff has to decide.")})
    if verdict == Verdict.AGREED and held.kind != Decides.ERASURE:
        held.consent = _carry_out(actor, held)
    held.verdict, held.decided_by_id, held.decided_at = verdict, actor.member_id, timezone.now()
    save(held, {"decision_of_two": "verdict"})
    _record(actor, f"decision.{verdict}", held)
    if verdict == Verdict.AGREED and held.kind == Decides.ERASURE:
        erasing.carry_out(actor, hold(actor, held.person), reason=ErasureReason.ASKED)
    return held


def _carry_out(actor: StaffActor, decision: JointDecision) -> Consent:
    if decision.kind == Decides.WITHDRAWAL and decision.consent is not None:
        return consents.end(actor, decision.consent, how=ConsentHow.SCREEN, about=decision.for_case)
    asked = asked_of(actor, decision)
    people = consents.people_of(actor, asked)
    consents.check(actor, asked, people, decision.for_case)
    return consents.write(actor, asked, people, decision.for_case, proposed_by_id=decision.proposed_by_id)


def _payload(asked: Asked, people: list[Person]) -> dict[str, Any]:
    return {
        "recipient": str(asked.recipient.pk), "people": [str(one.pk) for one in people], "fields": list(asked.fields),
        "language_read": asked.language_read, "how": asked.how, "safe_to_tell": asked.safe_to_tell,
        "until": asked.until.isoformat(), "interpreter": [asked.interpreter.by, asked.interpreter.code],
        "words": asked.words,
    }  # fmt: skip


def asked_of(actor: StaffActor, decision: JointDecision) -> Asked:
    """What was proposed to be passed on, with its people as they are now; raises `NotVisible` if one is gone."""
    stored = decision.asked
    ids = [uuid.UUID(one) for one in stored["people"]]
    people = list(queries.visible_to(actor).filter(pk__in=ids, erased_at=None).order_by("pk"))
    recipient = Organisation.objects.filter(pk=stored["recipient"]).first()
    if recipient is None or len(people) != len(ids):
        raise NotVisible
    return consents.Asked(
        recipient=recipient, people=tuple(people), fields=tuple(stored["fields"]),
        language_read=stored["language_read"], how=stored["how"], given_by=GivenBy.TWO_STAFF,
        safe_to_tell=stored["safe_to_tell"], until=dt.datetime.fromisoformat(stored["until"]),
        interpreter=consenting.Interpreter(*stored["interpreter"]), words=stored["words"],
    )  # fmt: skip


def _held(actor: StaffActor, decision: JointDecision) -> JointDecision:
    rows = JointDecision.objects.select_for_update(of=("self",)).select_related(
        "data_key", "person", "consent"
    )
    found = rows.filter(org_id=actor.org_id, pk=decision.pk).first()
    if found is None:
        raise NotVisible
    return found


def _record(actor: StaffActor, verb: str, decision: JointDecision) -> None:
    details = {"decision": decision.pk, "kind": decision.kind}
    audit.record(
        actor,
        verb,
        subject_kind="person",
        subject_id=decision.person_id,
        about=decision.for_case,
        details=details,
    )
