"""Languages in two letters, as we keep them, and in three, as the standard asks (ISO 639-2)."""

from __future__ import annotations

THREE = {
    "ab": "abk", "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "de": "deu", "en": "eng", "es": "spa", "fa": "fas",
    "fr": "fra", "hi": "hin", "hy": "hye", "ja": "jpn", "ka": "kat", "kk": "kaz", "ko": "kor", "ky": "kir", "lt": "lit",
    "lv": "lav", "mn": "mon", "pl": "pol", "ps": "pus", "ro": "ron", "ru": "rus", "tg": "tgk", "tk": "tuk", "tr": "tur",
    "tt": "tat", "ug": "uig", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie", "zh": "zho",
}  # fmt: skip
# ISO 639-2 has two codes for some languages; the older ones are read too.
_OLDER = {"chi": "zh", "fre": "fr", "geo": "ka", "ger": "de", "per": "fa", "rum": "ro", "arm": "hy"}
_TWO = {three: two for two, three in THREE.items()} | _OLDER


def three_letters(code: str) -> str:
    """ "kir" for "ky"; a code of three letters stays what it is."""
    return THREE.get(code, code)


def ours(code: str) -> str:
    """ "ky" for "kir" or "KY"; "" for what is no code of a language."""
    plain = code.strip().lower()
    found = _TWO.get(plain, plain)
    return found if found in THREE or (len(found) == 3 and found.isalpha() and found.isascii()) else ""
