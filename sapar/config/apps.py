from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "sapar.config"
    label = "config"

    def ready(self) -> None:
        from django.apps import apps

        from sapar.common import labels
        from sapar.config import effects, hub, moments

        moments.read_quickly()
        effects.wire_all()
        hub.furnish()
        for model in apps.get_models():
            if model.__module__.startswith("sapar."):
                labels.quicken(model)
