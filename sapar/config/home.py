"""The installation's own folder and what is read from it before Django starts."""

from __future__ import annotations

import os
import pwd
import secrets
from pathlib import Path


def path() -> Path:
    """`SAPAR_HOME`, or `~/.sapar`. Made on first use, readable by its owner alone."""
    place = Path(os.environ.get("SAPAR_HOME") or _usual_place()).expanduser().resolve()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _usual_place() -> Path:
    """`~/.sapar`; for a user without a home folder (`nobody`, an empty environment) `.sapar` beside the code."""
    try:
        own = os.environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError:
        own = ""
    return (
        Path(own) / ".sapar"
        if own and os.access(own, os.W_OK)
        else Path(__file__).resolve().parents[2] / ".sapar"
    )


def is_demo() -> bool:
    """A demo is the embedded database without `DATABASE_URL`, or what `SAPAR_DEMO` says outright."""
    said = os.environ.get("SAPAR_DEMO")
    if said is not None:
        return said == "1"
    return not os.environ.get("DATABASE_URL")


def secret_key() -> str:
    """Django's signing key: `SAPAR_SECRET_KEY`, or one made once and kept in the home folder."""
    given = os.environ.get("SAPAR_SECRET_KEY")
    if given:
        return given
    place = path() / "secret_key"
    if not place.exists():
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return place.read_text().strip()
