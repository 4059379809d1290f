"""Addresses of guidance. One for all flows and calculators: an address in a history tells nothing of what was asked."""

from __future__ import annotations

from django.urls import path, re_path

from sapar.guidance.views import acts, counting, flows, voice

public_patterns = [
    path("guide/", flows.guide, name="guide"),
    path("guide/counting/", counting.counting, name="counting"),
    path("guide/acts/", acts.acts, name="acts"),
    path("guide/leave/", flows.leave, name="leave"),
    re_path(r"^guide/voice/(?P<name>[0-9a-f]{24})\.opus$", voice.recording, name="voice"),
]
