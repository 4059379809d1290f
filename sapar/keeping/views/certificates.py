"""Certificates of erasure: found by their number, printed in the language of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sapar.keeping import paper, queries
from sapar.keeping.forms import NumberForm
from sapar.organisations.guard import staff
from sapar.people.pages import sent

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.guard import StaffRequest


@staff("keeping.read")
def find(request: StaffRequest) -> HttpResponse:
    """Type the number, see what it certifies. The number stands in no address."""
    form = NumberForm(sent(request))
    found, asked = None, False
    if request.method == "POST" and form.is_valid():
        asked, found = True, queries.proven(form.cleaned_data["number"])
    lines = paper.lines(found) if found is not None else []
    context = {"form": form, "found": found, "asked": asked, "lines": lines}
    return render(request, "keeping/certificates.html", context, status=422 if form.errors else 200)


@require_safe
@staff("keeping.read")
def certificate(request: StaffRequest, certificate_id: uuid.UUID) -> HttpResponse:
    found = queries.certificate(request.actor, certificate_id)
    proven = queries.proven(found.number)
    context = {
        "certificate": found,
        "lines": paper.lines(proven) if proven else [],
        "stands": queries.stands(found),
        "print_languages": settings.LANGUAGES,
    }
    return render(request, "keeping/certificate.html", context)


@require_safe
@staff("keeping.read")
def pdf(request: StaffRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """As a page to print or to send on, in one of the eight languages."""
    proven = queries.proven(queries.certificate(request.actor, certificate_id).number)
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else get_language()
    with translation.override(language):
        content = paper.printed(proven) if proven else b""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
    response["Cache-Control"] = "no-store"
    return response
