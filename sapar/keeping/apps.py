from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "sapar.keeping"
    verbose_name = _("Keeping")

    def ready(self) -> None:
        from sapar.keeping import checks, panels

        checks.register_all()
        panels.register()
