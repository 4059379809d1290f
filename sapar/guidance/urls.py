"""Addresses of guidance. One for all flows and calculators: an address in a history tells nothing of what was asked."""

from __future__ import annotations

from django.urls import path

from sapar.guidance.views import flows

public_patterns = [
    path("guide/", flows.guide, name="guide"),
    path("guide/leave/", flows.leave, name="leave"),
]
