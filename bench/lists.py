"""Every page of staff's with ten rows of each kind and with a hundred, on a database of its own: the number of statements
must be the same. JSON.

Pages turn late in both walks, so that every row is read. `rows_more` says how many more of them the
page showed the second time: where it is 0, nothing of the crowd is listed there.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench import passing

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW, MANY = 10, 100
# More than there will be of anything: a hundred of each kind and what several kinds have in common.
PAGE = 2000
HOST = {"HTTP_HOST": "127.0.0.1"}
# Views of the same lists that no other page of the walk shows: who looks, and where.
VIEWS = {
    "decisions-for-the-second": ("gulnara", "/staff/people/decisions/"),
    "referrals-waiting": ("saule", "/staff/referrals/?view=waiting"),
    "referrals-sent-waiting": ("bakyt", "/staff/referrals/sent/?view=waiting"),
    "cases-mine": ("bakyt", "/staff/cases/?view=mine"),
    "cases-waiting": ("bakyt", "/staff/cases/?view=waiting"),
    "contacts-mine": ("aigul", "/staff/contacts/?show=mine"),
    "requests-all": ("aigul", "/staff/requests/?show=all"),
}
# Lists that have to show the crowd: a walk that does not reach its rows says nothing.
MUST_SHOW = (
    "contacts", "contacts-mine", "contact-new", "call-back", "requests-all", "today", "cases",
    "cases-none", "cases-mine", "case", "person", "decisions-for-the-second", "referrals-waiting",
    "referrals-sent-waiting", "referral-who", "directory", "members", "agreements", "projects", "glass", "holds",
    "exports", "sheets", "rota", "lines", "network", "audit",
)  # fmt: skip
# What one row of a list is made of.
_ROWS = re.compile(r"<(?:li|tr|article|option|dd|label)\b")


def counted(few: int, many: int) -> dict[str, Any]:
    from django.db import transaction

    from tests import world
    from tests.crowd import Crowd

    with transaction.atomic():
        made = world.build()
    crowd, ids = Crowd(made), _ids(made)
    crowd.add(few)
    first = walk(made, ids)
    crowd.add(many - few)
    second = walk(made, ids)
    lists = {page: _compared(first[page], second[page], few, many) for page in first}
    differing = [page for page, one in lists.items() if not one["same"]]
    empty = [page for page in MUST_SHOW if lists[page]["rows_more"] <= 0]
    return {"lists": lists, "differing": differing, "crowd_not_shown": empty, "met": not differing + empty}


def _ids(made: Any) -> dict[str, str]:
    from tests.cast import client_of
    from tests.e2e import pages

    clients = {who: client_of(actor, **HOST) for who, actor in made.staff.items()}
    clients[""] = client_of(None, **HOST)
    return pages.found(lambda who, address: clients[who].get(address).content.decode())


def walk(made: Any, ids: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Statements and rows by page."""
    from tests.cast import client_of
    from tests.e2e import pages

    found = {}
    walked = {name: (group.who, at) for group in pages.STAFF.values() for name, at in group.pages.items()}
    clients = {who: client_of(actor, **HOST) for who, actor in made.staff.items()}
    with _page_size(PAGE):
        for name, (who, address) in (walked | VIEWS).items():
            found[name] = _seen(clients[who], address.format(**ids))
    return found


def _seen(client: Any, path: str) -> tuple[int, int]:
    from bench.statements import counted as tallied

    # Asked twice: keys and names that the first request keeps in memory for a while are not the list's.
    client.get(path)
    with tallied() as tally:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return tally.statements, len(_ROWS.findall(answer.content.decode()))


def _compared(before: tuple[int, int], after: tuple[int, int], few: int, many: int) -> dict[str, Any]:
    return {
        f"with_{few}_rows": before[0],
        f"with_{many}_rows": after[0],
        "rows_more": after[1] - before[1],
        "same": before[0] == after[0],
    }


@contextmanager
def _page_size(size: int) -> Iterator[None]:
    """Where all lists turn their pages, whichever way a view has imported it."""
    from sapar.common import paging
    from sapar.directory import search

    turn, found = paging.keyed, search.PAGE
    paging.keyed = lambda marks, rows, **_kept: turn(marks, rows, size=size)
    search.PAGE = size
    try:
        yield
    finally:
        paging.keyed, search.PAGE = turn, found


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    passing.measured(lambda: counted(*(given or [FEW, MANY])))
