"""The sample pages: light enough for a poor network, the pattern page for staff alone."""

import gzip
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation

from sapar.common.errors import NotVisible
from sapar.ui import samples, views

UI = Path(__file__).resolve().parent.parent
FIRST_LOAD = 14 * 1024
SOURCE = (
    '{% extends "ui/public.html" %}{% block content %}{% include "ui/samples/'
    + "{page}"
    + '.html" %}{% endblock %}'
)


def squeezed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


@pytest.mark.parametrize("page", ["home", "search", "ask"])
@pytest.mark.parametrize("language", ["ru", "ky"])
def test_first_load_of_a_public_page_fits_in_14_kilobytes(page, language):
    with translation.override(language):
        languages = [(code, name, f"/{code}/", code == language) for code, name in settings.LANGUAGES]
        context = samples.pages() | {
            "languages": languages,
            "languages_open": True,
            "translation_unreviewed": True,
        }
        html = engines["django"].from_string(SOURCE.replace("{page}", page)).render(context)
    assets = [(UI / "static/ui" / name).read_text() for name in ("sapar.css", "icon.svg")]
    assert "<script" not in html
    assert sum(map(squeezed, [html, *assets])) <= FIRST_LOAD


def test_pattern_page_shows_every_component():
    page = engines["django"].from_string('{% include "ui/patterns.html" %}').render(samples.everything())
    for anchor in (
        "buttons",
        "icons",
        "states",
        "notices",
        "fields",
        "mistakes",
        "cards",
        "lists",
        "desk",
        "case",
    ):
        assert f'id="{anchor}"' in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("actor", [None, SimpleNamespace(kind="public")])
def test_pattern_page_is_not_there_for_anyone_else(rf, actor):
    request = rf.get("/staff/patterns/")
    request.actor = actor
    with pytest.raises(NotVisible):
        views.patterns(request)
