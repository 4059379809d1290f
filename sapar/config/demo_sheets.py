"""The demo's sheet: last winter's log of the call line, checked and not loaded yet. Every person is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.tenancy import scope_of
from sapar.sheets import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

SHEET = """Дата;Тема;Телефон;Имя;Открыто дело;Язык
12.01.2026;зп;+44 20 7946 0171;Вымышленная Айжан;да;кыргызский
13.01.2026;зарплата, паспорт утерян;;;;слоновий
31.02.2026;прописка;;;;рус
"""


def load(staff: Mapping[str, StaffActor]) -> None:
    head = staff["gulnara"]
    with scope_of(head):
        batch = actions.bring(head, SHEET.encode(), "журнал-зимы.csv")
        actions.name_words(head, batch, {("topic", "зп"): "unpaid-wages"})
        actions.name_columns(head, batch, actions.Said(batch.columns, answers=batch.answers))
        actions.write_verdicts(head, actions.begin_check(head, batch), actions.judge(head, batch))
        actions.end_check(head, batch)
