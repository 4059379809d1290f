"""A recording of a node, fetched only when somebody taps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from sapar.guidance import voice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@require_safe
def recording(request: HttpRequest, name: str) -> HttpResponseBase:
    """Kept by nobody on the way: on a phone that others look at, a file would tell what was asked."""
    place = voice.path_of(settings.VOICE_FOLDER, name)
    if not place.is_file():
        raise Http404
    response = FileResponse(place.open("rb"), content_type="audio/ogg")
    response["Cache-Control"] = "no-store"
    return response
