"""Figures in a drawing and in words."""

from __future__ import annotations

from django import template

from sapar.insight.sections import number

register = template.Library()


@register.filter
def figure(cell: object) -> object:
    """A whole number as the reader's language groups it; anything else as it is, nothing as a dash."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return number(cell)
    return "–" if cell is None or cell == "" else cell


@register.filter
def unlocalised(value: float) -> str:
    """A number as SVG reads it: with a point, whatever the reader's language has."""
    return f"{value:g}"
