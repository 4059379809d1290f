"""The cube counts what is there, whatever the shape."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.insight.disclosure import cube
from sapar.insight.disclosure.lattice import Lattice

shapes = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(sizes=shapes, rows=st.integers(1, 200), seed=st.integers(0, 99))
def test_every_table_is_what_counting_row_by_row_gives(sizes, rows, seed):
    chance = np.random.default_rng(seed)
    codes = [chance.integers(0, size, rows) for size in sizes]
    counted = cube.count(codes, sizes)
    for table in counted.lattice.tables[1:]:
        expected: dict[tuple[int, ...], int] = {}
        for row in range(rows):
            spot = tuple(int(codes[one][row]) for one in table)
            expected[spot] = expected.get(spot, 0) + 1
        found = counted.table(table)
        assert {spot: int(found[spot]) for spot in np.ndindex(found.shape) if found[spot]} == expected
    assert counted.rows == rows


def test_eight_dimensions_make_92_tables_in_few_passes():
    sizes = (12, 20, 8, 3, 6, 25, 10, 5)
    assert len(Lattice.of(sizes).tables) - 1 == 92
    found = cube.blocks(sizes)
    assert {one for block in found for one in combinations(block, 3)} == set(combinations(range(8), 3))
    assert len(found) < 56 / 3


def test_an_equation_names_the_cells_that_add_up():
    counted = cube.count([np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([0, 0, 2])], (2, 2, 3))
    for group in counted.lattice.groups:
        lines = counted.lattice.lines(group, np.arange(group.first, group.first + 1))
        parts, total = counted.counts[lines[0, :-1]], counted.counts[lines[0, -1]]
        assert parts.sum() == total
