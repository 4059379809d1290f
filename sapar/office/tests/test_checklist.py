"""What an organisation lacks: a line each, a banner until what is needed is there."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from sapar.accounts.models import Totp
from sapar.office import checklist, lines
from sapar.organisations import actions as organisations
from tests.cast import client_of
from tests.factories import acting, make_member

if TYPE_CHECKING:
    from pathlib import Path

    from sapar.organisations.actor import StaffActor

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.SAPAR_HOME = tmp_path
    return tmp_path


def line(actor: StaffActor, provider) -> checklist.Line:
    with acting(actor):
        return provider(actor)


def test_who_has_no_second_step_is_counted_and_named_to_those_who_can_help(gulnara, aigul, nurlan):
    assert line(gulnara, lines.second_steps).is_done
    with acting(gulnara, door="signin"):
        Totp.objects.filter(user_id=aigul.user_id).delete()
    found = line(gulnara, lines.second_steps)
    assert (found.is_done, found.details) == (False, ("Aigul",))
    assert line(nurlan, lines.second_steps).details == ()


def test_one_supervisor_is_too_few(gulnara, osh):
    assert not line(gulnara, lines.two_supervisors).is_done
    make_member(osh, "Second", "supervisor")
    assert line(gulnara, lines.two_supervisors).is_done


@pytest.mark.parametrize(
    ("text", "is_done"),
    [
        (None, False),
        ("", False),
        ("nonsense", False),
        ('{"at": 5}', False),
        ('{"at": "2026-01-01T00:00:00"}', False),
        ("{}", False),
        ("[]", False),
    ],
)
def test_a_backup_that_cannot_be_read_is_none(home, gulnara, text, is_done):
    if text is not None:
        (home / "last_backup.json").write_text(text)
    assert line(gulnara, lines.backup).is_done is is_done


@pytest.mark.parametrize(("days", "is_done"), [(0, True), (6, True), (8, False)])
def test_a_backup_older_than_a_week_is_too_old(home, gulnara, days, is_done):
    said = {"at": (timezone.now() - timedelta(days=days)).isoformat(), "file": "x"}
    (home / "last_backup.json").write_text(json.dumps(said))
    assert line(gulnara, lines.backup).is_done is is_done


def test_a_public_line_and_languages_are_advised_and_not_needed(dana, gulnara, marat):
    assert not line(dana, lines.public_line).is_done
    assert not line(dana, lines.public_line).needed
    assert line(gulnara, lines.public_line).is_done
    assert line(marat, lines.public_line) is None
    with acting(gulnara):
        organisations.set_languages(gulnara, gulnara.member_id, ["ru"])
    assert line(gulnara, lines.spoken_languages).is_done


def test_what_is_missing_stands_first_and_each_line_says_why(gulnara, home):
    page = client_of(gulnara).get("/staff/checklist/")
    found = page.context["lines"]
    assert [one.is_done for one in found] == sorted(one.is_done for one in found)
    assert all(one.why and one.word for one in found)


def test_the_banner_stays_until_nothing_needed_is_missing(gulnara, aigul, monkeypatch):
    assert client_of(gulnara).get("/staff/organisation/").context["banners"]
    assert not client_of(aigul).get("/staff/organisation/").context["banners"]
    done = checklist.Line(title="x", is_done=True, word="x", why="x")
    advised = checklist.Line(title="x", is_done=False, word="x", why="x", needed=False)
    monkeypatch.setattr(checklist, "_providers", {"a": lambda _a: done, "b": lambda _a: advised})
    assert not client_of(gulnara).get("/staff/organisation/").context["banners"]


def test_the_page_of_the_organisation_leads_where_the_right_leads(gulnara, aigul, timur, rustam):
    def routes(actor: StaffActor) -> set[str]:
        return {tile.route for tile in client_of(actor).get("/staff/organisation/").context["tiles"]}

    assert {"organisation:members", "rota:week", "sheets:list", "keeping:home", "checklist:home"} <= routes(
        gulnara
    )
    assert routes(aigul) == {"rota:week", "watch:list"}
    assert "sheets:list" not in routes(timur)
    assert "organisation:network" in routes(rustam)
