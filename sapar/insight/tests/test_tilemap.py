"""A tile a country: provinces add up, what is hidden says so, everyone keeps their place."""

from __future__ import annotations

from sapar.insight import places, tilemap


def drawn(*rows):
    made = tilemap.of(rows)
    return {one.code: one for one in made.tiles} if made else {}


def test_provinces_add_up_to_their_country_and_a_hidden_one_is_a_plus():
    tiles = drawn(("KZ-75", 30), ("KZ-02", 20), ("RU", 100), ("KG", None), ("UZ-13", 12), ("UZ-03", None))
    assert {code: one.words for code, one in tiles.items() if one.words} == {
        "KZ": "50", "RU": "100", "KG": "–", "UZ": "12+",
    }  # fmt: skip
    assert tiles["RU"].level == tilemap.SIZE
    assert tiles["KZ"].level == tilemap.SIZE / 2
    assert set(places.TILES) <= set(tiles)


def test_no_two_tiles_lie_on_each_other_even_of_countries_without_a_place():
    tiles = drawn(*[(code, 10) for code in ("RU", "SE", "JP", "BR", "QA", "IT", "FR", "ES", "GB", "US")])
    assert len({(one.x, one.y) for one in tiles.values()}) == len(tiles)


def test_nothing_is_drawn_of_no_country():
    assert drawn(("", 40), ("(other)", 12)) == {}
