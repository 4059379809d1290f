"""The pattern page: every component in every state, for those who build pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from sapar.ui import samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def patterns(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/patterns.html", samples.everything())
