"""The demo's desk: standing answers, a paper form typed later, a photo, drafts, and a husband who asks for his wife.

Every person is invented and says so; phone numbers are of the range kept for fiction.
"""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.intake import actions as intake
from sapar.intake import guiding
from sapar.intake.calls import Talk
from sapar.people.particulars import Particulars, Spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

WIFE_PHONE = "+44 20 7946 0456"
AGREED_WORD = "гранатовый чай"
# One grey point.
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)
ASKED = {"violence": "unsafe", "discrimination": "no", "documents_taken": "yes"}
WHISPER = "Ба гӯшӣ гуфт: «Моро дар хона нигоҳ медоранд»."


def load(staff: Mapping[str, StaffActor]) -> None:
    """Contacts with what the desk adds, drafts that wait, tries on a number of a restricted case."""
    operator, lead = staff["aigul"], staff["gulnara"]
    with scope_of(operator):
        _talks(operator, staff["bakyt"])
        _drafts(operator)
    with scope_of(lead):
        _hidden_case(lead)
    with scope_of(operator):
        intake.look_up(operator, WIFE_PHONE)
        asks = Talk(
            "phone",
            "other",
            "message",
            "relative",
            "ru",
            phone=WIFE_PHONE,
            words="Просит передать, что ждёт дома.",
        )
        intake.log(operator, asks, once=uuid7())


def _talks(operator: StaffActor, colleague: StaffActor) -> None:
    begun = timezone.now() - dt.timedelta(days=1, hours=3)
    paper = Talk(
        "in-person", "document-taken", "advised", "self", "uz", "KZ",
        words="Паспорт у бригадира. Записано ночью на бумаге.", asked=ASKED, began_at=begun,
        taken_by_id=colleague.member_id, source="paper",
    )  # fmt: skip
    intake.log(operator, paper, once=uuid7())
    due = (timezone.localdate() - dt.timedelta(days=70)).isoformat()
    way = {"flow": "not-paid", "answers": {"safe": "no", "due": due, "country": "RU"}, "on": ""}
    photo = Talk(
        "messenger", "unpaid-wages", "advised", "self", "ky", "RU", asked={"violence": "no"},
        guided=guiding.recorded(way),
    )  # fmt: skip
    contact = intake.log(operator, photo, once=uuid7())
    intake.attach(operator, contact, SimpleUploadedFile("расписка.png", PHOTO, "image/png"))


def _drafts(operator: StaffActor) -> None:
    mine = {"channel": "phone", "language": "tg", "words": WHISPER, "at": "/staff/contacts/new/"}
    intake.keep(operator, uuid7(), mine, page=uuid7())
    passed = {"channel": "phone", "topic": "debt", "words": "Перезвонит после смены, хозяин рядом."}
    intake.pass_on(operator, intake.keep(operator, uuid7(), passed, page=uuid7()), None)


def _hidden_case(lead: StaffActor) -> None:
    who = Particulars(
        names=(Spelling("Зарина Примерова (вымышлено)"),), may_call="no", agreed_word=AGREED_WORD
    )
    helped = cases.Someone(who, phone=WIFE_PHONE, phone_of="own")
    cases.open_case(lead, cases.Opening(helped=helped, problems=("violence",), restricted=True), once=uuid7())
