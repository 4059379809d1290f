"""The vault as a Django application."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "sapar.vault"
    default_auto_field = "django.db.models.BigAutoField"
