"""One name in the spellings that people meet: home alphabet, Russian papers, passport, clerks abroad."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
# Schemes that are changes to the passport's.
_ON_PASSPORT = ("bgn", "gost", "clerk", "german", "turkish")
# Written from the spelling in Russian papers; BGN/PCGN goes from the home alphabet.
_FROM_RUSSIAN = ("passport", "gost", "clerk", "german", "turkish")
SCHEMES = ("home", "cyrillic", "russian", "soviet", "passport", "bgn", "gost", "clerk", "german", "turkish")


def written(cyrillic: str, home: str, scheme: str) -> str:
    """`cyrillic`: one word in the home language's Cyrillic; `home`: the same as people at home write it today."""
    if scheme == "home":
        return home
    if scheme == "cyrillic":
        return cyrillic
    if scheme == "russian":
        return _carried(cyrillic, "russian")
    if scheme == "soviet":
        return _soviet(_carried(cyrillic, "russian"))
    source = _carried(cyrillic, "russian") if scheme in _FROM_RUSSIAN else cyrillic
    return _carried(source, scheme)


def to_cyrillic(word: str, language: str) -> str:
    """A word in the Latin alphabet of Uzbek (`uz`) or Turkmen (`tk`), in the language's older Cyrillic."""
    found = _carried(word, f"{language}_cyrillic")
    found = re.sub("^е", "э", found)
    return re.sub("^Е", "Э", found)


@cache
def _table(scheme: str) -> dict[str, str]:
    with (_HERE / "schemes.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["scheme"], row["letters"], row["becomes"]) for row in csv.DictReader(file)]
    found = {
        letters: becomes for name, letters, becomes in rows if name == "passport" and scheme in _ON_PASSPORT
    }
    found.update({letters: becomes for name, letters, becomes in rows if name == scheme})
    return found


@cache
def _pattern(scheme: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _table(scheme)), key=len, reverse=True)), re.IGNORECASE)


def _carried(word: str, scheme: str) -> str:
    table = _table(scheme)

    def one(found: re.Match[str]) -> str:
        becomes = table[found[0].lower()]
        return becomes.capitalize() if found[0][0].isupper() else becomes

    return _pattern(scheme).sub(one, word)


def _soviet(word: str) -> str:
    """Papers of Soviet time wrote Tajik and Uzbek о as а in the name itself, not in its Russian ending."""
    ending = re.search("(ов|ова|ович|овна|ев|ева|евич|евна)$", word)
    cut = ending.start() if ending else len(word)
    return word[:cut].replace("о", "а").replace("О", "А") + word[cut:]
