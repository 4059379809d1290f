"""Addresses of the overview, of releases for staff, and of the public picture. Periods, codes and ids stand in them."""

from __future__ import annotations

from django.urls import path, register_converter

from sapar.insight.views import overview, public, releases, research


class Quarter:
    """“2026-Q3”."""

    regex = r"\d{4}-Q[1-4]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Columns:
    """“topic+country”: one to three columns."""

    regex = r"[a-z]{1,16}(?:\+[a-z]{1,16}){0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Quarter, "quarter")
register_converter(Columns, "columns")

staff_patterns = [
    path("", overview.page, name="page"),
    path("all.xlsx", overview.workbook, name="workbook"),
    path("<slug:code>.csv", overview.table, name="table"),
]

figures_patterns = [
    path("", releases.listed, name="list"),
    path("taking-part/", releases.taking_part, name="taking-part"),
    path("taking-part/stop/", releases.stop, name="stop"),
    path("beside/", releases.beside, name="beside"),
    path("research/", research.listed, name="research"),
    path("research/add/", research.add, name="research-add"),
    path("research/<uuid:request_id>/", research.one, name="research-one"),
    path("research/<uuid:request_id>/count/", research.count, name="research-count"),
    path("research/<uuid:request_id>/withdraw/", research.withdraw, name="research-withdraw"),
    path("research/<uuid:request_id>/answer/<slug:verb>/", research.answer, name="research-answer"),
    path("counted/<uuid:release_id>/", research.counted, name="counted"),
    path("counted/<uuid:release_id>/<columns:code>.csv", research.save, name="counted-save"),
    path("releases/add/", releases.add, name="add"),
    path("releases/<uuid:release_id>/", releases.release, name="release"),
    path("releases/<uuid:release_id>/withdraw/", releases.withdraw, name="withdraw"),
    path("releases/<uuid:release_id>/<slug:verb>/", releases.decide, name="decide"),
]

public_patterns = [
    path("state/", public.page, name="page"),
    path("state/ledger/", public.ledger, name="ledger"),
    path("state/<quarter:quarter>/", public.page, name="quarter"),
    path("state/<quarter:quarter>/bulletin.pdf", public.bulletin_pdf, name="bulletin"),
    path("state/<quarter:quarter>/all.zip", public.everything, name="everything"),
    path("state/report/<uuid:part_id>/", public.report, name="report"),
    path("state/table/<uuid:part_id>/<columns:code>/", public.table, name="table"),
    path("state/table/<uuid:part_id>/<columns:code>.<slug:form>", public.save, name="save"),
]
