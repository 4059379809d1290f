"""What people need besides the master key travels sealed, and comes back with two shares only."""

from __future__ import annotations

import io
import json
import tarfile
import uuid

import pytest
from django.db import transaction

from sapar.accounts import keys as signin
from sapar.common.tenancy import scope
from sapar.config import backup, cli_keys, kept, restore
from sapar.vault import keys
from sapar.vault.keys import places, rotation, setup, shares
from sapar.vault.models import OrganisationKey


@pytest.fixture
def own_home(tmp_path, settings, monkeypatch):
    """A home folder of the test's own, for Django and for what runs before it."""
    monkeypatch.setenv("SAPAR_HOME", str(tmp_path))
    settings.SAPAR_HOME = tmp_path
    return tmp_path


@pytest.fixture
def made(own_home):
    """An installation whose key only the keepers hold, open in this process."""
    made = setup.initialise("keepers")
    keys.use_local(shares.combine(*made.shares[:2], {made.fingerprint}))
    signin.seal(uuid.uuid4(), b"makes the sign-in key")
    return made


def test_it_is_sealed_and_opens_with_the_shares_alone(made, own_home, settings):
    assert kept.keep()
    assert kept.fits()
    content = kept.place().read_bytes()
    signin_key = signin.path().read_bytes()
    assert settings.SECRET_KEY.encode() not in content
    assert signin_key.hex().encode() not in content
    signin.path().unlink()
    assert not kept.bring([b"\0" * 32], secret_key=True, signin_key=True)
    master = shares.combine(made.shares[1], made.shares[2], {made.fingerprint})
    assert kept.bring([master], secret_key=True, signin_key=True)
    assert signin.path().read_bytes() == signin_key
    assert (own_home / "secret_key").read_text() == settings.SECRET_KEY


def test_it_is_written_only_when_something_changed(made, settings):
    kept.keep()
    before = kept.place().read_bytes()
    kept.keep()
    assert kept.place().read_bytes() == before
    settings.SECRET_KEY = "another key, long enough to be one, of another day"
    kept.keep()
    assert kept.place().read_bytes() != before


def test_while_locked_what_was_sealed_stays(made):
    kept.keep()
    before = kept.place().read_bytes()
    keys.use_local(None)
    assert not kept.keep()
    assert kept.place().read_bytes() == before


def test_of_another_key_it_does_not_fit(made, own_home):
    kept.keep()
    known = json.loads((own_home / "keys" / "master.json").read_text())
    (own_home / "keys" / "master.json").write_text(json.dumps(known | {"fingerprint": "0" * 16}))
    assert not kept.fits()


def test_a_restore_asks_two_keepers_and_says_which_share_is_wrong(made, own_home, monkeypatch, capsys):
    kept.keep()
    signin.path().unlink()
    typed = io.StringIO("\n".join([made.shares[0], made.shares[0], made.shares[0], made.shares[2]]) + "\n")
    monkeypatch.setattr("sys.stdin", typed)
    restore._bring_keys({"secret_key": True, "signin_key": True})
    said = capsys.readouterr().out
    assert "same keeper's share twice" in said
    assert "are back" in said
    assert signin.path().exists()


def test_without_shares_it_says_how_to_go_on(made, monkeypatch, capsys):
    kept.keep()
    signin.path().unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    restore._bring_keys({"secret_key": True, "signin_key": True})
    assert "sapar keys bring" in capsys.readouterr().out
    assert not signin.path().exists()


def test_the_backup_holds_it(made, own_home, tmp_path):
    kept.keep()
    dumped = tmp_path / "rows"
    dumped.write_bytes(b"rows")
    backup._write(tmp_path / "b.tar", dumped)
    with tarfile.open(tmp_path / "b.tar") as tar:
        assert backup.KEPT in tar.getnames()
        assert restore._checked(tar)["members"].keys() == {backup.DUMP, backup.KEPT}


@pytest.mark.django_db
def test_an_interrupted_rotation_goes_on_by_the_same_command(own_home, monkeypatch, capsys):
    setup.initialise("file")
    assert setup.open_from_file()
    org_id = uuid.uuid4()
    honest = rotation.rotate_master

    def crash(*_arguments: object) -> int:
        raise KeyboardInterrupt

    with transaction.atomic(), scope(org=org_id):
        keys.make_organisation_keys(org_id)
        master, new = setup.next_master()
        monkeypatch.setattr(rotation, "rotate_master", crash)
        with pytest.raises(KeyboardInterrupt):
            setup.renew_master(master)
        monkeypatch.setattr(rotation, "rotate_master", honest)
        keys.use_local(None)
        assert setup.open_from_file()
        cli_keys._rotate_master()
        assert set(OrganisationKey.objects.values_list("master", flat=True)) == {new.fingerprint}
    assert places.fingerprints() == {new.fingerprint}
    assert "interrupted" in capsys.readouterr().out
