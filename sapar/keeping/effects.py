"""What keeping does when a person is erased; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.keeping import actions

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def refuse_held(actor: Actor, person_id: uuid.UUID) -> None:
    """Before "person.erased": raises `Invalid` for somebody on hold."""
    actions.refuse_held_person(actor, person_id)


def certify(actor: Actor, person_id: uuid.UUID) -> None:
    """After all other effects of "person.erased", so that everything that went is counted."""
    actions.certify(actor, person_id)
