"""`sapar names`, run as a program: it must work where there is neither a database nor a key."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def sapar(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "sapar.config.cli", "names", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "SAPAR_HOME": str(folder / "home"),
             "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_compare_keeps_every_column_and_adds_score_and_decision(tmp_path: Path) -> None:
    pairs = write(
        tmp_path / "pairs.csv",
        "id,name1,name2,patr1,birth1,birth2",
        'a,"Асанов, Бакыт",Bakyt Asanov,0,,',
        "b,Асанов Бакыт,Гулнара Сейитова,0,,",
        "c,Асанов Бакыт,Bakyt Asanov,0,1990-05-17,1961-02-03",
    )
    out = tmp_path / "scores.csv"
    done = sapar(tmp_path, "compare", "--pairs", str(pairs), "--out", str(out))
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "name1", "name2", "patr1", "birth1", "birth2", "score", "decision"]
    assert rows[0]["name1"] == "Асанов, Бакыт"
    assert [row["decision"] for row in rows[:2]] == ["same", "different"]
    assert float(rows[2]["score"]) < float(rows[0]["score"])


def test_birth_dates_can_be_left_out(tmp_path: Path) -> None:
    pairs = write(
        tmp_path / "p.csv", "name1,name2,birth1,birth2", "Асанов Бакыт,Bakyt Asanov,1990-05-17,1961-02-03"
    )
    out = tmp_path / "s.csv"
    assert (
        sapar(tmp_path, "compare", "--pairs", str(pairs), "--out", str(out), "--names-only").returncode == 0
    )
    assert out.read_text(encoding="utf-8").rstrip().endswith("same")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["name1,other", "a,b"], "no column name2"),
        (["name1,name2", "a"], "line 2"),
        (["name1,name2,birth1,birth2", "a,b,17.05.1990,1990"], "line 2: '17.05.1990' is no birth date"),
    ],
    ids=["a column is missing", "a row is short", "a date cannot be read"],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_written(
    tmp_path: Path, lines: list[str], said: str
) -> None:
    pairs, out = write(tmp_path / "p.csv", *lines), tmp_path / "s.csv"
    done = sapar(tmp_path, "compare", "--pairs", str(pairs), "--out", str(out))
    assert done.returncode == 1
    assert said in done.stderr
    assert not out.exists()


def test_explain_says_what_agrees_in_words(tmp_path: Path) -> None:
    done = sapar(tmp_path, "explain", "Асанов Бакыт Маратович", "Bakyt Asanov Zhoomartovich")
    assert done.returncode == 0, done.stderr
    assert "first name same" in done.stdout
    assert "father's name differs" in done.stdout


def test_fold_shows_the_sounds(tmp_path: Path) -> None:
    here, there = (sapar(tmp_path, "fold", text).stdout.split("\t")[1] for text in ("Чолпон", "Cholpon"))
    assert here == there
