"""The tables of the standard and the crosswalk, read once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TABLES = Path(__file__).parent / "tables"
# The form that comes with the standard names three fields otherwise than the standard does.
ALIASES = {
    "prs_First_Name": "prs_FirstName",
    "prs_Second_Name": "prs_SecondName",
    "vic_Methods_of_Control": "vic_MethodsOfControl",
}
MULTIPLE = frozenset(
    {
        "prs_Citizenship", "vic_RecruitmentWebsitesAndApps", "vic_MethodOfRecruitment", "vic_MethodsOfControl",
        "vic_TypeOfExploitation", "vic_TypeOfSexExploitation", "vic_ExploitationWebsitesAndApps", "vic_Vulnerabilities",
        "per_RoleInProcess", "spl_Type", "cas_ReferredOrganisation",
    }
)  # fmt: skip
"""Fields that hold several values. The last two are our reading: the standard has one support plan or referral each."""
# Codes that the definitions of the standard give another name than its list does.
DEFINED_AS = {
    "Threats": "PhysicalThreats",
    "ThreatOfLawEnforcement": "ThreatsLawEnforcement",
    "PsychoactiveSubstances": "PsychoactiveSubstance",
}


@dataclass(frozen=True)
class FieldOf:
    """A field of the standard."""

    name: str
    section: str
    status: str
    core: str
    type: str
    label: str


@dataclass(frozen=True)
class Line:
    """One row of the crosswalk."""

    ours: str
    code: str
    htcds_field: str
    htcds_code: str
    ictip: str
    ctdc: str
    hxl: str
    back: str
    loss: str


@cache
def fields() -> dict[str, FieldOf]:
    """Every field of the standard in its order."""
    return {row["name"]: FieldOf(**row) for row in _rows("fields.csv")}


@cache
def values(field: str) -> dict[str, str]:
    """The codes of a field, without blanks, and their standing: "listed" or "defined only"."""
    return {row["code"]: row["standing"] for row in _rows("values.csv") if row["field"] == field}


@cache
def lines() -> tuple[Line, ...]:
    return tuple(Line(**row) for row in _rows("crosswalk.csv"))


@cache
def head() -> dict[str, Any]:
    """Titles, licences and review states of the four standards."""
    found: dict[str, Any] = yaml.safe_load((TABLES / "crosswalk.yaml").read_text(encoding="utf-8"))
    return found


@cache
def out(ours: str, code: str = "") -> Line | None:
    """Where a code of ours goes."""
    return next((one for one in lines() if one.ours == ours and one.code == code), None)


@cache
def back(field: str, code: str = "") -> Line | None:
    """What a code of the standard is here: the line that comes back whole, else any."""
    found = [one for one in lines() if one.htcds_field == field and one.htcds_code == code]
    return next((one for one in found if one.back == "yes"), found[0] if found else None)


def columns() -> list[str]:
    """The fields that we write, in the order of the standard."""
    used = {one.htcds_field for one in lines()}
    return [name for name, one in fields().items() if name in used and one.status != "deprecated"]


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
