"""Private mode: the distribution OpenDP promises, the error we state, the budget that is never given back."""

import math

import numpy as np
import pytest

from sapar.insight.disclosure import folder, private
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.protect import Before, Wish, release
from sapar.insight.disclosure.tests.populations import rows, write


def chance(error, scale):
    """Of a discrete Laplace variable: P(X = k) = (1 - p) / (1 + p) * p^|k| with p = exp(-1 / scale)."""
    decay = math.exp(-1 / scale)
    return (1 - decay) / (1 + decay) * decay ** abs(error)


@pytest.mark.parametrize("scale", [0.8, 4.0])
def test_draws_are_discrete_laplace(scale):
    """OpenDP draws from the system's generator and takes no seed: the bound is one that chance breaks once in 10^6 runs."""
    draws = np.array(private.laplace([100] * 40_000, scale)) - 100
    statistic, cells = 0.0, 0
    for error in range(-30, 31):
        expected = chance(error, scale) * len(draws)
        if expected > 20:
            statistic += ((draws == error).sum() - expected) ** 2 / expected
            cells += 1
    assert statistic < cells + 5 * math.sqrt(2 * cells) + 12


@pytest.mark.parametrize("scale", [0.3, 1.0, 5.0, 40.0])
def test_the_stated_error_holds_95_of_100_and_no_narrower_one_does(scale):
    stated = private.error(scale)
    inside = sum(chance(error, scale) for error in range(-stated, stated + 1))
    narrower = sum(chance(error, scale) for error in range(-stated + 1, stated))
    assert inside >= 0.95
    assert narrower < 0.95


@pytest.fixture
def path(tmp_path):
    return write(tmp_path / "a.csv", rows(3000))


def wish(**more):
    return Wish(mode="private", dimensions=("sex", "age"), **more)


def test_the_budget_is_spent_over_all_releases_and_never_comes_back(path):
    before = []
    for number in range(4):
        done = release(path, wish(epsilon=1.0, lifetime=4.0), before, f"r{number}")
        assert done.facts["left"] == pytest.approx(3 - number)
        before.append(Before(f"r{number}", done.release, done.ledger))
    with pytest.raises(Unfit, match="never reset"):
        release(path, wish(epsilon=0.1, lifetime=4.0), before[-1:])


def test_tables_share_the_releases_epsilon(path):
    done = release(path, wish(epsilon=0.5, tables=(("sex",), ("sex", "age"))))
    assert done.release.notes["scale"] == 2 / 0.5


def test_every_cell_of_a_chosen_table_has_a_figure_and_nothing_else_is_shown(path):
    done = release(path, wish(tables=(("sex", "age"),)))
    found = done.release
    assert (found.lattice.view(found.marks, (0, 1)) == folder.NOISE).all()
    assert (found.lattice.view(found.marks, (0,)) == folder.OUTSIDE).all()
    assert found.marks[0] == folder.HIDDEN
    assert "records" not in done.facts
