"""Write the labelled pairs of people who do not exist, for Uzbek, Turkmen and Tajik names.

python -m tools.name_pairs [FILE]
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.people import making

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.people.making import Somebody

TARGET = Path(__file__).resolve().parent.parent / "sapar/names/tests/written_pairs.csv"
COLUMNS = ("label", "kind", "language", "person1", "person2", "scheme1", "scheme2", "name1", "name2")
SAME, OTHERS = 200, 120
# Of the file that stays apart; whatever is tuned on made pairs takes another one.
SEED = 2026
_SCHEMES = {
    "uz": ("home", "cyrillic", "russian", "soviet", "passport", "bgn", "clerk", "german", "turkish"),
    "tk": ("home", "russian", "passport", "bgn", "clerk", "gost", "turkish"),
    "tg": ("home", "russian", "soviet", "passport", "bgn", "clerk", "gost", "german"),
    "ky": ("home", "russian", "passport", "bgn", "clerk", "gost", "german", "turkish"),
    "kk": ("home", "russian", "passport", "bgn", "clerk", "gost", "german", "turkish"),
}


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(written(SEED, ("uz", "tk", "tg")))
    print(target)


def written(seed: int, languages: Iterable[str]) -> list[dict[str, object]]:
    """Labelled pairs by chance; another seed gives other people."""
    chance = random.Random(seed)  # noqa: S311 - invented people, drawn again the same
    return [row for language in languages for row in _pairs(chance, language, _SCHEMES[language])]


def _pairs(chance: random.Random, language: str, schemes: tuple[str, ...]) -> list[dict[str, object]]:
    people = [making.somebody(chance, language) for _number in range(SAME)]
    rows = []
    for number, person in enumerate(people):
        one, other = chance.sample(schemes, 2)
        rows.append(_row(chance, "same", number, (person, person), (one, other)))
    for number in range(OTHERS):
        person, kind = people[number], ("sibling", "namesake", "random")[number % 3]
        against = {
            "sibling": lambda: making.renamed(chance, person),  # noqa: B023 - called before the loop goes on
            "namesake": lambda: making.other_father(chance, person),  # noqa: B023 - called before the loop goes on
            "random": lambda: making.somebody(chance, language),
        }[kind]()
        rows.append(
            _row(chance, kind, number, (person, against), (chance.choice(schemes), chance.choice(schemes)))
        )
    return rows


def _row(
    chance: random.Random, kind: str, number: int, people: tuple[Somebody, Somebody], schemes: tuple[str, str]
) -> dict[str, object]:
    language, same = people[0].language, kind == "same"
    texts = [
        _spelled(chance, one, scheme, always=kind == "namesake")
        for one, scheme in zip(people, schemes, strict=True)
    ]
    return {
        "label": int(same),
        "kind": kind,
        "language": language,
        "person1": f"{language}{number}",
        "person2": f"{language}{number}" if same else f"{language}{number}-{kind}",
        "scheme1": schemes[0],
        "scheme2": schemes[1],
        "name1": texts[0],
        "name2": texts[1],
    }


def _spelled(chance: random.Random, person: Somebody, scheme: str, *, always: bool) -> str:
    """`always`: with the father's name, where two people differ by nothing else."""
    father = always or chance.random() < 0.6
    text = person.spelled(
        scheme, father=father, given_first=chance.random() < 0.35, comma=chance.random() < 0.15
    )
    return text.upper() if chance.random() < 0.15 and "ʻ" not in text else text


if __name__ == "__main__":
    main()
