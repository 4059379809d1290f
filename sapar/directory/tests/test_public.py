"""The public pages as a phone asks for them: over the WSGI application, in the reader's language."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from sapar.common.tenancy import scope
from sapar.directory.models import Listing
from sapar.directory.seeds.organisations import entries
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("seeded")

LANGUAGES = ("ru", "ky", "uz", "tg", "kk", "tk", "ro", "en")
PAGES = (
    "",
    "find/",
    "find/?where=RU",
    "find/?problem=unpaid-wages&where=KZ",
    "what-happened/",
    "who/ural-house/",
    "about/",
    "network/",
)


def text_of(html: bytes) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode())))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language_and_leaves_nothing_behind(
    client: Client, language: str, page: str
) -> None:
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert f'lang="{language}"' in response.content.decode()
    # "Near me" is the one script of the public pages, and nothing is missing without it.
    assert response.content.count(b"<script") == (1 if page.startswith("find/") else 0)


def test_the_first_page_has_four_doors_and_all_languages_in_the_open(client: Client) -> None:
    html = client.get("/en/").content.decode()
    for words in ("I need help now", "What do I do?", "Who can help me?", "My request", "It costs nothing."):
        assert words in html
    for own_name in (
        "Русский",
        "Кыргызча",
        "O‘zbekcha",
        "Тоҷикӣ",
        "Қазақша",
        "Türkmençe",
        "Română",
        "English",
    ):
        assert own_name in html


def test_every_seeded_organisation_is_shown_with_the_year_of_its_source(client: Client) -> None:
    for entry in entries():
        page = text_of(client.get(f"/en/who/{entry['slug']}/").content)
        assert entry["name"] in page
        ended = entry.get("status") == "ended"
        assert ("Has ended" if ended else f"Not confirmed since {entry['described_in']}") in page, entry[
            "slug"
        ]
        assert f"published description of {entry['described_in']}" in page


def test_a_card_says_what_a_person_needs(client: Client) -> None:
    page = client.get("/en/find/?what=s-training&where=KZ").content
    card = text_of(page).partition("Safe Migration in Central Asia")[2]
    assert "Has ended" in card
    assert 'href="tel:+77014857786"' in page.decode()
    page = text_of(client.get("/en/find/?what=g-law&where=524901").content)
    for words in (
        "Migration and Law Integration Centre",
        "Legal advice",
        "Free",
        "Day and night",
        "Moscow",
        "Not confirmed since 2013",
    ):
        assert words in page


def test_no_card_is_without_a_next_step(client: Client) -> None:
    html = client.get("/en/find/?where=RU").content.decode()
    for card in html.split('<li class="card">')[1:]:
        assert 'class="btn' in card.partition('<div class="row">')[2].partition("</div>")[0]


def test_names_are_in_the_readers_letters(client: Client) -> None:
    assert "Уральский дом" in client.get("/ky/who/ural-house/").content.decode()
    assert "Шымкент" in client.get("/ru/find/?where=KZ").content.decode()
    assert "Чымкент" in client.get("/ky/find/?where=KZ").content.decode()


def test_what_was_widened_is_said(client: Client) -> None:
    page = text_of(client.get("/en/find/?what=s-shelter&where=RU").content)
    assert "Nobody is listed for exactly this" in page
    assert "Hotlines that can show the way" in page
    assert "Ask for help" in page


def test_what_happened_leads_to_who_helps(client: Client) -> None:
    html = client.get("/ru/what-happened/").content.decode()
    links = re.findall(r'href="(/ru/find/\?problem=[a-z-]+)"', html)
    assert len(links) == 30
    for link in links:
        assert client.get(link).status_code == 200


def test_a_secret_place_is_never_shown(client: Client) -> None:
    oasis = Organisation.objects.get(slug="oasis-kg")
    with scope(org=oasis.pk):
        Listing.objects.filter(org=oasis).update(place_is_secret=True, place=None)
    page = client.get("/en/who/oasis-kg/").content.decode()
    found = client.get("/en/find/?what=s-shelter&where=1528675").content.decode()
    card = found.partition(">Oasis")[2].partition('<li class="card">')[0]
    assert "The place is kept secret" in page
    for html in (page, card):
        assert "Bishkek" not in html
        assert "openstreetmap" not in html.partition("<footer")[0]


def test_a_hidden_organisation_is_not_there(client: Client) -> None:
    oasis = Organisation.objects.get(slug="oasis-kg")
    with scope(org=oasis.pk):
        Listing.objects.filter(org=oasis).update(status="hidden")
    assert client.get("/en/who/oasis-kg/").status_code == 404
    assert b"Oasis" not in client.get("/en/find/?what=s-shelter&where=KG").content


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("юрист Москва", "/ru/find/?what=s-legal-advice&where=524901"),
        ("Шымкент", "/ru/find/?where=1518980"),
        ("не платят зарплату", "/ru/find/?what=p-unpaid-wages"),
        ("в Казахстане", "/ru/find/?where=KZ"),
        ("Уральский дом", "/ru/who/ural-house/"),
    ],
)
def test_what_is_typed_becomes_codes(client: Client, typed: str, address: str) -> None:
    response = client.post("/ru/find/", {"words": typed})
    assert (response.status_code, response["Location"]) == (302, address)


def test_codes_already_chosen_are_kept(client: Client) -> None:
    response = client.post("/ru/find/?what=s-jobs&language=ky&free=1", {"words": "Екатеринбург"})
    assert response["Location"] == "/ru/find/?what=s-jobs&where=1486209&language=ky&free=1"


def test_several_towns_are_offered(client: Client) -> None:
    html = client.post("/en/find/", {"words": "Каракол"}).content.decode()
    assert "Which town?" in html
    assert "/en/find/?where=" in html


def test_what_is_not_understood_is_kept_and_has_a_way_on(client: Client) -> None:
    html = client.post("/en/find/", {"words": "Qwzxcv"}).content.decode()
    assert "We did not understand this" in html
    assert 'value="Qwzxcv"' in html
    assert reverse("ask:ask") is not None


HOSTILE = [
    "",
    " ",
    "\x00",
    "a" * 100_000,
    "<script>alert(1)</script>",
    "' or 1=1 --",
    "%00",
    "ы" * 5000,
    "\u202e🙂",
    "{{7*7}}",
    "-1",
    "9" * 60,
]


@pytest.mark.parametrize("odd", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_a_person_can_send_breaks_the_pages(client: Client, odd: str) -> None:
    for name in ("what", "where", "problem", "language", "free", "page"):
        assert client.get("/ru/find/", {name: odd}).status_code == 200
    response = client.post("/ru/find/", {"words": odd, "what": odd})
    assert response.status_code in (200, 302)
    assert b"<script>alert" not in response.content
    answer = client.post("/ru/find/?where=RU", b"\xff\xfe", content_type="text/plain")
    assert answer["Location"] == "/ru/find/?where=RU"


@pytest.mark.parametrize("slug", ["no-such", "a" * 300, "-", "__", "oasis-kg-2"])
def test_an_unknown_organisation_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/ru/who/{slug}/").status_code == 404


def test_nothing_typed_stands_in_a_log_or_an_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for typed in ("Planted Wordington", "Уральский дом Planted", "юрист Planted"):
        response = client.post("/ru/find/", {"words": typed})
        assert "lanted" not in response.headers.get("Location", "")
    assert "lanted" not in caplog.text
    assert not any(
        "lanted" in str(vars(record)) for record in caplog.records if record.name.startswith("sapar")
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ru", "ky", "tk"])
def test_a_first_visit_weighs_little(client: Client, page: str, language: str) -> None:
    from django.contrib.staticfiles import finders

    html = client.get(f"/{language}/{page}").content
    names = ("sapar.css", "icon.svg", *(("near.js",) if page.startswith("find/") else ()))
    parts = [html] + [Path(finders.find(f"ui/{name}")).read_bytes() for name in names]
    weight = sum(len(gzip.compress(part, 6)) for part in parts)
    assert weight <= 14 * 1024, weight


def test_the_list_of_public_sources_is_true() -> None:
    import sapar
    from sapar.ui.public import PUBLIC_SOURCES

    root = Path(sapar.__file__).parent
    for pattern in PUBLIC_SOURCES:
        assert list(root.glob(pattern)), pattern
