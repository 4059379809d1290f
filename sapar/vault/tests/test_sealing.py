"""Letters, the blind index, and what another organisation sees of all keys."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.common.ids import uuid7
from sapar.vault import blind, envelope, keys, signing
from sapar.vault.cipher import SealBroken
from sapar.vault.models import BlindEntry, DataKey, OrganisationKey, PublicKey, SystemKey
from sapar.vault.tests.cast import Clerk


def test_anybody_seals_while_locked_and_only_the_addressee_opens(aigul: Clerk, chen: Clerk) -> None:
    words = {"words": "Помогите", "phone": "+7 900"}
    keys.lock()
    post = envelope.seal_to(aigul.org_id, words, "request|1")
    assert "Помогите".encode() not in post
    with pytest.raises(Locked), tenancy.scope_of(aigul):
        envelope.open_for(aigul.org_id, post, "request|1")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.integers()), context=st.text())
def test_any_letter_comes_back(hers: Any, words: object, context: str) -> None:
    assert envelope.open_for(hers, envelope.seal_to(hers, words, context), context) == words


def test_a_letter_opens_neither_elsewhere_nor_changed(hers: Any, chen: Clerk) -> None:
    post = envelope.seal_to(hers, "words", "request|1")
    for other in (b"", b"\x01", b"\x02" + post[1:], post[:-1], post[:1] + b"\x00\x00\x00\x09" + post[5:]):
        with pytest.raises(SealBroken):
            envelope.open_for(hers, other, "request|1")
    with pytest.raises(SealBroken):
        envelope.open_for(hers, post, "request|2")
    with tenancy.scope_of(chen), pytest.raises(SealBroken):
        envelope.open_for(chen.org_id, post, "request|1")


def test_an_organisation_without_keys_cannot_be_written_to(db: None) -> None:
    with pytest.raises(PublicKey.DoesNotExist):
        envelope.seal_to(uuid7(), "words", "request")


def test_keys_are_made_once(aigul: Clerk) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        keys.make_organisation_keys(aigul.org_id)


def test_a_number_is_found_exactly_and_stands_nowhere(hers: Any) -> None:
    key, person = keys.new_data_key(hers, "person"), uuid7()
    for _time in range(2):
        blind.put(hers, "phone", "+996555123456", "person", person, key)
    (entry,) = blind.find(hers, "phone", "+996555123456")
    assert entry.subject_id == person
    assert blind.find(hers, "phone", "+996555123457") == []
    assert blind.find(hers, "document", "+996555123456") == []
    assert b"996555123456" not in bytes(entry.digest)
    assert blind.forget(person, "document") == 0
    assert blind.forget(person) == 1
    assert blind.find(hers, "phone", "+996555123456") == []


def test_the_same_number_looks_different_in_another_organisation(aigul: Clerk, chen: Clerk) -> None:
    entries = []
    for clerk in (aigul, chen):
        with tenancy.scope_of(clerk):
            key = keys.new_data_key(clerk.org_id, "person")
            blind.put(clerk.org_id, "phone", "+996555123456", "person", uuid7(), key)
            entries += blind.find(clerk.org_id, "phone", "+996555123456")
    assert bytes(entries[0].digest) != bytes(entries[1].digest)


def test_a_locked_vault_finds_nobody(hers: Any) -> None:
    keys.lock()
    with pytest.raises(Locked):
        blind.find(hers, "phone", "+996555123456")


def test_another_organisation_reads_no_key_of_it(hers: Any, chen: Clerk) -> None:
    key = keys.new_data_key(hers, "person")
    blind.put(hers, "phone", "+996555123456", "person", uuid7(), key)
    with tenancy.scope_of(chen), connection.cursor() as cursor:
        for table, own in (("organisationkey", 3), ("datakey", 0), ("blindentry", 0), ("sealedfile", 0)):
            cursor.execute(f"select count(*) from vault_{table}")
            assert cursor.fetchone() == (own,)
        cursor.execute("select count(*) from vault_systemkey")
        assert cursor.fetchone() == (0,)
        cursor.execute("update vault_datakey set wrapped = null, erased_at = now()")
        assert cursor.rowcount == 0
        cursor.execute("update vault_publickey set public = '' where org_id = %s", [hers])
        assert cursor.rowcount == 0


@pytest.mark.parametrize("table", ["organisationkey", "publickey", "datakey", "systemkey"])
def test_keys_are_emptied_but_never_deleted(hers: Any, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"delete from vault_{table}")


@pytest.mark.parametrize("model", [OrganisationKey, DataKey, PublicKey])
def test_another_organisation_writes_no_key_of_it(hers: Any, chen: Clerk, model: Any) -> None:
    extra: dict[type, dict[str, object]] = {
        OrganisationKey: {"purpose": "wrap", "epoch": 9, "master": "x", "sealed": b""},
        DataKey: {"subject_kind": "other", "epoch": 1, "wrapped": b""},
        PublicKey: {"epoch": 9, "public": b""},
    }
    with (
        tenancy.scope_of(chen),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        model.objects.create(org_id=hers, **extra[model])


@pytest.mark.django_db(transaction=True)
def test_an_entry_cannot_lean_on_another_organisations_key(master: bytes) -> None:
    aigul, chen = Clerk(), Clerk()
    with transaction.atomic():
        for clerk in (aigul, chen):
            keys.make_organisation_keys(clerk.org_id)
        with tenancy.scope_of(chen):
            foreign = keys.new_data_key(chen.org_id, "person")
    with pytest.raises(IntegrityError), transaction.atomic(), tenancy.scope_of(aigul):
        BlindEntry.objects.create(
            org_id=aigul.org_id, kind="phone", digest=b"x", subject_kind="person", subject_id=uuid7(), data_key=foreign
        )  # fmt: skip


def test_the_signing_key_is_made_once_and_stays_behind_its_door(hers: Any) -> None:
    first = signing.signer()
    assert signing.signer().key_id == first.key_id
    assert not SystemKey.objects.exists()
    keys.lock()
    with pytest.raises(Locked):
        signing.signer()
