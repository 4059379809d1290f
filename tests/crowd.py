"""Many rows of every kind for `world`, made by the verbs that people use: what a list looks like after a year.

`add(town, many)` adds so many rows of each kind of `KINDS`. Everybody in them is invented.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.ids import uuid7
from sapar.config import demo_family
from sapar.intake import actions as intake
from sapar.intake.calls import Call, Talk
from sapar.keeping import actions as keeping
from sapar.organisations import actions as organisations
from sapar.organisations.actor import PublicActor
from sapar.people import actions as people
from sapar.people.particulars import Particulars, Spelling
from sapar.referrals import actions as referrals
from sapar.referrals.tests.story import Story
from sapar.rota import actions as rota
from sapar.rota import cover
from sapar.sheets import actions as sheets
from tests.factories import SYSTEM, acting, make_member

if TYPE_CHECKING:
    from collections.abc import Callable

    from sapar.organisations.actor import StaffActor
    from tests.world import World

BAD_ROWS = "Дата;Тема\n" + "31.02.2026;зп\n"


@dataclass
class Crowd:
    """A world and how many rows of each kind it has been given."""

    world: World
    numbers: Any = field(default_factory=itertools.count)

    def add(self, many: int) -> None:
        """In turns, as a day brings them: what was written last is of every kind."""
        for _row in range(many):
            for who, deed in KINDS.values():
                actor = self.world.staff[who]
                with transaction.atomic(), acting(actor):
                    deed(self, actor, next(self.numbers))

    def person(self, actor: StaffActor) -> Any:
        """Whom the pages of a person are opened with."""
        return people_of(self.world.case)[0]


def people_of(case: Any) -> list[Any]:
    rows = case.participants.select_related("person__data_key").order_by("pk")
    return [one.person for one in rows]


def somebody(number: int) -> Particulars:
    return Particulars(names=(Spelling(f"Нурия Примерова {number} (вымышлено)", "ru"),))


def phone(number: int) -> str:
    """Of the British regulator's range for films."""
    return f"+447700900{number % 1000:03}"


