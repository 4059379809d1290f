"""Addresses of the compendium: codes and ids only, never what somebody typed."""

from __future__ import annotations

from django.urls import path

from sapar.practice import views

public_patterns = [
    path("practice/", views.public_list, name="list"),
    path("practice/<uuid:entry_id>/", views.public_entry, name="entry"),
]

staff_patterns = [
    path("", views.home, name="home"),
    path("ours/", views.ours, name="ours"),
    path("add/", views.add, name="add"),
    path("<uuid:entry_id>/", views.entry, name="entry"),
    path("<uuid:entry_id>/change/", views.change, name="change"),
    path("<uuid:entry_id>/words/", views.words, name="words"),
    path("<uuid:entry_id>/look/", views.look, name="look"),
    path("<uuid:entry_id>/<slug:verb>/", views.move, name="move"),
]
