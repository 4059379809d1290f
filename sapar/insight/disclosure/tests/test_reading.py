"""What is not a table of categories is refused by name, with what to do."""

import pytest

from sapar.insight.disclosure import reading
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.tests.populations import write


def refused(path, **how):
    with pytest.raises(Unfit) as told:
        reading.read(path, **how)
    return str(told.value)


def test_an_empty_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("")
    assert "is empty" in refused(path)


def test_a_header_without_rows(tmp_path):
    assert "no rows" in refused(write(tmp_path / "a.csv", [], ["a", "b"]))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([f"{number / 7:.3f}" for number in range(400)], "numbers that run on"),
        ([str(number % 90) for number in range(400)], "numbers that run on"),
        (
            [f"I have not been paid since month {number}, please help me soon" for number in range(400)],
            "free text",
        ),
        (["short"] * 399 + ["a whole story " * 20], "free text"),
        ([f"code{number}" for number in range(10_000)], "over 250 categories"),
    ],
)
def test_a_column_that_holds_no_categories(tmp_path, values, says):
    told = refused(write(tmp_path / "a.csv", [["x", one] for one in values], ["sex", "odd"]))
    assert says in told
    assert "'odd'" in told


def test_such_a_column_may_be_left_out(tmp_path):
    path = write(tmp_path / "a.csv", [["x", f"code{one}"] for one in range(500)], ["sex", "odd"])
    assert reading.read(path, ["sex"]).names == ("sex",)


def test_a_hundred_columns(tmp_path):
    told = refused(write(tmp_path / "a.csv", [["x"] * 100], [f"c{one}" for one in range(100)]))
    assert "100 columns are too many" in told
    assert "--dimensions" in told


def test_broken_utf8_is_found_to_the_byte(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("sex,place\nw,Ош\nm,".encode() + b"\xce\xf8\n")
    assert "line 3, byte 3" in refused(path)


def test_a_row_with_a_field_too_few(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\nx,y\nz\n")
    assert "Every row needs as many fields" in refused(path)


def test_a_name_that_stands_twice(tmp_path):
    assert "twice: a" in refused(write(tmp_path / "a.csv", [["x", "y"]], ["a", "a"]))


def test_a_dimension_that_is_not_there(tmp_path):
    assert "no column 'age'" in refused(write(tmp_path / "a.csv", [["x"]], ["sex"]), dimensions=["age"])


def test_the_contributor_is_no_dimension(tmp_path):
    path = write(tmp_path / "a.csv", [["x", "y"]], ["sex", "org"])
    assert "contributor at once" in refused(path, dimensions=["org"], contributor="org")


def test_rows_keep_their_order_and_categories_theirs(tmp_path):
    path = write(tmp_path / "a.csv", [["b"], ["a"], ["b"], ["Ж"]], ["x"])
    found = reading.read(path)
    assert found.categories == (("a", "b", "Ж"),)
    assert found.codes[0].tolist() == [1, 0, 1, 2]


def test_a_selection_reads_only_its_rows(tmp_path):
    path = write(tmp_path / "a.csv", [["b", "1"], ["a", "2"], ["b", "2"]], ["x", "y"])
    found = reading.read(path, where={"x": "b"})
    assert found.names == ("y",)
    assert found.rows == 2
