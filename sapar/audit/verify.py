"""Walking the chains: which event was changed, is missing or out of place, and whether the signed roots still hold.

Runs as the operator, who sees every chain.
"""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sapar.audit import canonical, seals
from sapar.audit.faults import Fault
from sapar.audit.models import ChainHead, DayRoot, Event

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable, Iterator

    Progress = Callable[[int], None]

_CHUNK = 2000


def run(out: IO[str] | None = None) -> int:
    """Verify everything, print each fault and a last line; 0 when the audit is whole, else 1."""
    out = out or sys.stdout
    faults = everything()
    for fault in faults:
        print(fault, file=out)
    print(
        _("The audit is whole.") if not faults else _("Faults: %(count)s") % {"count": len(faults)}, file=out
    )
    return 1 if faults else 0


def everything(progress: Progress | None = None) -> list[Fault]:
    """The faults of every chain."""
    return list(verify(None, progress))


def verify(org_id: uuid.UUID | None = None, progress: Progress | None = None) -> Iterator[Fault]:
    """The faults of one chain or of all, from one snapshot of the database; `progress` hears how many events passed."""
    seen = 0
    sights = seals.witnessed()
    with transaction.atomic():
        for chain in [org_id] if org_id else _chains(sights):
            sealed = seals.Seals(chain, sights.get(chain, []))
            walk = Walk(chain, sealed.places)
            for event in _events(chain):
                yield from walk.step(event)
                seen += 1
                if progress is not None and seen % _CHUNK == 0:
                    progress(seen)
            yield from walk.finish()
            yield from sealed.check(walk.last, walk.links)


def _chains(sights: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Every organisation that has an event, a head, a root or a sight."""
    named: set[uuid.UUID] = set(sights)
    for model in (Event, ChainHead, DayRoot):
        named.update(model.objects.order_by().values_list("org_id", flat=True).distinct())
    return sorted(named)


def _events(chain: uuid.UUID) -> Iterator[Event]:
    rows = Event.objects.filter(org_id=chain).exclude(seq=None)
    return rows.order_by("seq").iterator(chunk_size=_CHUNK)


class Walk:
    """One chain from its first link to its last; `last` is the place reached, `links` the hashes at chosen places."""

    def __init__(self, org_id: uuid.UUID, places: set[int]) -> None:
        self.org_id = org_id
        self.last = 0
        self.links: dict[int, bytes] = {}
        self._places = places
        self._hash = canonical.first_hash(org_id)
        self._before: Event | None = None

    def step(self, event: Event) -> Iterator[Fault]:
        seq = event.seq or 0
        has_gap = seq != self.last + 1
        if has_gap:
            yield self._missing(self.last + 1, seq - 1)
        if not _holds(event):
            yield _fault("changed", event, _("changed after it was recorded"))
        elif not has_gap and bytes(event.previous_hash or b"") != self._hash:
            yield self._out_of_place(event)
        self.last, self._hash, self._before = seq, bytes(event.hash or b""), event
        if seq in self._places:
            self.links[seq] = self._hash

    def finish(self) -> Iterator[Fault]:
        for event in Event.objects.filter(org_id=self.org_id, seq=None):
            yield _fault("unchained", event, _("recorded without being chained"))
        head = ChainHead.objects.filter(org_id=self.org_id).first()
        if head is None:
            if self.last:
                yield self._of_chain("head", None, _("the head of the chain is missing"))
        elif head.seq > self.last:
            text = _("truncated: the head stands at %(head)s, the last event at %(last)s")
            yield self._of_chain("truncated", self.last + 1, text % {"head": head.seq, "last": self.last})
        elif (head.seq, bytes(head.hash)) != (self.last, self._hash):
            yield self._of_chain("head", head.seq, _("the head does not fit the last event"))

    def _missing(self, first: int, last: int) -> Fault:
        text = _("missing: events %(first)s to %(last)s") % {"first": first, "last": last}
        return self._of_chain("missing", first, text)

    def _out_of_place(self, event: Event) -> Fault:
        """The event itself is whole but does not follow its neighbour: it was moved, or the neighbour was rewritten."""
        home = Event.objects.filter(org_id=self.org_id, hash=event.previous_hash).exists()
        if home or self._before is None:
            return _fault("reordered", event, _("reordered: it does not follow the event before it"))
        return _fault("replaced", self._before, _("replaced, or an event after it was removed"))

    def _of_chain(self, kind: str, seq: int | None, text: str) -> Fault:
        return Fault(kind, self.org_id, seq, None, "", f"{self.org_id}: {text}")


def _holds(event: Event) -> bool:
    """Whether the row's own columns, digest and hash agree."""
    digest = bytes(event.digest)
    linked = canonical.link(bytes(event.previous_hash or b""), digest)
    return canonical.digest(event) == digest and linked == bytes(event.hash or b"")


def _fault(kind: str, event: Event, text: str) -> Fault:
    says = f"{event.org_id}: {event.seq} {event.id} {event.verb}: {text}"
    return Fault(kind, event.org_id, event.seq, event.id, event.verb, says)
