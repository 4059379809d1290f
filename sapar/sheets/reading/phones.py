"""Phone numbers as sheets have them: with a point, as 7.9E+10, two in one cell, without their country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sapar.sheets.reading.texts import clean
from sapar.ui.phones import read_number

# Tried for a number that begins with no country's code; one that fits two of them is nobody's.
HOMES = ("KG", "KZ", "RU", "UZ", "TJ", "TM", "MD")
_CUT = re.compile(r"^\d(?:[.,]\d+)?\s*[eEеЕ]\s*\+?\s*\d+$")  # the exponent typed in Cyrillic
_FEWEST_ZEROS = 6
_BETWEEN = re.compile(r"\s*(?:[,;\n|]|/|\bили\b|\bжана\b|\bva\b|\bва\b|\bи\b)\s*")


@dataclass(frozen=True)
class Phones:
    """`numbers` in E.164, the first first. `as_written`: what is no number we know. `problem`, `note`: codes."""

    numbers: tuple[str, ...] = ()
    as_written: str = ""
    problem: str = ""
    note: str = ""


def read_phones(cell: Any, country: str = "") -> Phones:
    """`country` is that of numbers without a country's code, as it was said for the sheet."""
    if isinstance(cell, dict):
        return _number(cell, country)
    text = clean(str(cell or ""))
    if not text:
        return Phones()
    if _CUT.match(text):
        return Phones(problem="phone-cut")
    text = re.sub(r"^(\+?\d{9,15})[.,]0$", r"\1", text)
    whole = one_number(text, country)
    found = (
        [whole]
        if whole
        else [number for part in _BETWEEN.split(text) if (number := one_number(part, country))]
    )
    numbers = tuple(dict.fromkeys(found))
    if not numbers:
        return Phones(as_written=text, note="phone-as-written")
    return Phones(numbers, note="several-phones" if len(numbers) > 1 else "")


def _number(cell: dict[str, Any], country: str) -> Phones:
    if "n" not in cell:
        return Phones(problem="phone-unclear")
    value = float(cell["n"])
    if not value.is_integer() or value < 0:
        return Phones(problem="phone-unclear")
    digits = str(int(value))
    # 7.9E+10 that has gone through Excel once: the last digits are zeros that nobody dialled.
    if digits.endswith("0" * _FEWEST_ZEROS) and len(digits) > _FEWEST_ZEROS:
        return Phones(problem="phone-cut")
    found = one_number(digits, country)
    return Phones((found,)) if found else Phones(as_written=digits, note="phone-as-written")


def one_number(text: str, country: str = "") -> str | None:
    """E.164 of a number with a country's code, or of one that only `country`, or only one country of ours, can have."""
    text = text.strip().removeprefix("т.").removeprefix("тел.").strip(" .:")
    digits = re.sub(r"\D", "", text)
    if not 7 <= len(digits) <= 15:
        return None
    if text.startswith(("+", "00", "(+")):
        return read_number(text, ())
    if country and (own := read_number(text, (country,))):
        return own
    fits = {found for region in HOMES if (found := read_number(text, (region,)))}
    if len(digits) >= 11 and (abroad := read_number(digits, ())):  # a country's code and a number
        fits.add(abroad)
    return fits.pop() if len(fits) == 1 else None
