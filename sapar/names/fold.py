"""One spelling to the sounds it may stand for: Cyrillic in one way, Latin in each way its letters allow.

A sound is one letter of `SOUNDS`; letters of other scripts stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from sapar.names import tables

VOWELS = "aäeiyoöuü"
SOUNDS = VOWELS + "bpdtgğkqhzsžšǰčclmnŋrvfj"
# An apostrophe, whatever a keyboard makes of it; Uzbek and Turkmen write sounds with it.
APOSTROPHES = "'`´ʹʻʼʽ’‘‛′ʿʾˈ＇\"“”"
_CACHED_WORDS = 65_536
_V = f"[{VOWELS}]"
# In this order: a sound without which the step has nothing to do, what it looks for, what that becomes.
_STEPS = tuple(
    (needs, re.compile(pattern), becomes)
    for needs, pattern, becomes in (
        ("Y", f"Y(?={_V})|(?<={_V})Y", "j"),
        ("Y", "Y", "y"),
        ("J", f"(?<={_V})J(?=[^{VOWELS}])", "i"),
        ("J", "J", "ǰ"),
        ("d", "dž", "ǰ"),
        ("d", "dǰ", "ǰ"),
        ("t", "ts", "c"),
        ("t", "t[šč]", "č"),
        ("č", "[sš]č", "š"),
        ("n", "n[gğ]", "ŋ"),
        ("j", f"(?<![{VOWELS}])(?<!^)j", ""),
        ("j", f"(?<={_V})j(?={_V})", ""),
        ("j", f"(?<={_V})j", "i"),
        ("i", f"(?<={_V})i(?={_V})", ""),
        ("j", "^je", "e"),
        ("i", "^i(?=[aou])", "j"),
        ("i", "yi|iy", "i"),
        ("", r"(.)\1+", r"\1"),
        ("", f"(?<={_V})[uü](?={_V})|^[uü](?={_V})", "v"),
    )
)


def letters(text: str) -> str:
    """Small letters, composed, apostrophes one; marks that no table knows are taken off."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKC", text).lower()
    return "".join(_known(letter) for letter in unicodedata.normalize("NFC", small))


@lru_cache(maxsize=4096)
def _known(letter: str) -> str:
    if letter in APOSTROPHES:
        return "'"
    if letter in tables.cyrillic() or letter in tables.conventions()["plain"]:
        return letter
    bare = "".join(one for one in unicodedata.normalize("NFD", letter) if not unicodedata.combining(one))
    return bare or letter if not unicodedata.combining(letter) else ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each convention its letters, the longest first; "cyrillic" among them."""
    found = {"cyrillic": tables.cyrillic(), **tables.conventions()}
    return {
        name: re.compile("|".join(re.escape(one) for one in sorted(table, key=len, reverse=True)))
        for name, table in found.items()
    }


# Latin letters that are not read in one way only; any letter beyond a to z may be one.
_DOUBTFUL = re.compile("[cjqwx]|s[zj]|zj|zs|tj|ou|[ß-ɏə]")
_PLAIN = ("plain",)


def conventions(name: str) -> tuple[str, ...]:
    """The ways in which the Latin letters of a whole name may be meant; `name` as `letters` gives it."""
    if not _DOUBTFUL.search(name):
        return _PLAIN
    spoken = [cue for cue in tables.cues() if cue.pattern.search(name)]
    group = next((cue.group for cue in spoken if cue.group), "")
    shown = tuple(cue.convention for cue in spoken if cue.group == group) if group else ("plain",)
    return shown + tuple(
        cue.convention for cue in spoken if not cue.group and _in_doubt(cue.convention, group)
    )


def _in_doubt(convention: str, group: str) -> bool:
    """Where a name shows its convention, a bare j or x in it is not in doubt; a Kazakh w may be."""
    return not group or (convention == "letter_w" and group in ("turkic", "nordic"))


@lru_cache(maxsize=_CACHED_WORDS)
def readings(word: str, ways: tuple[str, ...]) -> tuple[str, ...]:
    """The different sounds of one word, the likeliest first; `word` as `letters` gives it."""
    cyrillic = any(letter in tables.cyrillic() for letter in word)
    found = [_sounds(word, way) for way in (("cyrillic",) if cyrillic else ways)]
    # Papers write Ё as Е, and passports carry that over: Ёқуб, Екуб, Ekub.
    found += ["e" + sounds[2:] for sounds in found if sounds.startswith("jo")]
    return tuple(dict.fromkeys(found))


def _sounds(word: str, way: str) -> str:
    table = tables.cyrillic() if way == "cyrillic" else tables.conventions()[way]
    text = _patterns()[way].sub(lambda found: table[found[0]], word.replace("'", ""))
    for needs, pattern, becomes in _STEPS:
        if needs in text:
            text = pattern.sub(becomes, text)
    return text


def forget() -> None:
    """Names that were read stay in memory for speed; this empties it, as a lock of the vault does."""
    readings.cache_clear()
