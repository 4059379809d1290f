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
_CACHED_WORDS = 131_072
# Private signs of Unicode, which no keyboard writes.
_FIRST_SIGN = 0xF0000
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
def _table(way: str) -> tuple[re.Pattern[str], dict[str, str], dict[int, str]]:
    """For a convention, or "cyrillic": its letter groups, a sign to stand for each, and the sounds of signs and letters.

    Groups first become single signs, so that all sounds can be put in at once by the compiled `str.translate`.
    """
    table = tables.cyrillic() if way == "cyrillic" else tables.conventions()[way]
    groups = sorted((letters for letters in table if len(letters) > 1), key=len, reverse=True)
    signs = {letters: chr(_FIRST_SIGN + number) for number, letters in enumerate(groups)}
    sounds = {ord(signs.get(letters, letters)): sound for letters, sound in table.items()}
    pattern = re.compile("|".join(map(re.escape, groups)) or r"(?!)")
    return pattern, signs, sounds | {ord("'"): ""}


# Latin letters that are not read in one way only; any letter beyond a to z may be one.
_DOUBTFUL = re.compile("c(?![hk])|[jwx]|[st]ch|s[zj]|zj|zs|tj|ou|[ß-ɏə]")
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
    groups, signs, sounds = _table(way)
    text = groups.sub(lambda found: signs[found[0]], word.replace("'", "")).translate(sounds)
    for needs, pattern, becomes in _STEPS:
        if needs in text:
            text = pattern.sub(becomes, text)
    return text


def forget() -> None:
    """Names that were read stay in memory for speed; this empties it, as a lock of the vault does."""
    readings.cache_clear()
