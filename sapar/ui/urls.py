from __future__ import annotations

from django.urls import path

from sapar.ui import views

staff_patterns = [path("", views.patterns, name="patterns")]
