"""New keys for old, while everything stays readable."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.vault import blind, envelope, erasure, keys, signing
from sapar.vault.cipher import SealBroken
from sapar.vault.keys import caches, places, ring, rotation, setup
from sapar.vault.keys.organisation import EpochDestroyed
from sapar.vault.models import DataKey, KeyPurpose, OrganisationKey, PublicKey, SystemKey
from sapar.vault.tests.cast import Clerk, Letter, letter

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("letters")


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)


def test_a_rotation_keeps_every_row_letter_and_entry_readable(hers: Any, few_at_once: None) -> None:
    rows = [letter(hers, number) for number in range(5)]
    post = envelope.seal_to(hers, "sealed before", "request")
    blind.put(hers, "phone", "+996555000001", "test", rows[0].id, rows[0].data_key)
    steps: list[tuple[int, int]] = []
    assert keys.rotate_organisation(hers, lambda done, total: steps.append((done, total))) == 2
    assert steps == [(2, 5), (4, 5), (5, 5)]
    assert set(DataKey.objects.values_list("epoch", flat=True)) == {2}
    caches.wipe()
    assert sorted(row.words for row in Letter.objects.all()) == [0, 1, 2, 3, 4]
    assert envelope.open_for(hers, post, "request") == "sealed before"
    assert envelope.open_for(hers, envelope.seal_to(hers, "after", "request"), "request") == "after"
    assert blind.find(hers, "phone", "+996555000001")
    assert keys.new_data_key(hers, "other").epoch == 2


def test_an_interrupted_rotation_is_readable_and_goes_on(
    hers: Any, few_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        letter(hers, number)

    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keys.rotate_organisation(hers, stop)
    caches.wipe()
    assert sorted(row.words for row in Letter.objects.all()) == [0, 1, 2, 3, 4]
    assert keys.rotate_organisation(hers) == 2
    assert not DataKey.objects.filter(epoch=1).exists()


def test_an_old_epoch_is_destroyed_only_when_nothing_needs_it(hers: Any, aigul: Clerk) -> None:
    row = letter(hers)
    with pytest.raises(rotation.EpochInUse):
        keys.destroy_epoch(hers, 1)
    kept = DataKey.objects.get(id=row.data_key_id)
    keys.rotate_organisation(hers)
    keys.destroy_epoch(hers, 1)
    assert Letter.objects.get(id=row.id).words == "тайна"
    DataKey.objects.filter(id=kept.id).update(wrapped=kept.wrapped, epoch=1)
    caches.wipe()
    with pytest.raises(EpochDestroyed):
        _ = Letter.objects.get(id=row.id).words


def test_a_destroyed_receiving_key_opens_no_letter(hers: Any) -> None:
    post = envelope.seal_to(hers, "words", "request")
    keys.rotate_organisation(hers)
    keys.destroy_epoch(hers, 1, KeyPurpose.RECEIVE)
    caches.wipe()
    with pytest.raises(EpochDestroyed):
        envelope.open_for(hers, post, "request")


def test_erased_keys_are_left_alone_by_a_rotation(hers: Any, aigul: Clerk) -> None:
    row = letter(hers)
    erasure.erase(aigul, [row.data_key], "asked")
    keys.rotate_organisation(hers)
    gone = DataKey.objects.get(id=row.data_key_id)
    assert (gone.epoch, gone.wrapped) == (1, None)
    keys.destroy_epoch(hers, 1)


@pytest.fixture
def installation(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Clerk, setup.NewMaster]]:
    """One whose key lies in a file, with one organisation and a signing key, in the operator's view of it."""
    new = setup.initialise(places.FILE)
    assert setup.open_from_file()
    clerk = Clerk()
    keys.make_organisation_keys(clerk.org_id)
    with tenancy.scope(org=clerk.org_id, door="keys"):
        signing.signer()
        yield clerk, new
    keys.use_local(None)


def test_a_new_master_key_opens_everything_and_the_old_one_nothing(
    installation: tuple[Clerk, setup.NewMaster],
) -> None:
    clerk, old = installation
    row = letter(clerk.org_id)
    before = places.read_masters()[0]
    master, new = setup.next_master()
    steps: list[int] = []
    assert setup.renew_master(master, lambda done, _total: steps.append(done)) == 4
    assert steps == [1, 2, 3, 4]
    assert places.read_masters() == [master]
    assert places.fingerprints() == {new.fingerprint}
    assert set(OrganisationKey.objects.values_list("master", flat=True)) == {new.fingerprint}
    assert SystemKey.objects.get().master == new.fingerprint
    caches.wipe()
    assert Letter.objects.get(id=row.id).words == "тайна"
    keys.lock()
    keys.unlock(*new.shares[:2])
    assert Letter.objects.get(id=row.id).words == "тайна"
    keys.use_local(before)
    with pytest.raises(Locked):
        _ = Letter.objects.get(id=row.id).words


@pytest.mark.parametrize("moment", ["before the rows", "after the rows"])
def test_a_master_rotation_that_crashed_opens_and_is_finished_later(
    installation: tuple[Clerk, setup.NewMaster], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    clerk, old = installation
    row = letter(clerk.org_id)
    honest = rotation.rotate_master

    def crash(*arguments: Any) -> int:
        if moment == "after the rows":
            honest(*arguments)
        raise KeyboardInterrupt

    master, new = setup.next_master()
    monkeypatch.setattr(rotation, "rotate_master", crash)
    with pytest.raises(KeyboardInterrupt):
        setup.renew_master(master)
    monkeypatch.setattr(rotation, "rotate_master", honest)
    keys.use_local(None)
    assert setup.open_from_file()
    assert Letter.objects.get(id=row.id).words == "тайна"
    with pytest.raises(setup.RotationUnfinished):
        setup.next_master()
    with pytest.raises(setup.RotationUnfinished):
        setup.renew_master(secrets.token_bytes(32))
    setup.resume_master()
    assert places.fingerprints() == {new.fingerprint}
    assert ring.in_use() == new.fingerprint
    assert Letter.objects.get(id=row.id).words == "тайна"


def test_a_sealed_private_key_moved_to_another_organisation_does_not_open(hers: Any, chen: Clerk) -> None:
    mine = OrganisationKey.objects.get(purpose=KeyPurpose.WRAP)
    with tenancy.scope_of(chen):
        OrganisationKey.objects.filter(purpose=KeyPurpose.WRAP).update(sealed=mine.sealed)
        caches.wipe()
        with pytest.raises(SealBroken):
            keys.new_data_key(chen.org_id, "other")


def test_a_rotation_publishes_a_new_public_key_and_keeps_the_old(hers: Any) -> None:
    keys.rotate_organisation(hers)
    assert sorted(PublicKey.objects.values_list("epoch", flat=True)) == [1, 2]
