"""What a superuser does to the tables is found, and the event is named."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from sapar import audit
from sapar.audit import canonical, roots, verify, witness
from sapar.audit.canonical import NO_ORGANISATION
from sapar.audit.models import DayRoot, Event, SigningKey
from sapar.audit.tests.cast import Clerk
from sapar.common import tenancy
from sapar.common.ids import uuid7

if TYPE_CHECKING:
    import uuid
    from pathlib import Path

    from sapar.audit.faults import Fault

audit.name("test.done", "Done")
pytestmark = pytest.mark.django_db(transaction=True)
Superuser = psycopg.Connection[tuple[object, ...]]


class Pen:
    """A signing key without the vault."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()
        with transaction.atomic(), tenancy.scope(door="keys"):
            public = self._private.public_key().public_bytes_raw()
            self.key_id = SigningKey.objects.create(public=public).id

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.SAPAR_HOME = tmp_path
    return tmp_path


@pytest.fixture
def aigul() -> Clerk:
    """Seven events of hers are on record."""
    clerk = Clerk()
    add(clerk, 7)
    return clerk


def add(clerk: Clerk, count: int) -> None:
    for _number in range(count):
        with transaction.atomic(), tenancy.scope_of(clerk):
            audit.record(clerk, "test.done", subject_kind="thing", subject_id=uuid7(), details={"code": "a"})


def faults(clerk: Clerk) -> list[Fault]:
    """What the operator would find in her chain."""
    with transaction.atomic(), tenancy.scope_of(clerk):
        return list(verify.verify(clerk.org_id))


def today() -> dt.date:
    """By the clock of the days that are signed; asked each time, for a run of tests may go past midnight."""
    return dt.datetime.now(dt.UTC).date()


def sign(clerk: Clerk, pen: Pen, day: dt.date | None = None) -> DayRoot | None:
    day = day or today()
    with transaction.atomic(), tenancy.scope_of(clerk):
        return roots.sign_day(clerk.org_id, day, pen)


def event(clerk: Clerk, seq: int) -> Event:
    with transaction.atomic(), tenancy.scope_of(clerk):
        return Event.objects.get(seq=seq)


def test_an_untouched_chain_is_whole(aigul: Clerk) -> None:
    sign(aigul, Pen())
    add(aigul, 2)
    assert faults(aigul) == []


@pytest.mark.parametrize(
    "change",
    [
        'details = \'{"code": "b"}\'',
        "verb = 'test.dont'",
        "at = at + interval '1 microsecond'",
        "actor_user = gen_random_uuid()",
        "about = gen_random_uuid()",
        "subject_kind = 'thinG'",
        "digest = set_byte(digest, 0, get_byte(digest, 0) # 1)",
        "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)",
        "previous_hash = set_byte(previous_hash, 5, get_byte(previous_hash, 5) # 1)",
    ],
)
def test_one_byte_changed_by_a_superuser_names_the_event(
    aigul: Clerk, superuser: Superuser, change: str
) -> None:
    culprit = event(aigul, 4)
    superuser.execute(f"update audit_event set {change} where id = %s", [culprit.id])
    found = faults(aigul)
    assert ("changed", 4, culprit.id) in {(one.kind, one.seq, one.event_id) for one in found}
    assert str(culprit.id) in str(found[0])
    assert all(one.seq in (4, 5) for one in found)


def test_a_deleted_event_is_a_gap(aigul: Clerk, superuser: Superuser) -> None:
    superuser.execute("delete from audit_event where seq in (3, 4)")
    assert [(one.kind, one.seq) for one in faults(aigul)] == [("missing", 3)]
    assert "3 to 4" in str(faults(aigul)[0])


def test_a_deleted_event_is_found_when_the_rest_was_renumbered(aigul: Clerk, superuser: Superuser) -> None:
    before, gone = event(aigul, 2), event(aigul, 3)
    superuser.execute("delete from audit_event where id = %s", [gone.id])
    for seq in range(4, 8):
        superuser.execute("update audit_event set seq = seq - 1 where seq = %s", [seq])
    superuser.execute("update audit_chainhead set seq = 6")
    assert ("replaced", before.id) in {(one.kind, one.event_id) for one in faults(aigul)}


