"""Promises of the demo, all invented: one in each state, and one that waits for its second monitor."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.ui.dates import PartialDate
from sapar.watch import actions
from sapar.watch.actions import Evidence, Promise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

OFFICE = "Министерство труда страны Н. (вымышлено)"
TOWN = "Мэрия города Н. (вымышлено)"
# Who promised, what in Russian and in English, when, what the two monitors say of it afterwards with which evidence.
PROMISES: tuple[tuple[str, str, str, str, dt.date, tuple[tuple[str, str], ...]], ...] = (
    (
        "host-state", OFFICE, "Открыть горячую линию на пяти языках до конца года.",
        "To open a hotline in five languages by the end of the year.", dt.date(2025, 2, 10),
        (("break", "Мы звонили в январе в рабочие часы: номер не отвечает, на сайте его нет."),),
    ),
    (
        "municipality", TOWN, "Принимать детей в школу без регистрации родителей.",
        "To let children into school without their parents' registration.", dt.date(2025, 5, 20),
        (("begin", "Школы получили письмо управления образования."), ("keep", "Все одиннадцать школ приняли детей к сентябрю.")),
    ),
    (
        "employer", "Союз строителей (вымышлено)", "Выдавать договор на языке работника до начала работы.",
        "To give every worker a contract in their language before work begins.", dt.date(2026, 1, 15),
        (("begin", "Образцы договора на трёх языках опубликованы."),),
    ),
    (
        "consulate", "Консульство страны М. (вымышлено)", "Проводить выездной приём каждый месяц.",
        "To hold a visiting day every month.", dt.date(2026, 4, 2), (),
    ),
)  # fmt: skip


def load(staff: Mapping[str, StaffActor]) -> None:
    """Two monitors of two organisations; the heads name themselves."""
    first, second = staff["gulnara"], staff["dana"]
    for head in (first, second):
        with scope_of(head):
            actions.name_monitor(head, head.membership.pk)
    for kind, name, russian, english, day, judged in PROMISES:
        _live(first, second, _promise(kind, name, russian, english, day), judged)
    waits = _promise("intermediary", "Агентство «Н.» (вымышлено)", "Вернуть людям плату за место.", "To pay fees back.",
                     dt.date(2026, 6, 1))  # fmt: skip
    with scope_of(second):
        actions.write(second, waits, _seen("Объявление агентства на дверях офиса."), once=uuid7())


def _promise(kind: str, name: str, russian: str, english: str, day: dt.date) -> Promise:
    return Promise(
        actor_kind=kind, actor_name=name, words={"ru": russian, "en": english},
        made=PartialDate.of(day).as_json(), source="Вымышленный документ", is_fictional=True,
    )  # fmt: skip


def _live(
    first: StaffActor, second: StaffActor, promise: Promise, judged: tuple[tuple[str, str], ...]
) -> None:
    with scope_of(first):
        made = actions.write(first, promise, _seen("Документ опубликован."), once=uuid7())
    with scope_of(second):
        actions.agree(second, made)
    for verb, words in judged:
        with scope_of(first):
            actions.judge(first, made, verb, _seen(words))
        with scope_of(second):
            actions.agree(second, made)


def _seen(words: str) -> Evidence:
    return Evidence(words, dt.date(2026, 8, 1))
