"""What a person typed, made fit to store: one Unicode form, nothing invisible that can break or disguise it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.utils.datastructures import MultiValueDict

if TYPE_CHECKING:
    from collections.abc import Mapping

# NUL and other controls but tab and line ends, lone surrogates, and the marks that turn the direction of text.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """`text` in NFC without control characters. Letters, apostrophes and emoji of any script stay."""
    return unicodedata.normalize("NFC", _UNFIT.sub("", text))


def tidy_all(sent: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """A copy of the sent fields with every text tidied; lists stay lists, files and others stay as they are."""
    if isinstance(sent, MultiValueDict):
        pairs = {name: sent.getlist(name) for name in sent}
    else:
        pairs = {
            name: list(value) if isinstance(value, list | tuple) else [value] for name, value in sent.items()
        }
    return MultiValueDict({name: [_one(value) for value in values] for name, values in pairs.items()})


def _one(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value
