from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SameConfig(AppConfig):
    name = "sapar.same"
    verbose_name = _("The same person")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sapar.people import panels
        from sapar.same import queries

        panels.register("same", queries.panel)
