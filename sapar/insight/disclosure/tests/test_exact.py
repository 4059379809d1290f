"""Exact mode: what is hidden cannot be computed, by any means we know."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sapar.insight.disclosure import cube, exact, folder, repair, suppress, witness
from sapar.insight.disclosure.attack import run, view
from sapar.insight.disclosure.folder import Release
from sapar.insight.disclosure.tests.populations import codes

THRESHOLD, WIDTH = 10, 5


def counted(rows, sizes, seed=1):
    return cube.count(codes(rows, seed, sizes), sizes)


def protected(found, least=THRESHOLD):
    size = found.lattice.cells
    first = suppress.small(found.counts, THRESHOLD)
    demand = exact.Demand(least, np.full(size, float(WIDTH)), first, np.zeros(size, dtype=bool))
    return exact.protect(found, demand)


def released(found, hidden, withheld=()):
    lattice = found.lattice
    marks = np.where(hidden, folder.HIDDEN, folder.SHOWN).astype(np.int8)
    for table in withheld:
        marks[lattice.span(table)] = folder.OUTSIDE
    names = tuple("ABCDEFGH"[: len(lattice.sizes)])
    words = tuple(tuple(f"{one:02}" for one in range(size)) for size in lattice.sizes)
    notes = {"mode": "exact", "threshold": THRESHOLD, "width": WIDTH}
    return Release(names, words, lattice, np.where(marks == folder.SHOWN, found.counts, -1), marks, notes)


@pytest.mark.parametrize("rows", [800, 5000, 60000])
def test_hiding_small_cells_alone_is_broken_and_ours_is_not(rows):
    found = counted(rows, (9, 8, 5, 2, 4))
    small = suppress.small(found.counts, THRESHOLD)
    alone = run.on_release(released(found, small), "alone", seconds=0.5)
    assert sum(alone.exact.values()) > 0
    done = protected(found)
    ours = run.on_release(released(found, done.mask, done.withheld), "ours", seconds=0.5)
    assert sum(ours.exact.values()) == 0
    assert ours.narrow == 0
    assert not (small & ~done.mask).any()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(2, 5), min_size=2, max_size=4),
    rows=st.integers(300, 4000),
    seed=st.integers(0, 99),
)
def test_every_hidden_cell_keeps_its_width_under_exact_linear_programs(sizes, rows, seed):
    """The whole system at once, not blocks: the widest knowledge a reader of these tables can have."""
    found = counted(rows, tuple(sizes), seed)
    if (found.table((0,)) < THRESHOLD).any():
        return
    try:
        done = protected(found)
    except exact.Unfit:
        return
    seen = view.of(released(found, done.mask, done.withheld))
    asked = np.flatnonzero(seen.asked)
    for cell in np.random.default_rng(seed).permutation(asked)[:4]:
        goal = np.zeros(len(seen.low))
        goal[cell] = 1
        ends = [
            sign * linprog(
                sign * goal, A_eq=seen.matrix, b_eq=np.zeros(seen.matrix.shape[0]),
                bounds=np.column_stack([seen.low, seen.high]),
            ).fun
            for sign in (1, -1)
        ]  # fmt: skip
        assert ends[1] - ends[0] >= WIDTH - 1e-6


def test_a_box_is_a_witness_that_keeps_every_sum():
    """What the witness claims is done by hand: move the corners and compare all smaller tables."""
    counts = np.full((2, 2, 2), 7)
    lattice = cube.Lattice.of((2, 2, 2))
    hidden = np.zeros(lattice.cells, dtype=bool)
    hidden[lattice.span((0, 1, 2))] = True
    vector = np.zeros(lattice.cells, dtype=np.int64)
    lattice.view(vector, (0, 1, 2))[...] = counts
    width = witness.proven(lattice, vector, hidden, np.where(hidden, 99.0, 0.0))
    assert lattice.view(width, (0, 1, 2)).tolist() == np.full((2, 2, 2), 14.0).tolist()
    moved = counts + 7 * np.array([(-1) ** sum(one) for one in product((0, 1), repeat=3)]).reshape(2, 2, 2)
    for axis in range(3):
        assert (moved.sum(axis=axis) == counts.sum(axis=axis)).all()
    assert moved.min() == 0


def a_box():
    """One at the first cell, three at the corners next to it and opposite, fifty at the rest: up by three, down by one."""
    lattice = cube.Lattice.of((2, 2, 2))
    vector, hidden = np.zeros(lattice.cells, dtype=np.int64), np.zeros(lattice.cells, dtype=bool)
    hidden[lattice.span((0, 1, 2))] = True
    body = lattice.view(vector, (0, 1, 2))
    for spot in product((0, 1), repeat=3):
        body[spot] = 3 if sum(spot) % 2 else 50
    body[0, 0, 0] = 1
    return lattice, vector, hidden


def test_a_cell_rises_by_what_its_neighbours_can_lose_and_falls_by_what_it_has():
    lattice, vector, hidden = a_box()
    width = witness.proven(lattice, vector, hidden, np.where(hidden, 99.0, 0.0))
    assert lattice.view(width, (0, 1, 2))[0, 0, 0] == 3 + 1


@pytest.mark.parametrize(("need", "helped"), [(4.0, 1), (5.0, 0)])
def test_a_box_that_moves_too_little_is_no_remedy(need, helped):
    lattice, vector, hidden = a_box()
    task = suppress.Task(lattice, vector, np.full(lattice.cells, need))
    cell = np.array([lattice.span((0, 1, 2)).start])
    assert len(repair.wider(task, hidden, ~hidden, cell).proven) == helped


@pytest.mark.parametrize(("far_corner_hidden", "reach"), [(True, 5), (False, 0)])
def test_a_two_way_cell_moves_with_a_rectangle_in_every_table_below_it(far_corner_hidden, reach):
    """(0, 0) rises by what (0, 1) and (1, 0) can lose, in the two-way table and at one category of the third dimension."""
    lattice = cube.Lattice.of((2, 2, 2))
    vector, hidden = np.zeros(lattice.cells, dtype=np.int64), np.zeros(lattice.cells, dtype=bool)
    body = np.array([[[2, 2], [6, 3]], [[5, 3], [10, 10]]])
    lattice.view(vector, (0, 1, 2))[...] = body
    lattice.view(vector, (0, 1))[...] = body.sum(axis=2)
    hidden[lattice.span((0, 1))] = True
    hidden[lattice.span((0, 1, 2))] = True
    lattice.view(hidden, (0, 1))[1, 1] = far_corner_hidden
    width = witness.proven(lattice, vector, hidden, np.where(hidden, 99.0, 0.0))
    assert lattice.view(width, (0, 1))[0, 0] == reach


def test_a_corner_that_is_shown_is_no_witness():
    lattice = cube.Lattice.of((2, 2, 2))
    vector, hidden = np.zeros(lattice.cells, dtype=np.int64), np.zeros(lattice.cells, dtype=bool)
    lattice.view(vector, (0, 1, 2))[...] = 7
    hidden[lattice.span((0, 1, 2))] = True
    hidden[lattice.cell((0, 1, 2), (np.array([1]), np.array([1]), np.array([0])))] = False
    assert witness.proven(lattice, vector, hidden, np.where(hidden, 5.0, 0.0)).max() == 0


def test_a_remedy_proves_what_it_says():
    found = counted(6000, (6, 6, 5))
    hidden = suppress.small(found.counts, THRESHOLD)
    task = suppress.Task(found.lattice, found.counts, np.full(found.lattice.cells, float(WIDTH)))
    remedy = repair.wider(task, hidden, found.counts > 0, np.flatnonzero(hidden))
    hidden[remedy.hide] = True
    proof = witness.proven(found.lattice, found.counts, hidden, np.where(hidden, float(WIDTH), 0.0))
    assert len(remedy.proven)
    assert (proof[remedy.proven] >= WIDTH).mean() > 0.9


def test_a_hidden_zero_is_not_told_from_a_small_number():
    """Zero cells are left out of the files unless hidden, so an attacker takes silence for nought."""
    found = counted(2500, (9, 8, 5))
    done = protected(found)
    assert (done.mask & (found.counts == 0)).any()


def test_large_cells_are_rarely_hidden():
    found = counted(300_000, (9, 8, 5, 2, 4))
    done = protected(found)
    assert exact.share_hidden(found.lattice, found.counts, done.mask, THRESHOLD) < 0.12
    assert done.withheld == ()
