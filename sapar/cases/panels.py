"""What upper layers show on the page of a case and on the page of the day: each registers itself, no page knows them by name."""

from sapar.people.panels import Panels

PANELS = Panels()
register = PANELS.register
# Their subject is `today.Today`.
DAY = Panels()
