"""The demo's caseload. Every person is invented and says so; phone numbers are of the range kept for fiction."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases.actions.papers import PaperWords
from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.config import demo_referrals, demo_work
from sapar.guidance.rules import GuidanceError
from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

# Kept for films and books by the British regulator: nobody answers there.
MOTHER_PHONE = "+44 20 7946 0123"


@dataclass(frozen=True)
class Invented:
    """One of the family: name, sex, year of birth, what they are to the daughter who seeks help."""

    name: str
    sex: str
    born: int
    country: str
    relation: str
    role: str = "helped"


MOTHER = Invented("Анара Примерова (вымышлено)", "female", 1968, "KG", "mother", "caller")
DAUGHTER = Invented("Нур Примерова (вымышлено)", "female", 1998, "KZ", "self")
FAMILY = (
    Invented("Данияр Примеров (вымышлено)", "male", 1996, "KZ", "brother"),
    Invented("Аида Примерова (вымышлено)", "female", 2010, "KZ", "sister"),
    Invented("Малышка Примерова (вымышлено)", "female", 2026, "KZ", "daughter"),
)

STORY = (
    "Звонит мать. Дети два года работали на конном дворе под городом, зарплату не платили, паспорта хозяин забрал и "
    "не отдаёт. Уйти не дают, грозят полицией. Старшая дочь родила, в больнице сначала не приняли: нет документов; у "
    "ребёнка только справка. Младшей исполнилось шестнадцать, у неё одно свидетельство о рождении. Хотят домой."
)

TALKS = (
    Talk("phone", "entry-ban", "advised", "self", "ky", "RU", words="Спросил, где проверить запрет на въезд."),
    Talk("messenger", "unpaid-wages", "call-back", "self", "uz", "KZ", words="Бригада из шести человек, не платят три месяца."),
    Talk("phone", "no-word", "call-back", "relative", "ky", "RU", words="Муж не выходит на связь вторую неделю."),
    Talk("phone", "other", "cut-off", "unknown", "tg"),
    Talk("in-person", "registration", "advised", "self", "ru", "RU", words="Нужна регистрация по новому адресу."),
)  # fmt: skip


def load(staff: Mapping[str, StaffActor]) -> None:
    """Talks of a shift, the family's case with its people and papers, and its way to two partners."""
    with scope_of(staff["aigul"]):
        for talk in TALKS:
            intake.log(staff["aigul"], talk, once=uuid7())
        first = intake.log(
            staff["aigul"],
            Talk("phone", "document-taken", "case", "relative", "ky", "KZ", phone=MOTHER_PHONE, words=STORY),
            once=uuid7(),
        )
        case = intake.open_case(staff["aigul"], first, _opening(), once=uuid7())
    with scope_of(staff["bakyt"]):
        family = _family(staff["bakyt"], case)
        _work(staff["bakyt"], case, family)
        _deadline(staff["bakyt"], case)
    demo_work.load(staff, case, family)
    demo_referrals.load(staff, case, family)


def _opening() -> cases.Opening:
    return cases.Opening(
        helped=cases.Someone(_particulars(DAUGHTER)),
        caller=cases.Someone(_particulars(MOTHER), phone=MOTHER_PHONE, phone_of="own"),
        caller_is="mother",
        problems=(
            "document-taken",
            "forced-labour",
            "not-free-to-leave",
            "unpaid-wages",
            "child-papers",
            "identity-papers",
        ),
        story=STORY,
        language="ky",
        country="KZ",
        province="02",
        industry="A",
    )


def _particulars(who: Invented) -> Particulars:
    return Particulars(
        names=(Spelling(who.name, "ru"),),
        birth=PartialDate(Precision.YEAR, year=who.born),
        sex=who.sex,
        citizenship_state="claimed",
        citizenships=("KG",),
        languages=("ky", "ru"),
        country=who.country,
        may_call="times" if who is MOTHER else "no",
        safety_words="Звонить вечером после восьми. Говорить: «из библиотеки по поводу книги»."
        if who is MOTHER
        else "",
    )


def _deadline(actor: StaffActor, case: Case) -> None:
    """Wages that have been due for ten months: until when a court takes it, by the rule of the day the demo is made."""
    due = timezone.localdate() - dt.timedelta(days=300)
    facts = {"country": "KZ", "kind": "wages", "start": due.isoformat()}
    with contextlib.suppress(GuidanceError):
        cases.add_deadline(actor, case, "labour-dispute-deadline", facts)


def _family(actor: StaffActor, case: Case) -> dict[str, Person]:
    people = {one.relation: one.person for one in case.participants.select_related("person")}
    for who in FAMILY:
        added = cases.add_participant(
            actor, case, cases.Someone(_particulars(who)), role=who.role, relation=who.relation
        )
        people[who.relation] = added.person
    return people


def _work(actor: StaffActor, case: Case, family: Mapping[str, Person]) -> None:
    cases.hand_over(actor, case, actor.membership)
    for relation, kind, state in (
        ("self", "passport", "taken"),
        ("brother", "passport", "taken"),
        ("sister", "birth-certificate", "held"),
        ("sister", "identity-card", "needed"),
        ("daughter", "birth-certificate", "needed"),
    ):
        cases.add_paper(actor, case, family[relation], PaperWords(kind, state))
    cases.add_task(
        actor, case, "Письмо в посольство: временные документы на всю семью.", owner=actor.membership
    )
    cases.add_note(
        actor, case, "Мать перезвонит после восьми. Дочь спрашивали через неё: консульству сказать можно."
    )
