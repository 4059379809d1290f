"""Four invented organisations with a quarter of work, all made by the verbs that people use."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sapar.cases import actions as cases
from sapar.common.ids import uuid7
from sapar.insight import actions
from sapar.insight.kinds import KINDS
from sapar.insight.models import Cutoff
from sapar.insight.snapshot import make, reduce, store
from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.people.particulars import Particulars
from tests.factories import acting, make_member, make_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.insight.kinds import Kind
    from sapar.organisations.actor import StaffActor

QUARTER = "2026-Q1"
IN_IT = dt.datetime(2026, 2, 3, 9, tzinfo=dt.UTC)
TOPICS = ("unpaid-wages", "entry-ban", "registration", "debt", "no-word")


def offices(count: int) -> list[StaffActor]:
    """Supervisors whose organisations take part."""
    heads = []
    for number in range(count):
        office = make_organisation(
            f"Office {number} (fictional)", country=("KG", "KZ", "UZ", "TJ")[number % 4]
        )
        head = make_member(office, f"Head{number}", "supervisor")
        with acting(head):
            actions.agree(head)
        heads.append(head)
    return heads


def talks(head: StaffActor, count: int, seed: int = 0) -> None:
    """Talks of the quarter, at random but the same for a seed."""
    dice = random.Random(seed)
    with acting(head):
        for _turn in range(count):
            said = Talk(
                "phone", dice.choices(TOPICS, (8, 4, 3, 2, 1))[0], "advised", "self",
                dice.choice(("ky", "ru")), dice.choice(("RU", "KZ")), words="Invented.",
                began_at=IN_IT + dt.timedelta(days=dice.randint(0, 40)),
            )  # fmt: skip
            intake.log(head, said, once=uuid7())


def case(head: StaffActor, **facts: Any) -> Any:
    """Of one woman, opened in the quarter."""
    usual = {"problems": ("unpaid-wages",), "country": "KZ", "opened_at": IN_IT}
    helped = cases.Someone(
        Particulars(sex="female", country="KZ", citizenship_state="claimed", citizenships=("KG",))
    )
    with acting(head):
        return cases.open_case(head, cases.Opening(helped=helped, **(usual | facts)))


CODES = {
    "topic": TOPICS,
    "country": ("RU", "KZ"),
    "language": ("ky", "ru"),
    "channel": ("phone", "web"),
    "result": ("advised", "case"),
    "place": ("KZ-02", "RU-48"),
}


def frozen(
    size: int = 400, kinds: Iterable[Kind] = KINDS, without: str = "", filled: str = "contacts"
) -> None:
    """The quarter's contacts of four offices, frozen as if they had been extracted; every kind but `filled` is empty. An
    earlier version knew fewer `kinds`, and a column less."""
    dice, hashes = random.Random(5), {}
    for kind in kinds:
        codes = tuple(one for one in kind.codes if one != without)
        names = ("org", "quarter", *codes)
        rows = [_drawn(dice, codes, number) for number in range(size)] if kind.code == filled else []
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
        texts = [pa.array(one, pa.string()) for one in columns]
        path = store.frozen(QUARTER, kind.code)
        reduce.write(pa.table([*texts, pa.array([1] * len(rows), pa.int64())], [*names, "n"]), names, path)
        hashes[kind.code] = store.hash_of(path)
    make.keep_frozen(Cutoff(quarter=QUARTER, hashes=hashes, organisations=4))


def _drawn(dice: random.Random, columns: tuple[str, ...], number: int) -> tuple[str, ...]:
    known = [CODES.get(one, ("",)) for one in columns]
    return (str(number % 4), QUARTER, *(dice.choices(one, range(len(one), 0, -1))[0] for one in known))
