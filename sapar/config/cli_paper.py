"""`sapar paper-form`: the form for a night without a computer, printed without a server or an account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config.words import Trouble

if TYPE_CHECKING:
    import argparse


def add_to(commands: Any) -> None:
    one = commands.add_parser("paper-form", help="write the paper form in a language as PDF")
    one.add_argument("language", metavar="LANGUAGE", help="ru, ky, uz, tg, kk, tk, ro or en")
    one.add_argument("--to", type=Path, default=None, metavar="FILE", help="where to (form-LANGUAGE.pdf)")
    one.add_argument("--numbers", default="", metavar="1-50", help="a stack with these numbers")
    one.set_defaults(act=write)


def write(chosen: argparse.Namespace) -> int:
    """Needs neither the database nor the keys."""
    import django

    django.setup()
    from django.conf import settings

    from sapar.sheets import paper

    if chosen.language not in dict(settings.LANGUAGES):
        raise Trouble(
            "There is no form in this language. Choose from: " + ", ".join(dict(settings.LANGUAGES))
        )
    place = chosen.to or Path(f"form-{chosen.language}.pdf")
    place.write_bytes(paper.pdf(chosen.language, _numbers(chosen.numbers)))
    print(place)
    return 0


def _numbers(text: str) -> range:
    first, _dash, last = text.partition("-")
    if not text:
        return range(0)
    if not (first.isdigit() and last.isdigit() and 0 < int(first) <= int(last) < int(first) + 1000):
        raise Trouble("Numbers are written like 1-50, at most a thousand at a time.")
    return range(int(first), int(last) + 1)