def test_swapped_events_are_out_of_order(aigul: Clerk, superuser: Superuser) -> None:
    fourth, fifth = event(aigul, 4), event(aigul, 5)
    superuser.execute("update audit_event set seq = 99 where id = %s", [fourth.id])
    superuser.execute("update audit_event set seq = 4 where id = %s", [fifth.id])
    superuser.execute("update audit_event set seq = 5 where id = %s", [fourth.id])
    found = faults(aigul)
    assert {one.kind for one in found} == {"reordered"}
    assert {fourth.id, fifth.id} <= {one.event_id for one in found}


def test_a_cut_tail_does_not_fit_the_head(aigul: Clerk, superuser: Superuser) -> None:
    superuser.execute("delete from audit_event where seq > 5")
    assert [(one.kind, one.seq) for one in faults(aigul)] == [("truncated", 6)]


def test_a_cut_tail_with_a_head_put_right_does_not_fit_what_was_signed(
    aigul: Clerk, superuser: Superuser
) -> None:
    sign(aigul, Pen())
    cut(aigul, superuser)
    assert {one.kind for one in faults(aigul)} == {"truncated", "root"}


def test_a_cut_tail_without_its_root_is_told_by_the_witness(aigul: Clerk, superuser: Superuser) -> None:
    sign(aigul, Pen())
    cut(aigul, superuser)
    superuser.execute("delete from audit_dayroot")
    found = faults(aigul)
    assert {one.kind for one in found} == {"root"}
    assert "witness" in str(found[0])


def cut(clerk: Clerk, superuser: Superuser) -> None:
    last = event(clerk, 5)
    superuser.execute("delete from audit_event where seq > 5")
    superuser.execute("update audit_chainhead set seq = 5, hash = %s", [bytes(last.hash)])


def test_a_chain_rewritten_whole_does_not_fit_what_was_signed(aigul: Clerk, superuser: Superuser) -> None:
    sign(aigul, Pen())
    rewrite(aigul, superuser)
    found = faults(aigul)
    assert {one.kind for one in found} == {"root"}
    assert "rewritten" in str(found[0])


def test_an_event_rewritten_with_its_hash_is_named_by_the_one_after_it(
    aigul: Clerk, superuser: Superuser
) -> None:
    culprit = event(aigul, 4)
    culprit.verb = "test.dont"
    digest = canonical.digest(culprit)
    link = canonical.link(bytes(culprit.previous_hash), digest)
    superuser.execute(
        "update audit_event set verb = 'test.dont', digest = %s, hash = %s where id = %s",
        [digest, link, culprit.id],
    )
    assert [(one.kind, one.event_id) for one in faults(aigul)] == [("replaced", culprit.id)]


def test_a_chain_rewritten_and_signed_with_another_key_is_told_by_the_witness(
    aigul: Clerk, superuser: Superuser
) -> None:
    sign(aigul, Pen())
    rewrite(aigul, superuser)
    superuser.execute("delete from audit_dayroot")
    remembered = witness.path().read_bytes()
    assert sign(aigul, Pen()) is not None
    witness.path().write_bytes(remembered)
    assert {one.kind for one in faults(aigul)} == {"root"}


def rewrite(clerk: Clerk, superuser: Superuser) -> None:
    """All hashes made anew after a change, head included: consistent in itself."""
    with transaction.atomic(), tenancy.scope_of(clerk):
        events = list(Event.objects.order_by("seq"))
    events[1].verb = "test.dont"
    link = canonical.first_hash(clerk.org_id)
    for one in events:
        before, digest = link, canonical.digest(one)
        link = canonical.link(before, digest)
        superuser.execute(
            "update audit_event set verb = %s, digest = %s, previous_hash = %s, hash = %s where id = %s",
            [one.verb, digest, before, link, one.id],
        )
    superuser.execute("update audit_chainhead set hash = %s", [link])


@pytest.mark.parametrize(
    "change",
    ["signature = set_byte(signature, 3, get_byte(signature, 3) # 1)", "day = day - 1", "seq_to = 6"],
)
def test_a_changed_root_does_not_hold(aigul: Clerk, superuser: Superuser, change: str) -> None:
    sign(aigul, Pen())
    superuser.execute(f"update audit_dayroot set {change}")
    assert "root" in {one.kind for one in faults(aigul)}


