from django.urls import path

from sapar.office import views

vault_patterns = [
    path("", views.status, name="status"),
    path("lock/", views.lock, name="lock"),
]

audit_patterns = [
    path("", views.events, name="list"),
]

checklist_patterns = [
    path("", views.whats_missing, name="home"),
]
