"""What is compared between organisations: facts that hardly two people share, each bound to a name. Pure strings.

A name alone never meets a name, nor a year of birth: twins, brothers and namesakes must not be told of each other.
Each string goes under the network's key before it leaves the organisation's scope.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sapar import names
from sapar.cases.queries import plain_number
from sapar.same.sought import born

if TYPE_CHECKING:
    from sapar.same.sought import Sought

_SHORTEST_DOCUMENT = 6
# Of one entry no more is compared: whoever would try names in it can try so many.
MOST_NAMES, MOST_PHONES, MOST_DOCUMENTS = 3, 2, 2


def first(known: Sought) -> Sought:
    """The first few facts, in the order in which they were written down."""
    return replace(
        known,
        names=known.names[:MOST_NAMES],
        phones=known.phones[:MOST_PHONES],
        documents=known.documents[:MOST_DOCUMENTS],
    )


def values(known: Sought) -> frozenset[str]:
    """A document or a phone of their own with the given name; the full date of birth with given and family name.

    Empty for somebody of whom too little is known to be recognised.
    """
    spellings = [names.called(text) for text in known.names]
    given = {one for called in spellings for one in called.given}
    whole = {one for called in spellings for one in called.whole}
    birth = born(known.birth)
    found = {f"document|{number}|{one}" for number in _documents(known) for one in given}
    found |= {f"phone|{number}|{one}" for number in known.phones for one in given}
    if birth is not None and birth.full:
        found |= {f"birth|{birth.year}-{birth.month:02}-{birth.day:02}|{one}" for one in whole}
    return frozenset(found)


def _documents(known: Sought) -> list[str]:
    plain = [plain_number(number) for number in known.documents]
    return [number for number in plain if len(number) >= _SHORTEST_DOCUMENT]
