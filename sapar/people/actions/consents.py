"""Consent taken, withdrawn, run out. What holds because of it ends in the same transaction, by the effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import consenting, guarding, queries
from sapar.people.codes import ConsentHow, GivenBy, SafeToTell, Shareable
from sapar.people.models import Consent, ConsentPerson
from sapar.people.saving import save
from sapar.ui.texts import tidy
from sapar.vault import ledger

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation
    from sapar.people.models import Person

audit.name("consent.taken", _("Consent given"))
audit.name("consent.unsafe", _("Consent not possible: it is not safe for the person"))
audit.name("consent.withdrawn", _("Consent withdrawn"))
audit.name("consent.expired", _("Consent has run out"))

LONGEST_WORDS = 2000
_PLACES = {
    "consent_names_another": "recipient",
    "consent_covers_something": "fields",
    "consent_ends_after_it_begins": "until",
    "consent_of_two_has_two": "given_by",
}


@dataclass(frozen=True)
class Asked:
    """What was asked of somebody, and what they said."""

    recipient: Organisation
    people: tuple[Person, ...]
    fields: tuple[str, ...]
    language_read: str
    how: str
    given_by: str
    safe_to_tell: str
    until: dt.datetime
    interpreter: consenting.Interpreter = consenting.ALONE
    words: str = ""
    guardian: Person | None = None


def take_consent(
    actor: StaffActor, asked: Asked, *, once: uuid.UUID | None = None, about: uuid.UUID | None = None
) -> Consent:
    """Write down a consent. Raises `Invalid`; that it was not safe is recorded before.

    Everything is checked before anything is written, so a caller that answers `Invalid` need undo nothing.
    """
    require(actor, "consent.take")
    people = people_of(actor, asked)
    check(actor, asked, people, about)
    if asked.given_by == GivenBy.TWO_STAFF:
        sentence = __(
            "Two members of staff decide this. Propose it on the page of the child, by “Ask for consent”."
        )
        raise Invalid({"given_by": sentence})
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.consent(actor, earlier.made_id)
    consent = write(actor, asked, people, about)
    if once:
        sent.settle(actor, once, consent.pk)
    return consent


def write(
    actor: StaffActor,
    asked: Asked,
    people: list[Person],
    about: uuid.UUID | None,
    *,
    proposed_by_id: uuid.UUID | None = None,
) -> Consent:
    """Save what was checked. `proposed_by_id`: the actor is the second of two members who decided."""
    consent = _save(actor, asked, people, about, proposed_by_id)
    details = {
        "recipient": asked.recipient.pk,
        "people": [one.pk for one in people],
        "fields": consent.fields,
    }
    audit.record(
        actor, "consent.taken", subject_kind="consent", subject_id=consent.pk, about=about, details=details
    )
    return consent


def people_of(actor: StaffActor, asked: Asked) -> list[Person]:
    """The people anew, as far as the actor sees them and they are not erased."""
    ids = [one.pk for one in asked.people]
    found = list(queries.visible_to(actor).filter(pk__in=ids, erased_at=None).order_by("pk"))
    if len(found) != len(set(ids)):
        raise NotVisible
    return found


def check(actor: StaffActor, asked: Asked, people: list[Person], about: uuid.UUID | None) -> None:
    """Refuse what cannot be a consent; writes nothing but that it was not safe."""
    _check_codes(asked)
    guarding.check_speaker(actor, people, asked.given_by, asked.guardian)
    consenting.check_giver(people, asked.given_by)
    try:
        consenting.check_safety(asked.recipient, asked.safe_to_tell)
    except Invalid:
        if asked.safe_to_tell == SafeToTell.NOT_SAFE:
            details = {"recipient": asked.recipient.pk}
            audit.record(
                actor,
                "consent.unsafe",
                subject_kind="person",
                subject_id=people[0].pk,
                about=about,
                details=details,
            )
        raise
    consenting.check_interpreter(asked.interpreter)
    consenting.check_time(asked.until)


def _check_codes(asked: Asked) -> None:
    for name, given, known in (
        ("fields", asked.fields, Shareable.values),
        ("how", (asked.how,), ConsentHow.values),
        ("given_by", (asked.given_by,), GivenBy.values),
        ("safe_to_tell", (asked.safe_to_tell,), SafeToTell.values),
    ):
        if not set(given) <= set(known):
            raise Invalid({name: __("Please choose from the list.")})
    if not asked.fields:
        raise Invalid({"fields": __("Choose at least one thing that may be passed on.")})
    if not asked.language_read:
        raise Invalid({"language_read": __("Say in which language it was read.")})


def _save(
    actor: StaffActor,
    asked: Asked,
    people: list[Person],
    about: uuid.UUID | None,
    proposed_by_id: uuid.UUID | None,
) -> Consent:
    consent = Consent(
        org_id=actor.org_id,
        recipient=asked.recipient,
        # In the order of the list, each once.
        fields=[code for code in Shareable.values if code in asked.fields],
        language_read=asked.language_read,
        told_by=consenting.told_by(asked.language_read),
        interpreted_by=asked.interpreter.by,
        interpreter=asked.interpreter.code,
        text_version=consenting.TEXT_VERSION,
        how=asked.how,
        given_by=asked.given_by,
        safe_to_tell=asked.safe_to_tell,
        guardian=asked.guardian,
        taken_by_id=proposed_by_id or actor.member_id,
        decided_by_id=actor.member_id if proposed_by_id else None,
        for_case=about,
        until=asked.until,
        # Words about somebody who is erased go with them.
        data_key=people[0].data_key,
    )
    consent.words = tidy(asked.words).strip()[:LONGEST_WORDS]
    save(consent, _PLACES)
    ConsentPerson.objects.bulk_create(
        ConsentPerson(org_id=actor.org_id, consent=consent, person=person) for person in people
    )
    return consent


def withdraw_consent(
    actor: StaffActor, consent: Consent, *, how: str, about: uuid.UUID | None = None
) -> Consent:
    """End a consent now and for good: what was opened by it is closed in this transaction.

    What two members of staff gave for a child only two take back: a guardian to be feared may be the one who asks.
    """
    require(actor, "consent.withdraw", consent)
    if how not in ConsentHow.values:
        raise Invalid({"how": __("Please choose from the list.")})
    if consent.given_by == GivenBy.TWO_STAFF:
        raise Invalid(
            {"": __("Two members of staff gave this consent for a child. Two have to withdraw it.")}
        )
    return end(actor, consent, how=how, about=about)


def end(actor: StaffActor, consent: Consent, *, how: str, about: uuid.UUID | None = None) -> Consent:
    """The withdrawal itself, for verbs that have made sure who wants it."""
    held = _hold(actor, consent.pk)
    if held.withdrawn_at is not None:
        raise IllegalMove("withdrawn", "withdraw")
    ledger.note_withdrawal(held.pk)
    held.withdrawn_at, held.withdrawn_by_id, held.withdrawn_how = timezone.now(), actor.member_id, how
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_how"])
    audit.record(
        actor,
        "consent.withdrawn",
        subject_kind="consent",
        subject_id=held.pk,
        about=about,
        details={"how": how},
    )
    effects.announce(actor, "consent.withdrawn", consent_id=held.pk)
    return held


def _hold(actor: Actor, consent_id: uuid.UUID) -> Consent:
    rows = Consent.objects.select_for_update(of=("self",)).select_related("data_key", "recipient")
    held = rows.filter(org_id=actor.org_id, pk=consent_id).first()
    if held is None:
        raise NotVisible
    return held


def end_consents(actor: Actor) -> int:
    """Tell the others that the time of some consents is over. The job's verb; says how many."""
    ended = 0
    for due in list(queries.run_out(actor)):
        consent = _hold(actor, due.pk)
        if consent.ended_at is None and consent.withdrawn_at is None:
            consent.ended_at = timezone.now()
            consent.save(update_fields=["ended_at"])
            audit.record(actor, "consent.expired", subject_kind="consent", subject_id=consent.pk)
            effects.announce(actor, "consent.expired", consent_id=consent.pk)
            ended += 1
    return ended
