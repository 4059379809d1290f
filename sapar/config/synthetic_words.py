"""Invented names and talks. Every name ends in "(вымышлено)"; every number begins with +7 1, which is nobody's."""

from __future__ import annotations

from itertools import product
from typing import Any

_GIVEN = (
    "Айжан", "Азамат", "Бахтиёр", "Гулчехра", "Дилором", "Жылдыз", "Зарина", "Икром", "Камила", "Мадина", "Нурбек",
    "Ойгуль", "Парвиз", "Рахат", "Саид", "Тахмина", "Улан", "Фарида", "Чынара", "Шерзод",
)  # fmt: skip
_FAMILY = (
    "Безымянов", "Вымыслов", "Задуманов", "Иксов", "Книжнов", "Мнимов", "Небылов", "Образцов", "Пробнов", "Ролевов",
    "Сказкин", "Театров", "Условнов", "Фантазов", "Чертежнов", "Шаблонов", "Этюдов", "Экранов", "Юморов", "Ядров",
)  # fmt: skip
_WHAT = (
    "Три месяца не платят зарплату, бригадир трубку не берёт.",
    "Паспорт забрал хозяин, говорит: отдам, когда отработаете.",
    "Спрашивает, есть ли запрет на въезд и как его проверить.",
    "Патент просрочен на восемь дней, боится выйти на улицу.",
    "Муж уехал на стройку, вторую неделю нет вестей.",
    "Ребёнка не взяли в школу, просят регистрацию.",
    "Упал с лесов, рука сломана, работодатель не вызвал врача.",
    "Посредник взял деньги за документы и пропал.",
)
_WHERE = (
    "Стройка за городом.", "Овощная база.", "Швейный цех.", "Ферма, до посёлка двадцать километров.", "Склад у станции.",
    "Мойка машин.",
)  # fmt: skip
_THEN = (
    "Просит перезвонить вечером.",
    "Объяснили, что делать и куда идти.",
    "Дали адрес партнёра, записали на приём.",
    "Договорились, что пришлёт договор и переписку.",
    "Сама не решилась назвать место работы.",
)

# Nobody's: under country code 7 no area code begins with 1. Room for a thousand million numbers.
PHONES = "+71"


def names() -> list[list[dict[str, Any]]]:
    """What `Person.names` holds, four hundred times over."""
    return [
        [{"text": f"{given} {family} (вымышлено)", "language": "ru", "source": "person"}]
        for given, family in product(_GIVEN, _FAMILY)
    ]


def stories() -> list[str]:
    return [" ".join(parts) for parts in product(_WHAT, _WHERE, _THEN)]


def talks() -> list[str]:
    """Shorter than a story: most talks are written down in a sentence or two."""
    return [" ".join(parts) for parts in product(_WHAT, _THEN)]


def phone(number: int) -> str:
    return f"{PHONES}{number:09}"
