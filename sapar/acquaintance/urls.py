from django.urls import path

from sapar.acquaintance import views

staff_patterns = [
    path("", views.waiting, name="list"),
    path("case/<uuid:case_id>/person/<uuid:person_id>/", views.enter, name="enter"),
    path("<uuid:entry_id>/withdraw/", views.withdraw, name="withdraw"),
    path("notices/<uuid:notice_id>/", views.answer, name="answer"),
    path("words/<uuid:word_id>/", views.settle, name="settle"),
]
