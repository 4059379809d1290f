"""Addresses of sheets: ids, codes of languages and numbers of pages only."""

from __future__ import annotations

from django.urls import path

from sapar.sheets.views import batches, mapping, out, paper, work

staff_patterns = [
    path("", batches.listing, name="list"),
    path("bring/", batches.bring, name="bring"),
    path("template/", out.template, name="template"),
    path("out/", out.table, name="out"),
    path("paper/", paper.stack, name="paper"),
    path("paper/<slug:language>/", paper.form, name="paper-form"),
    path("<uuid:batch_id>/", batches.detail, name="batch"),
    path("<uuid:batch_id>/columns/", mapping.columns, name="columns"),
    path("<uuid:batch_id>/headings/", mapping.headings, name="headings"),
    path("<uuid:batch_id>/words/", mapping.words, name="words"),
    path("<uuid:batch_id>/rows/<slug:state>/", batches.rows, name="rows"),
    path("<uuid:batch_id>/rejects/", batches.rejects, name="rejects"),
    path("<uuid:batch_id>/go-on/", work.go_on, name="go-on"),
    path("<uuid:batch_id>/<slug:verb>/", work.move, name="move"),
]
