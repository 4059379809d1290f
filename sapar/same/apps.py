from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SameConfig(AppConfig):
    name = "sapar.same"
    verbose_name = _("The same person")
