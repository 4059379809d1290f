"""The state of migration help, for everybody: a quarter with charts, its tables as files, the bulletin, the ledger."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sapar.common.errors import NotVisible
from sapar.insight import places
from sapar.insight.kinds import BY_CODE
from sapar.insight.releases import archive, bulletin, picture, queries, reporting, tables
from sapar.insight.tables import as_workbook

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

# What is published never changes, so a bulletin is set once a process and language: nobody keeps the server busy with it.
_printed: dict[tuple[tuple[uuid.UUID, ...], str, str], bytes] = {}
_MOST_PRINTED = 32
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
def page(request: HttpRequest, quarter: str = "") -> HttpResponse:
    """The latest quarter, or the one in the address; before the first release a page that says so."""
    known = queries.quarters()
    if not known and not quarter:
        return render(request, "insight/public/none.html")
    releases = queries.published(quarter)
    chosen = releases[0].quarter
    context = {
        "release": releases[0],
        "releases": releases,
        "quarter": chosen,
        "quarter_words": places.quarter_name(chosen),
        "sections": picture.sections(releases),
        "others": [(one, places.quarter_name(one)) for one in known if one != chosen],
    }
    return render(request, "insight/public/page.html", context)


@require_safe
@never_cache
def table(request: HttpRequest, part_id: uuid.UUID, code: str) -> HttpResponse:
    """One table with its protection, and its ways out."""
    kept = queries.table(part_id, tables.dimensions_of(code))
    part = kept.part
    context = {
        "shown": tables.shown(part.kind, kept),
        "part": part,
        "code": code,
        "quarter_words": places.quarter_name(part.release.quarter),
        "note": tables.protection_words(part.release.mode, part.described),
    }
    return render(request, "insight/public/table.html", context)


@require_safe
@never_cache
def save(request: HttpRequest, part_id: uuid.UUID, code: str, form: str) -> HttpResponse:
    """As CSV with HXL tags, JSON or XLSX."""
    kept = queries.table(part_id, tables.dimensions_of(code))
    kind, name = BY_CODE[kept.part.kind], f"sapar-{kept.part.release.quarter}-{kept.part.kind}-{code}"
    if form == "csv":
        return sent(tables.as_csv(kind, kept), "text/csv; charset=utf-8", f"{name}.csv")
    if form == "json":
        return sent(tables.as_json(kind, kept), "application/json", f"{name}.json")
    if form != "xlsx":
        raise NotVisible
    shown = tables.shown(kind.code, kept)
    note = tables.protection_words(kept.part.release.mode, kept.part.described)
    return sent(as_workbook([shown.as_table], [(shown.title, note)]), XLSX, f"{name}.xlsx")


@require_safe
@never_cache
def bulletin_pdf(request: HttpRequest, quarter: str) -> HttpResponse:
    releases = queries.published(quarter)
    address = request.build_absolute_uri(reverse("picture:quarter", args=[quarter]))
    wanted = (tuple(one.pk for one in releases), get_language() or "", address)
    content = _printed.get(wanted)
    if content is None:
        content = bulletin.printed(releases[0], picture.sections(releases), address)
        if len(_printed) >= _MOST_PRINTED:
            _printed.clear()
        _printed[wanted] = content
    return sent(content, "application/pdf", f"sapar-{quarter}.pdf", inline=True)


@require_safe
@never_cache
def everything(request: HttpRequest, quarter: str) -> HttpResponse:
    """All folders of the quarter as the protection wrote them: `sapar insight attack` reads them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for release in queries.published(quarter):
            for part in release.parts.prefetch_related("tables"):
                for name, text in archive.files(part):
                    packed.writestr(f"{release.pk}/{part.kind}/{name}", text)
    return sent(out.getvalue(), "application/zip", f"sapar-{quarter}.zip")


@require_safe
@never_cache
def ledger(request: HttpRequest) -> HttpResponse:
    """Everything that ever went out, to everybody and to researchers."""
    rows = [
        (
            entry,
            places.quarter_name(entry.quarter),
            BY_CODE[entry.kind],
            ", ".join(str(BY_CODE[entry.kind].column(one).label) for one in entry.dimensions),
        )
        for entry in queries.entries()
    ]
    return render(request, "insight/public/ledger.html", {"rows": rows})


@require_safe
@never_cache
def report(request: HttpRequest, part_id: uuid.UUID) -> HttpResponse:
    """What was tried against the tables before they were published, in the words of the report (English)."""
    part = queries.part(part_id)
    if part.release.purpose != "public":
        raise NotVisible
    context = {
        "part": part,
        "kind": BY_CODE[part.kind],
        "quarter_words": places.quarter_name(part.release.quarter),
        "told": reporting.sentences(part),
    }
    return render(request, "insight/public/report.html", context)


def sent(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    way = "inline" if inline else "attachment"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'{way}; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
