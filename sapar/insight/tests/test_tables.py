import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from sapar.insight.tables import Table, as_csv, as_workbook

WAGES = Table(
    "topics", "Темы: что/как?", ["Topic", "Contacts"], [["Айлык төлөнгөн жок", 12], ["=1+1", 3], [None, 0]]
)


def test_a_table_for_a_spreadsheet_keeps_letters_and_figures():
    rows = list(csv.reader(io.StringIO(as_csv(WAGES).decode("utf-8-sig")), delimiter=";"))
    assert rows[:2] == [["Topic", "Contacts"], ["Айлык төлөнгөн жок", "12"]]


@pytest.mark.parametrize("formula", ["=1+1", "+7", "-1", "@x", "\t=1"])
def test_words_that_look_like_a_formula_stay_words(formula):
    table = Table("x", "X", ["A", "B"], [[formula, 1]])
    cell = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig")), delimiter=";"))[1][0]
    assert cell == "'" + formula
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([table], [])))
    assert book.get_sheet_by_index(1).to_python()[1] == [formula, 1]


def test_a_workbook_says_what_it_is_and_has_a_sheet_a_table():
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([WAGES, WAGES], [("Period", "2026")])))
    assert len(book.sheet_names) == 3
    assert book.get_sheet_by_index(0).to_python() == [["Period", "2026"]]
    assert book.get_sheet_by_index(2).to_python()[1] == ["Айлык төлөнгөн жок", 12]
