"""What the demo shows of keeping: talks on hold, an export that waits for a second person. Times are not confirmed: the
head does that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.intake.models import Contact
from sapar.keeping import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor


def load(staff: Mapping[str, StaffActor]) -> None:
    """Needs the demo's talks."""
    head = staff["gulnara"]
    with scope_of(head):
        talk = Contact.objects.filter(org_id=head.org_id, case=None, data_key__erased_at=None).first()
        if talk is not None:
            actions.place(
                head, "contact", talk.pk, once_token=uuid7(), reason="claim",
                words="Спор о зарплате ещё идёт: запись разговора нужна юристу.",
            )  # fmt: skip
    _almaty(staff["saule"], staff["dana"])


def _almaty(worker: StaffActor, head: StaffActor) -> None:
    """A talk on hold, and everything asked for: nobody there may approve it but another head."""
    told = Talk(
        "phone", "debt", "advised", language="ru", words="Спрашивает, можно ли не отдавать долг посреднику."
    )
    with scope_of(worker):
        talk = intake.log(worker, told, once=uuid7())
    with scope_of(head):
        actions.place(
            head, "contact", talk.pk, once_token=uuid7(), reason="court",
            words="Посредник подал в суд: запись нужна защитнику.",
        )  # fmt: skip
        actions.ask(
            head, once_token=uuid7(), words="Проверка за год по договору с донором.", restricted=False
        )
