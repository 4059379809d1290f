from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "sapar.referrals"
    verbose_name = _("Referrals")

    def ready(self) -> None:
        from sapar.referrals import panels

        panels.register()
