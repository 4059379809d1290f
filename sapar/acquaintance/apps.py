from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcquaintanceConfig(AppConfig):
    name = "sapar.acquaintance"
    verbose_name = _("Helped elsewhere too")

    def ready(self) -> None:
        from sapar.acquaintance import panels

        panels.register()
