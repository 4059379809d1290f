"""Releases that follow one another: no comparison shows a change of fewer than the threshold."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sapar.insight.disclosure import folder
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.protect import Before, Wish, release
from sapar.insight.disclosure.tests.populations import rows, write

WISH = Wish(attack_seconds=0.2, dimensions=("province", "topic", "age", "sex"))


def made(path, before=(), wish=WISH, name="new"):
    return release(path, wish, before, name)


def kept(done, name):
    return Before(name, done.release, done.ledger)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    lines = rows(20_000)
    path = write(tmp_path_factory.mktemp("first") / "a.csv", lines)
    return lines, made(path, name="first")


def shown(one):
    """Number by (column: category ...) of every listed cell that has one."""
    found = {}
    for table in one.lattice.tables:
        values, marks = (one.lattice.view(part, table) for part in (one.values, one.marks))
        for spot in np.ndindex(values.shape):
            if marks[spot] in {folder.SHOWN, folder.CARRIED}:
                words = (
                    (one.names[axis], one.categories[axis][place])
                    for axis, place in zip(table, spot, strict=True)
                )
                found[frozenset(words)] = int(values[spot])
    return found


def no_small_difference(*releases):
    for older, newer in combinations(map(shown, releases), 2):
        both = older.keys() & newer.keys()
        assert both
        small = [one for one in both if 0 < abs(older[one] - newer[one]) < WISH.threshold]
        assert small == []


def no_small_remainder(older, newer):
    """A total's published change less its parts' published changes is nothing or large: a group has changed, not a few."""
    before, after = shown(older), shown(newer)
    for table in newer.lattice.tables[1:]:
        for axis in range(len(table)):
            rest = table[:axis] + table[axis + 1 :]
            for spot in np.ndindex(*(len(newer.categories[one]) for one in rest)):
                fixed = [
                    (newer.names[one], newer.categories[one][place])
                    for one, place in zip(rest, spot, strict=True)
                ]
                line = [
                    frozenset([*fixed, (newer.names[table[axis]], word)])
                    for word in newer.categories[table[axis]]
                ]
                total = frozenset(fixed)
                current = (
                    newer.marks[newer.lattice.cell(rest, tuple(np.array([one]) for one in spot))[0]]
                    == folder.SHOWN
                )
                if current and total in before and total in after:
                    known = [after[one] - before[one] for one in line if one in before and one in after]
                    left = after[total] - before[total] - sum(known)
                    assert left == 0 or abs(left) >= WISH.threshold


def test_one_percent_more_then_one_percent_less(first, tmp_path):
    lines, one = first
    more = [*lines, *rows(200, seed=2)]
    two = made(write(tmp_path / "b.csv", more), [kept(one, "first")])
    chance = np.random.default_rng(3)
    fewer = [line for line in more if chance.random() > 0.01]
    three = made(write(tmp_path / "c.csv", fewer), [kept(one, "first"), kept(two, "second")])
    no_small_difference(one.release, two.release, three.release)
    no_small_remainder(one.release, two.release)
    no_small_remainder(two.release, three.release)
    assert (two.release.marks == folder.CARRIED).any()
    assert (two.release.marks == folder.SHOWN).any()
    assert not any(sum(pair["counts"].values()) for pair in three.attacks["pairs"])


def test_publishing_each_time_anew_would_have_shown_single_people(first, tmp_path):
    """The attack finds what the ledger prevents, so that its silence means something."""
    from sapar.insight.disclosure.attack import run

    lines, one = first
    alone = made(write(tmp_path / "b.csv", [*lines, *rows(200, seed=2)]))
    found = run.on_pair(one.release, alone.release, ("first", "alone"))
    assert found.counts["difference"] > 100


def test_once_hidden_always_hidden(first, tmp_path):
    lines, one = first
    again = made(write(tmp_path / "b.csv", [*lines, *lines, *lines]), [kept(one, "first")])
    before, after = one.release, again.release
    assert (after.marks[before.marks == folder.HIDDEN] == folder.HIDDEN).all()


def test_the_same_records_give_the_same_release(first, tmp_path):
    lines, one = first
    again = made(write(tmp_path / "b.csv", lines[::-1]), [kept(one, "first")])
    assert (again.release.marks == one.release.marks).all()
    assert (again.release.values == one.release.values).all()


def test_by_organisation_after_by_province(first, tmp_path):
    """Organisations lie within provinces; tables that both releases have must keep their holes."""
    lines, one = first
    path = write(tmp_path / "a.csv", lines)
    wish = Wish(attack_seconds=0.2, dimensions=("organisation", "topic", "sex"))
    two = made(path, [kept(one, "first")], wish)
    no_small_difference(one.release, two.release)
    holes = set(shown(two.release)) & hidden_cells(one.release)
    assert holes == set()


def test_who_knows_where_organisations_are_cannot_add_them_up(first, tmp_path):
    """Every organisation is in one province, so sums by organisation are sums by province; alone the release would leak."""
    from sapar.insight.disclosure.attack import run
    from sapar.insight.disclosure.ties import Tie

    lines, one = first
    path = write(tmp_path / "a.csv", lines)
    wish = Wish(attack_seconds=0.2, dimensions=("organisation", "topic", "sex"))
    tie = Tie("organisation", "province", {line[5]: line[0] for line in lines})
    together = [("first", one.release), ("new", made(path, wish=wish).release)]
    assert run.everything(together, 0.2, ties=[tie])["succeeded"]
    bound = made(path, [kept(one, "first")], wish).release
    assert not run.everything([together[0], ("new", bound)], 0.2, ties=[tie])["succeeded"]


def nested():
    """Places “A-1” within countries; A-9 is rare and lies with 30 others of A, C-1 and C-2 are rare and together are not."""
    chance = np.random.default_rng(1)
    places = chance.choice(["A-1", "A-2", "B-1", "B-2"], 2000, p=[0.4, 0.26, 0.2, 0.14]).tolist()
    places += ["A-9"] * 8 + ["A"] * 30 + ["C-1"] * 8 + ["C-2"] * 9
    return [[place, place[0], chance.choice(["f", "m"])] for place in places]


PLACES = Wish(attack_seconds=0.2, dimensions=("place", "sex"), nested=("place",))


def test_a_rare_province_counts_for_its_country_and_a_rare_country_for_the_rest(tmp_path):
    path = write(tmp_path / "a.csv", nested(), ["place", "country", "sex"])
    done = made(path, wish=PLACES)
    categories = done.release.categories[done.release.names.index("place")]
    assert set(categories) == {"A", "A-1", "A-2", "B-1", "B-2", "C"}
    assert shown(done.release)[frozenset({("place", "A")})] == 38
    again = made(path, [kept(done, "first")], replace(PLACES, dimensions=("place",)))
    assert set(again.release.categories[0]) == set(categories)


def test_a_column_that_an_earlier_one_adds_up_to_is_refused(tmp_path):
    """By country after by place: what the places hid in one country would be told by the country's sum."""
    path = write(tmp_path / "a.csv", nested(), ["place", "country", "sex"])
    first = kept(made(path, wish=PLACES, name="first"), "first")
    with pytest.raises(Unfit, match="'place' went out already"):
        made(path, [first], replace(PLACES, dimensions=("country", "sex"), nested=()))
    other_way = kept(made(path, wish=replace(PLACES, dimensions=("country", "sex")), name="first"), "first")
    assert made(path, [other_way], PLACES).release.names == ("place", "sex")


