"""Letters as people's spreadsheets have them: look-alikes from the other alphabet, hard spaces, invisible marks."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sapar.directory.spelling import fold
from sapar.ui.texts import tidy

_LATIN, _CYRILLIC = "aceopxykmhtbABCEHKMOPTXYiI", "асеорхукмнтвАВСЕНКМОРТХУіІ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_BROKEN = ("#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


def clean(text: str) -> str:
    """One kind of space, no invisible marks, nothing at the ends, every word in one alphabet."""
    plain = _INVISIBLE.sub("", tidy(text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return _WORD.sub(_one_alphabet, "\n".join(line for line in lines if line))


def _one_alphabet(found: re.Match[str]) -> str:
    """A word of two alphabets is written in the one of its letters that have no look-alike, else in the commoner."""
    word = found[0]
    cyrillic = sum("CYRILLIC" in unicodedata.name(letter, "") for letter in word)
    if cyrillic in (0, len(word)):
        return word
    telling = [letter for letter in word if letter not in _LATIN and letter not in _CYRILLIC]
    certain = sum("CYRILLIC" in unicodedata.name(letter, "") for letter in telling)
    is_cyrillic = certain * 2 >= len(telling) if telling else cyrillic * 2 >= len(word)
    return word.translate(_TO_CYRILLIC if is_cyrillic else _TO_LATIN)


def spoken(text: str) -> str:
    """The rough spelling that headings and words of lists are compared by; both scripts come out alike."""
    return fold(clean(text))


def shown(cell: Any) -> str:
    """A cell as a person sees it: 79123456789.0 without its point, a date as it is written here."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        if "d" in cell:
            return str(cell["d"]).replace("T00:00:00", "").replace("T", " ")
        number = float(cell["n"])
        return str(int(number)) if number.is_integer() else repr(number)
    return str(cell)


def is_empty(cell: Any) -> bool:
    return not isinstance(cell, dict) and not clean(str(cell or ""))


def is_broken(cell: Any) -> bool:
    """Whether a formula stood here and its result is an error."""
    return isinstance(cell, str) and cell.strip().upper().startswith(_BROKEN)
