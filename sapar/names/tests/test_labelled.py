"""The labelled pairs: written ones of people who do not exist, and, where it is there, the file of public figures."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from sapar.names import scoring

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SAPAR_TEST_SHARED", HERE.parents[3] / "shared"))
PUBLIC = SHARED / "data/names/pairs_dev.csv"


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"the labelled pairs of public figures are not beside the checkout ({path.name})")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def f1_and_recall(found: list[dict[str, str]]) -> tuple[float, float]:
    said = [
        (scoring.score(row["name1"], row["name2"]).decision == scoring.SAME, row["label"] == "1")
        for row in found
    ]
    hits = sum(said_same and same for said_same, same in said)
    positive, claimed = sum(same for _said, same in said), sum(said_same for said_same, _same in said)
    return 2 * hits / (positive + claimed), hits / positive


def test_written_uzbek_turkmen_and_tajik_pairs_are_told_apart() -> None:
    found = rows(HERE / "written_pairs.csv")
    assert len(found) >= 500
    f1, recall = f1_and_recall(found)
    assert f1 >= 0.985
    assert recall >= 0.985


@pytest.mark.parametrize("language", ["uz", "tk", "tg"])
def test_no_language_lags_behind(language: str) -> None:
    assert (
        f1_and_recall([row for row in rows(HERE / "written_pairs.csv") if row["language"] == language])[0]
        >= 0.98
    )


def test_brothers_and_sisters_are_never_taken_for_one() -> None:
    siblings = [row for row in rows(HERE / "written_pairs.csv") if row["kind"] == "sibling"]
    wrong = [row for row in siblings if scoring.score(row["name1"], row["name2"]).decision == scoring.SAME]
    assert len(wrong) <= len(siblings) // 50


def test_public_figures_are_told_apart() -> None:
    f1, recall = f1_and_recall(rows(PUBLIC))
    assert f1 >= 0.99
    assert recall >= 0.99


@pytest.mark.parametrize("languages", [{"kk", "ru"}, {"ky", "ru"}], ids=["kk-ru", "ky-ru"])
def test_kazakh_and_kyrgyz_are_found_from_russian(languages: set[str]) -> None:
    same = [row for row in rows(PUBLIC) if row["label"] == "1" and {row["lang1"], row["lang2"]} == languages]
    assert f1_and_recall(same)[1] >= 0.98
