"""Requests that no page of ours makes: too large, from another site, for a wrong host, with invented headers."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import client_of
from tests.factories import acting


@pytest.fixture
def strict() -> Client:
    """A browser that is checked for forgery, as real ones are."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/ru/find/", "/ru/ask/", "/signin/", "/staff/requests/"])
def test_a_body_beyond_a_long_letter_is_refused_before_it_is_read(address):
    response = Client().post(address, {"words": "x" * 3_000_000})
    assert response.status_code == 413
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_told_so_beside_the_field(bakyt, settings):
    from sapar.cases import actions as cases

    settings.SEALED_FILE_MAX_BYTES = 1_000_000
    with acting(bakyt):
        case = cases.open_case(bakyt, cases.Opening(problems=("debt",)))
    large = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n" + b"x" * 3_000_000, "application/pdf")
    response = client_of(bakyt).post(reverse("cases:add_file", args=[case.pk]), {"file": large})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "name"), [("contacts:new", "voice.ogg"), ("sheets:bring", "journal.csv")]
)
def test_a_file_beyond_a_long_letter_reaches_the_form_that_takes_it(gulnara, address, name):
    file = SimpleUploadedFile(name, b"x" * 3_000_000)
    response = client_of(gulnara).post(reverse(address), {"file": file})
    assert response.status_code != 413
    assert response.status_code < 500


@pytest.mark.django_db
def test_where_files_come_in_words_are_no_longer_than_elsewhere(gulnara):
    response = client_of(gulnara).post(reverse("contacts:new"), {"words": "x" * 3_000_000})
    assert response.status_code == 400


@pytest.mark.django_db
def test_a_sheet_that_is_too_large_is_told_so_beside_the_field(gulnara):
    large = SimpleUploadedFile("journal.csv", b"x" * 21_000_000)
    response = client_of(gulnara).post(reverse("sheets:bring"), {"file": large})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.django_db
def test_a_form_sent_by_another_site_is_not_handed_back_ready_to_send(strict):
    response = strict.post("/ru/ask/", {"words": "planted"}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "planted" not in response.content.decode()


@pytest.mark.django_db
def test_a_form_of_ours_that_was_open_too_long_keeps_what_was_typed(strict):
    response = strict.post("/ru/ask/", {"words": "typed"}, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert 'value="typed"' in response.content.decode()


@pytest.mark.django_db
def test_a_forwarded_scheme_is_believed_of_a_trusted_proxy_only(settings):
    settings.SECURE_SSL_REDIRECT = True
    forwarded = {"x-forwarded-proto": "https"}
    assert Client().get("/ru/", headers=forwarded).status_code == 301
    settings.TRUSTED_PROXIES = 1
    assert Client().get("/ru/", headers=forwarded).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "told", "caller"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", None),
    ],
)
def test_the_caller_is_named_by_the_outermost_proxy_that_is_trusted(settings, proxies, told, caller):
    settings.TRUSTED_PROXIES = proxies
    response = Client().get("/ru/", headers={"x-forwarded-for": told})
    assert response.wsgi_request.caller == caller


@pytest.mark.django_db
def test_a_wrong_host_gets_no_page():
    assert Client().get("/ru/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ru/", "/signin/", "/ru/ask/", "/no/such/page/"])
def test_no_page_is_kept_by_browser_or_proxy(path):
    assert "no-store" in Client().get(path).headers["Cache-Control"]
