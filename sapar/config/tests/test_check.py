"""`sapar check`: every fault it knows is made once, and comes with what to do about it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import namedtuple
from typing import TYPE_CHECKING

import psycopg
import pytest

from sapar.config import check, check_database, check_host, database, home
from sapar.config.finding import Finding, Level, fault, fine, note
from sapar.vault.keys import places
from tests.plugins import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def draft(database_name: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A superuser in a transaction that never happens: what is broken here, nobody else sees."""
    with psycopg.connect(server.conninfo(None, database_name)) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAPAR_HOME", str(tmp_path / "home"))
    return home.path()


@pytest.fixture
def in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPAR_DEMO", "0")


class Answers:
    """Stands for a connection that gives one row."""

    def __init__(self, *row: object) -> None:
        self.row = row

    def execute(self, *_question: object) -> Answers:
        return self

    def fetchone(self) -> tuple[object, ...]:
        return self.row


def level(found: list[Finding]) -> Level:
    (one,) = found
    assert one.level is not Level.FAULT or one.remedy, "a fault without a remedy"
    return one.level


@pytest.mark.parametrize(
    "looked_at", [c for c in check_database.CHECKS if c.__name__ not in {"tables", "serving_role"}]
)
def test_a_migrated_database_has_no_fault(looked_at, draft):
    assert level(looked_at(draft)) is Level.FINE


def test_a_table_without_walls(draft):
    draft.execute("create table zz (id int)")
    draft.execute("alter table zz owner to sapar_owner")
    draft.execute("grant insert on zz to sapar_web")
    assert "zz" in check_database.walls(draft)[0].says
    assert level(check_database.walls(draft)) is Level.FAULT


def test_walls_that_the_owner_can_step_over(draft):
    draft.execute("alter table audit_event no force row level security")
    draft.execute("grant update on audit_event to sapar_web")
    assert "audit_event" in check_database.walls(draft)[0].says


def test_a_policy_that_lets_everybody_write(draft):
    draft.execute("create policy too_wide on audit_event for insert with check (true)")
    assert level(check_database.walls(draft)) is Level.FAULT


def test_a_web_role_that_bypasses_the_walls(draft):
    draft.execute("alter role sapar_web bypassrls")
    assert "sapar_web" in check_database.roles(draft)[0].says
    assert level(check_database.roles(draft)) is Level.FAULT


def test_a_table_of_somebody_else(draft):
    draft.execute("create table zz (id int)")
    assert level(check_database.owners(draft)) is Level.FAULT


def test_tables_of_another_version(draft):
    draft.execute(f"comment on database {draft.info.dbname} is 'sapar of last year'")
    assert level(check_database.tables(draft)) is Level.FAULT


def test_a_server_that_signs_in_as_superuser(draft, monkeypatch, database_name):
    monkeypatch.setattr(database, "conninfo_for", lambda _role: server.conninfo(None, database_name))
    assert level(check_database.serving_role(draft)) is Level.FAULT
    monkeypatch.setattr(
        database, "conninfo_for", lambda role: server.conninfo(f"sapar_{role}", database_name)
    )
    assert level(check_database.serving_role(draft)) is Level.FINE


@pytest.mark.parametrize(
    ("there", "newest", "expected"),
    [
        (0, -60, Level.FINE),
        (0, None, Level.FINE),
        (30, -60, Level.FAULT),
        (-30, -60, Level.FAULT),
        (0, 3600, Level.FAULT),
    ],
)
def test_clocks(there, newest, expected):
    now = dt.datetime.now(dt.UTC)
    seconds = [None if n is None else now + dt.timedelta(seconds=n) for n in (there, newest)]
    assert level(check_database.clock(Answers(*seconds))) is expected


@pytest.mark.parametrize(("failed", "waiting"), [(1, 0), (0, 1)])
def test_jobs_that_nobody_did(failed, waiting):
    assert level(check_database.jobs(Answers(failed, waiting))) is Level.FAULT


@pytest.mark.parametrize(("ago", "expected"), [("0 minutes", Level.FINE), ("2 hours", Level.FAULT)])
def test_a_job_waits_from_the_moment_it_was_put_there(draft, ago, expected):
    job = draft.execute(
        "insert into procrastinate_jobs (queue_name, task_name) values ('default', 'sapar.nothing') returning id"
    ).fetchone()[0]
    draft.execute("update procrastinate_events set at = now() - %s::interval where job_id = %s", [ago, job])
    assert level(check_database.jobs(draft)) is expected


