from __future__ import annotations

from django.urls import path

from sapar.ui import views

app_name = "ui"
urlpatterns = [path("", views.patterns, name="patterns")]
