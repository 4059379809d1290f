"""The demo's compendium: one entry that two people have read, one that waits for its first reader, one still a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.tenancy import scope_of
from sapar.practice import actions
from sapar.practice.actions import Said, Told

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.practice.models import Entry

_SCHOOL = Said(
    language="ru",
    title="Ребёнка приняли в школу после письменного отказа (вымышлено)",
    situation="Школа отказала устно: нет регистрации на весь год. Мать боялась спорить.",
    steps=(
        "Попросили отказ письменно. Письма не дали, но разговор стал мягче.\n"
        "Подали заявление через портал и сохранили номер.\n"
        "Написали в управление образования, приложили заявление и тест ребёнка.\n"
        "Через три недели ребёнок пошёл в класс."
    ),
    law="Отказ без письма обжаловать трудно. Письменный отказ — первый шаг.",
    result="Ребёнок учится.",
    failed="Звонки директору ничего не дали.",
)
_FINE = Said(
    language="ru",
    title="Штраф отменили: срок регистрации посчитали неверно (вымышлено)",
    situation="Рабочего оштрафовали за позднюю регистрацию, хотя срок ещё шёл.",
    steps="Взяли копию решения.\nПосчитали срок от дня въезда и показали печать в паспорте.\nПодали жалобу в суд за девять дней.",
    law="Срок считается от въезда и у граждан разных стран разный.",
    result="Суд отменил штраф.",
)
_WAGES = Said(
    language="ru",
    title="Бригаде заплатили после общего письма (вымышлено)",
    situation="Пять человек не получали денег два месяца. Прораб из СтройМечты обещал и не платил.",
    steps="Собрали переписку и фото.\nНаписали одно письмо от всех пятерых.\nНазвали сумму с процентами.",
    result="Через две недели заплатили основную часть.",
    failed="Проценты не заплатили.",
)


def load(staff: dict[str, StaffActor]) -> None:
    """By the verbs that people use: written by one, read by two others."""
    bakyt, gulnara, nurlan = staff["bakyt"], staff["gulnara"], staff["nurlan"]
    school = Told(
        ("school-refused",), "RU", "reached", happened="2025-10", took_weeks=5, rules=("ru.school.test",)
    )
    fine = Told(
        ("registration",), "RU", "reached", happened="2025-08", took_weeks=6, rules=("ru.registration",)
    )
    wages = Told(
        ("unpaid-wages",), "RU", "partly", happened="2026-01", took_weeks=2, rules=("ru.wages.interest",)
    )
    _published(_written(bakyt, school, _SCHOOL), bakyt, gulnara, nurlan)
    _move(bakyt, _written(bakyt, fine, _FINE), "send")
    _written(bakyt, wages, _WAGES)


def _written(writer: StaffActor, told: Told, said: Said) -> Entry:
    with scope_of(writer):
        return actions.write(writer, told, said)


def _published(entry: Entry, writer: StaffActor, first: StaffActor, second: StaffActor) -> None:
    for actor, verb in ((writer, "send"), (first, "second"), (second, "publish")):
        _move(actor, entry, verb)


def _move(actor: StaffActor, entry: Entry, verb: str) -> None:
    with scope_of(actor):
        actions.move(actor, entry, verb, looked=True)