def test_a_release_of_less_depth_has_no_deeper_table_and_a_later_one_keeps_its_holes(first, tmp_path):
    lines, _one = first
    path = write(tmp_path / "a.csv", lines[:3000])
    flat = made(path, wish=replace(WISH, depth=2), name="first")
    assert max(map(len, flat.release.lattice.tables)) == 2
    folder.write(flat.release, tmp_path / "flat", {}, "words", flat.ledger)
    before = Before("first", folder.read(tmp_path / "flat"), flat.ledger)
    deep = made(path, [before], WISH)
    no_small_difference(flat.release, deep.release)
    assert set(shown(deep.release)) & hidden_cells(flat.release) == set()


def hidden_cells(one):
    found = set()
    for table in one.lattice.tables[1:]:
        marks = one.lattice.view(one.marks, table)
        for spot in zip(*np.nonzero(marks == folder.HIDDEN), strict=True):
            found.add(
                frozenset((one.names[a], one.categories[a][p]) for a, p in zip(table, spot, strict=True))
            )
    return found


def test_a_selection_after_the_total_keeps_the_totals_holes(first, tmp_path):
    lines, one = first
    wish = Wish(attack_seconds=0.2, dimensions=("province", "topic", "age"), where={"sex": "sex 1"})
    two = made(write(tmp_path / "a.csv", lines), [kept(one, "first")], wish)
    inside = {cell | {("sex", "sex 1")} for cell in shown(two.release)}
    assert inside & hidden_cells(one.release) == set()
    total, part = shown(one.release), shown(two.release)
    assert [cell for cell in part if cell in total and 0 < total[cell] - part[cell] < WISH.threshold] == []


def test_a_selected_file_after_the_total(first, tmp_path):
    """The same without saying so: somebody filtered the file before."""
    lines, one = first
    part = [line for line in lines if line[3] == "sex 1"]
    two = made(write(tmp_path / "a.csv", part), [kept(one, "first")])
    no_small_difference(one.release, two.release)


def test_cut_offs_are_frozen(first, tmp_path):
    lines, one = first
    with pytest.raises(Unfit, match="frozen"):
        made(write(tmp_path / "a.csv", lines), [kept(one, "first")], Wish(threshold=5))


def test_no_organisation_stands_alone_in_a_cell(tmp_path):
    """In one province one organisation has nearly all records: its number there must not be shown."""
    lines = [
        ["north" if number % 3 else "south", f"topic {number % 4}", f"org {number % 7}"]
        for number in range(6000)
    ]
    lines += [["east", f"topic {number % 4}", "org 1"] for number in range(900)]
    lines += [["west", f"topic {number % 4}", f"org {number % 5}"] for number in range(900)]
    path = write(tmp_path / "a.csv", lines, ["place", "topic", "org"])
    done = made(path, wish=Wish(contributor="org", attack_seconds=0.2))
    assert "east" not in done.release.categories[done.release.names.index("place")]
    assert 900 not in shown(done.release).values()


def test_a_release_can_be_read_back_as_it_was(first, tmp_path):
    _lines, one = first
    folder.write(one.release, tmp_path / "out", {}, "words", one.ledger)
    again = folder.read(tmp_path / "out")
    assert (again.values == one.release.values).all()
    assert (again.marks == one.release.marks).all()
    with pytest.raises(Unfit, match="never overwritten"):
        folder.write(one.release, tmp_path / "out", {}, "words", one.ledger)


def test_columns_that_follow_from_each_other_are_named_where_hardly_a_table_is_left(tmp_path):
    path = write(tmp_path / "a.csv", rows(20_000))
    both = replace(WISH, dimensions=("province", "topic", "age", "organisation"))
    with pytest.raises(Unfit, match="'province' follows from 'organisation'"):
        made(path, wish=both)
    alone = replace(both, dimensions=("province", "topic", "age"))
    assert made(path, wish=alone).facts["withheld_tables"] == 0
