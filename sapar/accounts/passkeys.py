"""Passkeys and security keys (WebAuthn), by Yubico's `fido2`. Knows nothing of the database.

A key belongs to a host name. Browsers give none on a bare address such as 127.0.0.1: there `possible_on` says no, and
the pages say so in place of the button.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]


class NotVerified(ValueError):
    """The answer of the device is malformed, stale, of another site, of an unknown key or not signed by it."""


@dataclass(frozen=True)
class NewKey:
    credential_id: bytes
    credential: bytes
    sign_count: int


@dataclass(frozen=True)
class Assertion:
    credential_id: bytes
    sign_count: int
    user_handle: bytes  # empty when the device did not say


def possible_on(host: str) -> bool:
    """`host` as in the address, with or without a port."""
    try:
        ipaddress.ip_address(_name(host))
    except ValueError:
        return bool(_name(host))
    return False


def begin_adding(host: str, user_id: uuid.UUID, label: str, known: Sequence[bytes]) -> tuple[Json, Json]:
    """(options for the browser, state for the session). Asks for a key that can be used without a name, with PIN."""
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=user_id.bytes, name=label, display_name=label),
        [AttestedCredentialData(stored) for stored in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), state


def finish_adding(host: str, state: Json, answer: Mapping[str, Any]) -> NewKey:
    """Raises `NotVerified`."""
    try:
        made = _server(host).register_complete(state, answer)
    except (
        Exception
    ) as cause:  # the library raises a dozen types on a malformed answer, all of them a refusal
        raise NotVerified from cause
    if made.credential_data is None:
        raise NotVerified
    return NewKey(made.credential_data.credential_id, bytes(made.credential_data), made.counter)


def begin_proving(host: str, known: Sequence[bytes] | None) -> tuple[Json, Json]:
    """With `known` keys as a second factor after the password; with None alone, then the device must check its owner."""
    alone = known is None
    options, state = _server(host).authenticate_begin(
        None if known is None else [AttestedCredentialData(stored) for stored in known],
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    return dict(options), state


def checks_owner(state: Mapping[str, Any]) -> bool:
    """Whether the challenge in `state` is met only by a device that has checked who holds it."""
    return bool(state.get("user_verification") == UserVerificationRequirement.REQUIRED)


def read_assertion(answer: Mapping[str, Any]) -> Assertion:
    """What the answer claims, before anything is verified. Raises `NotVerified`."""
    try:
        parsed = AuthenticationResponse.from_dict(answer)
    except Exception as cause:
        raise NotVerified from cause
    response = parsed.response
    return Assertion(parsed.raw_id, response.authenticator_data.counter, response.user_handle or b"")


def finish_proving(host: str, state: Json, known: bytes, answer: Mapping[str, Any]) -> None:
    """Raises `NotVerified`."""
    try:
        _server(host).authenticate_complete(state, [AttestedCredentialData(known)], answer)
    except Exception as cause:
        raise NotVerified from cause


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name=_("Sapar"), id=_name(host)))


def _name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""
