"""A security key made of software, as a browser would answer for it (WebAuthn level 2, ES256)."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


class Device:
    """`pin=False` is a key that does not check who holds it."""

    def __init__(self, origin: str = "http://localhost", *, pin: bool = True) -> None:
        self.origin = origin
        self.pin = pin
        self.count = 0
        self.key_id = os.urandom(32)
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.handle = b""

    def create(self, options: dict[str, Any]) -> str:
        """What the form's hidden field holds after the browser asked the key to make a credential."""
        asked = options["publicKey"]
        self.handle = _bytes(asked["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.key_id)) + self.key_id + public
        said = self._said(asked["rp"]["id"], _ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": said})
        return self._answer(
            {
                "clientDataJSON": websafe_encode(self._client("webauthn.create", asked["challenge"])),
                "attestationObject": websafe_encode(attestation),
            }
        )

    def get(self, options: dict[str, Any]) -> str:
        """The same after the browser asked it to sign a challenge."""
        asked = options["publicKey"]
        client, said = self._client("webauthn.get", asked["challenge"]), self._said(asked["rpId"], 0)
        signature = self.private.sign(said + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(said),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.handle),
            }
        )

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _said(self, site: str, flags: int) -> bytes:
        self.count += 1
        flags |= _PRESENT | (_VERIFIED if self.pin else 0)
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _answer(self, response: dict[str, str]) -> str:
        own = websafe_encode(self.key_id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})


def _bytes(text: str) -> bytes:
    from fido2.utils import websafe_decode

    return websafe_decode(text)
