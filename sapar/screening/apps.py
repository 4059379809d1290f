from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "sapar.screening"
    verbose_name = _("Screening")

    def ready(self) -> None:
        from sapar.screening import panels

        panels.register()
