"""Words of screening for templates."""

from django import template

from sapar.screening import telling

register = template.Library()
register.filter("range_words", telling.range_words)
