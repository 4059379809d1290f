"""The audit as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sapar.audit"
    default_auto_field = "django.db.models.BigAutoField"