def test_a_removed_root_is_noticed(aigul: Clerk, superuser: Superuser) -> None:
    pen = Pen()
    sign(aigul, pen, today())
    add(aigul, 1)
    sign(aigul, pen, today() + dt.timedelta(days=1))
    superuser.execute("delete from audit_dayroot where seq_from = 1")
    witness.path().unlink()
    assert [one.kind for one in faults(aigul)] == ["root"]


def test_a_forged_head_is_noticed(aigul: Clerk, superuser: Superuser) -> None:
    superuser.execute("update audit_chainhead set hash = '\\x00'")
    assert [one.kind for one in faults(aigul)] == ["head"]
    superuser.execute("delete from audit_chainhead")
    assert [one.kind for one in faults(aigul)] == ["head"]


def test_an_event_slipped_past_the_chaining_is_noticed(aigul: Clerk, superuser: Superuser) -> None:
    with superuser.transaction():
        superuser.execute("set local session_replication_role = replica")
        superuser.execute(
            "insert into audit_event (id, org_id, at, verb, actor_kind, subject_kind, subject_id, details, digest) "
            "values (gen_random_uuid(), %s, now(), 'x.y', 'staff', 'thing', gen_random_uuid(), '{}', '')",
            [aigul.org_id],
        )
    assert [one.kind for one in faults(aigul)] == ["unchained"]


def test_a_day_is_signed_once_and_a_missed_day_comes_under_the_next(aigul: Clerk) -> None:
    pen = Pen()
    assert sign(aigul, pen, today() - dt.timedelta(days=1)) is None
    first = sign(aigul, pen, today())
    assert first is not None
    assert (first.seq_from, first.seq_to) == (1, 7)
    add(aigul, 1)
    assert sign(aigul, pen, today()) is None
    second = sign(aigul, pen, today() + dt.timedelta(days=3))
    assert second is not None
    assert (second.seq_from, second.seq_to) == (8, 8)
    assert faults(aigul) == []


def test_what_a_restored_backup_lost_is_not_called_tampering(aigul: Clerk, superuser: Superuser) -> None:
    sign(aigul, Pen())
    cut(aigul, superuser)
    superuser.execute("delete from audit_dayroot")
    with transaction.atomic(), tenancy.scope_of(aigul):
        witness.restored()
    assert faults(aigul) == []


def test_the_operator_walks_every_chain_and_the_command_tells(
    aigul: Clerk, superuser: Superuser, monkeypatch: pytest.MonkeyPatch
) -> None:
    chen, nobody = Clerk(), Clerk(org_id=None)
    add(chen, 3)
    with transaction.atomic(), tenancy.scope_of(nobody):
        audit.record(nobody, "test.done", subject_kind="thing", subject_id=uuid7())
    chains = sorted([aigul.org_id, chen.org_id, NO_ORGANISATION])
    assert chains == _walked(monkeypatch)
    out = io.StringIO()
    assert _as_operator(out) == 0
    assert "whole" in out.getvalue()
    superuser.execute("update audit_event set verb = 'x.y' where org_id = %s and seq = 2", [chen.org_id])
    out = io.StringIO()
    assert _as_operator(out) == 1
    assert f"{chen.org_id}: 2 " in out.getvalue()


def _walked(monkeypatch: pytest.MonkeyPatch) -> list[uuid.UUID]:
    seen: list[uuid.UUID] = []
    with monkeypatch.context() as patch:
        patch.setattr(verify.Walk, "finish", lambda walk: iter(seen.append(walk.org_id) or ()))
        _as_operator(io.StringIO())
    return seen


def _as_operator(out: io.StringIO) -> int:
    """`run` with the rights it has in the command: policies do not bind it."""
    from django.db import connection

    from tests.plugins import server

    before = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]
    connection.close()
    connection.settings_dict["USER"] = "sapar_operator"
    connection.settings_dict["PASSWORD"] = server.passwords().get("sapar_operator", "")
    try:
        return verify.run(out)
    finally:
        connection.close()
        connection.settings_dict["USER"], connection.settings_dict["PASSWORD"] = before
