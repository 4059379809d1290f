"""The standard into ours: unknown codes are refused with their place, what we do not keep is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.screening.htcds import crosswalk, languages
from sapar.screening.htcds.model import Individual, NotReadable, Problem, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = Mapping[str, list[str]]

LONGEST = 300
# So much of a cell is repeated in what is said of it.
LONGEST_SAID = 40
_TEXTS = {
    "prs_FirstName": "given_name",
    "prs_SecondName": "family_name",
    "prs_MobilePhone": "phone",
    "prs_MailingState": "province",
    "hte_State": "place_province",
}
_COUNTRIES = {"prs_MailingCountry": "country", "hte_Country": "place_country"}
_CODES = {
    "prs_Gender": "sex",
    "vic_TraffickingStatus": "status",
    "vic_TraffickingStatusDecisionMakingOrg": "decided_by",
    "vic_ForcedLabourIndustry": "industry",
    "cas_Status": "case_state",
}
_LISTS = {
    "vic_MethodOfRecruitment": "recruited_through",
    "vic_TypeOfExploitation": "exploitation",
    "spl_Type": "support",
}
_TRUE = {"TRUE": True, "YES": True, "1": True, "FALSE": False, "NO": False, "0": False}


@dataclass
class _Reader:
    """One row on its way in."""

    row: int
    countries: frozenset[str]
    report: Report
    problems: list[Problem]
    kept: dict[str, Any] = field(default_factory=dict)

    def refuse(self, column: str, code: str, value: str = "") -> None:
        self.problems.append(
            Problem(self.row, column, code, {"value": value[:LONGEST_SAID]} if value else {})
        )


def people(
    rows: Iterable[Row], *, countries: frozenset[str], report: Report | None = None
) -> tuple[list[Individual], Report]:
    """`countries` are the codes of ISO 3166-1 that we know. Raises `NotReadable` with every fault of every row."""
    report = report or Report()
    problems: list[Problem] = []
    found = []
    for number, row in enumerate(rows, 1):
        reader = _Reader(number, countries, report, problems)
        # What kind of place it was decides over the place, so it comes last.
        for name in sorted(row, key=lambda one: one == "hte_Type"):
            if row[name]:
                _take(reader, name, row[name])
        found.append(Individual(**reader.kept))
        report.rows += 1
    if problems:
        raise NotReadable(problems)
    return found, report


def _take(reader: _Reader, name: str, values: list[str]) -> None:
    if name not in crosswalk.MULTIPLE and len(values) > 1:
        reader.refuse(name, "one-value-only")
    elif name in _TEXTS:
        _take_text(reader, name, values[0])
    elif name in _COUNTRIES:
        reader.kept[_COUNTRIES[name]] = "".join(_country(reader, name, values[0]))
    elif name in _CODES or name in _LISTS:
        _take_codes(reader, name, values)
    elif name in _SPECIAL:
        _SPECIAL[name](reader, name, values)
    else:
        _leave(reader, name, values)


def _take_text(reader: _Reader, name: str, value: str) -> None:
    if len(value) > LONGEST:
        reader.problems.append(Problem(reader.row, name, "too-long", {"most": str(LONGEST)}))
    else:
        reader.kept[_TEXTS[name]] = value


def _country(reader: _Reader, name: str, value: str) -> list[str]:
    """One code; NA is Namibia, not a missing value."""
    code = value.strip().upper()
    if code in reader.countries:
        return [code]
    reader.refuse(name, "no-country", value)
    return []


def _take_codes(reader: _Reader, name: str, values: list[str]) -> None:
    found = [code for value in values if (code := _code(reader, name, value)) is not None]
    if name in _LISTS:
        reader.kept[_LISTS[name]] = tuple(dict.fromkeys(found))
    elif found:
        reader.kept[_CODES[name]] = found[0]


def _code(reader: _Reader, name: str, value: str) -> str | None:
    """Ours for a code of theirs, with what that loses."""
    line = crosswalk.back(name, value)
    if line is None:
        reader.refuse(name, "not-in-list", value)
        return None
    if line.back == "no":
        reader.report.lose(name, value, line.loss)
    return line.code


def _birth(reader: _Reader, name: str, values: list[str]) -> None:
    try:
        day = dt.date.fromisoformat(values[0])
    except ValueError:
        reader.refuse(name, "no-date", values[0])
        return
    if not dt.date(1900, 1, 1) <= day <= dt.datetime.now(tz=dt.UTC).date():
        reader.refuse(name, "no-birthday", values[0])
    else:
        reader.kept["born"] = day.isoformat()


def _citizenships(reader: _Reader, name: str, values: list[str]) -> None:
    reader.kept["citizenships"] = tuple(code for value in values for code in _country(reader, name, value))


def _language(reader: _Reader, name: str, values: list[str]) -> None:
    code = languages.ours(values[0])
    if not code:
        reader.refuse(name, "no-language", values[0])
        return
    held = reader.kept.get("languages", ())
    first = name == "prs_PrimaryLanguage"
    reader.kept["languages"] = (code, *held) if first else (*held, code)


def _consent(reader: _Reader, name: str, values: list[str]) -> None:
    if values[0].upper() not in _TRUE:
        reader.refuse(name, "neither-true-nor-false", values[0])
    else:
        reader.kept["consent"] = _TRUE[values[0].upper()]


def _controls(reader: _Reader, name: str, values: list[str]) -> None:
    known = crosswalk.values(name)
    for value in values:
        if value not in known:
            reader.refuse(name, "not-in-list", value)
        elif known[value] == "defined only":
            reader.report.mend(f"{name} {value}: defined by the standard, missing in its list")
    reader.kept["controls"] = tuple(dict.fromkeys(value for value in values if value in known))


def _event(reader: _Reader, name: str, values: list[str]) -> None:
    if values[0] not in crosswalk.values(name):
        reader.refuse(name, "not-in-list", values[0])
    elif values[0] != "Exploitation":
        reader.kept.pop("place_country", None)
        reader.kept.pop("place_province", None)
        reader.report.lose(name, values[0], "only the place of exploitation is kept")


_SPECIAL = {
    "prs_Birthdate": _birth,
    "prs_Citizenship": _citizenships,
    "prs_PrimaryLanguage": _language,
    "prs_SecondaryLanguage": _language,
    "con_Consent": _consent,
    "vic_MethodsOfControl": _controls,
    "hte_Type": _event,
}


def _leave(reader: _Reader, name: str, _values: list[str]) -> None:
    """A field of the standard that has no place here, or somebody's own column: told, not kept."""
    known = crosswalk.fields().get(name)
    words = "a field of the standard that is not kept here" if known else "no field of the standard"
    reader.report.lose(name, "", words)
