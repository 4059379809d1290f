"""The data key of a subject: made, wrapped, opened, cached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tink import TinkError

from sapar.common.errors import Stale
from sapar.common.ready import insert
from sapar.vault.cipher import SealBroken
from sapar.vault.keys import caches, organisation, ring
from sapar.vault.models import DataKey

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable


class WrongTenant(RuntimeError):
    """A row of one organisation was to be sealed with another's key."""


class KeyErased(Stale):
    """Something was to be sealed with a key that has been destroyed, perhaps while a form stood open."""


def new_data_key(org_id: uuid.UUID, subject_kind: str) -> DataKey:
    """Make and store the key of a new subject; raises `Locked`."""
    ring.require_open()
    raw = AESGCM.generate_key(bit_length=256)
    key = DataKey(org_id=org_id, subject_kind=subject_kind, epoch=organisation.newest(org_id))
    key.wrapped = wrap(key, raw)
    insert(key)
    _kept(key.id, raw)
    return key


def wrap(key: DataKey, raw: bytes) -> bytes:
    """`raw` under the organisation's key of `key.epoch`, bound to this very row."""
    return bytes(organisation.wrapping(key.org_id, key.epoch).encrypt(raw, key.id.bytes))


def unwrap(key: DataKey) -> bytes | None:
    """The raw key, None once erased; raises `Locked`, or `SealBroken` for a wrapped key that is not this row's."""
    ring.require_open()
    return None if key.wrapped is None else _raw(key.org_id, key.id, key.epoch, bytes(key.wrapped))


def _raw(org_id: uuid.UUID, key_id: uuid.UUID, epoch: int, wrapped: bytes) -> bytes:
    try:
        return bytes(organisation.wrapping(org_id, epoch).decrypt(wrapped, key_id.bytes))
    except TinkError:
        raise SealBroken from None


def _kept(key_id: uuid.UUID, raw: bytes) -> AESGCM:
    found = AESGCM(raw)
    caches.DATA_KEYS.put(key_id, found)
    return found


def opened(key: DataKey) -> AESGCM | None:
    """The key ready for use, from the cache where possible."""
    ring.require_open()
    found = caches.DATA_KEYS.get(key.id)
    if found is None:
        raw = unwrap(key)
        return None if raw is None else _kept(key.id, raw)
    return found


def unwrapped(org_id: uuid.UUID, key_id: uuid.UUID, epoch: int, wrapped: bytes) -> AESGCM:
    """The key ready for use, from its row's columns, for those who read many rows without making models of them."""
    ring.require_open()
    known = caches.DATA_KEYS.get(key_id)
    if known is not None:
        return known
    return _kept(key_id, _raw(org_id, key_id, epoch, wrapped))


def key_of(row: Any) -> AESGCM | None:
    """The key of a sealed row, None once erased; asks the database only for a key that is not cached."""
    ring.require_open()
    found = caches.DATA_KEYS.get(row.data_key_id)
    return found if found is not None else opened(row.data_key)


def key_for_sealing(row: Any) -> AESGCM:
    """The key of a sealed row; raises `WrongTenant` or `KeyErased` rather than seal what nobody could open."""
    ring.require_open()
    if row.data_key.org_id != row.org_id:
        raise WrongTenant
    key = opened(row.data_key)
    if key is None:
        raise KeyErased
    return key


def warm(rows: Iterable[Any]) -> None:
    """Open the keys of many sealed rows with one query, before a list is shown."""
    wanted = {row.data_key_id for row in rows if caches.DATA_KEYS.get(row.data_key_id) is None}
    for key in DataKey.objects.filter(id__in=wanted) if wanted else ():
        opened(key)
