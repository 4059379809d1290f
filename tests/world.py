"""A network with a row of every kind, made by the verbs that people use: the mother, her family, two partners.

`build()` needs an open vault and a database that keeps what is committed. All people are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.ids import uuid7
from sapar.config import (
    demo_acquaintance,
    demo_cases,
    demo_desk,
    demo_directory,
    demo_duty,
    demo_family,
    demo_practice,
    demo_same,
    demo_screening,
    demo_watch,
)
from sapar.intake import actions as intake
from sapar.intake.calls import Call
from sapar.organisations import actions as organisations
from sapar.organisations.actor import PublicActor
from sapar.referrals import actions as referrals
from sapar.screening import actions as screening
from sapar.sheets import actions as sheets
from sapar.vault import tasks as vault_jobs
from tests import world_of_figures, world_of_keeping, world_of_monitoring
from tests.factories import SYSTEM, acting, make_member, make_organisation

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

SHEET = """Дата;Тема;Телефон;Имя;Открыто дело;Язык
12.03.2026;зп;+44 20 7946 0171;Вымышленная Айжан;да;кыргызский
12.03.2026;зарплата, паспорт утерян;;;;слоновий
31.02.2026;прописка;;;;рус
"""
STRANGER = "Tashkent legal aid (fictional)"


@dataclass(frozen=True)
class World:
    """Who is in it. `case` is the family's, of Osh."""

    staff: dict[str, StaffActor]
    case: Case
    receipt: str

    @property
    def stranger(self) -> StaffActor:
        return self.staff["chen"]


def stranger_id() -> uuid.UUID:
    from sapar.organisations.models import Organisation

    return Organisation.objects.values_list("pk", flat=True).get(name=STRANGER)


def build() -> World:
    """All of it, committed."""
    with transaction.atomic():
        staff = _staff()
        demo_cases.load(staff)
        demo_duty.load(staff)
        case = _own_work(staff)
        demo_family.load(staff)
        demo_same.load(staff)
        demo_screening.load(staff)
        demo_acquaintance.load(staff)
        _notice_and_file(staff["gulnara"])
        demo_desk.load(staff)
        demo_directory.enter(staff)
        demo_watch.load(staff)
        demo_practice.load(staff)
        receipt = _call_for_help(staff["gulnara"])
        _sheet(staff["gulnara"])
        world_of_keeping.build(staff["saule"], staff["dana"])
        world_of_figures.build(staff)
        world_of_monitoring.build(staff)
    # Tomorrow's job signs what was done today.
    vault_jobs.sign_days(int(in_days(1).timestamp()))
    return World(staff, case, receipt)


def _staff() -> dict[str, StaffActor]:
    osh = make_organisation("Osh call line (fictional)", takes_requests=True)
    almaty = make_organisation("Almaty aid centre (fictional)", country="KZ")
    consulate = make_organisation("Consulate in Almaty (fictional)", kind="consulate", country="KZ")
    network = make_organisation("Network office (fictional)", kind="international", country="KZ")
    strangers = make_organisation(STRANGER, country="UZ")
    return {
        name: make_member(organisation, name.capitalize(), role)
        for organisation, name, role in (
            (osh, "aigul", "operator"),
            (osh, "bakyt", "caseworker"),
            (osh, "gulnara", "supervisor"),
            (osh, "nurlan", "coordinator"),
            (osh, "timur", "auditor"),
            (network, "rustam", "steward"),
            (network, "zarina", "steward"),
            (network, "meerim", "monitor"),
            (network, "kanat", "monitor"),
            (almaty, "saule", "caseworker"),
            (almaty, "dana", "supervisor"),
            (consulate, "marat", "caseworker"),
            (consulate, "asel", "supervisor"),
            (strangers, "chen", "supervisor"),
        )
    }


