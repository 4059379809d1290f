"""How far somebody has come, sealed into the page that they look at; see docs/decisions/0020.

The server keeps nothing. The form carries the answers under a key that half lies in a cookie of random letters, which
"Leave this page" takes away: pages that a browser shows again afterwards cannot be opened, by nobody.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

from sapar.vault import cipher

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "g"
# A page that is left lying is dead after this.
HOLDS_SECONDS = 3600
LONGEST = 8000
_PLACE = b"guidance|way"


class Ended(Exception):
    """The page was left, is too old, or was never ours."""


@dataclass(frozen=True)
class Way:
    """`flow` "" at the list. `answers` as `flows.replay` takes them; `at` a question that is looked at again, "" for none.

    `on` is the day of the question as ISO text, "" for today. `facts` are what a calculator was told.
    """

    flow: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    at: str = ""
    on: str = ""
    rule: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def but(self, **changes: Any) -> Way:
        return replace(self, **changes)

    def kept(self) -> dict[str, Any]:
        """A flow's answers as they are sealed with a contact; `walking.standing_of` reads them again."""
        return {"flow": self.flow, "answers": dict(self.answers), "on": self.on}


def half_of(request: HttpRequest) -> str:
    """The half of the key that lies in the cookie; a new one where there is none."""
    known: str = request.COOKIES.get(COOKIE, "")
    return known or secrets.token_urlsafe(16)


def sealed(way: Way, half: str) -> str:
    content = asdict(way) | {"t": int(time.time())}
    plain = cipher.padded(cipher.encode({name: value for name, value in content.items() if value}))
    return base64.urlsafe_b64encode(cipher.seal(_key(half), plain, _PLACE)).decode()


def opened(request: HttpRequest) -> Way:
    """What the form carried, or `Ended`."""
    half, sent = request.COOKIES.get(COOKIE, ""), request.POST.get("way", "")
    if not half or not sent or len(sent) > LONGEST:
        raise Ended
    try:
        content = json.loads(
            cipher.open_sealed(_key(half), base64.b64decode(sent.encode(), b"-_", validate=True), _PLACE)
        )
    except (cipher.SealBroken, binascii.Error, UnicodeEncodeError):
        raise Ended from None
    if content.pop("t", 0) < time.time() - HOLDS_SECONDS:
        raise Ended
    return Way(**content)


def keep_half(response: HttpResponse, half: str) -> None:
    """For as long as the browser is open."""
    response.set_cookie(COOKIE, half, secure=settings.HTTPS, httponly=True, samesite="Strict")


def forget_half(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Strict")


def _key(half: str) -> AESGCM:
    return AESGCM(
        hmac.digest(force_bytes(settings.SECRET_KEY), f"sapar.guidance.way|{half}".encode(), "sha256")
    )
