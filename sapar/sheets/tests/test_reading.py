"""What stands in a cell is read as it was meant, or not at all."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import time

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sapar.common.errors import Invalid
from sapar.sheets import layout
from sapar.sheets.fields import guessed
from sapar.sheets.reading import terms, workbook
from sapar.sheets.reading.broken import _CELL
from sapar.sheets.reading.dates import read_day, read_time
from sapar.sheets.reading.people import may_be_one, read_age, read_birth
from sapar.sheets.reading.phones import read_phones
from sapar.sheets.reading.texts import clean
from sapar.ui.dates import Precision

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2026, 12, 31))
MARCH = dt.date(2026, 3, 12)


@pytest.mark.parametrize(
    "cell",
    [
        "12.03.26", " 12.3.2026 г.", "2026-03-12", "2026.03.12", "12 марта 2026", "12-март 2026", "2026-йил 12-март",
        "2026-жыл 12-март", "12 mart 2026", "March 12, 2026", "12\u00a0марта\u00a02026 года", {"n": 46093.0}, "46093",
        {"d": "2026-03-12"}, {"d": "2026-03-12T00:00:00"},
    ],
)  # fmt: skip
def test_one_day_in_the_ways_people_write_it(cell):
    assert read_day(cell).day == MARCH


@given(DAYS)
def test_a_day_with_points_is_never_read_as_another(day):
    assert read_day(f"{day:%d.%m.%Y}").day == day
    assert read_day(f"{day:%d.%m.%Y}", "mdy").day == day


@given(DAYS)
def test_with_slashes_a_day_is_read_only_when_it_can_be_no_other(day):
    found = read_day(f"{day:%d/%m/%Y}")
    if day.day > 12 or day.day == day.month:
        assert found.day == day
    else:
        assert (found.day, found.problem) == (None, "date-ambiguous")
    assert read_day(f"{day:%d/%m/%Y}", "dmy").day == day
    assert read_day(f"{day:%m/%d/%Y}", "mdy").day == day


@given(DAYS)
def test_excels_count_of_days_is_told(day):
    found = read_day({"n": float((day - dt.date(1899, 12, 30)).days)})
    assert (found.day, found.note) == (day, "date-serial")


@given(st.text(max_size=40))
def test_whatever_stands_there_is_a_day_or_a_named_problem(text):
    found = read_day(text)
    assert (found.day is None) == bool(found.problem)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("31.02.2026", "date-unclear"), ("вчера", "date-unclear"), ("12 марта", "date-no-year"), ("12.03", "date-no-year"),
        ("2026", "date-year-only"), (None, "no-date"), ("\u00a0", "no-date"), ("00.00.0000", "date-unclear"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_by_its_name(cell, problem):
    assert read_day(cell).problem == problem


def test_an_hour_is_read_with_the_day_or_by_itself():
    assert read_day("12.03.2026 14:30").time == dt.time(14, 30)
    assert read_time({"n": 0.5}) == dt.time(12)
    assert read_time("25:00") is None


@pytest.mark.parametrize(
    "cell",
    [
        "+44 20 7946 0123",
        "0044 2079460123",
        {"n": 442079460123.0},
        "442079460123.0",
        "+44(20)79460123",
        "тел. +44 20 7946 0123",
    ],
)
def test_one_number_in_the_ways_people_write_it(cell):
    assert read_phones(cell, "KG").numbers == ("+442079460123",)


@pytest.mark.parametrize("cell", ["7,9E+10", "4.42079E+11", {"n": 7.9e10}, {"n": 442079000000.0}])
def test_a_number_whose_digits_are_lost_is_never_taken(cell):
    assert read_phones(cell) == read_phones(cell, "KG")
    assert (read_phones(cell).numbers, read_phones(cell).problem) == ((), "phone-cut")


def test_a_number_that_two_countries_could_have_needs_its_country_said():
    assert read_phones("555 123 456").numbers == ()
    assert read_phones("555 123 456").as_written == "555 123 456"
    assert read_phones("555 123 456", "KG").numbers == ("+996555123456",)


@given(st.integers(0, 999))
def test_a_number_written_out_comes_back(last):
    assert read_phones(f"+44 20 7946 0{last:03}").numbers == (f"+4420794 60{last:03}".replace(" ", ""),)


@given(st.text(max_size=40))
def test_whatever_stands_there_is_kept_or_refused(text):
    found = read_phones(text)
    assert found.numbers or found.as_written or found.problem or not clean(text)


@pytest.mark.parametrize(
    ("field", "word", "code"),
    [
        ("sex", "ж", "female"), ("sex", "Erkak", "male"), ("sex", "AYOL", "female"), ("sex", "F", "female"),
        ("sex", "зан", "female"), ("country", "Rossiya", "RU"), ("country", "Россия\u00a0", "RU"), ("country", "рф", "RU"),
        ("country", "Qozog‘iston", "KZ"), ("country", "Қазақстан", "KZ"), ("topic", "Зapплaтa", "unpaid-wages"),
        ("topic", "ish haqi", "unpaid-wages"), ("channel", "ватсап", "messenger"), ("language", "o'zbekcha", "uz"),
        ("record", "Ооба", "case"), ("record", "жок", "contact"),
    ],
)  # fmt: skip
def test_words_of_both_scripts_are_known(field, word, code):
    assert terms.lookup(field, word, {}) == code


@pytest.mark.parametrize("field", ["topic", "channel", "outcome", "sex", "country", "language"])
def test_every_code_is_its_own_word(field):
    assert {code: terms.lookup(field, code, {}) for code in terms.codes(field)} == {
        code: code for code in terms.codes(field)
    }


def test_several_problems_in_a_cell_are_several():
    assert terms.parts("topic", "зарплата, забрали паспорт\nполиция", {}) == [
        "зарплата",
        "забрали паспорт",
        "полиция",
    ]
    assert terms.parts("topic", "забрали паспорт и зарплата", {}) == ["забрали паспорт", "зарплата"]


def test_a_word_that_nobody_explained_means_nothing():
    assert terms.lookup("topic", "слоновий", {}) is None


def test_headings_of_many_tables_are_known():
    known = {"Дата обращения": "date", "Sana": "date", "КҮНҮ": "date", "Ф.И.О.": "name", "Жынысы": "sex", "Забон": "language",
             "Тeлeфон": "phone", "Пол ": "sex", "Muammo": "topic", "Страна\u00a0пребывания": "country"}  # fmt: skip
    assert {heading: guessed(heading) for heading in known} == known


def test_titles_groups_totals_and_repeated_headings_are_no_rows():
    rows = [
        ["Журнал", None],
        [None, "Заявитель"],
        ["Дата", "Тема"],
        ["12.03.2026", "другое"],
        ["Итого", {"n": 1.0}],
    ]
    assert layout.heading_row(rows) == 2
    assert layout.is_total(rows[4])
    assert not layout.is_total(rows[3])
    assert layout.is_heading(["дата ", "ТЕМА"], ["Дата", "Тема"])


def test_a_birth_is_a_day_a_year_or_an_age_on_that_day():
    assert read_birth("1990 г.р.", "", MARCH).birth.year == 1990
    assert read_birth({"n": 1990.0}, "", MARCH).birth.precision is Precision.YEAR
    assert read_birth("2031", "", MARCH).problem == "birth-future"
    assert read_age("34 года", MARCH).birth.year == 1992
    assert read_age("взрослый", MARCH).problem == "age-unclear"


def test_two_rows_are_never_one_person_by_the_name_alone_and_not_against_it():
    nobody = {"sex": "unknown", "year": 0, "name": ""}
    nazgul = nobody | {"name": "Назгүл Абдиева", "sex": "female", "year": 1991}
    assert may_be_one(nazgul, nobody | {"name": "NAZGUL A."})
    assert not may_be_one(nazgul, nobody | {"name": "Гулнора"})
    assert not may_be_one(nazgul, nazgul | {"year": 1960})
    assert not may_be_one(nazgul, nazgul | {"sex": "male"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_of_text_is_read_whatever_its_letters_and_delimiter(encoding, delimiter):
    lines = [
        "Дата;Тема;Описание",
        "12.03.2026;Зарплата;Не платят третий месяц",
        "13.03.2026;Долг;Взял в долг",
    ]
    content = "\r\n".join(lines).replace(";", delimiter).encode(encoding)
    assert workbook.read(content).rows == [line.split(";") for line in lines]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0 no book", b"\x00\x01\x02", b"\n\n"]
)
def test_what_is_no_table_is_refused_in_words(content):
    with pytest.raises(Invalid) as refused:
        workbook.read(content)
    assert refused.value.problems["file"]


def test_two_cells_at_the_far_ends_of_a_sheet_are_refused_in_words_and_bring_nothing_down():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Дата")
        sheet.write_string(1_048_575, 16_383, "x")
    with pytest.raises(Invalid) as refused:
        workbook.read(out.getvalue())
    assert refused.value.problems["file"]


def test_the_process_that_reads_workbooks_gets_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SAPAR_HOME", "/nowhere")
    seen = []
    sapar_run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: seen.append(k["env"]) or sapar_run(*a, **k))
    assert workbook.read(two_sheets()).rows == [["Дата", "Тема"], ["12.03.2026", "долг"]]
    assert seen
    assert not [name for env in seen for name in env if name.startswith(("SAPAR", "DJANGO", "PG"))]


def test_the_sheet_whose_headings_we_know_is_read_or_the_one_that_is_named():
    found = workbook.read(two_sheets())
    assert (found.rows[0], found.others) == (["Дата", "Тема"], ("Прочее",))
    assert workbook.read(two_sheets(), "Прочее").rows == [["а"], ["б"], ["в"]]
    with pytest.raises(Invalid) as refused:
        workbook.read(two_sheets(), "Нет такого")
    assert "Прочее" in refused.value.problems["sheet"]


def two_sheets():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        other, table = book.add_worksheet("Прочее"), book.add_worksheet("Журнал")
        for row, word in enumerate("абв"):
            other.write_string(row, 0, word)
        for row, words in enumerate((("Дата", "Тема"), ("12.03.2026", "долг"))):
            for column, word in enumerate(words):
                table.write_string(row, column, word)
    return out.getvalue()


def test_cells_that_are_opened_and_never_closed_are_read_in_no_time():
    began = time.process_time()
    assert not list(_CELL.finditer(b'<c r="A1" t="e">' * 40_000))
    assert [one[3] for one in _CELL.finditer(b'<c t="e" r="B2"><f>1/0</f><v>#DIV/0!</v></c>')] == [
        b"<f>1/0</f><v>#DIV/0!</v>"
    ]
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("стройка", "F"),
        ("Строительство", "F"),
        ("курулуш", "F"),
        ("ферма", "A"),
        ("A", "A"),
        ("Building", "F"),
        ("space", None),
    ],
)
def test_a_kind_of_work_is_known_by_the_words_of_hotlines(cell, code):
    assert terms.lookup("industry", cell, {}) == code
    assert guessed("Сфера работы") == "industry"
