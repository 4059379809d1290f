"""`sapar screening` on files: checked, converted, refused in words."""

from __future__ import annotations

import json
import stat

import pytest

from sapar.config import cli


def said(capsys, *typed):
    code = cli.main(["screening", *map(str, typed)])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "theirs.csv"
    file.write_text(
        "prs_Gender,prs_Citizenship,vic_MethodsOfControl,prs_MaritalStatus\nFeminine,NA,DebtBondage ;UsesChildren,Single\n"
    )
    return file


def test_a_file_is_converted_with_its_slips_set_right_and_read_by_its_owner_only(table, tmp_path, capsys):
    to = tmp_path / "ours.json"
    code, text = said(capsys, "convert", table, to)
    assert code == 0, text
    assert "prs_MaritalStatus" in text
    assert "set right" in text
    (record,) = json.loads(to.read_text())["records"]
    assert record["vic_MethodsOfControl"] == ["DebtBondage", "UsesChildren"]
    assert record["prs_Citizenship"] == ["NA"]
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    again = tmp_path / "again.csv"
    assert said(capsys, "convert", to, again)[0] == 0
    assert said(capsys, "check", again)[0] == 0


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        (["convert", "{table}", "{table}"], "already"),
        (["convert", "{table}", "out.xlsx"], ".json"),
        (["check", "nowhere.csv"], "cannot be read"),
        (
            ["export", "--to", "x.csv", "--since", "1.1.26", "--until", "x", "--as", "a", "--reason", "b"],
            "no day",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_words(table, capsys, typed, word):
    code, text = said(capsys, *(one.format(table=table) for one in typed))
    assert code == 1
    assert word in text


def test_every_fault_of_a_file_is_listed(tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text("prs_Gender,prs_Citizenship\nFemme,KG\nFeminine,Kyrgyz\n")
    code, text = said(capsys, "check", bad)
    assert code == 1
    assert "row 1 prs_Gender" in text
    assert "row 2 prs_Citizenship" in text
