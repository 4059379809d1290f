"""What in a text could tell who somebody is: found by rule, each finding with where it stands and what to do.

Some findings refuse the text (a telephone, a document's number, a day, a given name, a small town): such a text is not stored.
Others are doubts (a capital letter in the middle of a sentence): a person looks at each and says that it is nobody's name.
Pure but for words: how many people live in a place is asked of the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sapar.directory.countries import find_country
from sapar.directory.spelling import fold
from sapar.names.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

# Fewer inhabitants than this and a place is not named; the province is.
SMALLEST_PLACE = 100_000
# In digits: a shorter number may be a sum, a longer one belongs to somebody.
_LONG_NUMBER = 7


class Kind(TextChoices):
    PHONE = "phone", _("A long number, such as a telephone. Take it out; write large sums in words.")
    DOCUMENT = "document", _("The number of a paper or case. Take it out.")
    ADDRESS = "address", _("An address, a link or a name on the net. Take it out.")
    DAY = "day", _("A day. Write the month and the year, or only the year.")
    NAME = "name", _("A person's name. Write “the mother”, “the worker”, “the employer”.")
    PLACE = "place", _("A place where fewer than 100,000 people live. Write the province or the country.")
    CAPITAL = "capital", _("A capital letter: somebody's name, a firm, a small place?")


REFUSED = frozenset({Kind.PHONE, Kind.DOCUMENT, Kind.ADDRESS, Kind.DAY, Kind.NAME, Kind.PLACE})


@dataclass(frozen=True)
class Finding:
    """`part` is the text's name, `line` counts from 1, `excerpt` is what was found."""

    kind: Kind
    part: str
    line: int
    excerpt: str

    @property
    def is_refused(self) -> bool:
        return self.kind in REFUSED


_LOCALES = ("ru", "ky", "uz", "tg", "kk", "tk", "ro", "en")
_MONEY = r"(?:сом|руб|тенге|тыс|млн|долл|евро|som|so‘m|rubl|rouble|tenge|dollar|euro|лей|lei|сомон|manat|манат|[₽$€₸])"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.ADDRESS, r"https?://\S+|www\.\S+|\S+@\S+\.\S+|(?<!\w)@\w{3,}|\bt\.me/\S+"),
    (Kind.ADDRESS, r"\b(?:ул(?:\.|ица|ице|ицы)|проспект\w*|пр-т|переул\w*|кв\.|street|avenue|көчөсү|ko‘chasi|көшесі|köçesi|strada)\s*\S+"),
    (Kind.PLACE, r"\b(?:с\.|сел[оае]|посёл\w+|посел\w+|деревн\w+|кишлак\w*|аул[ае]?|хутор\w*|village of|айыл[ыа]?\w*|qishlog‘i|деҳа\w*|ауыл\w*)\s+[«\"]?[A-ZА-ЯЁӘӨҮҰҚҒҢҺҶҲӢӮ]\w+"),
    (Kind.DOCUMENT, r"(?:№|\bN[oо]\.?|#)\s*\d[\d/-]{2,}|\b[A-ZА-ЯЁ]{1,3}[- ]?\d{6,}\b|\b\d{2,}[-/]\d{3,}(?:[-/]\d+)*\b"),
    (Kind.DAY, r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"),
    (Kind.NAME, r"\b[A-ZА-ЯЁӨҮҚҒ]\w+(?:ович|евич|овна|евна|ovich|evich|ovna|evna)\w{0,2}\b|\b\w+\s(?:уулу|кызы|ұлы|қызы|o‘g‘li|qizi|оглы|ogly|gyzy)\b|\b[A-ZА-ЯЁӨҮҚҒҲҶ]\w+(?:зода|zoda)\b|\b[A-ZА-ЯЁ]\.\s?[A-ZА-ЯЁ]\.(?:\s?[A-ZА-ЯЁ]\w+)?"),
)  # fmt: skip
_NUMBER = re.compile(rf"\+?\d[\d\s().–-]{{5,}}\d(?!\s*{_MONEY})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’‘ʻʼ'-]*")
_AFTER_A_SENTENCE = re.compile(r"(?:^|[.!?…:;]|[–—-]\s)\s*$")
_ENDINGS = ("a", "e", "i", "u", "oi", "om", "ou", "em", "iu", "am", "ami", "s", "da", "de", "ta", "te", "ga", "ge", "dan", "den", "ning", "nin")  # fmt: skip
# Capital letters that tell of nobody: English writes peoples, languages and months with them.
_USUAL_WORDS = """
I Kyrgyz Uzbek Tajik Kazakh Turkmen Russian Romanian Moldovan English Central Asia Asian Eurasian Union Labour Code Article State
Embassy Consulate Ministry President Monday Tuesday Wednesday Thursday Friday Saturday Sunday Urals Siberia Volga
Урал Сибирь Поволжье Российский Российская РФ РК КР ЕАЭС СНГ МОТ ООН МОМ ТК УК ГК КоАП Трудовой Центральная Азия Евразийский Евразийского Евразийском Союз Союзе
May March April June July August September October November December January February IOM ILO EAEU CIS UN NGO НПО МВД ФМС ГУВМ Кодекс
"""
_USUAL = frozenset(map(fold, _USUAL_WORDS.split()))


