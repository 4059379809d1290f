"""The keys of an organisation: one wraps data keys, one opens what was sealed to it, one makes its blind index."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import tink
from tink import aead, hybrid, proto_keyset_format, secret_key_access

from sapar.common import tenancy
from sapar.vault.keys import caches, ring
from sapar.vault.models import KeyPurpose, OrganisationKey, PublicKey

if TYPE_CHECKING:
    import uuid

aead.register()
hybrid.register()

BLIND_BYTES = 32
_RECEIVE = hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM_RAW


class EpochDestroyed(LookupError):
    """The key of that epoch was destroyed: what it wrapped can never be opened again."""


def make_organisation_keys(org_id: uuid.UUID) -> None:
    """Make the first keys of an organisation; a second call raises IntegrityError."""
    with tenancy.scope(org=org_id):
        new_wrapping_key(org_id, 1)
        new_receiving_key(org_id, 1)
        _keep(org_id, KeyPurpose.BLIND, 1, secrets.token_bytes(BLIND_BYTES))
    caches.NEWEST_EPOCHS.drop((org_id, KeyPurpose.WRAP))


def new_wrapping_key(org_id: uuid.UUID, epoch: int) -> None:
    keyset = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM_RAW)
    _keep(org_id, KeyPurpose.WRAP, epoch, proto_keyset_format.serialize(keyset, secret_key_access.TOKEN))


def new_receiving_key(org_id: uuid.UUID, epoch: int) -> None:
    keyset = tink.new_keyset_handle(_RECEIVE)
    _keep(org_id, KeyPurpose.RECEIVE, epoch, proto_keyset_format.serialize(keyset, secret_key_access.TOKEN))
    public = proto_keyset_format.serialize_without_secret(keyset.public_keyset_handle())
    PublicKey.objects.create(org_id=org_id, epoch=epoch, public=public)


def _keep(org_id: uuid.UUID, purpose: str, epoch: int, secret: bytes) -> None:
    master, sealed = ring.seal(secret, place(org_id, purpose, epoch))
    OrganisationKey.objects.create(org_id=org_id, purpose=purpose, epoch=epoch, master=master, sealed=sealed)


def place(org_id: uuid.UUID, purpose: str, epoch: int) -> str:
    """What a private key is bound to: moved to another organisation, purpose or epoch it does not open."""
    return f"organisation-key|{org_id}|{purpose}|{epoch}"


def wrapping(org_id: uuid.UUID, epoch: int) -> aead.Aead:
    """The primitive that wraps and unwraps data keys."""
    return _cached(org_id, KeyPurpose.WRAP, epoch, lambda secret: _keyset(secret).primitive(aead.Aead))


def receiving(org_id: uuid.UUID, epoch: int) -> hybrid.HybridDecrypt:
    """The primitive that opens what was sealed to the organisation."""
    return _cached(
        org_id, KeyPurpose.RECEIVE, epoch, lambda secret: _keyset(secret).primitive(hybrid.HybridDecrypt)
    )


def blind(org_id: uuid.UUID) -> bytes:
    """The key of the organisation's blind index. It has one epoch: a new one would lose every entry."""
    return _cached(org_id, KeyPurpose.BLIND, 1, bytes)  # type: ignore[no-any-return] # what `bytes` makes


def _cached(org_id: uuid.UUID, purpose: str, epoch: int, make: Any) -> Any:
    ring.require_open()
    found = caches.ORGANISATION_KEYS.get((org_id, purpose, epoch))
    if found is None:
        row = OrganisationKey.objects.get(org_id=org_id, purpose=purpose, epoch=epoch)
        if row.sealed is None:
            raise EpochDestroyed
        found = make(ring.open_sealed(row.master, bytes(row.sealed), place(org_id, purpose, epoch)))
        caches.ORGANISATION_KEYS.put((org_id, purpose, epoch), found)
    return found


def _keyset(secret: bytes) -> tink.KeysetHandle:
    return proto_keyset_format.parse(secret, secret_key_access.TOKEN)


def newest(org_id: uuid.UUID, purpose: str = KeyPurpose.WRAP) -> int:
    """The epoch that new things are wrapped with; raises DoesNotExist for an organisation without keys."""
    found = caches.NEWEST_EPOCHS.get((org_id, purpose))
    if found is None:
        found = OrganisationKey.objects.filter(org_id=org_id, purpose=purpose).latest("epoch").epoch
        caches.NEWEST_EPOCHS.put((org_id, purpose), found)
    return int(found)


def public(org_id: uuid.UUID) -> tuple[int, hybrid.HybridEncrypt]:
    """(epoch, primitive) to seal something to an organisation; works while locked and from any scope."""
    found = caches.PUBLIC_KEYS.get(org_id)
    if found is None:
        row = PublicKey.objects.filter(org_id=org_id).latest("epoch")
        found = (
            row.epoch,
            proto_keyset_format.parse_without_secret(bytes(row.public)).primitive(hybrid.HybridEncrypt),
        )
        caches.PUBLIC_KEYS.put(org_id, found)
    return found
