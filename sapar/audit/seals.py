"""Whether a chain still says what was signed and witnessed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from sapar.audit import roots, witness
from sapar.audit.faults import Fault
from sapar.audit.models import DayRoot

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping

    from sapar.audit.witness import Sight


def witnessed() -> dict[uuid.UUID, list[Sight]]:
    """What the witness saw, by chain."""
    seen: dict[uuid.UUID, list[Sight]] = defaultdict(list)
    for sight in witness.sights():
        seen[sight.org_id].append(sight)
    return seen


class Seals:
    """The day roots and sights of one chain. `places` are the links to remember while it is walked."""

    def __init__(self, chain: uuid.UUID, sights: list[Sight]) -> None:
        self.chain = chain
        self.sights = sights
        self.roots = list(DayRoot.objects.filter(org_id=chain).select_related("key").order_by("seq_from"))
        self.places = {root.seq_to for root in self.roots} | {sight.seq for sight in sights}

    def check(self, last: int, links: Mapping[int, bytes]) -> Iterator[Fault]:
        """The faults, given where the chain ends and its links at `places`."""
        expected = 1
        for root in self.roots:
            if root.seq_from != expected:
                yield self._fault(expected, _("a signed day is missing before %(day)s") % {"day": root.day})
            yield from self._check_root(root, last, links)
            expected = root.seq_to + 1
        kept = {(root.seq_to, bytes(root.root), root.key_id) for root in self.roots}
        for sight in self.sights:
            yield from self._check_sight(sight, links, is_kept=(sight.seq, sight.hash, sight.key) in kept)

    def _check_root(self, root: DayRoot, last: int, links: Mapping[int, bytes]) -> Iterator[Fault]:
        day = {"day": root.day}
        if not _is_signed(root):
            yield self._fault(root.seq_to, _("the signature of %(day)s does not hold") % day)
        elif root.seq_to > last:
            yield self._fault(last + 1, _("events signed on %(day)s are gone") % day, kind="truncated")
        elif links.get(root.seq_to) != bytes(root.root):
            yield self._fault(root.seq_to, _("the chain was rewritten after %(day)s was signed") % day)

    def _check_sight(self, sight: Sight, links: Mapping[int, bytes], *, is_kept: bool) -> Iterator[Fault]:
        if links.get(sight.seq) != sight.hash:
            yield self._fault(sight.seq, _("the witness saw another event at %(seq)s") % {"seq": sight.seq})
        if not is_kept:
            yield self._fault(sight.seq, _("a root that the witness saw is gone or has another key"))

    def _fault(self, seq: int, text: str, kind: str = "root") -> Fault:
        return Fault(kind, self.chain, seq, None, "", f"{self.chain}: {text}")


def _is_signed(root: DayRoot) -> bool:
    public = Ed25519PublicKey.from_public_bytes(bytes(root.key.public))
    try:
        public.verify(bytes(root.signature), roots.message(root))
    except InvalidSignature:
        return False
    return True
