from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "sapar.practice"
    verbose_name = _("Practice")

    def ready(self) -> None:
        from sapar.practice import panels

        panels.register()
