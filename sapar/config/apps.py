from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "sapar.config"
    label = "config"

    def ready(self) -> None:
        from sapar.config import effects

        effects.wire_all()
