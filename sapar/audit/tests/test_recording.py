"""Events are rows of the deed's own transaction, chained by the database at commit."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar import audit
from sapar.audit import canonical, queries, recording
from sapar.audit.canonical import NO_ORGANISATION, NotACode
from sapar.audit.models import ChainHead, Event
from sapar.audit.names import NAMES, UnnamedVerb, words
from sapar.audit.tests.cast import Clerk
from sapar.common import tenancy
from sapar.common.ids import uuid7

if TYPE_CHECKING:
    import psycopg

audit.name("test.done", "Done")


def done(actor: Clerk, **more: object) -> Event:
    return audit.record(actor, "test.done", subject_kind="thing", subject_id=uuid7(), **more)


@pytest.fixture
def aigul() -> Clerk:
    return Clerk()


@pytest.fixture
def chen() -> Clerk:
    return Clerk()


@pytest.mark.django_db(transaction=True)
def test_committed_events_stand_in_one_unbroken_chain(aigul: Clerk) -> None:
    for count in (1, 3):
        with transaction.atomic(), tenancy.scope_of(aigul):
            for _number in range(count):
                done(aigul)
    with transaction.atomic(), tenancy.scope_of(aigul):
        events = list(Event.objects.order_by("seq"))
        head = ChainHead.objects.get()
    assert [event.seq for event in events] == [1, 2, 3, 4]
    previous = canonical.first_hash(aigul.org_id)
    for event in events:
        assert bytes(event.previous_hash) == previous
        assert bytes(event.hash) == canonical.link(previous, canonical.digest(event))
        previous = bytes(event.hash)
    assert (head.seq, bytes(head.hash)) == (4, previous)


@pytest.mark.django_db(transaction=True)
def test_nothing_commits_without_its_event_being_chained(aigul: Clerk, superuser: psycopg.Connection) -> None:
    """Nobody has to remember anything before the commit: even a bare insert by SQL is chained."""
    with transaction.atomic(), tenancy.scope_of(aigul):
        done(aigul)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_event where seq is null")
            assert cursor.fetchone() == (1,)
    assert superuser.execute("select count(*) from audit_event where seq is null").fetchone() == (0,)
    assert superuser.execute("select count(*) from audit_event").fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_deed_leaves_no_event_and_no_gap(aigul: Clerk) -> None:
    with transaction.atomic(), tenancy.scope_of(aigul):
        done(aigul)
        try:
            with transaction.atomic():
                done(aigul)
                raise ArithmeticError
        except ArithmeticError:
            pass
        done(aigul)
    with transaction.atomic(), tenancy.scope_of(aigul):
        assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_transactions_that_write_to_the_same_two_chains_in_opposite_order_do_not_deadlock(
    aigul: Clerk, chen: Clerk
) -> None:
    ready = threading.Barrier(2)
    faults: list[BaseException] = []

    def work(first: Clerk, second: Clerk) -> None:
        try:
            for _round in range(20):
                ready.wait(10)
                with transaction.atomic(), tenancy.scope_of(first):
                    done(first)
                    done(first, org_id=second.org_id)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    both = [threading.Thread(target=work, args=pair) for pair in ((aigul, chen), (chen, aigul))]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert not faults
    for clerk in (aigul, chen):
        with transaction.atomic(), tenancy.scope_of(clerk):
            seqs = list(
                Event.objects.filter(org_id=clerk.org_id).order_by("seq").values_list("seq", flat=True)
            )
        assert seqs == list(range(1, 41))


@pytest.mark.django_db
def test_another_organisation_reads_nothing_of_it(aigul: Clerk, chen: Clerk) -> None:
    with tenancy.scope_of(aigul):
        done(aigul)
        recording.flush()
    with tenancy.scope_of(chen), connection.cursor() as cursor:
        for table in ("audit_event", "audit_chainhead", "audit_dayroot"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_events_of_nobodys_organisation_can_be_added_but_not_read_by_tenants(aigul: Clerk) -> None:
    nobody = Clerk(org_id=None, user_id=None, member_id=None, kind="public")
    with tenancy.scope_of(nobody):
        done(nobody)
    with tenancy.scope_of(aigul):
        done(nobody)
        recording.flush()
        assert not Event.objects.exists()
    with tenancy.scope(org=NO_ORGANISATION):
        assert Event.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set verb = 'test.undone'",
        "delete from audit_event",
        "truncate audit_event",
        "update audit_chainhead set seq = 0",
        "delete from audit_chainhead",
        "insert into audit_chainhead values ('00000000-0000-0000-0000-000000000001', 1, '')",
    ],
)
def test_the_web_role_cannot_change_what_was_recorded(aigul: Clerk, statement: str) -> None:
    with tenancy.scope_of(aigul):
        done(aigul)
        recording.flush()
        with (
            pytest.raises(ProgrammingError, match="permission denied|row-level security"),
            transaction.atomic(),
        ):
            connection.cursor().execute(statement)


@pytest.mark.django_db
def test_the_web_role_cannot_choose_a_place_in_the_chain(aigul: Clerk) -> None:
    with tenancy.scope_of(aigul):
        event = done(aigul)
        forged = Event(
            org_id=aigul.org_id, verb="test.done", actor_kind="staff", subject_kind="thing", subject_id=uuid7(),
            digest=b"", seq=1, previous_hash=b"", hash=b"",
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            event.save(force_insert=True)


@pytest.mark.django_db
def test_another_chain_is_written_only_through_record(aigul: Clerk, chen: Clerk) -> None:
    with tenancy.scope_of(aigul):
        done(aigul, org_id=chen.org_id)
        stray = Event(
            org_id=chen.org_id, verb="test.done", actor_kind="staff", subject_kind="thing", subject_id=uuid7(), digest=b""
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            stray.save(force_insert=True)
    with tenancy.scope_of(chen):
        assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_case_shows_its_events_in_order(aigul: Clerk) -> None:
    case_id = uuid7()
    with tenancy.scope_of(aigul):
        wanted = [done(aigul, about=case_id).id for _number in range(3)]
        done(aigul)
        assert [event.id for event in queries.of_case(aigul.org_id, case_id)] == wanted
        recording.flush()
        assert [event.seq for event in queries.newest(aigul.org_id, size=3)] == [4, 3, 2]
        assert [event.seq for event in queries.newest(aigul.org_id, before=2)] == [1]


@pytest.mark.django_db
def test_an_unnamed_verb_is_refused(aigul: Clerk) -> None:
    with tenancy.scope_of(aigul), pytest.raises(UnnamedVerb):
        audit.record(aigul, "test.never-named", subject_kind="thing", subject_id=uuid7())


def test_a_verb_has_one_name() -> None:
    audit.name("test.done", "Done")
    assert words("test.done") == "Done"
    with pytest.raises(ValueError, match="test.done"):
        audit.name("test.done", "Something else")
    with pytest.raises(ValueError, match="Done"):
        audit.name("Done", "Done")
    assert "Done" not in NAMES


@pytest.mark.parametrize(
    "details",
    [
        {"name": "Нургуль"},
        {"name": "Nurgul Asanova"},
        {"phone": "+996555123456"},
        {"phone": "996555123456"},
        {"phone": 996555123456},
        {"share": 0.5},
        {"words": "x" * 81},
        {"what is": 1},
        {1: 2},
        {"raw": b"bytes"},
    ],
)
def test_words_and_numbers_of_a_person_are_refused(details: dict[object, object]) -> None:
    with pytest.raises(NotACode):
        canonical.coded(details)


_codes = st.from_regex(r"\A[a-z][a-z_.:-]{0,20}\Z")
_details = st.recursive(
    st.none() | st.booleans() | st.integers(-999_999_999, 999_999_999) | _codes | st.uuids() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_codes, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(details=st.dictionaries(_codes, _details, max_size=4))
def test_an_event_read_back_has_the_digest_it_was_written_with(details: dict[str, object]) -> None:
    clerk = Clerk(member_id=None)
    with tenancy.scope_of(clerk):
        written = done(clerk, details=details)
        read = Event.objects.get(id=written.id)
        assert canonical.digest(read) == bytes(read.digest)


def test_the_first_link_belongs_to_one_chain() -> None:
    assert canonical.first_hash(uuid.UUID(int=1)) != canonical.first_hash(uuid.UUID(int=2))
