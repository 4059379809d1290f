"""Ours into the standard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sapar.screening.htcds import crosswalk
from sapar.screening.htcds.languages import three_letters
from sapar.screening.htcds.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.screening.htcds.model import Individual

    Row = dict[str, list[str]]

_WHOLE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXTS = (
    "given_name",
    "family_name",
    "phone",
    "country",
    "province",
    "referred_on",
    "place_country",
    "place_province",
)
_CODES = ("sex", "status", "decided_by", "industry", "case_state")
_LISTS = ("recruited_through", "exploitation", "support")


def rows(people: Iterable[Individual]) -> tuple[list[Row], Report]:
    """Each person as {field of the standard: values}, and what was lost."""
    report = Report()
    made = []
    for one in people:
        made.append(_row(one, report))
        report.rows += 1
    return made, report


def _row(one: Individual, report: Report) -> Row:
    row: Row = {}
    for name in _TEXTS:
        if value := getattr(one, name):
            _put(row, name, "", value, report)
    for name in _CODES:
        if code := getattr(one, name):
            _put(row, name, code, None, report)
    for name in _LISTS:
        for code in getattr(one, name):
            _put(row, name, code, None, report)
    _put_facts(row, one, report)
    _put_means(row, one, report)
    return row


def _put(row: Row, ours: str, code: str, value: str | None, report: Report) -> None:
    """Write what the crosswalk says; note what it says is lost."""
    line = crosswalk.out(ours, code)
    if line is None:
        report.lose("", f"{ours} {code}".strip(), "the crosswalk does not know this code")
        return
    if line.loss:
        report.lose(line.htcds_field, line.htcds_code or line.code, line.loss)
    if line.htcds_field:
        held = row.setdefault(line.htcds_field, [])
        written = line.htcds_code if value is None else value
        if written not in held:
            held.append(written)


def _put_facts(row: Row, one: Individual, report: Report) -> None:
    _put_birth(row, one, report)
    for country in one.citizenships:
        _put(row, "citizenship", "", country, report)
    for name, language in zip(("language", "second_language"), one.languages, strict=False):
        _put(row, name, "", three_letters(language), report)
    if one.consent is not None:
        _put(row, "consent", "yes" if one.consent else "no", None, report)
    for organisation in one.referred_to:
        _put(row, "referred_to", "", organisation, report)
    if one.referred_to:
        _put(row, "referred_for", "yes", None, report)
    if one.place_country:
        _put(row, "place_kind", "exploitation", None, report)


def _put_birth(row: Row, one: Individual, report: Report) -> None:
    if _WHOLE_DATE.fullmatch(one.born):
        row["prs_Birthdate"] = [one.born]
    elif one.born and (line := crosswalk.out("born")):
        report.lose(line.htcds_field, "", line.loss)


def _put_means(row: Row, one: Individual, report: Report) -> None:
    """Yeses as methods of control, then those that came in from elsewhere."""
    for indicator in one.indicators:
        _put(row, "indicator", indicator, None, report)
    for control in one.controls:
        held = row.setdefault("vic_MethodsOfControl", [])
        if control not in held:
            held.append(control)
        if crosswalk.values("vic_MethodsOfControl").get(control) == "defined only":
            report.lose(
                "vic_MethodsOfControl", control, "the standard defines this method but does not list its code"
            )
