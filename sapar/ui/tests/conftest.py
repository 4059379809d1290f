import pytest


@pytest.fixture(autouse=True)
def static_files_by_their_own_names(settings):
    """Names with a hash exist only after collectstatic, which these tests do not need."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
