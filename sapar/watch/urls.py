"""Addresses of the policy watch: ids and states only."""

from __future__ import annotations

from django.urls import path

from sapar.watch import public, views

public_patterns = [
    path("promises/", public.page, name="page"),
    path("promises/options/", public.options, name="options"),
]

staff_patterns = [
    path("", views.listed, name="list"),
    path("add/", views.add, name="add"),
    path("monitors/", views.monitors, name="monitors"),
    path("monitors/<uuid:member_id>/end/", views.end_monitor, name="monitor-end"),
    path("<uuid:promise_id>/", views.promise, name="promise"),
    path("<uuid:promise_id>/judge/", views.judge, name="judge"),
    path("<uuid:promise_id>/agree/", views.agree, name="agree"),
    path("<uuid:promise_id>/refuse/", views.refuse, name="refuse"),
]
