"""F25: a library where somebody helps to use Sapar: in the directory with hours and languages, by the wish of who keeps it."""

from __future__ import annotations

import re

import pytest

from tests.cast import client_of
from tests.pages import forms_of, submit

pytestmark = [pytest.mark.field("F25"), pytest.mark.django_db]

LIBRARY = "Библиотека семи рек (вымышлена)"


def test_a_library_is_found_with_its_hours_and_languages_once_it_wishes_so(client, nurlan):
    keeper, slug = client_of(nurlan), nurlan.org.slug
    submit(keeper, "/staff/directory/own/", services=["information"], fee="free")
    place = {"kind": "access-point", "name": LIBRARY, "country": "KG", "town": "Ош", "address": "ул. Вымышленная, 3",
             "latitude": "40.53", "longitude": "72.8", "day_1": "10:00–16:00"}  # fmt: skip
    add = f"/staff/directory/{slug}/places/add/"
    asked = submit(keeper, add, **place)
    assert asked.status_code in (200, 422)
    assert LIBRARY not in client.get(f"/ru/who/{slug}/").content.decode()
    assert submit(keeper, add, **place, wished_on="01.02.2026").status_code == 302
    speaks_at(keeper, slug)
    page = client.post("/ru/find/", {"words": "интернет"}, follow=True).content.decode()
    assert nurlan.org.name in page
    assert LIBRARY in page
    entry = client.get(f"/ru/who/{slug}/").content.decode()
    assert "O‘zbekcha" in entry
    for part in (LIBRARY, "10:00–16:00", "Через переводчика"):
        assert part in entry


def speaks_at(keeper, slug):
    """The service that came with the place says in which languages somebody helps there."""
    services = keeper.get(f"/staff/directory/{slug}/services/").content.decode()
    links = re.findall(rf"/staff/directory/{slug}/services/[0-9a-f-]{{36}}/", services)
    addresses = [one for one in dict.fromkeys(links) if "access-point" in chosen(keeper, one)]
    spoken = {"spoken-0-code": "uz", "spoken-0-how": "interpreter"}
    assert submit(keeper, addresses[0], **spoken).status_code == 302


def chosen(keeper, address):
    return next(
        one.values.get("codes", []) for one in forms_of(keeper.get(address)) if "codes" in one.choices
    )
