"""The pattern page: every component in every state, for those who build pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from sapar.common.errors import NotVisible
from sapar.ui import samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def patterns(request: HttpRequest) -> HttpResponse:
    actor = getattr(request, "actor", None)
    if actor is None or actor.kind != "staff":
        raise NotVisible
    return render(request, "ui/patterns.html", samples.everything())
