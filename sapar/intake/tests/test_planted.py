"""A planted name, phone and story are found nowhere they should not be."""

from __future__ import annotations

import logging
import uuid
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from sapar.intake.models import HelpRequest
from tests.cast import client_of
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.django_db
NAME, PHONE, STORY = "Зулхумор Найманбаева", "+996777424242", "прячется у тёти за рынком"
PLANTED = (NAME, "Зулхумор", PHONE, "777424242", "777 424 242", STORY, "за рынком")
TEXTUAL = ["text", "character varying", "jsonb", "json", "bytea", "ARRAY"]


@pytest.fixture
def said(caplog):
    """Everything that is logged, also what JSON would show of a record's extra fields."""
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(str(vars(record)) + record.getMessage() for record in caplog.records)


@pytest.fixture
def everything_typed(ask, stranger, aigul):
    """The three planted things typed into every form there is; gives the addresses that were answered with."""
    words = f"{NAME}. {STORY}. {PHONE}"
    ask(words=words, phone=PHONE, safety_words=words)
    ask(words=words, phone=PHONE, safety_words=words, topic="")
    stranger.post("/ru/my-request/", {"receipt": words})
    office = client_of(aigul)
    with acting(aigul):
        address = f"/staff/requests/{HelpRequest.objects.get().pk}/"
    office.post(address + "take/")
    office.get(address)
    form = {
        "channel": "phone",
        "topic": "violence",
        "outcome": "call-back",
        "phone": PHONE,
        "words": words,
        "safety_words": words,
    }
    answers = [
        office.post(place, form | {"once": str(uuid.uuid4()), "do": verb})
        for place in ("/staff/contacts/new/", address + "contact/")
        for verb in ("look-up", "save")
    ]
    contact = answers[1]["Location"]
    answers.append(office.post(contact + "tie/", {"number": NAME}))
    opening = {
        "who": "caller",
        "caller_name": NAME,
        "caller_phone": PHONE,
        "story": words,
        "problems": "violence",
    }
    answers.append(office.post(contact + "case/", opening | {"once": str(uuid.uuid4())}))
    return [answer.get("Location", "") for answer in answers]


def test_not_in_addresses_logs_or_sessions(said, everything_typed):
    places = (
        "\n".join(everything_typed)
        + said()
        + "\n".join(str(one.get_decoded()) for one in Session.objects.all())
    )
    assert not [planted for planted in PLANTED if planted in places]


def test_not_in_any_column_of_any_table(everything_typed, aigul):
    with acting(aigul), connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema = 'public' and data_type = any(%s)",
            [TEXTUAL],
        )
        columns = cursor.fetchall()
        assert ("intake_contact", "words") in columns
        assert _holds(cursor, "intake_contact", "topic", ["violence"])
        assert _holds(cursor, "intake_contact", "words", ["\x01"])
        found = [(table, column) for table, column in columns if _holds(cursor, table, column, PLANTED)]
    assert found == []


def _holds(cursor, table: str, column: str, wanted: Sequence[str]) -> bool:
    """Bytes are looked through as hexadecimal, the rest as text."""
    text = f"encode(\"{column}\"::bytea, 'hex')" if _is_bytes(cursor, table, column) else f'"{column}"::text'
    needles = [one.encode().hex() for one in wanted] if "encode" in text else list(wanted)
    question = f'select exists (select 1 from "{table}" where {text} like any(%s))'
    try:
        cursor.execute("savepoint look")
        cursor.execute(question, [[f"%{needle}%" for needle in needles]])
        return bool(cursor.fetchone()[0])
    except Exception:  # a table the web role cannot read holds nothing of its writing
        cursor.execute("rollback to savepoint look")
        return False


def _is_bytes(cursor, table: str, column: str) -> bool:
    cursor.execute(
        "select data_type = 'bytea' from information_schema.columns where table_name = %s and column_name = %s",
        [table, column],
    )
    return bool(cursor.fetchone()[0])
