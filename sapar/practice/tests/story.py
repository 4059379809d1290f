"""What the tests write down: a harmless entry, in the words of a caseworker."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from sapar.practice import actions
from sapar.practice.actions import Said, Told
from tests.factories import acting

if TYPE_CHECKING:
    from sapar.practice.models import Entry

TOLD = Told(
    ("unpaid-wages",), "RU", "reached", happened="2025-04", took_weeks=3, rules=("ru.wages.interest",)
)
SAID = Said(
    language="ru",
    title="Бригаде заплатили после письма",
    situation="Пятерым рабочим не платили два месяца.",
    steps="Собрали доказательства.\nНаписали требование.",
    result="Через три недели заплатили.",
)


def written(actor: Any, told: dict[str, Any] | None = None, **said: Any) -> Entry:
    with acting(actor):
        return actions.write(
            actor, dataclasses.replace(TOLD, **(told or {})), dataclasses.replace(SAID, **said)
        )


def moved(actor: Any, entry: Entry, verb: str, **also: Any) -> Entry:
    with acting(actor):
        return actions.move(actor, entry, verb, **also)


def published(writer: Any, first: Any, second: Any, told: dict[str, Any] | None = None, **said: Any) -> Entry:
    entry = written(writer, told, **said)
    for actor, verb in ((writer, "send"), (first, "second"), (second, "publish")):
        moved(actor, entry, verb, looked=True)
    return entry
