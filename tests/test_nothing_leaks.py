"""A planted name, phone and story are looked for everywhere they must not be.

They are typed where people type them: the public form, the operator's screen, case, consent and referral, wrong forms,
wrong addresses. Then every log line, every answer that is an error, every address, the job queue, the sessions and a
whole dump of the database are read.
"""

from __future__ import annotations

import io
import logging
import subprocess
import uuid
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse

from sapar.config import pgtools
from sapar.config.logs import JsonFormatter
from tests import world
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit
from tests.plugins import server

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "Жумагүл Көзгөкөрүнбөсова"
PHONE = "+442079460777"
PHONE_SPELLINGS = (PHONE, "442079460777", "020 7946 0777", "7946 0777", "79460777")
STORY = "Ал аттардын жанында жашынып отурат"
# Answers in the order of the walk: taken, sent back with its faults, not found, refused.
WAY = [200, 200, 200, 200, 200, 302, 200, 302, 302, 404, 403, 403]
PLANTED = (NAME, NAME.split()[1], STORY, *PHONE_SPELLINGS)


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """All that any logger says, from the lowest level on, as the deployment would write it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.setLevel(before)
    root.removeHandler(handler)


class Walk:
    """Answers and addresses of a walk through the pages."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.errors: list[str] = []
        self.statuses: list[int] = []

    def note(self, response: object) -> object:
        self.statuses.append(response.status_code)
        self.addresses += [
            response.request["PATH_INFO"],
            response.request["QUERY_STRING"],
            response.headers.get("Location", ""),
        ]
        if response.status_code >= 400 and response.status_code != 409:
            self.errors.append(response.content.decode())
        return response


def _walk(built: world.World) -> Walk:
    """Type the planted words everywhere, rightly and wrongly."""
    walk = Walk()
    stranger = client_of(None)
    said = {"topic": "no-word", "phone": PHONE, "words": f"{NAME}. {STORY}"}
    walk.note(submit(stranger, "/ru/ask/", **said))
    walk.note(submit(stranger, "/ru/ask/", **(said | {"topic": NAME, "words": STORY * 200})))
    walk.note(stranger.post("/ru/find/", {"words": NAME}))
    walk.note(submit(stranger, "/ru/my-request/", receipt=f"{NAME} {PHONE}"))
    walk.note(submit(stranger, "/signin/", username=NAME, password=STORY))
    operator = client_of(built.staff["aigul"])
    talk = {"channel": "phone", "topic": "no-word", "outcome": "call-back", "phone": PHONE, "words": STORY}
    walk.note(submit(operator, reverse("contacts:new"), **talk, press="do=save"))
    walk.note(
        submit(operator, reverse("contacts:new"), **(talk | {"topic": NAME, "once": STORY}), press="do=save")
    )
    walk.note(
        submit(operator, reverse("cases:open"), story=STORY, **{"helped-name": NAME, "helped-phone": PHONE})
    )
    walk.note(submit(operator, reverse("cases:find"), typed=PHONE))
    walk.note(operator.get(f"/staff/contacts/{uuid.uuid4()}/"))
    walk.note(operator.post("/staff/vault/", {"share_a": NAME, "share_b": STORY}))
    walk.note(operator.get("/staff/audit/"))
    return walk


def _verbs(built: world.World) -> None:
    """What the pages call, with planted words: person, case, note, task, consent, referral, report."""
    from sapar.cases import actions as cases
    from sapar.config import demo_referrals
    from sapar.people.particulars import Particulars, Spelling

    bakyt = built.staff["bakyt"]
    particulars = Particulars(names=(Spelling(NAME, "ky"),), safety_words=STORY, sex="female")
    with acting(bakyt):
        case = cases.open_case(
            bakyt,
            cases.Opening(helped=cases.Someone(particulars, phone=PHONE), story=STORY, problems=("no-word",)),
        )
        cases.add_note(bakyt, case, f"{NAME} {PHONE} {STORY}")
        cases.add_task(bakyt, case, f"{NAME} {STORY}", owner=bakyt.membership)
        about = (case.participants.get().person,)
        receiver = built.staff["dana"]
        consent = demo_referrals.consent_of(bakyt, receiver, about, "not-needed", words=f"{NAME} {STORY}")
        demo_referrals.offer_with(bakyt, case, receiver, (consent,), ("shelter",))


@pytest.mark.django_db(transaction=True)
def test_planted_words_are_found_nowhere(log_lines, database_name):
    from django.db import transaction

    built = world.build()
    walk = _walk(built)
    with transaction.atomic():
        _verbs(built)
    assert walk.statuses == WAY, "the walk has lost its way"
    assert all(status < 500 for status in walk.statuses)
    places = {
        "logs": log_lines.getvalue(),
        "addresses": "\n".join(walk.addresses),
        "error pages": "\n".join(_without_forms(page) for page in walk.errors),
        "sessions": "\n".join(str(SessionStore().decode(row.session_data)) for row in Session.objects.all()),
        "dump": _dump(database_name),
    }
    found = {(where, one) for where, text in places.items() for one in PLANTED if one in text}
    assert found == set()


def _without_forms(page: str) -> str:
    """A form that comes back holds what was typed, and shall; the rest of the page must not."""
    head, _, rest = page.partition("<form")
    _, _, tail = rest.rpartition("</form>")
    return head + tail


def _dump(database_name: str) -> str:
    """The whole database as text: tables, history, audit, jobs, sessions. Bytes are hexadecimal, so both are sought."""
    command = [pgtools.program("pg_dump"), "--inserts", "--dbname", server.conninfo(None, database_name)]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert "cases_note" in text
    for one in PLANTED:
        assert one.encode().hex() not in text, f"{one} stands in a bytes column"
    return text
