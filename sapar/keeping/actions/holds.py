"""Holding something back from erasing, looking at it again, and lifting it by two people. Decision 9 says why two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.models import Case
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.intake.models import Contact
from sapar.keeping import due
from sapar.keeping.codes import HoldReason
from sapar.keeping.models import Hold
from sapar.organisations import once
from sapar.organisations.guard import require
from sapar.people.models import Person

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

audit.name("hold.placed", _("Put on hold"))
audit.name("hold.reviewed", _("Hold looked at again"))
audit.name("hold.lift-asked", _("Asked to lift a hold"))
audit.name("hold.kept", _("Hold stays: lifting refused"))
audit.name("hold.lifted", _("Hold lifted by two people"))

REVIEW_MONTHS = 6
_MODELS: dict[str, Any] = {"case": Case, "person": Person, "contact": Contact}


def place(
    actor: StaffActor,
    kind: str,
    subject_id: uuid.UUID,
    *,
    once_token: uuid.UUID,
    reason: str,
    words: str,
    until: dt.date | None = None,
) -> Hold:
    """Nothing of this case, person or talk is erased from now on. Raises `Invalid`, `NotVisible`."""
    require(actor, "hold.write")
    earlier = once.claim(actor, once_token)
    if earlier and earlier.made_id:
        return Hold.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    _check(reason, words, until)
    subject = _subject(actor, kind, subject_id)
    hold = Hold(org_id=actor.org_id, data_key=subject.data_key, placed_by_id=actor.member_id)
    setattr(hold, f"{kind}_id", subject.pk)
    hold.reason, hold.words, hold.until, hold.review_on = reason, words.strip(), until, _next_review()
    hold.save(force_insert=True)
    _record(actor, "hold.placed", hold, reason=reason)
    once.settle(actor, once_token, hold.pk)
    return hold


def _check(reason: str, words: str, until: dt.date | None) -> None:
    wrong = {}
    if reason not in HoldReason.values:
        wrong["reason"] = __("Please choose from the list.")
    if not words.strip():
        wrong["words"] = __("Write why, in a sentence: another person will have to judge it.")
    if until is not None and until <= timezone.localdate():
        wrong["until"] = __("Choose a day in the future, or leave it open.")
    if wrong:
        raise Invalid(wrong)


def _subject(actor: StaffActor, kind: str, subject_id: uuid.UUID) -> Any:
    rows = _MODELS[kind].objects.filter(org_id=actor.org_id, pk=subject_id, data_key__erased_at=None)
    found = rows.select_related("data_key").first()
    if found is None:
        raise NotVisible
    return found


def _next_review() -> dt.date:
    return due.months_before(timezone.now(), -REVIEW_MONTHS).date()


def review(actor: StaffActor, hold: Hold) -> None:
    """Somebody has looked: it is still needed, for another half a year."""
    require(actor, "hold.write", hold)
    held = _standing(actor, hold)
    held.review_on, held.reviewed_by_id = _next_review(), actor.member_id
    held.save(update_fields=["review_on", "reviewed_by"])
    _record(actor, "hold.reviewed", held)


def ask_to_lift(actor: StaffActor, hold: Hold, *, words: str) -> None:
    """The first of two: say why nothing has to be held any more. Raises `Invalid`, `Stale` when asked already."""
    require(actor, "hold.write", hold)
    held = _standing(actor, hold)
    if held.lift_asked_by_id is not None:
        raise Stale
    if not words.strip():
        raise Invalid({"words": __("Write why, in a sentence: another person will have to judge it.")})
    held.lift_asked_by_id, held.lift_asked_at, held.lift_words = (
        actor.member_id,
        timezone.now(),
        words.strip(),
    )
    held.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_words"])
    _record(actor, "hold.lift-asked", held)


def keep(actor: StaffActor, hold: Hold) -> None:
    """The answer no, or the asker's second thought: the hold stays."""
    require(actor, "hold.write", hold)
    held = _standing(actor, hold)
    if held.lift_asked_by_id is None:
        raise Stale
    held.lift_asked_by, held.lift_asked_at, held.lift_words = None, None, ""
    held.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_words"])
    _record(actor, "hold.kept", held)


def lift(actor: StaffActor, hold: Hold) -> None:
    """The second of two. Raises `Invalid` for the one who asked, `Stale` when nobody has."""
    require(actor, "hold.write", hold)
    held = _standing(actor, hold)
    if held.lift_asked_by_id is None:
        raise Stale
    if held.lift_asked_by_id == actor.member_id:
        raise Invalid({"": __("Another person lifts the hold than the one who asked for it.")})
    held.lifted_by_id, held.lifted_at = actor.member_id, timezone.now()
    held.save(update_fields=["lifted_by", "lifted_at"])
    _record(actor, "hold.lifted", held)


def _standing(actor: StaffActor, hold: Hold) -> Hold:
    """The row anew, locked; raises `Stale` when it does not stand any more."""
    held = (
        Hold.objects.select_for_update(of=("self",))
        .select_related("data_key")
        .filter(org_id=actor.org_id, pk=hold.pk)
        .first()
    )
    if held is None:
        raise NotVisible
    if not held.stands:
        raise Stale
    return held


def _record(actor: StaffActor, verb: str, hold: Hold, **details: Any) -> None:
    on = "case" if hold.case_id else "person" if hold.person_id else "contact"
    audit.record(
        actor,
        verb,
        subject_kind="hold",
        subject_id=hold.pk,
        about=hold.case_id,
        details={"on": on, **details},
    )


def refuse_held_person(actor: Actor, person_id: uuid.UUID) -> None:  # as every check is asked
    """Before "person.erasing": nobody on hold is erased before two people have lifted it. Raises `Invalid`."""
    with connection.cursor() as cursor:
        cursor.execute("select keeping_is_held(%s)", [person_id])
        (is_held,) = cursor.fetchone()
    if is_held:
        raise Invalid({"": _on_hold()})


def _on_hold() -> str:
    return __(
        "This is on hold and can't be erased now. Ask a supervisor: two of them can lift the hold. Tell the person that "
        "the wish is written down and what keeps it waiting."
    )
