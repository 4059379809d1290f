"""Codes that people read from paper: letters and digits that cannot be mistaken for each other (Crockford's base 32)."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TYPED_FOR = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})

SHEET_CODE = 8  # 40 bits, tried one by one behind the back-off
RESET_CODE = 12
INVITATION = 20  # 100 bits: it stands in an address and is not counted


def fresh(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def plain(typed: str) -> str:
    """What was typed, without spaces, dashes, capitals and look-alikes."""
    kept = "".join(letter for letter in typed.lower() if letter.isalnum())
    return kept.translate(_TYPED_FOR)


def grouped(code: str) -> str:
    """In fours, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
