"""Addresses of the rota, under /staff/rota/."""

from django.urls import path

from sapar.rota.views import lines, week

staff_patterns = [
    path("", week.week, name="week"),
    path("add/", week.add, name="add"),
    path("copy/", week.copy, name="copy"),
    path("shifts/<uuid:shift_id>/remove/", week.remove, name="remove"),
    path("languages/<uuid:member_id>/", week.languages, name="languages"),
    path("lines/", lines.lines, name="lines"),
    path("lines/offer/", lines.offer, name="offer"),
    path("lines/<uuid:line_id>/", lines.change, name="change"),
    path("lines/<uuid:line_id>/withdraw/", lines.withdraw, name="withdraw"),
    path("lines/<uuid:line_id>/<slug:verb>/", lines.move, name="move"),
]
