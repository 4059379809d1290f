from django.urls import path

from sapar.same import views

staff_patterns = [
    path("", views.waiting, name="waiting"),
    path("two-people/<uuid:likeness_id>/", views.tell_apart, name="tell_apart"),
    path("<uuid:person_id>/", views.merge, name="merge"),
    path("merges/<uuid:merge_id>/undo/", views.undo, name="undo"),
]
