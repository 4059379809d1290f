"""Parts of `make bench`, small: the same code, so that the benchmark and the suite can't drift apart."""

from __future__ import annotations

import pytest

from bench import lists, sheets

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_list_runs_the_same_number_of_statements_however_many_rows_it_has():
    """Two rows of each kind and six; the benchmark takes ten and a hundred."""
    found = lists.counted(2, 6)
    assert {page: found["lists"][page] for page in found["differing"]} == {}
    assert found["crowd_not_shown"] == []


def test_a_messy_sheet_is_loaded_taken_back_and_loaded_again():
    found = sheets.monday(60)
    assert found["wrong"] == []
    assert (found["rejected"], found["loaded"]) == (40, 20)
