"""Tables are what rules are made of: each row has a source, says one thing, and can be used."""

from __future__ import annotations

import json

import pytest

from sapar.names import fold, parts, tables

FILES = sorted(path.name for path in tables.FOLDER.glob("*.csv"))


@pytest.mark.parametrize("name", FILES)
def test_every_row_names_its_source(name: str) -> None:
    assert all(row["source"].strip() for row in tables.rows(name))


@pytest.mark.parametrize("name", FILES)
def test_no_row_stands_twice(name: str) -> None:
    rows = [tuple(row.values())[:-1] for row in tables.rows(name)]
    assert len(rows) == len(set(rows))


def test_every_convention_has_a_cue_and_every_cue_a_convention() -> None:
    assert {cue.convention for cue in tables.cues()} == set(tables.conventions()) - {"plain"}


def test_tables_write_known_sounds_only() -> None:
    wrong = [
        (letters, sound)
        for table in (tables.cyrillic(), *tables.conventions().values())
        for letters, sound in table.items()
        if set(sound) - set(fold.SOUNDS) - set("YJ")
    ]
    assert not wrong


def test_prices_are_between_nothing_and_one_and_learned_from_several_people() -> None:
    for row in tables.rows("costs.csv"):
        assert 0 < float(row["cost"]) <= 1
        assert int(row["people"]) >= 5
    assert all(0 < float(row["cost"]) <= 1 for row in tables.rows("classes.csv"))


def test_two_names_of_the_list_of_twins_do_not_fold_into_one() -> None:
    for row in tables.rows("twins.csv"):
        one, other = (parts.read(row[column]).words[0].even for column in ("one", "other"))
        assert one != other, row


def test_weights_grow_with_agreement() -> None:
    bits = json.loads((tables.FOLDER / "weights.json").read_text())["bits"]
    for part in ("given", "family", "father"):
        assert bits[part]["same"] > bits[part]["near"] > bits[part]["differs"]
    assert bits["birth"]["exact"] > bits["birth"]["year"] > 0 > bits["birth"]["differs"]
