"""Whether a chain still says what was signed and witnessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from sapar.audit import roots, witness
from sapar.audit.faults import Fault
from sapar.audit.models import DayRoot, Event

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator


def check(chain: uuid.UUID, last: int) -> Iterator[Fault]:
    """The faults of a chain's day roots and of what the witness saw; `last` is where the chain ends."""
    expected = 1
    for root in DayRoot.objects.filter(org_id=chain).select_related("key").order_by("seq_from"):
        if root.seq_from != expected:
            yield _fault(
                "root", chain, expected, _("a signed day is missing before %(day)s") % {"day": root.day}
            )
        if not _is_signed(root):
            yield _fault(
                "root", chain, root.seq_to, _("the signature of %(day)s does not hold") % {"day": root.day}
            )
        elif root.seq_to > last:
            yield _fault(
                "truncated", chain, last + 1, _("events signed on %(day)s are gone") % {"day": root.day}
            )
        elif not _stands(chain, root.seq_to, bytes(root.root)):
            text = _("the chain was rewritten after %(day)s was signed") % {"day": root.day}
            yield _fault("root", chain, root.seq_to, text)
        expected = root.seq_to + 1
    yield from _check_witness(chain, expected - 1)


def _check_witness(chain: uuid.UUID, signed: int) -> Iterator[Fault]:
    for sight in witness.sights():
        if sight.org_id != chain:
            continue
        if not _stands(chain, sight.seq, sight.hash):
            yield _fault(
                "root", chain, sight.seq, _("the witness saw another event at %(seq)s") % {"seq": sight.seq}
            )
        if sight.seq > signed or not _has_root(chain, sight):
            yield _fault(
                "root", chain, sight.seq, _("a root that the witness saw is gone or has another key")
            )


def witnessed() -> set[uuid.UUID]:
    return {sight.org_id for sight in witness.sights()}


def _has_root(chain: uuid.UUID, sight: witness.Sight) -> bool:
    return DayRoot.objects.filter(org_id=chain, seq_to=sight.seq, root=sight.hash, key_id=sight.key).exists()


def _stands(chain: uuid.UUID, seq: int, link: bytes) -> bool:
    return Event.objects.filter(org_id=chain, seq=seq, hash=link).exists()


def _is_signed(root: DayRoot) -> bool:
    public = Ed25519PublicKey.from_public_bytes(bytes(root.key.public))
    try:
        public.verify(bytes(root.signature), roots.message(root))
    except InvalidSignature:
        return False
    return True


def _fault(kind: str, chain: uuid.UUID, seq: int, text: str) -> Fault:
    return Fault(kind, chain, seq, None, "", f"{chain}: {text}")
