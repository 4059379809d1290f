"""Noise mode: the same people, the same error; on the whole no error at all."""

import numpy as np
import pytest

from sapar.insight.disclosure import folder, noise
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.protect import Wish, release
from sapar.insight.disclosure.tests.populations import rows, write

SECRET = b"a secret of more than sixteen bytes"


def made(path, **how):
    return release(path, Wish(mode="noise", secret=SECRET, attack_seconds=0.2, **how)).release


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write(tmp_path_factory.mktemp("noise") / "a.csv", rows(20_000))


def test_rows_in_another_order_and_other_columns_beside_give_the_same_numbers(path, tmp_path):
    one = made(path, dimensions=("province", "topic", "sex"))
    turned = write(tmp_path / "b.csv", rows(20_000)[::-1])
    two = made(turned, dimensions=("sex", "topic", "age"))
    table_one = one.lattice.view(one.values, (1, 2))
    table_two = two.lattice.view(two.values, (0, 1))
    assert (table_one == table_two.T).all()


def test_a_selection_shows_the_number_that_the_whole_shows(path):
    whole = made(path, dimensions=("province", "topic", "sex"))
    part = made(path, dimensions=("province", "topic"), where={"sex": "sex 1"})
    inside = whole.lattice.view(whole.values, (0, 1, 2))[:, :, whole.categories[2].index("sex 1")]
    assert (inside == part.lattice.view(part.values, (0, 1))).all()


def test_only_cells_below_the_threshold_are_hidden_and_all_of_those(path):
    from sapar.insight.disclosure import cube, reading

    found = made(path, dimensions=("province", "topic", "sex"))
    records = reading.read(path, ("province", "topic", "sex"))
    truth = cube.count(records.codes, records.sizes).counts
    assert ((found.marks == folder.HIDDEN) == ((truth > 0) & (truth < 10))).all()
    shown = found.marks == folder.NOISE
    assert np.abs(found.values - truth)[shown].max() <= noise.BOUND
    assert (found.values[truth == 0] == 0).all()


def test_errors_follow_their_table_of_chances():
    """A chi-square test of 200,000 draws against the chances; fixed keys, so the outcome is fixed too."""
    keys = np.random.default_rng(7).integers(0, 1 << 26, 200_000)
    found = noise.errors(keys, SECRET)
    expected = noise.chances() * len(keys)
    observed = np.bincount(found + noise.BOUND, minlength=2 * noise.BOUND + 1)
    often = expected > 5
    statistic = ((observed - expected)[often] ** 2 / expected[often]).sum()
    assert (
        statistic < 60
    )  # 99.99 % of a chi-square distribution with at most 20 degrees of freedom is below 53
    assert abs(found.mean()) < 0.02
    assert abs(found.std() - noise.SPREAD) < 0.02


def test_another_secret_gives_other_errors():
    keys = np.arange(10_000)
    assert (noise.errors(keys, SECRET) != noise.errors(keys, b"another secret of sixteen bytes")).mean() > 0.7


def test_equal_records_have_keys_of_their_own_and_a_newcomer_leaves_the_others_alone():
    mixed = np.array([5, 5, 9], dtype=np.uint64)
    keys = noise.record_keys(mixed)
    assert len(set(keys.tolist())) == 3
    more = noise.record_keys(np.array([5, 5, 9, 5], dtype=np.uint64))
    assert more[:3].tolist() == keys.tolist()


def test_noise_needs_a_secret(path):
    with pytest.raises(Unfit, match="secret"):
        release(path, Wish(mode="noise", dimensions=("sex",)))