def findings(
    texts: Mapping[str, str], sizes: Callable[[Collection[str]], Mapping[str, int]]
) -> list[Finding]:
    """Everything in the texts (by name), in their order; what refuses before what only asks.

    `sizes` is given rough spellings and says how many people live in the largest place of each that is a place's.
    """
    found = [one for part, text in texts.items() for one in _by_pattern(part, text)]
    taken = {(one.part, one.line, word) for one in found for word in _WORD.findall(one.excerpt)}
    capitals = [one for part, text in texts.items() for one in _capitals(part, text)]
    capitals = [one for one in capitals if (one[0], one[1], one[2]) not in taken]
    known = sizes({form for one in capitals for form in _forms(one[2])})
    found += [judged for one in capitals if (judged := _judge(one, known))]
    return sorted(dict.fromkeys(found), key=lambda one: not one.is_refused)


def refused(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.is_refused]


def doubts(found: list[Finding]) -> list[Finding]:
    return [one for one in found if not one.is_refused]


def _by_pattern(part: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, pattern in _compiled():
            for match in pattern.finditer(line):
                yield Finding(kind, part, number, match[0].strip())
        for match in _NUMBER.finditer(line):
            if sum(letter.isdigit() for letter in match[0]) >= _LONG_NUMBER and not _is_years(match[0]):
                yield Finding(Kind.PHONE, part, number, match[0].strip())


def _is_years(text: str) -> bool:
    """«2019–2020» is eight digits and no telephone."""
    return re.fullmatch(r"(?:19|20)\d\d\s*[–-]\s*(?:19|20)\d\d", text.strip()) is not None


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    months = "|".join(sorted(_months(), key=len, reverse=True))
    day = rf"\b\d{{1,2}}(?:\W{{0,2}}[^\W\d]{{1,4}})?(?:\W{{1,2}}of)?\W{{1,2}}(?:{months})\b|\b(?:{months})\W{{1,2}}\d{{1,2}}(?!\d)"
    written = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]
    return (*written, (Kind.DAY, re.compile(day, re.IGNORECASE)))


def _months() -> set[str]:
    locales = [Locale(code) for code in _LOCALES]
    return {
        re.escape(name)
        for locale in locales
        for context in ("format", "stand-alone")
        for name in locale.months[context]["wide"].values()
        if not name.isdecimal()
    }


def _capitals(part: str, text: str) -> Iterator[tuple[str, int, str, bool]]:
    """(part, line, word, whether a sentence begins with it) of each word with a capital."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _WORD.finditer(line):
            if match[0][0].isupper():
                yield part, number, match[0], bool(_AFTER_A_SENTENCE.search(line[: match.start()]))


def _judge(one: tuple[str, int, str, bool], known: Mapping[str, int]) -> Finding | None:
    part, line, word, begins = one
    forms = _forms(word)
    if find_country(word) or _USUAL & forms:
        return None
    if forms & _given_names():
        # «Вера» is a name and «Вера» is a word: at the beginning of a sentence a person decides.
        return Finding(Kind.CAPITAL if begins else Kind.NAME, part, line, word)
    if begins:
        return None
    largest = max((known[form] for form in forms if form in known), default=0)
    if largest:
        return Finding(Kind.PLACE, part, line, word) if largest < SMALLEST_PLACE else None
    return Finding(Kind.CAPITAL, part, line, word)


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    """The word's rough spelling, and what it may be without the ending that a sentence gives it."""
    sound = fold(word)
    stems = {sound[: -len(ending)] for ending in _ENDINGS if sound.endswith(ending)}
    stems = {stem for stem in stems if len(stem) > len("osh") - 1}
    return frozenset({sound, *stems, *(f"{stem}a" for stem in stems)}) - {""}


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    lists = [row["names"] for table in ("given.csv", "common.csv") for row in rows(table)]
    return frozenset(
        sound for names in lists for name in names.split() if len(sound := fold(name)) > len("ali")
    )
