"""What somebody without an account does through a one-time link. The code that runs here sees one referral only."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import tenancy
from sapar.common.errors import IllegalMove, NotVisible
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor
from sapar.referrals import link_seal
from sapar.referrals.actions.outside import Answer, save_answer
from sapar.referrals.codes import Answered, ToldHow
from sapar.referrals.contents import Details, Summary
from sapar.referrals.flow import AT_WORK, REFERRAL
from sapar.referrals.models import OutsideAnswer, Referral, SealedLink
from sapar.vault.cipher import SealBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sapar.organisations.models import Agreement

audit.name("referral.link_opened", _("One-time link opened with its code"))
audit.name("referral.link_ended", _("One-time link ended: too many wrong codes"))

DOOR = "link"
SITTING = dt.timedelta(minutes=30)
MOST_WRONG = 5


class Over(Exception):
    """The link does not open: used up, ended, bound to another browser, or never made. Nobody is told which."""


class WrongCode(Exception):
    """The code does not fit. Carries how many tries are left."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


@dataclass(frozen=True)
class Sitting:
    """What the other side sees now. `secret` is what its browser keeps."""

    link: SealedLink
    referral: Referral
    stage: str
    summary: Summary
    details: Details | None
    secret: bytes = field(repr=False)

    @property
    def verbs(self) -> list[str]:
        known = [verb for verb in REFERRAL.verbs_from(self.referral.state) if verb in Answered.values]
        return [*known, "report"] if self.referral.state in AT_WORK else known


def find(token: str) -> SealedLink:
    """The link of an address. Raises `Over`."""
    with tenancy.scope(door=DOOR):
        rows = SealedLink.objects.filter(token_hash=link_seal.token_hash(token), ended_at=None)
        found = rows.first()
    if found is None:
        raise Over
    with _inside(found):
        if not _stage(found):
            raise Over
    return found


@contextmanager
def _inside(link: SealedLink) -> Iterator[None]:
    """The sending organisation's scope by the narrow door."""
    with tenancy.scope(org=link.org_id, door=DOOR):
        yield


def _stage(link: SealedLink) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select referrals_link_stage(%s)", [link.pk])
        return cursor.fetchone()[0] or ""


def open_with(token: str, code: str | None, secret: bytes | None) -> Sitting:
    """The first right code binds the link to one browser; later the same browser needs the code again for each sitting.

    One secret of a browser serves all links that are opened in it.
    Raises `Over` and `WrongCode`. Each wrong code counts; the last one ends the link.
    """
    known = find(token)
    with _inside(known):
        link = _locked(known)
        if link.marked is not None and (secret is None or link_seal.mark_of(secret) != bytes(link.marked)):
            raise Over
        try:
            key = link_seal.key_of(token, code or "", bytes(link.salt))
            link_seal.opened(key, bytes(link.summary or b""), f"link|{link.pk}|summary")
        except SealBroken:
            raise WrongCode(_count_wrong(link)) from None
        own = secret if secret is not None else link_seal.new_secret()
        now = timezone.now()
        link.opened_at = link.opened_at or now
        _tell(link, "referral.link_opened")
        link.marked = link_seal.mark_of(own)
        link.kept = link_seal.seal(link_seal.key_from(own), key.hex(), f"link|{link.pk}|kept")
        link.sits_until = now + SITTING
        link.save(update_fields=["opened_at", "marked", "kept", "sits_until"])
        return _sitting(link, own)


def _locked(known: SealedLink) -> SealedLink:
    link = SealedLink.objects.select_for_update().filter(pk=known.pk, ended_at=None).first()
    if link is None or not _stage(link):
        raise Over
    return link


def _count_wrong(link: SealedLink) -> int:
    """How many tries are left. None: the link ends, and the sender makes another."""
    link.wrong += 1
    columns = ["wrong"]
    if link.wrong >= MOST_WRONG:
        link.summary = link.details = link.kept = None
        link.ended_at = timezone.now()
        columns += ["summary", "details", "kept", "ended_at"]
        _tell(link, "referral.link_ended")
    link.save(update_fields=columns)
    return MOST_WRONG - link.wrong


def _tell(link: SealedLink, verb: str) -> None:
    referral = Referral.objects.get(pk=link.referral_id)
    actor = SystemActor("referrals.link", link.org_id)
    audit.record(actor, verb, subject_kind="referral", subject_id=referral.pk, about=referral.case_id)


def go_on(token: str, secret: bytes | None) -> Sitting | None:
    """The sitting that this browser began, as long as it lasts; None: the code is asked for. Raises `Over`."""
    known = find(token)
    with _inside(known):
        link = _locked(known)
        if link.marked is None:
            return None
        if secret is None or link_seal.mark_of(secret) != bytes(link.marked):
            raise Over
        if link.kept is None or link.sits_until is None or link.sits_until <= timezone.now():
            return None
        link.sits_until = timezone.now() + SITTING
        link.save(update_fields=["sits_until"])
        return _sitting(link, secret)


def _sitting(link: SealedLink, secret: bytes) -> Sitting:
    kept = link_seal.opened(link_seal.key_from(secret), bytes(link.kept or b""), f"link|{link.pk}|kept")
    key, stage = bytes.fromhex(kept), _stage(link)
    referral = Referral.objects.select_related("from_org", "to_org").filter(pk=link.referral_id).first()
    if referral is None:
        raise NotVisible
    summary = Summary.read(_part(link, key, "summary"))
    details = Details.read(_part(link, key, "details")) if stage == "accepted" and link.details else None
    return Sitting(link, referral, stage, summary, details, secret)


def _part(link: SealedLink, key: bytes, name: str) -> Any:
    return link_seal.opened(key, bytes(getattr(link, name) or b""), f"link|{link.pk}|{name}")


def agreement(sitting: Sitting) -> Agreement | None:
    """What both organisations agreed, with its discount: in force by the sender's clock, as their own page says it."""
    told = sitting.referral
    with _inside(sitting.link):
        sender = SystemActor("referrals.link", sitting.link.org_id)
        today = timezone.localdate(timezone=ZoneInfo(told.from_org.time_zone))
        return organisations.agreement_in_force(sender, told.to_org_id, on=today)


def end_sitting(token: str, secret: bytes | None) -> None:
    """The reader closes it: the code is needed again."""
    known = find(token)
    with _inside(known):
        link = _locked(known)
        if secret is not None and link.marked is not None and link_seal.mark_of(secret) == bytes(link.marked):
            link.kept, link.sits_until = None, None
            link.save(update_fields=["kept", "sits_until"])


def answer(
    sitting: Sitting,
    verb: str,
    *,
    words: str = "",
    decline_reason: str = "",
    outcomes: Mapping[str, str] | None = None,
) -> OutsideAnswer:
    """What they answer, in their own hand. Raises `Invalid`, `IllegalMove`."""
    actor = SystemActor("referrals.link", sitting.link.org_id)
    with _inside(sitting.link):
        rows = Referral.objects.select_related("from_org", "to_org").select_for_update(of=("self",))
        held = rows.get(pk=sitting.referral.pk)
        if verb not in Sitting(sitting.link, held, "", sitting.summary, None, b"").verbs:
            raise IllegalMove(held.state, verb)
        said = Answer(
            verb,
            ToldHow.LINK,
            timezone.now(),
            words=words,
            decline_reason=decline_reason,
            outcomes=outcomes or {},
        )
        return save_answer(actor, held, said, written_by_id=None)
