"""The audit of the largest organisation: an event for each of its cases and contacts, chained as the database chains."""

from __future__ import annotations

import datetime as dt
import heapq
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sapar.audit import canonical
from sapar.audit.models import ChainHead, Event
from sapar.config.synthetic_rows import NULL, UUID, Shape, encoded, instant, sized, text, written
from sapar.intake.codes import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.config.synthetic_make import Maker

EVENT = Shape(
    Event, "id", "seq", "at", "verb", "actor_user", "actor_member", "subject_kind", "subject_id", "about", "details",
    "digest", "previous_hash", "hash", "org_id",
    actor_kind="staff",
)  # fmt: skip
_DETAILS = Event._meta.get_field("details")
_SEQ = Event._meta.get_field("seq")
_AT_ONCE = 20_000


@dataclass
class Deed:
    """What an event says, before it is chained."""

    when: int
    verb: str
    subject_kind: str
    subject: bytes
    about: bytes | None
    row: int
    details: dict[str, Any]


def stretches(maker: Maker, head: ChainHead) -> Iterator[tuple[int, bytes]]:
    """(events so far, rows) from the head of the chain on; `head` is moved along."""
    rows, count = bytearray(), 0
    for count, deed in enumerate(
        heapq.merge(_cases(maker), _contacts(maker), key=lambda one: one.when), start=1
    ):
        rows += _chained(maker, head, deed)
        if count % _AT_ONCE == 0:
            yield count, bytes(rows)
            rows.clear()
    yield count, bytes(rows)


def _cases(maker: Maker) -> Iterator[Deed]:
    sizes = maker.sizes
    for case in range(0, sizes.cases, 5):
        key = maker.case_id(case)
        yield Deed(sizes.opened(case), "case.opened", "case", key, key, case, {"number": sizes.number(case)})


def _contacts(maker: Maker) -> Iterator[Deed]:
    for contact in range(0, maker.sizes.contacts, 5):
        key = maker.contact_id(contact)
        details = {"channel": Channel.PHONE.value}
        yield Deed(maker.sizes.began(contact), "contact.logged", "contact", key, None, contact, details)


def _chained(maker: Maker, head: ChainHead, deed: Deed) -> bytes:
    office = maker.offices[0]
    place = deed.row // 7 % len(office.staff)
    key = maker.ids(b"event-" + deed.subject_kind.encode(), deed.row, deed.when)
    about = deed.about
    event = SimpleNamespace(
        id=written(key),
        org_id=written(office.id),
        at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=deed.when),
        verb=deed.verb,
        actor_kind="staff",
        actor_user=written(office.users[place]),
        actor_member=written(office.staff[place]),
        subject_kind=deed.subject_kind,
        subject_id=written(deed.subject),
        about=written(about) if about else None,
        details=deed.details,
    )
    digest, before = canonical.digest(event), bytes(head.hash)
    head.seq, head.hash = head.seq + 1, canonical.link(before, digest)
    return EVENT.row(
        UUID + key, encoded(_SEQ, head.seq), instant(deed.when), text(deed.verb), UUID + office.users[place],
        UUID + office.staff[place], text(deed.subject_kind), UUID + deed.subject, UUID + about if about else NULL,
        encoded(_DETAILS, deed.details), sized(digest), sized(before), sized(bytes(head.hash)), UUID + office.id,
    )  # fmt: skip
