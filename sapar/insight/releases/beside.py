"""An organisation's own exact numbers beside the region's safe ones, of the same quarter and counted the same way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from sapar.common.tenancy import scope_of
from sapar.insight.kinds import BY_CODE
from sapar.insight.releases import picture, queries, tables
from sapar.insight.sections import number
from sapar.insight.tables import Table
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.insight.kinds import Column
    from sapar.organisations.actor import StaffActor


@dataclass(frozen=True)
class Pair:
    """One column of one kind: a line a category, ours and the region's."""

    heading: str
    table: Table


def pairs(actor: StaffActor, quarter: str) -> list[Pair]:
    """Ours are of today's records, the region's of the day the quarter was frozen."""
    require(actor, "overview.read")
    found = []
    for section in picture.sections(queries.published(quarter)):
        for shown in section.tables:
            ours = own(actor, section.code, shown.code, quarter)
            found.append(_pair(str(section.heading), shown, ours))
    return found


def own(actor: StaffActor, kind: str, column: str, quarter: str) -> dict[str, int]:
    """Code to number, of the actor's organisation alone, restricted cases too. Empty where it takes no part."""
    require(actor, "overview.read")
    asked = sql.SQL(
        "select coalesce(nullif({column}, 'unknown'), ''), sum(n)::bigint from {records}() where quarter = %s group by 1"
    ).format(column=sql.Identifier(column), records=sql.Identifier(f"insight_records_{kind}"))
    with scope_of(actor, door=queries.DOOR), connection.cursor() as cursor:
        cursor.execute(asked, [quarter])
        return dict(cursor.fetchall())


def _pair(heading: str, shown: tables.Shown, ours: dict[str, int]) -> Pair:
    column = BY_CODE[shown.kind.code].column(shown.code)
    regional = {labels[0]: tables.cell(n, mark) for labels, n, mark in shown.rows}
    own_words: Counter[str] = Counter()
    for code, n in ours.items():
        own_words[_label(shown, column, code)] += n
    order = [*regional, *sorted(set(own_words) - set(regional))]
    rows = [[label, number(own_words.get(label, 0)), regional.get(label, "–")] for label in order]
    return Pair(f"{heading}: {shown.title}", _table(shown, rows))


def _label(shown: tables.Shown, column: Column, code: str) -> str:
    """As the region's table has it: a province that is too small there counts for its country."""
    known = shown.words[0]
    return known.get(code) or known.get(code.partition("-")[0]) or column.say(code)


def _table(shown: tables.Shown, rows: list[list[str]]) -> Table:
    return Table(
        f"{shown.kind.code}-{shown.code}", shown.title, [shown.headings[0], _("Ours"), _("The region")], rows
    )
