"""Places for templates."""

from django import template

from sapar.directory import provinces

register = template.Library()
register.filter("place", provinces.words)
