"""Contacts and cases in the columns of the standard table: what goes out comes in again unchanged."""

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
from sapar.people.queries import phones_of
from sapar.vault import ERASED, keys

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
    oldest."""
    require(actor, "sheet.load")
    zone = ZoneInfo(actor.org.time_zone)
    talks = intake.visible_to(actor).order_by("began_at", "pk")
    alone = cases.visible_to(actor).filter(contacts=None).order_by("opened_at", "pk")
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
    return {case.pk: case for case in _with_people(cases.visible_to(actor).exclude(contacts=None))}


def _with_people(of: Any) -> Any:
    parts = Participant.objects.select_related("person__data_key").prefetch_related(
        phones_of("person__phones")
    )
    problems = Problem.objects.order_by("added_at", "pk")
    return of.prefetch_related(
        Prefetch("participants", parts), Prefetch("problems", problems), "papers__data_key"
    )


def _talks(talks: list[Contact], known: dict[Any, CaseRow], zone: ZoneInfo) -> Iterator[dict[str, str]]:
    keys.warm(talks)
    told: set[Any] = set()
    for talk in talks:
        case = known.get(talk.case_id)
        row = {
            "sapar_id": str(talk.pk),
            "record": "case" if case else "contact",
            **_moment(talk.began_at, zone),
            "topic": talk.topic,
            "phone": text(talk.phone),
            "safety_words": text(talk.safety_words),
            "words": text(talk.words),
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
        yield row | {"words": text(case.story)} | _of_case(case, first_topic="", all_topics=True)


def _moment(at: dt.datetime, zone: ZoneInfo) -> dict[str, str]:
    local = at.astimezone(zone)
    return {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}


def _of_case(case: Case, *, first_topic: str, all_topics: bool) -> dict[str, str]:
    """A case's number, its problems with its first talk, and its main person with every talk."""
    codes = [problem.code for problem in case.problems.all()] if all_topics else []
    row = {"case_number": case.number}
    topics = _BETWEEN.join(dict.fromkeys([*([first_topic] if first_topic else []), *codes]))
    if topics:
        row["topic"] = topics
    main = next((part.person for part in case.participants.all() if part.relation == "self"), None)
    return row | (_of_person(main, case) if main is not None and main.erased_at is None else {})


def _of_person(person: Person, case: Case) -> dict[str, str]:
    born = person.born
    numbers = [text(phone.number) for phone in person.phones.all()]
    papers = [
        text(paper.number) for paper in case.papers.all() if paper.person_id == person.pk and paper.number
    ]
    row = {
        "person_id": str(person.pk),
        "name": text(person.names[0]["text"]) if person.names and person.names is not ERASED else "",
        "sex": "" if person.sex == "unknown" else person.sex,
        "birth": born.exact.isoformat() if born.exact else (str(born.year) if born.year else ""),
        "citizenship": next(iter(person.citizenships), ""),
        "document": next(iter(papers), ""),
    }
    return row | ({"phone": _BETWEEN.join(numbers)} if numbers else {})


def text(sealed: Any) -> str:
    """What was sealed; nothing for what is empty or erased."""
    return "" if sealed is None or sealed is ERASED else str(sealed)
