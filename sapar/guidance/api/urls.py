"""Addresses of the API of guidance."""

from __future__ import annotations

from django.urls import path

from sapar.guidance.api import views

api_patterns = [
    path("", views.base, name="base"),
    path("openapi.json", views.description, name="openapi"),
    path("rules", views.list_rules, name="rules"),
    path("rules/<str:rule>", views.one_rule, name="rule"),
    path("rules/<str:rule>/evaluate", views.ask, name="evaluate"),
    path("flows", views.list_flows, name="flows"),
    path("flows/<slug:flow>", views.one_flow, name="flow"),
    path("acts", views.acts, name="acts"),
]
