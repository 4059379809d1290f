"""Keys for people who have none: written before there were keys, or before their rules were changed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from sapar import names
from sapar.common import tenancy
from sapar.people import index
from sapar.people.models import Person
from sapar.vault.keys import datakeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from sapar.organisations.actor import SystemActor

DOOR = "index"
_BATCH = 200
_FIRST = uuid.UUID(int=0)
_UNINDEXED = "select * from people_unindexed(%s, %s, %s)"


def index_missing(actor: SystemActor, progress: Callable[[int], None] | None = None) -> int:
    """Make the keys of everybody of the organisation who lacks them; returns how many. Raises `Locked`.

    Each batch is a transaction of its own: stopped half-way, what is done stays, and the next call goes on.
    """
    done, last = 0, _FIRST
    while True:
        with transaction.atomic(), tenancy.scope_of(actor, door=DOOR):
            people = list(Person.objects.raw(_UNINDEXED, [names.RECIPE, last, _BATCH]))
            datakeys.warm(people)
            for person in people:
                index.keep(person)
        if not people:
            return done
        done, last = done + len(people), people[-1].pk
        if progress is not None:
            progress(done)
