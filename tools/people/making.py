"""Persons by chance, after the customs of naming: family name from a forefather, father's name in the home form."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from functools import cache

from sapar.names import tables
from tools.people.writing import to_cyrillic, written

_GIVEN = tables.FOLDER / "given.csv"
_VOWELS = "аеёиоуыэюяәөүұіӣӯўaeiouäöüy"
_Y = "йýy"
LANGUAGES = ("ky", "kk", "uz", "tg", "tk", "ru")
# Second parts of men's names, by language: (home, Cyrillic).
_SECOND = {
    "ky": (("бек", "бек"), ("жан", "жан"), ("бай", "бай"), ("кул", "кул"), ("али", "али")),
    "kk": (("бек", "бек"), ("жан", "жан"), ("хан", "хан"), ("бай", "бай"), ("әлі", "әлі")),
    "uz": (("bek", "бек"), ("jon", "жон"), ("xon", "хон"), ("boy", "бой"), ("ali", "али")),
    "tg": (("ҷон", "ҷон"), ("хон", "хон"), ("шо", "шо"), ("бек", "бек"), ("алӣ", "алӣ")),
    "tk": (("jan", "җан"), ("guly", "гулы"), ("berdi", "берди"), ("mämmet", "мәммет"), ("han", "хан")),
    "ru": (),
}
# Father's name: (man, woman) in home spelling and in Cyrillic; written apart where it begins with a space.
_CHILD_OF = {
    "ky": ((" уулу", " кызы"), (" уулу", " кызы")),
    "kk": (("ұлы", "қызы"), ("ұлы", "қызы")),
    "uz": ((" oʻgʻli", " qizi"), (" ўғли", " қизи")),
    "tk": ((" ogly", " gyzy"), (" оглы", " гызы")),
}


@dataclass(frozen=True)
class Made:
    """A name part in Cyrillic and as it is written at home."""

    cyrillic: str
    home: str

    def in_scheme(self, scheme: str) -> str:
        return " ".join(
            written(one, other, scheme)
            for one, other in zip(self.cyrillic.split(" "), self.home.split(" "), strict=True)
        )


@dataclass(frozen=True)
class Somebody:
    """A person who does not exist; `father` is the patronymic, in whatever form, or None."""

    language: str
    sex: str
    family: Made
    given: Made
    father: Made | None
    fathers_name: Made

    def spelled(
        self,
        scheme: str,
        *,
        father: bool = True,
        given_first: bool = False,
        comma: bool = False,
        initials: bool = False,
    ) -> str:
        own = [self.given.in_scheme(scheme)]
        if father and self.father:
            own.append(self.father.in_scheme(scheme))
        if initials:
            own = [f"{one[0]}." for one in own]
        family = self.family.in_scheme(scheme)
        if given_first:
            return " ".join([*own, family])
        return " ".join([family + ("," if comma else ""), *own])


@cache
def names(language: str, sex: str) -> tuple[Made, ...]:
    with _GIVEN.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if (row["language"], row["sex"]) == (language, sex))
    return tuple(
        Made(to_cyrillic(name, language) if language in ("uz", "tk") else name, name)
        for name in row["names"].split(" ")
    )


def given(chance: random.Random, language: str, sex: str) -> Made:
    """Usual names more often than rare ones; a man's name in three cases of ten with a second part."""
    known = names(language, sex)
    found = known[_order(len(known))[int(len(known) * chance.random() ** 1.6)]]
    seconds = _SECOND[language] if sex == "m" else ()
    if not seconds or chance.random() > 0.3 or len(found.home) > 6:
        return found
    home, cyrillic = chance.choice(seconds)
    if found.home.lower().endswith(home[-2:]):
        return found
    return Made(found.cyrillic + cyrillic, found.home + home)


@cache
def _order(count: int) -> list[int]:
    """Which names are the usual ones: by chance, but always the same."""
    order = list(range(count))
    random.Random(count).shuffle(order)  # noqa: S311 - invented people, drawn again the same
    return order


def somebody(chance: random.Random, language: str) -> Somebody:
    sex = chance.choice("mf")
    fathers_name, forefather = given(chance, language, "m"), given(chance, language, "m")
    return Somebody(
        language,
        sex,
        _family(chance, language, sex, forefather),
        given(chance, language, sex),
        _father(chance, language, sex, fathers_name),
        fathers_name,
    )


def renamed(chance: random.Random, person: Somebody) -> Somebody:
    """A brother or sister: another given name, the rest the same."""
    other = person.given
    while other.cyrillic[:3] == person.given.cyrillic[:3]:
        other = given(chance, person.language, person.sex)
    return replace(person, given=other)


def other_father(chance: random.Random, person: Somebody) -> Somebody:
    """A namesake: another father, the rest the same."""
    fathers_name = person.fathers_name
    while fathers_name.cyrillic[:3] == person.fathers_name.cyrillic[:3]:
        fathers_name = given(chance, person.language, "m")
    made = _father(chance, person.language, person.sex, fathers_name)
    return replace(person, father=made, fathers_name=fathers_name)


def _family(chance: random.Random, language: str, sex: str, name: Made) -> Made:
    if language == "tg" and chance.random() < 0.35:
        return Made(name.cyrillic + "зода", name.home + "зода")
    return _ending(name, language, "а" if sex == "f" else "", "a" if sex == "f" else "")


def _ending(name: Made, language: str, cyrillic: str, latin: str) -> Made:
    """-ов or -ев with what follows, in both alphabets."""
    soft = name.cyrillic[-1] in _VOWELS + _Y
    base = name.cyrillic.rstrip("й")
    home = name.home
    if language == "uz":
        home = home.rstrip("y") + ("yev" if soft else "ov") + latin
    elif language == "tk":
        home = home.rstrip("ý") + ("ýew" if soft else "ow") + latin
    else:
        home = home.rstrip("й").replace("ӣ", "и") + ("ев" if soft else "ов") + cyrillic
    return Made(base.replace("ӣ", "и") + ("ев" if soft else "ов") + cyrillic, home)


def _father(chance: random.Random, language: str, sex: str, name: Made) -> Made:
    if language == "tg" and chance.random() < 0.4:
        return name
    own = _CHILD_OF.get(language)
    if own and chance.random() < (0.25 if language == "tk" else 0.5):
        place = 0 if sex == "m" else 1
        return Made(name.cyrillic + own[1][place], name.home + own[0][place])
    latin = {"uz": ("ich", "na"), "tk": ("iç", "na")}.get(language, ("ич", "на"))
    place = 0 if sex == "m" else 1
    return _ending(name, language, ("ич", "на")[place], latin[place])
