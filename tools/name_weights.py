"""Estimate the weights of `sapar.names` with Splink and write them with the report that goes with them.

Splink lives in a virtual environment of its own:

    python -m venv DIR && DIR/bin/pip install --require-hashes -r tools/weights/requirements.txt
    DIR/bin/python -m tools.name_weights PAIRS.csv …

PAIRS.csv: labelled pairs (label, name1, name2). The written pairs of the tests are not among them: they stay apart.
Chances u come from random pairs of generated records, chances m of the facts from those of one generated person,
chances m of the names from labelled pairs. The calibration is a logistic line through the bits
of the labelled pairs and of made ones (which have namesakes, brothers and sisters).
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas
import splink
import splink.comparison_level_library as levels
from splink import Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from sapar.names import comparing, facts, likeness, parts
from tools.name_pairs import written
from tools.people import making
from tools.people.records import records

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "sapar/names/tables/weights.json"
REPORT = ROOT / "docs/names-weights.md"
# Not the seed of the written pairs that stay apart.
OTHER_SEED = 41
PEOPLE, RANDOM_PAIRS = 6000, 400_000
NAMES = ("given", "family", "father")
FACTS = {
    "birth": facts.BIRTH_LEVELS,
    "sex": (likeness.SAME, likeness.DIFFERS, likeness.ABSENT),
    "citizenship": (likeness.SAME, likeness.DIFFERS, likeness.ABSENT),
    "origin": (likeness.SAME, likeness.DIFFERS, likeness.ABSENT),
    "phone": (likeness.SAME, likeness.DIFFERS, likeness.ABSENT),
    "document": (likeness.SAME, facts.SLIP, likeness.DIFFERS, likeness.ABSENT),
}
# No weight is taken from fewer than this share of pairs: a level nobody was seen at is not impossible.
SMALLEST = 0.0002


def main() -> None:
    labelled = [row for path in map(Path, sys.argv[1:]) for row in _read(path)]
    chances = _splink()
    _names_from(labelled, chances)
    bits = {part: _bits(part, found) for part, found in chances.items()}
    WEIGHTS.write_text(
        json.dumps({"bits": bits, "calibration": {"slope": 1.0, "offset": 0.0}}, indent=1) + "\n"
    )
    made_up = [
        {key: str(value) for key, value in row.items()} for row in written(OTHER_SEED, making.LANGUAGES[:5])
    ]
    line = _calibrated(labelled + made_up)
    made = {"with": f"Splink {splink.__version__}", "report": "docs/names-weights.md"}
    WEIGHTS.write_text(
        json.dumps(
            {"made": made, "chances": _rounded(chances), "bits": bits, "calibration": line},
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )
    REPORT.write_text(_report(chances, bits, line, len(labelled)))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1_000_000)
def _name_level(one: str, other: str, part: str) -> str:
    found = comparing.compare(parts.read(one), parts.read(other))
    if part == "ending":
        return likeness.DIFFERS if found.sexes_differ else likeness.SAME
    return found.level(part)


def _birth_level(one: str, other: str) -> str:
    return facts.birth_level(facts.birth(one), facts.birth(other))


def _phone_level(one: str, other: str) -> str:
    return facts.phone_level((one,), (other,))


def _document_level(one: str, other: str) -> str:
    return facts.document_level((one,), (other,))


def _connection() -> Any:
    connection = duckdb.connect()
    for name, function, count in (
        ("name_level", _name_level, 3),
        ("birth_level", _birth_level, 2),
        ("phone_level", _phone_level, 2),
        ("document_level", _document_level, 2),
        ("code_level", facts.code_level, 2),
    ):
        connection.create_function(name, function, ["VARCHAR"] * count, "VARCHAR")
    return connection


def _asked(part: str) -> str:
    if part in (*NAMES, "ending"):
        return f"name_level(name_l, name_r, '{part}')"
    call = part if part in ("birth", "phone", "document") else "code"
    return f"{call}_level({part}_l, {part}_r)"


def _comparison(part: str, known: tuple[str, ...]) -> CustomComparison:
    absent = [levels.CustomLevel(f"{_asked(part)} = 'absent'", likeness.ABSENT).configure(is_null_level=True)]
    told = [level for level in known if level not in (likeness.ABSENT, likeness.DIFFERS)]
    return CustomComparison(
        output_column_name=part,
        comparison_levels=[
            *(absent if likeness.ABSENT in known else []),
            *(levels.CustomLevel(f"{_asked(part)} = '{level}'", level) for level in told),
            levels.ElseLevel().configure(label_for_charts=likeness.DIFFERS),
        ],
    )


def _splink() -> dict[str, dict[str, tuple[float, float]]]:
    """(m, u) for each level of each part."""
    frame = pandas.DataFrame([vars(record) for record in records(PEOPLE)])
    frame.insert(0, "unique_id", range(len(frame)))
    wanted = dict.fromkeys(NAMES, likeness.LEVELS) | {"ending": (likeness.SAME, likeness.DIFFERS)} | FACTS
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(part, known) for part, known in wanted.items()],
        blocking_rules_to_generate_predictions=[block_on("phone"), block_on("document")],
        additional_columns_to_retain=["person"],
    )
    connection = _connection()
    linker = _linker(frame, settings, connection)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=3)
    linker.training.estimate_m_from_label_column("person")
    return _chances(linker.misc.save_model_to_json())


def _linker(frame: pandas.DataFrame, settings: SettingsCreator, connection: Any) -> Linker:
    from splink.internals.duckdb.database_api import DuckDBAPI

    api = DuckDBAPI(connection)
    return Linker(api.register(frame), settings)


def _chances(model: dict[str, Any]) -> dict[str, dict[str, tuple[float, float]]]:
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for comparison in model["comparisons"]:
        found[comparison["output_column_name"]] = {
            level["label_for_charts"]: (level.get("m_probability") or 0.0, level.get("u_probability") or 0.0)
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        }
    return found


def _names_from(labelled: list[dict[str, str]], chances: dict[str, dict[str, tuple[float, float]]]) -> None:
    """m of the names by counting pairs that people labelled as the same: generated slips are not life."""
    same = [row for row in labelled if row["label"] == "1"]
    for part in (*NAMES, "ending"):
        seen = Counter(_name_level(row["name1"], row["name2"], part) for row in same)
        if likeness.INITIAL not in seen and part in NAMES:
            seen[likeness.INITIAL] = max(1, round(chances[part][likeness.INITIAL][0] * len(same)))
        del seen[likeness.ABSENT]
        total = sum(seen.values())
        chances[part] = {level: (seen[level] / total, u) for level, (_m, u) in chances[part].items()}


def _bits(part: str, found: dict[str, tuple[float, float]]) -> dict[str, float]:
    return {
        level: round(math.log2(max(m, SMALLEST) / max(u, SMALLEST)), 2) for level, (m, u) in found.items()
    }


def _rounded(chances: dict[str, dict[str, tuple[float, float]]]) -> dict[str, dict[str, list[float]]]:
    return {
        part: {level: [round(m, 6), round(u, 6)] for level, (m, u) in found.items()}
        for part, found in chances.items()
    }


def _calibrated(labelled: list[dict[str, str]]) -> dict[str, float]:
    """Slope and offset (in bits) of the logistic line, by Newton's steps."""
    from sapar.names import weighing

    rows = [
        (
            weighing.name_bits(comparing.compare(parts.read(row["name1"]), parts.read(row["name2"]))),
            int(row["label"]),
        )
        for row in labelled
    ]
    slope, offset = 0.1, 0.0
    for _step in range(60):
        g = [0.0, 0.0]
        h = [1e-6, 0.0, 1e-6]
        for bits, label in rows:
            p = 1 / (1 + math.exp(-max(-60.0, min(60.0, slope * bits + offset))))
            w = p * (1 - p)
            g[0] += (label - p) * bits
            g[1] += label - p
            h[0] += w * bits * bits
            h[1] += w * bits
            h[2] += w
        determinant = h[0] * h[2] - h[1] * h[1]
        slope += (h[2] * g[0] - h[1] * g[1]) / determinant
        offset += (h[0] * g[1] - h[1] * g[0]) / determinant
    slope /= math.log(2)
    return {"slope": round(slope, 4), "offset": round(-slope * _best_cut(rows), 4)}


