"""Addresses of the overview. A period and codes stand in them."""

from __future__ import annotations

from django.urls import path

from sapar.insight import views

staff_patterns = [
    path("", views.page, name="page"),
    path("all.xlsx", views.workbook, name="workbook"),
    path("<slug:code>.csv", views.table, name="table"),
]
