"""What is written down about a person, checked before it is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from sapar.common.codes import codes_of
from sapar.common.errors import Invalid
from sapar.people import agreed, lists
from sapar.people import birth as births
from sapar.people.codes import CitizenshipState, MayCall, NameSource, Sex
from sapar.ui.dates import PartialDate, Precision
from sapar.ui.texts import tidy

if TYPE_CHECKING:
    from sapar.people.models import Person

LONGEST_NAME = 300
LONGEST_WORDS = 2000
MOST_NAMES = 12
_STATED = (CitizenshipState.KNOWN, CitizenshipState.CLAIMED)


@dataclass(frozen=True)
class Spelling:
    """One way the name is written. `language` is that of the spelling, "" when nobody knows."""

    text: str
    language: str = ""
    source: str = NameSource.PERSON


@dataclass(frozen=True)
class Particulars:
    """All that a form asks about a person. Nothing of it is required: somebody may be helped without a name."""

    names: tuple[Spelling, ...] = ()
    birth: PartialDate = field(default_factory=lambda: PartialDate(Precision.UNKNOWN))
    sex: str = Sex.UNKNOWN
    citizenship_state: str = CitizenshipState.UNKNOWN
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str = ""
    province: str = ""
    may_call: str = MayCall.UNKNOWN
    safety_words: str = ""
    agreed_word: str = ""

    @classmethod
    def of(cls, person: Person) -> Particulars:
        """What is written down now, ready to be amended."""
        return cls(
            names=tuple(Spelling(**one) for one in person.names or ()),
            birth=births.opened(person.birth, person.birth_precision),
            sex=person.sex,
            citizenship_state=person.citizenship_state,
            citizenships=tuple(person.citizenships),
            languages=tuple(person.languages),
            country=person.country,
            province=person.province,
            may_call=person.may_call,
            safety_words=person.safety_words or "",
            agreed_word=person.agreed_word or "",
        )

    def put_into(self, person: Person) -> None:
        """Set every column, or raise `Invalid` and set none."""
        birth = births.checked(self.birth, timezone.localdate())
        names, words, agreed_word = self._names(), self._words(), self._agreed_word()
        self._check_codes()
        person.names = names
        person.birth = births.sealed(birth)
        person.birth_precision = birth.precision.value
        person.age_band = births.band(birth, timezone.localdate())
        person.sex, person.may_call = self.sex, self.may_call
        person.citizenship_state, person.citizenships = (
            self.citizenship_state,
            list(dict.fromkeys(self.citizenships)),
        )
        person.languages = list(dict.fromkeys(self.languages))
        person.country, person.province = self.country, self.province
        person.safety_words = words
        person.agreed_word = agreed_word or None

    def _names(self) -> list[dict[str, str]]:
        kept: dict[tuple[str, str], Spelling] = {}
        for one in self.names:
            text = " ".join(tidy(one.text).split())
            if len(text) > LONGEST_NAME:
                raise Invalid({"name": _("A name has at most 300 letters here. Please shorten it.")})
            if text:
                kept.setdefault((text, one.language), Spelling(text, one.language, one.source))
        if len(kept) > MOST_NAMES:
            raise Invalid({"name": _("A person has at most 12 spellings here.")})
        return [{"text": one.text, "language": one.language, "source": one.source} for one in kept.values()]

    def _words(self) -> str:
        words = tidy(self.safety_words).strip()
        if len(words) > LONGEST_WORDS:
            raise Invalid({"safety_words": _("Please shorten this to 2000 letters.")})
        return words

    def _agreed_word(self) -> str:
        word = " ".join(tidy(self.agreed_word).split())
        if len(word) > agreed.LONGEST:
            raise Invalid({"agreed_word": _("Please choose a shorter word: 60 letters at most.")})
        if word and not agreed.folded(word):
            raise Invalid({"agreed_word": _("A word needs at least one letter or digit.")})
        return word

    def _check_codes(self) -> None:
        if (self.citizenship_state in _STATED) != bool(self.citizenships):
            sentence = _("Name a citizenship, or say that there is none or that it is not known.")
            raise Invalid({"citizenships": sentence})
        for name, given, known in (
            ("citizenships", self.citizenships, lists.country_codes()),
            ("languages", self.languages, lists.LANGUAGES),
            ("country", [self.country] if self.country else [], lists.country_codes()),
            ("sex", [self.sex], codes_of(Sex)),
            ("may_call", [self.may_call], codes_of(MayCall)),
            ("citizenship_state", [self.citizenship_state], codes_of(CitizenshipState)),
        ):
            if any(code not in known for code in given):
                raise Invalid({name: _("Please choose from the list.")})
