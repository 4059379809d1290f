"""The countries of our routes, who borders whom, and how a person may write their names."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from sapar.directory.spelling import fold

_SHORTEST = 4
_LONGEST_ENDING = 3
# In the order of the lists on the public pages.
COUNTRIES = ("RU", "KZ", "KG", "UZ", "TJ", "TM", "TR", "MD")

NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "RU": ("KZ",),
    "KZ": ("RU", "KG", "UZ", "TM"),
    "KG": ("KZ", "UZ", "TJ"),
    "UZ": ("KZ", "KG", "TJ", "TM"),
    "TJ": ("KG", "UZ"),
    "TM": ("KZ", "UZ"),
    "TR": (),
    "MD": (),
}

_LOCALES = ("ru", "ky", "uz", "tg", "kk", "tk", "ro", "en")
# What people say and Unicode's tables do not have.
_SPOKEN = {
    "RU": (
        "рф",
        "российская федерация",
        "россия федерациясы",
        "орусия",
        "русия",
        "rossiya",
        "rossia",
        "rasiya",
        "orsyet",
        "orsýet",
    ),
    "KZ": ("казакстан", "казахстон", "kazakstan", "kazahstan", "qozogiston", "qazaqstan", "рк"),
    "KG": ("киргизия", "кыргызстан", "киргизстан", "kirgizia", "kirgistan", "qirgiziston", "кр"),
    "UZ": ("узбекистан", "узбекистон", "өзбекстан", "ozbekiston"),
    "TJ": ("таджикистан", "точикистон", "tojikiston", "tadjikistan"),
    "TM": ("туркмения", "туркменистан", "turkmenia"),
    "TR": ("турция", "туркия", "turkiya", "turkey"),
    "MD": ("молдавия", "молдова", "moldavia"),
}


@lru_cache(maxsize=1)
def _by_spelling() -> dict[str, str]:
    known: dict[str, str] = {}
    for code in COUNTRIES:
        names = [Locale.parse(locale).territories.get(code, "") for locale in _LOCALES]
        known |= {fold(name): code for name in (*names, *_SPOKEN[code]) if name}
    return known


def find_country(text: str) -> str:
    """The country's code, also with the endings that sentences give a name («в России»); "" when it is none of ours."""
    sound = fold(text)
    known = _by_spelling()
    if sound in known:
        return known[sound]
    for spelling, code in known.items():
        if len(sound) >= _SHORTEST and _bent(sound, spelling):
            return code
    return ""


def is_country(word: str) -> bool:
    """Whether a folded word is the whole name of a country."""
    return word in _by_spelling()


def _bent(sound: str, spelling: str) -> bool:
    """«Казахстанда» has letters after the name, «России» lost its last one."""
    stem = spelling[:-1]
    return len(stem) >= _SHORTEST and sound.startswith(stem) and len(sound) - len(stem) <= _LONGEST_ENDING
