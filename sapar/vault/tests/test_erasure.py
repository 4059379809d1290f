"""Erased is erased: here at once, and in every backup that is ever brought back."""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from sapar.audit import recording
from sapar.audit.models import Event
from sapar.common import tenancy
from sapar.common.errors import NotVisible
from sapar.common.ids import uuid7
from sapar.vault import ERASED, blind, erasure, files, keys, ledger
from sapar.vault.files import storage
from sapar.vault.keys import caches
from sapar.vault.models import BlindEntry, DataKey, SealedFile
from sapar.vault.tests.cast import Clerk, Letter, letter

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("letters")
PHONE = "+996555123456"


def test_nothing_of_an_erased_person_is_read_or_found(
    hers: Any, aigul: Clerk, django_capture_on_commit_callbacks: Any
) -> None:
    key, person = keys.new_data_key(hers, "person"), uuid7()
    first, second, other = (
        letter(hers, data_key=key),
        letter(hers, "more", data_key=key),
        letter(hers, "stays"),
    )
    blind.put(hers, "phone", PHONE, "person", person, key)
    upload = SimpleUploadedFile("a.txt", b"words", "text/plain")
    file = files.store(aigul, hers, upload, attached_kind="person", attached_id=person, data_key=key)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(aigul, [key], "asked")
    assert [Letter.objects.get(id=row.id).words for row in (first, second, other)] == [
        ERASED,
        ERASED,
        "stays",
    ]
    assert blind.find(hers, "phone", PHONE) == []
    assert not storage.path_of(file.id).exists()
    with pytest.raises(NotVisible):
        files.content(SealedFile.objects.get(id=file.id))
    assert [entry.state for entry in ledger.entries()] == [ledger.DONE]
    recording.flush()
    (entry,) = ledger.entries()
    event = Event.objects.get(verb="vault.erased")
    assert (event.subject_id, event.details) == (
        key.id,
        {"reason": "asked", "of": "person", "erasure": str(entry.id)},
    )


def test_the_ledger_is_on_the_disk_before_the_database_changes(
    hers: Any, aigul: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = letter(hers)
    synced: list[str] = []
    honest = os.fsync

    def watch(number: int) -> None:
        honest(number)
        synced.append("alive" if DataKey.objects.get(id=row.data_key_id).wrapped else "erased")

    monkeypatch.setattr(os, "fsync", watch)
    erasure.erase(aigul, [row.data_key], "asked")
    assert synced[0] == "alive"
    assert ledger.entries()[0].keys == {hers: [row.data_key_id]}


def test_a_full_disk_erases_nothing_and_says_so(
    hers: Any, aigul: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = letter(hers)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger, "_append", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        erasure.erase(aigul, [row.data_key], "asked")
    assert Letter.objects.get(id=row.id).words == "тайна"


def test_a_restored_backup_is_erased_again(hers: Any, aigul: Clerk) -> None:
    row, person = letter(hers), uuid7()
    blind.put(hers, "phone", PHONE, "person", person, row.data_key)
    kept, found = DataKey.objects.get(id=row.data_key_id), BlindEntry.objects.get()
    erasure.erase(aigul, [row.data_key], "asked")
    DataKey.objects.filter(id=kept.id).update(wrapped=kept.wrapped, erased_at=None)
    found.save(force_insert=True)
    caches.wipe()
    assert Letter.objects.get(id=row.id).words == "тайна"
    assert erasure.replay() == 1
    assert Letter.objects.get(id=row.id).words is ERASED
    assert blind.find(hers, "phone", PHONE) == []
    assert erasure.replay() == 0


def test_a_ledger_from_elsewhere_is_replayed_by_its_path(hers: Any, aigul: Clerk, tmp_path: Path) -> None:
    row = letter(hers)
    place = tmp_path / "brought.jsonl"
    line = {
        "erasure": str(uuid7()), "at": "2026-01-01T00:00:00+00:00", "reason": "asked",
        "keys": {str(hers): [str(row.data_key_id)], str(uuid7()): [str(uuid7())]},
    }  # fmt: skip
    place.write_text(json.dumps(line) + "\n")
    assert erasure.replay(place) == 1
    assert Letter.objects.get(id=row.id).words is ERASED


def test_an_erasure_that_was_rolled_back_is_settled_as_void(hers: Any, aigul: Clerk) -> None:
    row = letter(hers)
    with transaction.atomic():
        erasure.erase(aigul, [row.data_key], "asked")
        transaction.set_rollback(True)
    caches.wipe()
    assert Letter.objects.get(id=row.id).words == "тайна"
    assert erasure.settle() == 0
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)):
        assert erasure.settle() == 1
    assert [entry.state for entry in ledger.entries()] == [ledger.VOID]
    assert erasure.replay() == 0


def test_an_erasure_whose_end_a_crash_swallowed_is_settled_as_done(hers: Any, aigul: Clerk) -> None:
    erasure.erase(aigul, [letter(hers).data_key], "asked")
    assert [entry.state for entry in ledger.entries()] == [ledger.BEGUN]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)):
        erasure.settle()
    assert [entry.state for entry in ledger.entries()] == [ledger.DONE]


def test_a_torn_line_spoils_neither_what_is_before_nor_after_it(hers: Any, aigul: Clerk) -> None:
    first, second = letter(hers), letter(hers)
    erasure.erase(aigul, [first.data_key], "asked")
    with ledger.path().open("ab") as out:
        out.write(b'{"erasure": "01')
    erasure.erase(aigul, [second.data_key], "asked")
    assert [list(entry.keys.values()) for entry in ledger.entries()] == [
        [[first.data_key_id]],
        [[second.data_key_id]],
    ]
    assert ledger.path().stat().st_mode & 0o777 == 0o600


def test_the_ledger_holds_ids_and_codes_only(hers: Any, aigul: Clerk) -> None:
    erasure.erase(aigul, [letter(hers, "planted").data_key], "asked")
    (line,) = ledger.path().read_text().splitlines()
    said = json.loads(line)
    assert set(said) == {"erasure", "at", "reason", "keys"}
    assert [uuid.UUID(key) for key in said["keys"][str(hers)]]


def test_a_key_that_is_not_in_scope_is_not_erased_by_a_neighbour(hers: Any, chen: Clerk) -> None:
    row = letter(hers)
    with tenancy.scope_of(chen):
        assert erasure._destroy([row.data_key_id], dt.datetime.now(dt.UTC)) == 0
    caches.wipe()
    assert Letter.objects.get(id=row.id).words == "тайна"
