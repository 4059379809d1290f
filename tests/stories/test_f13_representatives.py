"""F13: representatives of an embassy in the regions, listed by their own wish with office, hours and open accounts."""

from __future__ import annotations

import pytest

from tests.cast import client_of
from tests.factories import make_member
from tests.pages import submit

pytestmark = [pytest.mark.field("F13"), pytest.mark.django_db]

SERVICES = "/staff/directory/{slug}/services/"


def _entered(keeper):
    """The consulate describes itself, and a place that its people receive at."""
    submit(client_of(keeper), "/staff/directory/own/", services=["consular"], fee="free")
    slug = keeper.org.slug
    place = {"kind": "office", "name": "Приёмная в Таразе (вымышлена)", "country": "KZ", "town": "Тараз",
             "address": "ул. Вымышленная, 7"}  # fmt: skip
    assert submit(client_of(keeper), f"/staff/directory/{slug}/places/add/", **place).status_code == 302
    return slug


def _named(keeper, slug, **said):
    page = client_of(keeper).get(f"/staff/directory/{slug}/people/add/").content.decode()
    site = page.partition('name="site_id"')[2].partition('<option value="')[2].partition('<option value="')[2]
    sent = {"site_id": site.partition('"')[0], "hours": "вторник, 10:00–13:00", "region": "Жамбылская область",
            "accounts_url": "https://example.org/otchet", **said}  # fmt: skip
    assert submit(client_of(keeper), f"/staff/directory/{slug}/people/add/", **sent).status_code == 302


def test_representatives_are_listed_with_office_hours_and_open_accounts_by_their_own_wish(client, consulate):
    asel = make_member(consulate, "Asel", "coordinator")
    slug = _entered(asel)
    _named(
        asel, slug, post="Представитель по труду (вымышлен)", wished_on="01.02.2026", phone="+442079460188"
    )
    _named(asel, slug, post="Тихий помощник (вымышлен)")
    page = client.get(f"/ru/who/{slug}/").content.decode()
    for part in (
        "Представитель по труду (вымышлен)",
        "Жамбылская область",
        "вторник, 10:00–13:00",
        "Приёмная в Таразе (вымышлена)",
        "https://example.org/otchet",
        "tel:+442079460188",
    ):
        assert part in page
    assert "Тихий помощник" not in page
    exported = client.get("/api/hsds/organizations?search=Consulate&full=true").content.decode()
    assert "Тихий помощник" not in exported
