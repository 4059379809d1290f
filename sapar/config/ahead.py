"""What every worker of the web server needs, read once before they are forked: they share its memory, and the first
reader after a start waits no longer than the second."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation


def read() -> None:
    """Addresses with all their views, words and templates. Asks nothing of the database, which must not be held at a fork."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Save")
            get_resolver().reverse_dict  # noqa: B018 - addresses are made when first asked for, each language's apart
    for name in _templates():
        engines["django"].get_template(name)
    _tables()


def _templates() -> list[str]:
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    ours = [folder for folder in folders if Path(__file__).parents[1] in folder.parents]
    return sorted(str(one.relative_to(folder)) for folder in ours for one in folder.rglob("*.html"))


def _tables() -> None:
    """The law and the names, which are read from files when first asked for."""
    from sapar import names
    from sapar.guidance.rules.book import the_book

    the_book()
    names.stored(["Сапар"])
