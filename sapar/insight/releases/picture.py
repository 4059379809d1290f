"""The public page of a quarter, as figures: what was released of it, in words, charts and a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapar.insight import tilemap
from sapar.insight.kinds import KINDS
from sapar.insight.releases import queries, tables

if TYPE_CHECKING:
    from sapar.insight.models import Release, ReleasePart
    from sapar.insight.releases.tables import Shown
    from sapar.insight.tilemap import TileMap

HEADINGS = {
    "contacts": _("What people ask about"),
    "cases": _("New cases"),
    "outcomes": _("What came of it"),
    "people": _("Who was helped"),
    "waiting": _("How long people waited"),
    "money": _("Money won back"),
    "referrals": _("Passed on to another organisation"),
    "screenings": _("Signs of force at work"),
}
CAUTIONS = {
    "screenings": _(
        "Trained staff asked, where it was safe. Answers point somewhere; they decide nothing about anybody."
    ),
}


# Where people are; of outcomes and money a map would say the same again.
_MAPPED = ("contacts", "cases")


@dataclass(frozen=True)
class Section:
    """One kind of record: its tables of one column, what crosses them, and how it is protected."""

    code: str
    heading: Any
    part: ReleasePart
    tables: list[Shown]
    crossed: list[tuple[str, str]]
    note: str
    caution: Any
    total: int | None
    map: TileMap | None
    withheld: int

    @property
    def mode_words(self) -> str:
        return str(self.part.release.get_mode_display())


def sections(releases: list[Release]) -> list[Section]:
    """In the order of `kinds`. A fixed number of statements but for the names of provinces."""
    found = {part.kind: part for part in queries.parts(releases)}
    return [_section(found[kind.code]) for kind in KINDS if kind.code in found]


def _section(part: ReleasePart) -> Section:
    described = part.described
    single = [tables.shown(part.kind, one) for one in part.some]  # type: ignore[attr-defined] # prefetched under this name
    single = [one for one in single if one.rows]
    order = [one["name"] for one in described["dimensions"]]
    single.sort(key=lambda one: order.index(one.code))
    crossed = ["+".join(one["dimensions"]) for one in described["tables"] if len(one["dimensions"]) > 1]
    return Section(
        part.kind,
        HEADINGS[part.kind],
        part,
        single,
        [(code, _title(part.kind, code)) for code in crossed],
        tables.protection_words(part.release.mode, described),
        CAUTIONS.get(part.kind, ""),
        described["records"]["count"],
        _map(part) if part.kind in _MAPPED else None,
        len(described["withheld"]),
    )


def _title(kind: str, code: str) -> str:
    known = next(one for one in KINDS if one.code == kind)
    return " × ".join(str(known.column(one).label) for one in tables.dimensions_of(code))


def _map(part: ReleasePart) -> TileMap | None:
    """Of the table by country or by place, where there is one."""
    kept = {one.dimensions[0]: one.rows for one in part.some}  # type: ignore[attr-defined] # prefetched under this name
    rows = kept.get("country") or kept.get("place") or []
    return tilemap.of((code, n) for code, n, _mark in rows)
