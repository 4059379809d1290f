"""One rough spelling for every way a place or a name is written, so that scripts and habits compare equal.

«Джалал-Абад», «Жалал-Абад», "Jalal-Abad" and "Dzhalalabad" all fold to `jalalabad`. Pure: no Django.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Cyrillic of all our languages; Latin digraphs are brought to the same letters below.
_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "j", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "u", "я": "a", "ғ": "g", "җ": "j", "қ": "k", "ң": "n", "ө": "o", "ү": "u", "ұ": "u",
    "ў": "o", "ҳ": "h", "ҷ": "j", "һ": "h", "ә": "a", "ӣ": "i", "ӯ": "u", "ӱ": "u", "ӧ": "o", "ӓ": "a",
})  # fmt: skip
_LATIN = str.maketrans({"ı": "i", "ə": "a", "ø": "o", "ß": "s", "ł": "l", "đ": "d"})
_DIGRAPHS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("dzh", "j"), ("dsch", "j"), ("dj", "j"), ("zh", "j"),
    ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("ts", "c"), ("tz", "c"), ("ph", "f"),
    ("ya", "a"), ("yu", "u"), ("ye", "e"),
    ("q", "k"), ("w", "v"), ("x", "h"), ("y", "i"),
)  # fmt: skip
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")
# Vowels without stress and consonants at the end of a syllable that are heard alike.
_HEARD = str.maketrans("oedbzvg", "aitpsfk")
LONGEST = 60


def fold(text: str) -> str:
    """The rough spelling: lower-case Latin letters and digits only, at most `LONGEST` of them; may be empty."""
    lowered = unicodedata.normalize("NFC", text[: LONGEST * 4]).lower().translate(_CYRILLIC).translate(_LATIN)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    letters = _NOT_A_LETTER.sub("", bare)
    for pair, single in _DIGRAPHS:
        letters = letters.replace(pair, single)
    return _DOUBLED.sub(r"\1", letters)[:LONGEST]


def by_ear(folded: str) -> str:
    """What is written alike by those who write as they hear: «абманул», «обманул»."""
    return _DOUBLED.sub(r"\1", folded.translate(_HEARD))


def joined(parts: Iterable[str]) -> str:
    """Folded words as one: «алма ата» is «алмаата»."""
    return _DOUBLED.sub(r"\1", "".join(parts))


def words(text: str) -> list[str]:
    """The folded words of a text, in order, empty ones left out."""
    return [folded for word in re.split(r"[\s,.;:!?/()«»\"]+", text[:400]) if (folded := fold(word))]
