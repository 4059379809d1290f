"""A row's plan as the shapes that the verbs of intake, cases and people take. Nothing that stood in the row is lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sapar.cases.actions import Opening, Someone
from sapar.cases.codes import Industry
from sapar.intake.calls import Talk
from sapar.intake.desk_codes import Source
from sapar.people.codes import CitizenshipState, NameSource
from sapar.people.particulars import Particulars, Spelling
from sapar.sheets.fields import BY_KEY
from sapar.ui.dates import PartialDate, Precision
from sapar.ui.phones import spoken

if TYPE_CHECKING:
    from typing import Any

    from sapar.people.models import Person
    from sapar.sheets.planning import Plan


def moment(plan: Plan) -> dt.datetime:
    return dt.datetime.fromisoformat(plan.began_at)


def talk_of(plan: Plan) -> Talk:
    return Talk(
        channel=plan.channel,
        topic=plan.topics[0],
        outcome=plan.outcome,
        caller_is=plan.caller_is,
        language=plan.language,
        country=plan.country,
        phone=plan.phones[0] if plan.phones else plan.phone_as_written,
        phone_of=plan.phone_of,
        may_call=plan.may_call,
        safety_words=plan.safety_words,
        words=words_of(plan),
        began_at=moment(plan),
        source=Source.SHEET,
    )


def opening_of(plan: Plan, person: Person | None) -> Opening:
    return Opening(
        helped=Someone(person) if person else None,
        problems=tuple(plan.topics),
        story="" if plan.has_talk else words_of(plan),
        language=plan.language,
        country=plan.country,
        industry=plan.industry,
        opened_at=moment(plan),
    )


def particulars_of(plan: Plan) -> Particulars:
    who = plan.person or {}
    citizenships = tuple(who.get("citizenships", ()))
    return Particulars(
        names=tuple(
            Spelling(name, source=NameSource.PARTNER)
            for name in [who.get("name"), *who.get("names", ())]
            if name
        ),
        birth=PartialDate.from_json(who.get("birth")) or PartialDate(Precision.UNKNOWN),
        sex=who.get("sex", "unknown"),
        citizenship_state=CitizenshipState.CLAIMED if citizenships else CitizenshipState.UNKNOWN,
        citizenships=citizenships,
        languages=(plan.language,) if plan.language else (),
        country=plan.country,
        may_call=plan.may_call,
        safety_words=plan.safety_words,
    )


def words_of(plan: Plan) -> str:
    """What was said, and below it what has no place of its own in a talk."""
    return "\n".join([plan.words, *_left_over(plan)]).strip()


def _left_over(plan: Plan) -> list[str]:
    told: list[tuple[str, Any]] = [("case_number", plan.case_number)]
    if not plan.has_case:
        told += [("topic", ", ".join(plan.topics[1:]))]
        told += [("industry", plan.industry and str(Industry(plan.industry).label))]
        told += [("phone", ", ".join(spoken(number) for number in plan.phones[1:]))]
        told += _about_the_person(plan.person or {})
    elif plan.person and plan.person["id"]:
        told += [("person_id", plan.person["id"])]
    return [f"{BY_KEY[key].label}: {value}" for key, value in told if value]


def _about_the_person(who: dict[str, Any]) -> list[tuple[str, Any]]:
    """Of a talk without a case nobody is written down as a person."""
    birth = PartialDate.from_json(who.get("birth"))
    return [
        ("person_id", who.get("id")),
        ("name", who.get("name")),
        ("sex", who.get("sex") if who.get("sex") != "unknown" else ""),
        ("birth", str(birth) if birth and birth.year else ""),
        ("citizenship", ", ".join(who.get("citizenships", ()))),
        ("document", who.get("document")),
    ]
