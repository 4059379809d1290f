"""What upper layers show on the page of a case: each registers itself, the page knows none of them by name."""

from sapar.people.panels import Panels

PANELS = Panels()
register = PANELS.register
