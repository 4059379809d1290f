"""Dump and load; what a restore refuses."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sapar.config import alone, backup, home, pgtools, restore, roles
from sapar.config.words import Trouble
from tests.plugins import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAPAR_HOME", str(tmp_path / "home"))
    return home.path()


@pytest.fixture
def dump(database_name: str, tmp_path: Path) -> Path:
    """The migrated database, dumped as the role that backs up."""
    target = tmp_path / "database.dump"
    pgtools.dump(server.conninfo("sapar_operator", database_name), target)
    return target


@pytest.fixture
def second_database() -> Iterator[str]:
    """An empty database; the admin's connection string."""
    name = f"second_{uuid.uuid4().hex[:8]}"
    roles.bootstrap(server.admin(), name, server.passwords())
    yield make_conninfo(server.admin(), dbname=name)
    with psycopg.connect(server.admin(), autocommit=True) as connection:
        connection.execute(f'drop database "{name}" with (force)')


def _written(place: Path, manifest: dict[str, object], members: dict[str, bytes]) -> Path:
    with tarfile.open(place, "w") as tar:
        for name, content in {backup.MANIFEST: json.dumps(manifest).encode(), **members}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return place


def test_the_owner_loads_what_the_operator_dumped(dump, second_database):
    target = server.conninfo("sapar_owner", str(conninfo_to_dict(second_database)["dbname"]))
    pgtools.load(dump, target)
    with psycopg.connect(second_database) as admin:
        unforced = admin.execute(
            "select count(*) from pg_class where relname in (select tablename from pg_policies) "
            "and not (relrowsecurity and relforcerowsecurity)"
        ).fetchone()
        owners = admin.execute(
            "select distinct tableowner from pg_tables where schemaname = 'public'"
        ).fetchall()
        definers = admin.execute(
            "select distinct pg_get_userbyid(proowner) from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert unforced == (0,)
    assert owners == [("sapar_owner",)]
    assert set(definers) <= {("sapar_search",), ("sapar_owner",)}


def test_what_the_web_role_may_not_write_stays_closed_after_a_restore(dump, second_database, superuser):
    target = server.conninfo("sapar_owner", str(conninfo_to_dict(second_database)["dbname"]))
    pgtools.load(dump, target)
    question = (
        "select relname, has_table_privilege('sapar_web', oid, 'INSERT'), has_table_privilege('sapar_web', oid, 'UPDATE'), "
        "has_table_privilege('sapar_web', oid, 'DELETE'), has_table_privilege('sapar_web', oid, 'SELECT') "
        "from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p') order by 1"
    )
    defaults = "select defaclobjtype, defaclacl::text from pg_default_acl order by 1"
    with psycopg.connect(second_database) as admin:
        assert admin.execute(question).fetchall() == superuser.execute(question).fetchall()
        assert admin.execute(defaults).fetchall() == superuser.execute(defaults).fetchall()


def test_a_dump_that_cannot_be_loaded_leaves_nothing(dump, second_database):
    target = server.conninfo("sapar_owner", str(conninfo_to_dict(second_database)["dbname"]))
    with psycopg.connect(target, autocommit=True) as owner:
        owner.execute("create table django_migrations (in_the_way int)")
    with pytest.raises(Trouble, match="as empty as before"):
        pgtools.load(dump, target)
    with psycopg.connect(target) as owner:
        assert owner.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (1,)


def test_passwords_are_not_on_the_command_line():
    assert "geheim" not in pgtools._bare("host=/tmp user=sapar_web password=geheim dbname=sapar")


def test_another_file_is_not_taken_for_a_backup(own_home, tmp_path):
    (tmp_path / "letter.odt").write_bytes(b"PK\x03\x04 not a tar")
    with pytest.raises(Trouble, match="not a backup"):
        restore.restore(tmp_path / "letter.odt", None)


def test_a_changed_byte_is_noticed_before_anything_is_loaded(own_home, tmp_path):
    manifest = {"format": 1, "members": {backup.DUMP: "0" * 64}, "ledger_lines": 0, "keys": {}}
    place = _written(tmp_path / "b.tar", manifest, {backup.DUMP: b"rows"})
    with pytest.raises(Trouble, match="damaged"):
        restore.restore(place, None)
    assert not alone.restore_mark().exists()


@pytest.mark.parametrize(
    "name", ["files/../../outside", "snapshot/frozen/../../outside.parquet", "snapshot/nightly/cases.parquet"]
)
def test_a_name_that_climbs_out_or_is_no_part_of_a_backup_is_refused(own_home, tmp_path, name):
    digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    manifest = {"format": 1, "members": {name: digest}, "ledger_lines": 0, "keys": {}}
    place = _written(tmp_path / "b.tar", manifest, {name: b"foo"})
    with pytest.raises(Trouble, match="damaged"):
        restore.restore(place, None)


def test_frozen_quarters_and_the_secret_of_errors_are_in_it_and_the_nightly_files_are_not(own_home, tmp_path):
    for name in (
        "snapshot/frozen/2026-Q1/cases.parquet",
        "snapshot/secret",
        "snapshot/nightly/cases.parquet",
    ):
        place = own_home / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(name.encode())
    (tmp_path / "rows").write_bytes(b"rows")
    backup._write(tmp_path / "b.tar", tmp_path / "rows")
    with tarfile.open(tmp_path / "b.tar") as tar:
        members = restore._checked(tar)["members"]
    assert set(members) == {backup.DUMP, "snapshot/frozen/2026-Q1/cases.parquet", "snapshot/secret"}


def test_a_lost_ledger_stops_the_restore(own_home, tmp_path):
    manifest = {"format": 1, "members": {}, "ledger_lines": 3, "keys": {}}
    with pytest.raises(Trouble, match="could be read again"):
        restore.restore(_written(tmp_path / "b.tar", manifest, {}), None)


def test_a_home_with_another_master_key_stops_the_restore(own_home, tmp_path):
    (own_home / "keys").mkdir()
    (own_home / "keys" / "master.json").write_text(json.dumps({"fingerprint": "aa"}))
    manifest = {"format": 1, "members": {}, "ledger_lines": 0, "keys": {"fingerprint": "bb"}}
    with pytest.raises(Trouble, match="another master key"):
        restore.restore(_written(tmp_path / "b.tar", manifest, {}), None)


def test_an_interrupted_restore_keeps_the_server_closed(own_home):
    alone.restore_mark().touch()
    with pytest.raises(Trouble, match="interrupted"):
        alone.refuse_half_restored()


def test_a_backup_never_overwrites_another(own_home, tmp_path):
    (tmp_path / "b.tar").write_text("the old one")
    with pytest.raises(Trouble, match="never overwrites"):
        backup.backup(tmp_path / "b.tar")


def test_two_do_not_run_from_one_home(own_home):
    with alone.only_one_here(), pytest.raises(Trouble, match="already runs"), alone.only_one_here():
        pass
    shutil.rmtree(own_home)
