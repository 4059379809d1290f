"""Contacts and cases in the columns of the standard table, for counting and for moving codes.

Codes, dates and numbers only. Names, births, documents, phones and words leave in the export of everything, which two people
make (`sapar.keeping`): nobody takes them out alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import queries as cases
from sapar.cases.models import Case, Participant, Problem
from sapar.intake import queries as intake
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sapar.cases.models import Case as CaseRow
    from sapar.intake.models import Contact
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

GIVEN_OUT = audit.name("sheet.given-out", _("Contacts and cases given out as a table"))

MOST = 20_000
_BETWEEN = "; "


def rows(
    actor: StaffActor, since: dt.date | None = None, until: dt.date | None = None
) -> list[dict[str, str]]:
    """Every talk that the actor may see, with the person of its case; then cases without a talk. By the day, from the
    oldest. A case seen through broken glass is not among them."""
    require(actor, "sheet.load")
    zone = ZoneInfo(actor.org.time_zone)
    talks = intake.visible_to(actor).order_by("began_at", "pk")
    alone = cases.standing(actor).filter(contacts=None).order_by("opened_at", "pk")
    if since:
        talks, alone = talks.filter(began_at__date__gte=since), alone.filter(opened_at__date__gte=since)
    if until:
        talks, alone = talks.filter(began_at__date__lte=until), alone.filter(opened_at__date__lte=until)
    found = [
        *_talks(list(talks[:MOST]), _known_cases(actor), zone),
        *_cases(list(_with_people(alone)[:MOST]), zone),
    ]
    audit.record(
        actor, GIVEN_OUT, subject_kind="organisation", subject_id=actor.org_id, details={"rows": len(found)}
    )
    return found


def _known_cases(actor: StaffActor) -> dict[Any, CaseRow]:
    return {case.pk: case for case in _with_people(cases.standing(actor).exclude(contacts=None))}


def _with_people(of: Any) -> Any:
    parts = Participant.objects.select_related("person")
    problems = Problem.objects.order_by("added_at", "pk")
    return of.prefetch_related(Prefetch("participants", parts), Prefetch("problems", problems))


def _talks(talks: list[Contact], known: dict[Any, CaseRow], zone: ZoneInfo) -> Iterator[dict[str, str]]:
    told: set[Any] = set()
    for talk in talks:
        case = known.get(talk.case_id)
        row = {
            "sapar_id": str(talk.pk),
            "record": "case" if case else "contact",
            **_moment(talk.began_at, zone),
            "topic": talk.topic,
        }
        for key in ("channel", "outcome", "language", "country", "caller_is", "phone_of", "may_call"):
            row[key] = getattr(talk, key)
        if case is not None:
            row |= _of_case(case, first_topic=talk.topic, all_topics=case.pk not in told)
            told.add(case.pk)
        yield row


def _cases(alone: list[CaseRow], zone: ZoneInfo) -> Iterator[dict[str, str]]:
    for case in alone:
        row = {
            "record": "case",
            **_moment(case.opened_at, zone),
            "language": case.language,
            "country": case.country,
        }
        yield row | _of_case(case, first_topic="", all_topics=True)


def _moment(at: dt.datetime, zone: ZoneInfo) -> dict[str, str]:
    local = at.astimezone(zone)
    return {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}


def _of_case(case: Case, *, first_topic: str, all_topics: bool) -> dict[str, str]:
    """A case's number, its problems with its first talk, and its main person with every talk."""
    codes = [problem.code for problem in case.problems.all()] if all_topics else []
    row = {"case_number": case.number, "industry": case.industry}
    topics = _BETWEEN.join(dict.fromkeys([*([first_topic] if first_topic else []), *codes]))
    if topics:
        row["topic"] = topics
    main = next((part.person for part in case.participants.all() if part.relation == "self"), None)
    return row | (_of_person(main) if main is not None and main.erased_at is None else {})


def _of_person(person: Person) -> dict[str, str]:
    return {
        "person_id": str(person.pk),
        "sex": "" if person.sex == "unknown" else person.sex,
        "citizenship": next(iter(person.citizenships), ""),
    }
