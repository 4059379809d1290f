"""The quarter as a bulletin of a few pages for journalists, in the language of the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapar.insight import places
from sapar.insight.releases.tables import cell
from sapar.insight.sections import number
from sapar.ui.dates import written

if TYPE_CHECKING:
    from sapar.insight.models import Release
    from sapar.insight.releases.picture import Section

_TEMPLATE = Path(__file__).parent.parent / "bulletin.typ"
_ROWS = 12


def printed(release: Release, sections: list[Section], address: str) -> bytes:
    """A PDF. The words travel as data: nothing of them is read as code of the page."""
    said = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "title": _("State of migration help"),
        "quarter": places.quarter_name(release.quarter),
        "made": _("Published on %(day)s") % {"day": written(release.published_at)},
        "fictional": _("Invented for this demonstration") if release.is_fictional else "",
        "reading": _(
            "Numbers of organisations that help people who work abroad, put together. Nobody can be found in them: small numbers "
            "are hidden, and every table was attacked before it was published."
        ),
        "sections": [_section(one) for one in sections],
        "cite": _(
            "You may print and quote all of it. Tables for download and the report of the attacks: %(address)s"
        )
        % {"address": address},
    }
    made: bytes = typst.compile(str(_TEMPLATE), format="pdf", sys_inputs={"said": json.dumps(said)})
    return made


def _section(one: Section) -> dict[str, object]:
    return {
        "heading": str(one.heading),
        "total": ""
        if one.total is None
        else f"{one.part.release.get_mode_display()}. {_('Records')}: {number(one.total)}.",
        "note": f"{one.caution} {one.note}".strip(),
        "tables": [
            {
                "finding": table.finding,
                "rows": [
                    [" · ".join(labels), cell(n, mark), _share(n, table.rows[0][1])]
                    for labels, n, mark in table.rows[:_ROWS]
                ],
                "more": len(table.rows) > _ROWS,
            }
            for table in one.tables
        ],
        "more": _("… and more in the table online"),
    }


def _share(n: int | None, most: int | None) -> float:
    """Of the longest bar."""
    return round((n or 0) / (most or 1), 3)
