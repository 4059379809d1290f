"""The parts of `sapar run`: connection settings, children, translations, words, refusals at the door."""

from __future__ import annotations

import contextlib
import errno
import io
import socket
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from sapar.config import (
    catalogues,
    children,
    cli,
    cli_run,
    cluster,
    database,
    finding,
    home,
    jobs,
    supervisor,
    words,
)
from sapar.config.words import Trouble


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("SAPAR_HOME", str(tmp_path / "home"))
    return home.path()


def _until(true, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def test_without_a_url_the_embedded_database_is_used(own_home):
    found = database.settings_for("owner")
    assert (found["USER"], found["NAME"], found["PASSWORD"]) == ("sapar_owner", "sapar", "")
    assert found["HOST"] == str(cluster.here().sockets())


def test_only_the_web_role_is_pooled(own_home, monkeypatch):
    monkeypatch.setenv("SAPAR_DB_POOL", "1")
    assert "pool" in database.settings_for("web")["OPTIONS"]
    assert "pool" not in database.settings_for("operator")["OPTIONS"]


@pytest.mark.parametrize(("pooler", "kept"), [("0", True), ("1", False)])
def test_plans_are_kept_where_a_connection_stays_the_same(monkeypatch, pooler, kept):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/sapar?options=-c%20search_path%3Dpublic")
    monkeypatch.setenv("SAPAR_POOLER", pooler)
    options = database.settings_for("web")["OPTIONS"]
    assert "search_path=public" in options["options"]
    assert ("plan_cache_mode" in options["options"]) is ("prepare_threshold" in options) is kept


def test_a_given_database_is_entered_with_the_kept_password(own_home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:secret@db.example:6543/office?sslmode=require")
    database.keep_passwords({"sapar_web": "w", "sapar_owner": "o", "sapar_operator": "p"})
    found = database.settings_for("web")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "sapar_web",
        "w",
        "db.example",
        "6543",
    )
    assert found["NAME"] == "office"
    assert found["OPTIONS"]["sslmode"] == "require"
    assert (own_home / "roles.json").stat().st_mode & 0o077 == 0


def test_passwords_of_another_database_are_not_used(own_home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin@one.example/office")
    database.keep_passwords({"sapar_web": "w"})
    monkeypatch.setenv("DATABASE_URL", "postgresql://sapar_web:x@two.example/office")
    assert database.settings_for("web")["PASSWORD"] == "x"


def test_roles_made_by_hand_are_named_one_by_one(own_home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://sapar_web:x@db.example/office")
    with pytest.raises(ImproperlyConfigured, match="SAPAR_OWNER_URL"):
        database.settings_for("owner")
    monkeypatch.setenv("SAPAR_OWNER_URL", "postgresql://sapar_owner:y@db.example/office")
    assert database.settings_for("owner")["PASSWORD"] == "y"


def test_an_unknown_role_is_refused():
    with pytest.raises(ImproperlyConfigured, match="one of"):
        database.settings_for("admin")


def test_a_demo_listens_on_this_machine_only(monkeypatch):
    monkeypatch.setenv("SAPAR_DEMO", "1")
    monkeypatch.setenv("SAPAR_BIND", "192.0.2.7")
    with pytest.raises(Trouble, match="this machine only"):
        supervisor.where()


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_is_a_number(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Trouble, match="PORT is a number"):
        supervisor.where()


def test_a_taken_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} of 127.0.0.1 is not free"):
            supervisor._listener("127.0.0.1", port)


def _child(script, said):
    return children.Child("one", [sys.executable, "-c", script], {}, said.append)


def test_what_a_child_writes_is_passed_on():
    said = []
    child = _child("print('hello'); import sys; print('there', file=sys.stderr)", said)
    child.start()
    child.wait(10)
    assert _until(lambda: sorted(said) == ["hello", "there"])
    assert "hello" in child.last_words()


def test_a_child_that_dies_is_started_again_after_a_pause():
    said = []
    child = _child("print('up')", said)
    child.look_after()
    assert _until(lambda: not child.is_running())
    child.look_after()
    assert child.failures == 1
    assert _until(lambda: child.look_after() or len(said) >= 2)
    child.wait(10)


def test_a_child_that_will_not_stop_is_killed():
    said = []
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = _child(script, said)
    child.start()
    assert _until(lambda: said == ["deaf"])
    child.ask_to_stop()
    child.wait(0.3)
    assert not child.is_running()


def test_log_files_are_closed_to_others(tmp_path):
    write = children.LogFile(tmp_path / "log" / "sapar.log")
    write('{"what": "request"}')
    write.close()
    assert (tmp_path / "log" / "sapar.log").read_text() == '{"what": "request"}\n'
    assert (tmp_path / "log" / "sapar.log").stat().st_mode & 0o077 == 0


class Full(io.StringIO):
    """A file on a disk without room."""

    def write(self, _words):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_once_and_the_log_goes_on_when_there_is_room(tmp_path, capsys):
    write = children.LogFile(tmp_path / "sapar.log")
    with Full() as full:
        real = write.turn_to(full)
        write("one")
        write("two")
        write.turn_to(real)
    write("three")
    write.close()
    assert (tmp_path / "sapar.log").read_text() == "three\n"
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "No space left on device" in said[0]
    assert "2 lines" in said[1]


def test_a_full_disk_is_told_without_a_traceback(monkeypatch, capsys):
    def full(_chosen):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli_run, "check", full)
    assert cli.main(["check"]) == 1
    assert "no room left" in capsys.readouterr().err


def test_a_clock_that_is_behind_the_audit_is_said_at_the_start(monkeypatch, capsys):
    ahead = finding.fault("The newest audit event is still to come.", "Set the clock right.")
    monkeypatch.setattr(supervisor.check_database, "clock", lambda _connection: ahead)
    monkeypatch.setattr(supervisor.psycopg, "connect", lambda _where: contextlib.nullcontext())
    supervisor._tell_clock()
    assert "still to come" in capsys.readouterr().out


def test_translations_are_compiled_in_python(tmp_path, monkeypatch):
    folder = tmp_path / "ky" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Help"\nmsgstr "Жардам"\n'
    )
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    assert catalogues.compile_stale() == 1
    assert catalogues.compile_stale() == 0
    assert "Жардам".encode() in (folder / "django.mo").read_bytes()


def test_a_step_that_fails_says_so(capsys):
    with pytest.raises(ValueError, match="x"), words.step("Something"):
        raise ValueError("x")
    assert "✗ Something" in capsys.readouterr().out


def test_trouble_is_told_without_a_traceback(monkeypatch, capsys):
    monkeypatch.setenv("SAPAR_DEMO", "0")
    assert cli.main(["keys", "init", "--mode", "file"]) == 1
    assert "protects nothing" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["keys", "--help"], ["run", "--help"]])
def test_every_command_explains_itself(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 0
    assert "usage: sapar" in capsys.readouterr().out


def test_every_job_on_the_timetable_says_what_it_does():
    timetable = jobs.periodic()
    assert timetable
    assert [one.name for one in timetable if not one.says] == []
    assert all(one.name.count(".") == 1 for one in timetable)


STOPPED_OFTEN = """
import random, signal
from sapar.config import supervisor

for number in range(400):
    stop = supervisor._stop_on_signals()
    signal.signal(signal.SIGALRM, signal.getsignal(signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, random.uniform(2e-5, 3e-4))
    while not stop.wait(1e-5):
        pass
print("stopped", number + 1)
"""


def test_a_signal_stops_it_whatever_it_is_doing_just_then():
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_OFTEN], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "stopped 400\n"
