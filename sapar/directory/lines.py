"""Keeping what the search reads (`Line`) true to the directory: called by whoever has written into it, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from sapar.directory.models import Listing

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.common.actor import Actor

_AT_ONCE = 100


def write(listings: Iterable[uuid.UUID]) -> None:
    """Write the rows of these entries anew, from all that hangs on them."""
    waiting = list(listings)
    with connection.cursor() as cursor:
        for start in range(0, len(waiting), _AT_ONCE):
            cursor.execute("select directory_write_lines(%s::uuid[])", [waiting[start : start + _AT_ONCE]])


def of_organisation(_actor: Actor, organisation_id: uuid.UUID) -> None:
    """Its name, languages, country or time zone changed: an entry says them where a service does not."""
    write(Listing.objects.filter(org=organisation_id).values_list("pk", flat=True))
