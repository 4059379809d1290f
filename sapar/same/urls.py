from django.urls import path

from sapar.same import views

staff_patterns = [
    path("<uuid:person_id>/", views.merge, name="merge"),
    path("merges/<uuid:merge_id>/undo/", views.undo, name="undo"),
]
