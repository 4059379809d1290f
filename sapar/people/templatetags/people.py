"""Countries and languages in words."""

from django import template

from sapar.people import lists

register = template.Library()
register.filter("country", lists.country_name)
register.filter("language", lists.language_name)