def _best_cut(rows: list[tuple[float, int]]) -> float:
    """The bits from which "same" has the best F1; in the middle of the gap, where there is one."""
    ordered = sorted(rows, reverse=True)
    positive, hits, best, cut = sum(label for _bits_, label in rows), 0, 0.0, 0.0
    for taken, (bits, label) in enumerate(ordered[:-1], 1):
        hits += label
        f1 = 2 * hits / (taken + positive)
        if f1 > best and ordered[taken][0] < bits:
            best, cut = f1, (bits + ordered[taken][0]) / 2
    return cut


def _report(chances: Any, bits: Any, line: dict[str, float], labelled: int) -> str:
    rows = [
        f"| {part} | {level} | {m:.5f} | {u:.5f} | {bits[part][level]:+.2f} |"
        for part, found in chances.items()
        for level, (m, u) in found.items()
    ]
    return "\n".join(
        [
            "# The weights of the names, and how they were made",
            "",
            "Written by `tools/name_weights.py`; `sapar/names/tables/weights.json` holds the same figures.",
            "",
            f"- Splink {splink.__version__} on {PEOPLE} generated people (`tools/people/records.py` says which slips and gaps"
            " are assumed), half of them met twice.",
            f"- u: the chance that two different people agree so; from {RANDOM_PAIRS} random pairs.",
            "- m: the chance that one person's two records agree so; for the facts from the generated people, who are known."
            " Expectation maximisation without that knowledge was tried over pairs with one phone: it took brothers and"
            " sisters on their family's phone for one person (birth dates differing in 35 of 100).",
            f"- m of the names: counted in {labelled} labelled pairs, because generated slips are not life.",
            f"- Nothing is taken as rarer than {SMALLEST}.",
            "- The line was fitted to the labelled pairs and to as many made ones (seed 41): only these hold namesakes with"
            " different fathers, brothers and sisters.",
            '- It is moved so that an even chance is where "same" has its best F1 over these pairs: one threshold, 0.5.',
            f"- Calibration: odds in bits = {line['slope']} × bits of the names {line['offset']:+}.",
            "",
            "| part | level | m | u | bits |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    main()