def _talk(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    talk = Talk("phone", "debt", "advised", "self", "ky", "RU", phone=phone(number), words="Долг.")
    intake.log(actor, talk, once=uuid7())


def _talk_of_the_case(crowd: Crowd, actor: StaffActor, _number: int) -> None:
    contact = intake.log(actor, Talk("phone", "debt", "advised", words="Ещё раз."), once=uuid7())
    intake.link_to_case(actor, contact, crowd.world.case)


def _draft(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    intake.keep(actor, uuid7(), {"channel": "phone", "words": f"Перезвонит, {number}."}, page=uuid7())


def _missed(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    intake.log_missed(actor, phone(number))


def _case(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    helped = cases.Someone(somebody(number), phone=phone(number))
    made = cases.open_case(actor, cases.Opening(helped=helped, problems=("debt",), story="Долг."))
    cases.hand_over(actor, made, actor.membership)
    cases.add_task(actor, made, "Позвонить.", due_on=timezone.localdate(), owner=actor.membership)
    cases.plan_follow_up(actor, made, timezone.localdate() + dt.timedelta(days=1), owner=actor.membership)


def _closed_case(_crowd: Crowd, actor: StaffActor, _number: int) -> None:
    made = cases.open_case(actor, cases.Opening(problems=("debt",)))
    cases.close(actor, made, {one.pk: "partly" for one in made.problems.all()})


def _handed_over(crowd: Crowd, actor: StaffActor, _number: int) -> None:
    made = cases.open_case(actor, cases.Opening(problems=("debt",)))
    cases.hand_over(actor, made, crowd.world.staff["bakyt"].membership, "Yours by language.")


def _work_on_the_case(crowd: Crowd, actor: StaffActor, number: int) -> None:
    case, today = crowd.world.case, timezone.localdate()
    person = crowd.person(actor)
    cases.add_note(actor, case, f"Запись {number}.")
    cases.add_task(actor, case, f"Дело {number}.", owner=actor.membership)
    cases.add_paper(actor, case, person, cases.PaperWords("passport", "needed"))
    cases.add_service(actor, case, cases.ServiceWords("legal-advice", today), person=person)
    cases.add_party(actor, case, cases.PartyWords("employer", f"Хозяин {number} (вымышлено)"))
    cases.plan_follow_up(actor, case, today + dt.timedelta(days=2), person=person)


def _word_of_a_colleague(crowd: Crowd, actor: StaffActor, number: int) -> None:
    cases.add_note(actor, crowd.world.case, f"Видела, {number}.")


def _relative(crowd: Crowd, actor: StaffActor, number: int) -> None:
    """One more in the case, of the family, with a phone of their own."""
    person = crowd.person(actor)
    added = cases.add_participant(
        actor, crowd.world.case, cases.Someone(somebody(number)), role="helped", relation="other"
    )
    people.add_link(actor, person, added.person, kin="sibling")
    people.add_phone(actor, added.person, phone(number))


def _referral_outside(crowd: Crowd, actor: StaffActor, number: int) -> None:
    """The case, with a consent, by phone to one more organisation that is only listed."""
    listed = organisations.enlist(SYSTEM, name=f"Office {number} (fictional)", kind="ngo", country="KZ")
    asked = people.Asked(
        recipient=listed, people=(crowd.person(actor),), fields=("problems",), language_read="ru", how="voice",
        given_by="self", safe_to_tell="not-needed", until=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    consent = people.take_consent(actor, asked, about=crowd.world.case.pk)
    plan = referrals.Plan(listed, (consent,), ("problems",), ("legal-advice",), "phone")
    drafted = referrals.draft(actor, crowd.world.case, plan)
    referrals.offer(actor, drafted, answer_by=timezone.now() + dt.timedelta(days=2))


def _child_alone(crowd: Crowd, actor: StaffActor, _number: int) -> None:
    demo_family._child_alone(actor, crowd.world.staff["saule"])


def _hold(_crowd: Crowd, actor: StaffActor, _number: int) -> None:
    talk = intake.log(actor, Talk("phone", "debt", "advised", words="Долг."), once=uuid7())
    keeping.place(actor, "contact", talk.pk, once_token=uuid7(), reason="claim", words="Суд.")


def _export(_crowd: Crowd, actor: StaffActor, _number: int) -> None:
    from sapar.keeping.models import Export

    for earlier in Export.objects.filter(org_id=actor.org_id, state="asked"):
        keeping.withdraw(actor, earlier)
    keeping.ask(actor, once_token=uuid7(), words="Проверка.", restricted=False)


def _erased(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    people.erase(actor, people.record(actor, somebody(number)), reason="asked")


def _agreement(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    partner = organisations.enlist(SYSTEM, name=f"Partner {number} (fictional)", kind="ngo", country="KZ")
    organisations.write_agreement(
        actor, uuid7(), partner=partner, scope="Referrals", signed_on=dt.date(2026, 1, 5)
    )


def _member(_crowd: Crowd, actor: StaffActor, _number: int) -> None:
    make_member(actor.org, "Somebody", "operator")
    organisations.invite(actor, "operator")


def _listing(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    from sapar.directory import actions as directory

    office = {"name": f"Help {number} (fictional)", "kind": "ngo", "country": "KZ", "languages": ["ru"]}
    directory.enlist(actor, office, services=["legal-advice"], fee="free", described_in=2026)


def _invited(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    organisations.invite_organisation(
        actor, name=f"New office {number} (fictional)", kind="ngo", country="KZ"
    )


def _line(_crowd: Crowd, actor: StaffActor, _number: int) -> None:
    rota.offer(actor, once=uuid7(), languages=["ru"], answers_within=24)


def _shift(crowd: Crowd, actor: StaffActor, number: int) -> None:
    """A quarter of an hour each, one after the other, in this week."""
    from sapar.rota import queries

    zone = queries.zone_of(actor)
    monday = cover.week_of(timezone.localtime(timezone=zone).date(), zone)[0]
    begins = monday + dt.timedelta(minutes=15 * (number % 600))
    rota.plan_shift(actor, actor.member_id, (begins, begins + dt.timedelta(minutes=15)), once=uuid7())


def _sheet(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    sheets.bring(actor, BAD_ROWS.encode(), f"week-{number}.csv")


def _project(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    cases.add_project(actor, cases.ProjectWords(f"Проект {number} (вымышлено)"))


def _hidden(crowd: Crowd, actor: StaffActor, _number: int) -> None:
    """A restricted case, opened in an emergency by a colleague."""
    made = cases.open_case(actor, cases.Opening(problems=("violence",), restricted=True))
    colleague = crowd.world.staff["bakyt"]
    with acting(colleague):
        cases.break_glass(colleague, made.number, "Nobody who is named can be reached.", 1)


def _request(_crowd: Crowd, actor: StaffActor, number: int) -> None:
    """One that waits, and one that is set aside because it looks odd."""
    for odd in (False, True):
        call = Call(topic="no-word", language="ru", words=f"Перезвоните, {odd}.", phone=phone(number))
        with acting(PublicActor()):
            intake.leave(PublicActor(), call, actor.org, once=uuid7(), odd=odd)


def _referral(crowd: Crowd, actor: StaffActor, _number: int) -> None:
    Story(actor, crowd.world.staff["saule"]).draft(fields=("problems", "place")).offer()


# Who makes it, and how.
KINDS: dict[str, tuple[str, Callable[[Crowd, StaffActor, int], None]]] = {
    "talk": ("aigul", _talk),
    "talk of the case": ("bakyt", _talk_of_the_case),
    "draft": ("aigul", _draft),
    "missed call": ("aigul", _missed),
    "request": ("aigul", _request),
    "case": ("bakyt", _case),
    "closed case": ("bakyt", _closed_case),
    "case handed over": ("gulnara", _handed_over),
    "work on the case": ("bakyt", _work_on_the_case),
    "relative": ("bakyt", _relative),
    "child alone": ("bakyt", _child_alone),
    "referral": ("bakyt", _referral),
    "hidden case": ("gulnara", _hidden),
    "hold": ("dana", _hold),
    "export": ("dana", _export),
    "erased": ("dana", _erased),
    "agreement": ("gulnara", _agreement),
    "member": ("gulnara", _member),
    "listing": ("rustam", _listing),
    "invited organisation": ("rustam", _invited),
    "public line": ("gulnara", _line),
    "shift": ("gulnara", _shift),
    "sheet": ("gulnara", _sheet),
    "project": ("gulnara", _project),
    "referral outside": ("bakyt", _referral_outside),
    # Last, so that the newest page of the case's story names somebody whom the page had not read already.
    "word of a colleague": ("gulnara", _word_of_a_colleague),
}