def _own_work(staff: dict[str, StaffActor]) -> Case:
    """What the demo does not do: an invitation, an agreement, a file, a restricted case, changed rows."""
    from sapar.cases.models import Case

    gulnara = staff["gulnara"]
    with acting(gulnara):
        organisations.invite(gulnara, "operator")
        organisations.write_agreement(
            gulnara, uuid7(), partner=staff["dana"].org, scope="Referrals", signed_on=dt.date(2026, 1, 5)
        )
        case = Case.objects.get(org_id=gulnara.org_id)
        cases.attach_file(
            gulnara, case, SimpleUploadedFile("letter.pdf", b"%PDF-1.7\nhello\n%%EOF\n", "application/pdf")
        )
        cases.hand_over(gulnara, case, staff["bakyt"].membership)
        problem = case.problems.first()
        cases.settle_problem(gulnara, problem, "partly")
        cases.move_paper(gulnara, case.papers.filter(state="needed").first(), "apply")
        hidden = cases.open_case(
            gulnara, cases.Opening(problems=("violence",), story="Hidden.", restricted=True)
        )
        assert hidden.restricted
        cases.hand_over(gulnara, _other(gulnara), staff["bakyt"].membership, "Yours by language.")
    with acting(staff["bakyt"]):
        _without_consent(staff["bakyt"], case)
        cases.open_form(staff["bakyt"], case)
        cases.break_glass(staff["bakyt"], hidden.number, "Nobody who is named can be reached.", 1)
    return case


def _other(actor: StaffActor) -> Case:
    return cases.open_case(actor, cases.Opening(problems=("debt",)))


def _notice_and_file(gulnara: StaffActor) -> None:
    """A duty that a lawyer confirmed, a notice without a name, and a file of the data standard."""
    from sapar.screening.models import Screening

    today = timezone.localdate()
    with acting(gulnara):
        asked = Screening.objects.filter(state="finished").select_related("case", "person__data_key").get()
        said = screening.DutyWords(
            "KZ",
            "A ministry (fictional)",
            "Nothing: invented.",
            "No law: invented.",
            "A lawyer (fictional)",
            today,
        )
        duty = screening.confirm_duty(gulnara, said)
        screening.notify(gulnara, asked.case, asked.person, duty)
        screening.give_out(gulnara, today - dt.timedelta(days=1), today, "json", "A test.")


def _without_consent(maker: StaffActor, case: Case) -> None:
    """What a caseworker passed on because a child was in danger, and a link to somebody who is only listed."""
    listed = organisations.enlist(SYSTEM, name="Bishkek shelter (fictional)", kind="shelter", country="KG")
    plan = referrals.Plan(listed, (), ("problems", "place"), ("shelter",), "link")
    ground = referrals.Ground("child", "held", "not-official", "He beats the child.")
    people_of = tuple(one.person for one in case.participants.filter(relation="self"))
    made = referrals.disclose(maker, case, plan, people_of, ground, answer_by=in_days(1))
    referrals.make_link(maker, made.referral, "ru")
    said = referrals.Answer("accept", "phone", timezone.now(), who="Their guard")
    referrals.type_answer(maker, made.referral, said)
    report = referrals.Answer(
        "report", "phone", timezone.now(), "Their guard", "", "", {"violence": "partly"}
    )
    referrals.type_answer(maker, made.referral, report)


def _sheet(supervisor: StaffActor) -> None:
    """A small sheet, half understood, checked and loaded; and a stack of paper forms."""
    with acting(supervisor):
        batch = sheets.bring(supervisor, SHEET.encode(), "monday.csv")
        sheets.name_words(supervisor, batch, {("topic", "зп"): "unpaid-wages"})
        sheets.name_columns(supervisor, batch, sheets.Said(batch.columns, answers=batch.answers))
        sheets.write_verdicts(
            supervisor, sheets.begin_check(supervisor, batch), sheets.judge(supervisor, batch)
        )
        sheets.end_check(supervisor, batch)
        sheets.load_some(supervisor, sheets.begin_load(supervisor, batch))
        sheets.load_some(supervisor, batch)
        sheets.number_stack(supervisor, "ky", 3)


def _call_for_help(receiver: StaffActor) -> str:
    call = Call(topic="no-word", language="ru", words="Please call.", phone="+442079460199")
    return intake.leave(PublicActor(), call, receiver.org, once=uuid7())


def in_days(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)