def test_an_account_with_a_password_only(draft):
    assert level(check_host.second_factors(draft)) is Level.FINE
    draft.execute(
        "insert into accounts_user (id, username, display_name, password, email, language, is_active, created_at) "
        "values (gen_random_uuid(), 'zz', 'Z', '', '', 'ru', true, now())"
    )
    assert level(check_host.second_factors(draft)) is Level.FAULT


def test_no_key_at_all(draft, monkeypatch):
    monkeypatch.setattr(places, "known", dict)
    assert level(check_host.key_place(draft)) is Level.FAULT


def test_a_key_beside_the_database(draft, monkeypatch, in_earnest):
    monkeypatch.setattr(places, "known", lambda: {"mode": places.FILE})
    assert level(check_host.key_place(draft)) is Level.FAULT
    monkeypatch.setenv("SAPAR_DEMO", "1")
    assert level(check_host.key_place(draft)) is Level.NOTE


def test_a_key_file_on_the_same_disk(draft, monkeypatch, in_earnest, own_home):
    (own_home / "key").write_text("00")
    monkeypatch.setattr(places, "known", lambda: {"mode": places.KEYFILE})
    monkeypatch.setenv("SAPAR_MASTER_KEY_FILE", str(own_home / "key"))
    assert level(check_host.key_place(draft)) is Level.FAULT


def test_keepers_only(draft, monkeypatch, in_earnest):
    monkeypatch.setattr(places, "known", lambda: {"mode": places.KEEPERS})
    assert level(check_host.key_place(draft)) is Level.FINE


@pytest.mark.parametrize(
    ("https", "proxies", "expected"), [(False, 0, Level.FAULT), (True, 0, Level.FAULT), (True, 1, Level.FINE)]
)
def test_encryption_on_the_way(settings, in_earnest, https, proxies, expected):
    settings.HTTPS, settings.TRUSTED_PROXIES = https, proxies
    assert level(check_host.https(None)) is expected


def test_a_demo_may_go_without(monkeypatch):
    monkeypatch.setenv("SAPAR_DEMO", "1")
    assert level(check_host.https(None)) is Level.NOTE


def test_any_name_is_answered(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert level(check_host.hosts(None)) is Level.FAULT


def test_reachable_past_the_proxy(settings, monkeypatch):
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["sapar.example"], 0
    monkeypatch.setenv("SAPAR_BIND", "192.0.2.7")
    assert level(check_host.hosts(None)) is Level.FAULT


def test_a_short_secret(settings):
    settings.SECRET_KEY = "short"
    assert level(check_host.secret(None)) is Level.FAULT


def test_a_secret_that_others_can_read(own_home):
    (own_home / "secret_key").write_text("x")
    (own_home / "secret_key").chmod(0o644)
    assert "secret_key" in check_host.secret(None)[0].says
    (own_home / "secret_key").chmod(0o600)
    assert level(check_host.secret(None)) is Level.FINE


def test_a_full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(10**12, 0, 10**8))
    assert level(check_host.disk(None)) is Level.FAULT


def test_backups(own_home, in_earnest):
    assert level(check_host.backups(None)) is Level.FAULT
    for hours, expected in ((1, Level.FINE), (40, Level.FAULT)):
        at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
        (own_home / "last_backup.json").write_text(json.dumps({"at": at.isoformat()}))
        assert level(check_host.backups(None)) is expected


def test_one_fault_makes_the_command_fail(monkeypatch, capsys, database_name):
    monkeypatch.setattr(
        database, "conninfo_for", lambda role: server.conninfo(f"sapar_{role}", database_name)
    )
    broken = check.Chapter("Things", (lambda _c: fine("Good"), lambda _c: fault("Bad", "Mend it.")))
    monkeypatch.setattr(check, "CHAPTERS", (broken,))
    assert check.report() == 1
    assert "→ Mend it." in capsys.readouterr().out


def test_a_note_does_not(monkeypatch, database_name):
    monkeypatch.setattr(
        database, "conninfo_for", lambda role: server.conninfo(f"sapar_{role}", database_name)
    )
    monkeypatch.setattr(check, "CHAPTERS", (check.Chapter("Things", (lambda _c: note("Well"),)),))
    assert check.report() == 0


def test_a_check_that_cannot_be_made_is_a_fault(operator):
    def nothing_there(connection: psycopg.Connection[tuple[object, ...]]) -> list[Finding]:
        """Something is there."""
        connection.execute("select 1 from nowhere")
        return []

    (found,) = check.findings(check.Chapter("Things", (nothing_there,)), operator)
    assert found.level is Level.FAULT
    assert found.says.startswith("Something is there.")
