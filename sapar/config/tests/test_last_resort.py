"""When the page that tells of an error fails in its turn, a plain one still tells it."""

from __future__ import annotations

import pytest
from django.test import Client

from sapar.ui.words import ERRORS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ru", "ky", "en"])
def test_without_its_static_files_sapar_still_says_what_happened(settings, tmp_path, language):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    answer = Client(raise_request_exception=False).get(f"/{language}/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert f'<html lang="{language}">' in page
    assert "<h1>" in page
    if language == "en":
        assert str(ERRORS["500"].title) in page
