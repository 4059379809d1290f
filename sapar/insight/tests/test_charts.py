from hypothesis import given
from hypothesis import strategies as st

from sapar.insight.charts import HEIGHT, MOST_BARS, WIDTH, bars, columns

COUNTS = st.lists(st.tuples(st.text(max_size=8), st.integers(0, 10_000_000)), max_size=30)


@given(COUNTS)
def test_bars_lose_nobody(counts):
    assert sum(bar.value for bar in bars(counts)) == sum(n for _label, n in counts)


@given(COUNTS)
def test_bars_fall_from_the_longest_and_every_one_can_be_seen(counts):
    kinds = bars(counts)[:MOST_BARS]
    assert [one.value for one in kinds] == sorted((one.value for one in kinds), reverse=True)
    assert all(0 < one.share <= 100 for one in bars(counts))


@given(COUNTS)
def test_one_kind_too_many_is_shown_instead_of_being_called_one_other(counts):
    assert len(bars(counts)) <= MOST_BARS + 1


@given(COUNTS.filter(bool))
def test_columns_stand_side_by_side_on_one_ground_inside_the_drawing(counts):
    drawn = columns(counts)
    assert len(drawn) == len(counts)
    for one in drawn:
        assert abs(one.y + one.height - HEIGHT) < 0.02
        assert one.x >= 0
        assert one.x + one.width <= WIDTH + 0.02
    for left, right in zip(drawn, drawn[1:], strict=False):
        assert left.x + left.width <= right.x + 0.02


def test_a_month_twice_as_full_is_twice_as_high():
    low, high = columns([("May", 5), ("June", 10)])
    assert high.height == 2 * low.height == HEIGHT


def test_an_empty_period_draws_empty_columns_and_no_bars():
    assert [one.height for one in columns([("May", 0), ("June", 0)])] == [0, 0]
    assert bars([("a", 0)]) == []
