"""A reminder: a link by which an organisation says that its entry is true, without an account (decision 15).

The link is random and kept as a hash only. It opens what everybody reads anyway; what can be done with it counts at once
only where it cannot mislead anybody, and waits otherwise for who keeps the entry.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible, SaparError
from sapar.common.tenancy import scope
from sapar.directory import actions as directory
from sapar.directory.models import Listing
from sapar.monitoring import policy, queries
from sapar.monitoring.actions.concerns import save_reply
from sapar.monitoring.models import Correction, Reminder
from sapar.monitoring.staff_codes import CorrectionState, ReminderHow
from sapar.organisations.actor import SystemActor
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sapar.monitoring.models import Concern, Visit
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

MADE = audit.name("reminder.made", _("Organisation asked to confirm its entry"))
SENT = audit.name("reminder.sent", _("Reminder sent by e-mail"))
CONFIRMED = audit.name("listing.confirmed_by_link", _("Directory entry confirmed by its organisation's link"))
CORRECTED = audit.name("correction.sent", _("Organisation corrected its entry by its link"))
SETTLED = audit.name("correction.settled", _("Correction by link accepted or not"))

DOOR = "reminder"
LASTS = dt.timedelta(days=30)
_TOKEN_BYTES = 20
# What a false answer could use to lead people to somebody else, or into paying, waits for who keeps the entry.
WAITS = frozenset({"phone", "website", "email", "fee", "fee_note", "services", "place_id"})


class Over(SaparError):
    """The link does not open: used up, ended, or never made. Nobody is told which."""


def new_token() -> str:
    """32 letters that survive being read out or retyped."""
    return base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode().lower()


def _hashed(token: str) -> bytes:
    return hashlib.sha256(b"sapar.reminder.token|" + token.encode()).digest()


def remind(actor: StaffActor, about: Organisation, language: str) -> tuple[Reminder, str]:
    """A link to pass on by hand: the row, and the token that is kept nowhere. Earlier links of it end."""
    row = _made(actor, about, language, ReminderHow.HAND, office=actor.org_id, by=actor.user_id)
    token = new_token()
    row.token_hash = _hashed(token)
    row.save(force_insert=True)
    return row, token


def remind_by_mail(actor: StaffActor, about: Organisation, language: str) -> Reminder:
    """A letter for the job to send to the entry's e-mail; the link is made as it leaves. Raises `Invalid` without one."""
    listing = queries.listing_of(about.pk)
    if not listing.email:
        raise Invalid({"how": str(_("The entry has no e-mail. Pass the link on yourself."))})
    row = _made(actor, about, language, ReminderHow.MAIL, office=actor.org_id, by=actor.user_id)
    row.save(force_insert=True)
    return row


def remind_again(actor: SystemActor, before: Reminder) -> Reminder:
    """The next letter to an organisation that answered the last one, by the clock; `made_by` stays who vouched for the
    address. System only."""
    if actor.kind != "system":
        raise Denied("reminder.send", subject_kind="organisation", subject_id=before.about_id)
    row = _made(
        actor, before.about, before.language, ReminderHow.MAIL, office=before.org_id, by=before.made_by
    )
    row.save(force_insert=True)
    return row


def _made(
    actor: StaffActor | SystemActor,
    about: Organisation,
    language: str,
    how: str,
    *,
    office: uuid.UUID,
    by: uuid.UUID,
) -> Reminder:
    require(actor, "reminder.send", about)
    queries.listing_of(about.pk)
    now = timezone.now()
    with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door=DOOR):
        Reminder.objects.filter(about=about, used_at=None, ends_at__gt=now).update(ends_at=now)
    details = {"about": str(about.pk), "how": str(how)}
    row = Reminder(
        org_id=office, about=about, how=how, language=language, made_by=by, made_at=now,
        ends_at=now + LASTS,
    )  # fmt: skip
    audit.record(actor, MADE, subject_kind="reminder", subject_id=row.pk, details=details)
    return row


def give_token(reminder: Reminder) -> str:
    """For the letter that leaves now."""
    token = new_token()
    reminder.token_hash, reminder.sent_at = _hashed(token), timezone.now()
    reminder.save(update_fields=["token_hash", "sent_at"])
    actor = SystemActor("monitoring.send_reminder", reminder.org_id)
    audit.record(actor, SENT, subject_kind="reminder", subject_id=reminder.pk)
    return token


