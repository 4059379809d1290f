"""The range of results and the next question of a screening, as JSON. `python -m bench.screening`.

The baseline says the same by trying every answer to what is open: with ten open questions, since each more doubles it.
"""

from __future__ import annotations

import itertools
import json
import statistics
import time
from typing import TYPE_CHECKING, Any

from bench import machine
from sapar.screening.htcds import files, reading, writing
from sapar.screening.htcds.model import Individual
from sapar.screening.indicators import asking, library
from sapar.screening.indicators.judging import judge
from sapar.screening.indicators.model import Answer, Result

if TYPE_CHECKING:
    from collections.abc import Callable

EDITION = library.edition("delphi-2009")
OPEN = 10
PEOPLE = 1000
TARGET_MS = 50.0


def main() -> None:
    said = dict.fromkeys(EDITION.questions, Answer.NO)
    half_open = {key: said[key] for key in list(said)[OPEN:]}
    figures: dict[str, Any] = {"machine": machine.described(), "target_ms": TARGET_MS}
    figures["range_ms"] = _ms(lambda: judge(EDITION, half_open, child=None))
    figures["baseline_every_answer_ms"] = _ms(lambda: _every_answer(half_open), rounds=3)
    figures["same"] = judge(EDITION, half_open, child=None).possible == _every_answer(half_open)
    figures["times_faster"] = round(figures["baseline_every_answer_ms"] / figures["range_ms"])
    figures["range_with_nothing_answered_ms"] = _ms(lambda: judge(EDITION, {}, child=None))
    figures["next_question_ms"] = _ms(lambda: asking.next_question(EDITION, {}, child=None))
    figures["htcds_there_and_back_ms"] = _ms(_there_and_back, rounds=5)
    figures["htcds_people"] = PEOPLE
    figures["met"] = figures["next_question_ms"] < TARGET_MS and figures["same"]
    print(json.dumps(figures, indent=2))


def _every_answer(answers: dict[str, str]) -> tuple[Result, ...]:
    free = [one for one in EDITION.questions if one not in answers]
    found: set[Result] = set()
    for filled in itertools.product((Answer.YES, Answer.NO), repeat=len(free)):
        found |= set(judge(EDITION, answers | dict(zip(free, filled, strict=True)), child=None).possible)
    return tuple(sorted(found))


def _there_and_back() -> None:
    person = Individual(sex="female", citizenships=("KG",), indicators=("cd-debt", "ex-hours"), industry="A")
    rows, _report = writing.rows([person] * PEOPLE)
    back, _report = files.read(files.write(rows, "csv"))
    reading.people(back, countries=frozenset({"KG"}))


def _ms(act: Callable[[], object], rounds: int = 20) -> float:
    """Median of the processor's time: the clock tells of the neighbours too."""
    taken = []
    for _round in range(rounds):
        before = time.process_time()
        act()
        taken.append(1000 * (time.process_time() - before))
    return round(statistics.median(taken), 3)


if __name__ == "__main__":
    main()
