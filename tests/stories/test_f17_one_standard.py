"""F17: one catalogue for all; whose turn it is and what is offered changes with the group, the standard does not."""

from __future__ import annotations

import pytest

from sapar.directory import actions as directory
from sapar.directory.actions import OfferSaid
from sapar.directory.models import Offer
from sapar.directory.taxonomy import Service
from tests.factories import acting
from tests.pages import submit
from tests.stories import steps

pytestmark = [pytest.mark.field("F17"), pytest.mark.django_db]

ALL, MOTHERS, MEN = "Beds for all (fictional)", "Beds for mothers (fictional)", "Hostel for men (fictional)"


def _beds(steward, name, **whom):
    made = steps.listed(steward, name, country="KG", services=("housing",))
    with acting(steward):
        offer = Offer.objects.get(org=made)
        said = OfferSaid({"codes": ["housing"], **whom})
        directory.write_offer(steward, made, said, offer=offer, version=offer.version)


def _order(client, **asked):
    page = client.get("/en/find/", {"what": "s-housing", "where": "KG", **asked}).content.decode()
    return sorted((name for name in (ALL, MOTHERS, MEN) if name in page), key=page.index)


def test_a_group_changes_who_comes_first_and_the_offer_but_not_the_catalogue(client, rustam):
    _beds(rustam, ALL)
    _beds(rustam, MOTHERS, sex="women", groups=["pregnant", "small-children"])
    _beds(rustam, MEN, sex="men")
    assert _order(client, whom="pregnant")[:2] == [MOTHERS, ALL]
    assert MEN not in _order(client, whom="pregnant")
    assert MOTHERS not in _order(client, whom="man")
    assert set(_order(client)) == {ALL, MOTHERS, MEN}
    assert set(_order(client, whom="internal")) >= {ALL}


def test_the_catalogue_is_the_same_in_every_language_and_for_every_organisation(client, nurlan):
    """Terms are chosen, never typed: what one office offers means the same at every other."""
    from tests.cast import client_of

    own = client_of(nurlan)
    assert submit(own, "/staff/directory/own/", services=["shelter", "aid"], fee="free").status_code == 302
    refused = submit(own, "/staff/directory/own/", services=["our-own-thing"], fee="free")
    assert refused.status_code in (200, 422)
    listed = client.get("/api/hsds/taxonomies").json()["contents"]
    terms = client.get("/api/hsds/taxonomy_terms", {"per_page": 100}).json()["contents"]
    assert listed
    assert {str(code) for code in Service.values} <= {one["code"] for one in terms}
