"""Words of screening for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext

from sapar.screening import telling
from sapar.screening.htcds.sayings import SAYINGS

if TYPE_CHECKING:
    from sapar.screening.htcds.model import Problem

register = template.Library()
register.filter("range_words", telling.range_words)


@register.filter
def fault(problem: Problem) -> str:
    """What is wrong with a file, in the reader's language."""
    return gettext(SAYINGS[problem.code]) % problem.values
