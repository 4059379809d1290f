"""Keeping what the search reads (`Line`) true to the directory: called by whoever has written into it, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from sapar.directory.models import Listing
from sapar.directory.naming import search_names

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
    """Its name, languages, country or time zone changed: an entry says them where a service does not. It is found by its
    earlier names as well: people go on using them."""
    for listing in Listing.objects.select_related("org").filter(org=organisation_id):
        spelled = [
            *search_names(listing.org.name, *listing.names.values()).split("\n"),
            *listing.search_names.split("\n"),
        ]
        Listing.objects.filter(pk=listing.pk).update(
            search_names="\n".join(dict.fromkeys(filter(None, spelled)))
        )
        write([listing.pk])
