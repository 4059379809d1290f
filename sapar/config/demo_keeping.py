"""What the demo shows of keeping: one talk of the call line is on hold. Times are not confirmed: the head does that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.intake.models import Contact
from sapar.keeping import actions

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor


def load(staff: dict[str, StaffActor]) -> None:
    """Needs the demo's talks."""
    head = staff["gulnara"]
    with scope_of(head):
        talk = Contact.objects.filter(org_id=head.org_id, case=None, data_key__erased_at=None).first()
        if talk is not None:
            actions.place(
                head, "contact", talk.pk, once_token=uuid7(), reason="claim",
                words="Спор о зарплате ещё идёт: запись разговора нужна юристу.",
            )  # fmt: skip