@dataclass(frozen=True)
class Opened:
    """What the link shows: the entry, and what its organisation is asked."""

    reminder: Reminder
    listing: Listing
    visits: list[Visit]
    concerns: list[Concern]

    @property
    def actor(self) -> SystemActor:
        """Acts for whoever sent the link; its chain tells what came of it."""
        return SystemActor("monitoring.link", self.reminder.org_id)


@contextmanager
def _inside(org_id: uuid.UUID) -> Iterator[None]:
    """The organisation's own scope by the narrow door."""
    with scope(org=org_id, door=DOOR):
        yield


def _sender(opened: Opened) -> AbstractContextManager[None]:
    """The scope of the office that sent the link: what comes of it stands in its audit."""
    return scope(org=opened.reminder.org_id, door=DOOR)


def open_link(token: str) -> Opened:
    """Raises `Over`."""
    with scope(door=DOOR):
        rows = Reminder.objects.filter(token_hash=_hashed(token), used_at=None, ends_at__gt=timezone.now())
        found = rows.select_related("about").first()
    if found is None:
        raise Over
    with _inside(found.about_id):
        listing = Listing.objects.select_related("org", "place").filter(org=found.about_id).first()
        if listing is None:
            raise Over
        return Opened(found, listing, queries.to_answer(found.about_id), queries.asked_of(found.about_id))


def confirm(opened: Opened) -> None:
    """All of it is true today: counts at once, and ends the link."""
    with transaction.atomic(), _sender(opened):
        _use(opened)
        _confirm(opened, {})


def correct(opened: Opened, facts: dict[str, Any]) -> Correction | None:
    """What should stand there instead; the rest is true today. What waits for somebody is returned. Ends the link."""
    with transaction.atomic(), _sender(opened):
        _use(opened)
        if not WAITS & facts.keys():
            _confirm(opened, facts)
            return None
        with _inside(opened.listing.org_id):
            row = Correction.objects.create(org_id=opened.listing.org_id, facts=facts)
        details = {"fields": sorted(facts), "about": str(opened.listing.org_id)}
        audit.record(opened.actor, CORRECTED, subject_kind="correction", subject_id=row.pk, details=details)
    return row


def answer(opened: Opened, to_id: uuid.UUID, words: str) -> None:
    """What the organisation says to a visit or a concern. The link stays open for the rest. Raises `Over`."""
    asked: list[Visit | Concern] = [*opened.visits, *opened.concerns]
    to = next((one for one in asked if one.pk == to_id), None)
    if to is None:
        raise Over
    with transaction.atomic(), _sender(opened):
        save_reply(opened.actor, to, words)


def _use(opened: Opened) -> None:
    with scope(door=DOOR):
        rows = Reminder.objects.filter(pk=opened.reminder.pk, used_at=None, ends_at__gt=timezone.now())
        if not rows.update(used_at=timezone.now()):
            raise Over


def _confirm(opened: Opened, facts: dict[str, Any]) -> None:
    directory.take_own_word(opened.actor, opened.listing, **facts)
    details = {"about": str(opened.listing.org_id), "fields": sorted(facts)}
    audit.record(
        opened.actor, CONFIRMED, subject_kind="listing", subject_id=opened.listing.pk, details=details
    )


@transaction.atomic
def settle(actor: StaffActor, correction: Correction, *, accept: bool) -> None:
    """By who keeps the entry. Accepted: it stands there now and counts as confirmed on the day it was sent.

    Raises `NotVisible` for anybody else, `IllegalMove` when somebody was quicker, `Invalid` for what the entry refuses:
    then it still waits.
    """
    if not policy.may_settle(actor, correction.org):
        raise NotVisible
    held = queries.correction_locked(actor, correction.pk)
    if held.state != CorrectionState.WAITING:
        raise IllegalMove(held.state, "settle")
    held.state = CorrectionState.ACCEPTED if accept else CorrectionState.REFUSED
    held.settled_by, held.settled_at = actor.user_id, timezone.now()
    with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door="steward"):
        held.save(update_fields=["state", "settled_by", "settled_at"])
    details = {"accepted": accept, "fields": sorted(held.facts), "about": str(held.org_id)}
    audit.record(actor, SETTLED, subject_kind="correction", subject_id=held.pk, details=details)
    if accept:
        _take_over(actor, held)


def _take_over(actor: StaffActor, held: Correction) -> None:
    listing = queries.listing_of(held.org_id)
    facts = dict(held.facts)
    said_on = held.sent_at.astimezone(dt.UTC).date()
    directory.change_listing(
        actor, listing, listing.version, services=facts.pop("services", listing.codes), **facts,
        confirmed_on=said_on, basis="own", agreed_on=listing.agreed_on or said_on,
    )  # fmt: skip
