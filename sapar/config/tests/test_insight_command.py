"""`sapar insight` from the shell to the files, on a table that is not ours."""

import csv
import json
import os
import stat
import subprocess
import sys

import pytest

from sapar.config import cli
from sapar.insight.disclosure.tests.populations import rows, write


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write(tmp_path_factory.mktemp("insight") / "any.csv", rows(20_000))


def said(capsys, *words):
    code = cli.main(["insight", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_protect_writes_tables_that_the_attack_cannot_open(table, tmp_path, capsys):
    out = tmp_path / "r1"
    code, text = said(capsys, "protect", "--input", table, "--out", out, "--dimensions", "province,topic,sex")
    assert code == 0, text
    described = json.loads((out / "release.json").read_text())
    assert [one["name"] for one in described["dimensions"]] == ["province", "topic", "sex"]
    assert (described["mode"], described["threshold"], len(described["tables"])) == ("exact", 10, 7)
    with (out / "tables" / "province+topic+sex.csv").open(newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert list(lines[0]) == ["province", "topic", "sex", "count", "mark"]
    assert {line["mark"] for line in lines} == {"", "hidden"}
    assert all((line["count"] == "") == (line["mark"] == "hidden") for line in lines)
    assert all(int(line["count"]) >= 10 for line in lines if line["count"])
    assert {"report.json", "report.txt", "ledger.json"} <= {one.name for one in out.iterdir()}
    code, text = said(capsys, "attack", out, "--truth", table, "--seconds", "1")
    assert code == 0, text
    assert "0 numbers recovered" in text
    assert "0 cells below the threshold shown" in text
    assert "0 shown numbers differ" in text


def test_an_attack_that_finds_something_says_so_and_answers_1(table, tmp_path, capsys):
    out = tmp_path / "r1"
    said(capsys, "protect", "--input", table, "--out", out, "--dimensions", "province,topic,outcome")
    path = out / "tables" / "province+topic+outcome.csv"
    with path.open(newline="") as opened:
        lines = list(csv.reader(opened))
    truth = {tuple(line[:3]): 0 for line in lines[1:]}
    for line in rows(20_000):
        key = (line[0], line[1], line[4])
        truth[key] = truth.get(key, 0) + 1
    hole = next(number for number, line in enumerate(lines) if line[4] == "hidden")
    for number, line in enumerate(lines[1:], start=1):
        if line[4] == "hidden" and number != hole:
            line[3:] = [str(truth[tuple(line[:3])]), ""]
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows(lines)
    code, text = said(capsys, "attack", out, "--truth", table, "--json", tmp_path / "report.json")
    assert code == 1
    assert "1 numbers recovered, 1 of them right" in text
    assert json.loads((tmp_path / "report.json").read_text())["succeeded"]


def test_a_second_release_takes_the_first_into_account(table, tmp_path, capsys):
    said(capsys, "protect", "--input", table, "--out", tmp_path / "r1", "--dimensions", "province,topic,sex")
    more = write(tmp_path / "more.csv", [*rows(20_000), *rows(200, seed=2)])
    code, text = said(
        capsys, "protect", "--input", more, "--out", tmp_path / "r2", "--previous", tmp_path / "r1",
        "--dimensions", "province,topic,sex",
    )  # fmt: skip
    assert code == 0, text
    assert "carried forward" in text
    assert "nothing came to light" in text
    ledger = json.loads((tmp_path / "r2" / "ledger.json").read_text())
    assert [one["name"] for one in ledger["releases"]] == ["r1", "r2"]


def test_noise_with_a_secret_that_only_its_owner_can_read(table, tmp_path, capsys):
    assert said(capsys, "secret", tmp_path / "secret")[0] == 0
    assert stat.S_IMODE(os.stat(tmp_path / "secret").st_mode) == 0o600  # noqa: PTH116 - the mode is the point
    assert said(capsys, "secret", tmp_path / "secret")[0] == 1
    code, text = said(
        capsys, "protect", "--input", table, "--out", tmp_path / "n", "--mode", "noise",
        "--secret-file", tmp_path / "secret", "--dimensions", "province,topic",
    )  # fmt: skip
    assert code == 0, text
    assert "do not add up" in text


def test_a_forgotten_previous_does_not_give_the_budget_back(table, tmp_path, capsys):
    common = ("protect", "--input", table, "--mode", "private", "--dimensions", "sex", "--epsilon", "3")
    assert said(capsys, *common, "--out", tmp_path / "p1")[0] == 0
    code, text = said(capsys, *common, "--out", tmp_path / "p2")
    assert code == 1
    assert "has 1 left" in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"a,b\n", "no rows"),
        (b"a\n\xff\n", "not UTF-8"),
        (b"a,a\nx,y\n", "twice"),
        (b"a;b\nx;y\n", "commas between"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content, says, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    code, text = said(capsys, "protect", "--input", path, "--out", tmp_path / "out")
    assert code == 1
    assert says in text
    assert "Traceback" not in text
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_there_are_named_with_what_to_do(table, tmp_path, capsys):
    absent, out = tmp_path / "absent", tmp_path / "out"
    for words, says in (
        (("--input", absent), "is not there, or is no file"),
        (("--input", tmp_path), "is not there, or is no file"),
        (("--input", table, "--previous", absent), "holds no release"),
        (("--input", table, "--mode", "noise", "--secret-file", absent), "sapar insight secret"),
        (("--input", table, "--width", "0"), "A width below 1"),
    ):
        code, text = said(capsys, "protect", "--out", out, *words)
        assert (code, "SAPAR_HOME" in text) == (1, False)
        assert says in text
        assert not out.exists()


def test_web_workers_never_load_libraries_of_numbers():
    """All apps, views and middleware in a process of their own: what is imported then is what each worker carries."""
    program = (
        "import sys, django; django.setup(); import sapar.config.urls, sapar.config.middleware; "
        "print(sorted({'numpy','scipy','pyarrow','opendp','polars','duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "sapar.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr[-2000:]
