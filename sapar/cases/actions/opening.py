"""Opening a case: its people, its problems, its number, all or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import queries
from sapar.cases.actions.access import name_members
from sapar.cases.actions.participants import Someone, put_first
from sapar.cases.actions.problems import add_codes
from sapar.cases.actions.words import long_words
from sapar.cases.codes import Industry, ParticipantRole, Relation
from sapar.cases.models import Case
from sapar.common.codes import codes_of
from sapar.common.errors import Invalid
from sapar.common.ids import uuid7
from sapar.common.ready import ask, insert
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.people.models import Person
from sapar.vault import keys

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor

audit.name("case.opened", _("Case opened"))


# The counter stays locked until the transaction ends, so a number that is not used is given to the next.
_COUNT = """
    insert into cases_casecounter as counter (id, org_id, year, last)
    select %(id)s::uuid, %(org)s::uuid, %(year)s::int, 1 {first}
    on conflict (org_id, year) do update set last = counter.last + 1 returning last
"""
_COUNT_ALWAYS = _COUNT.format(first="")
_COUNT_ONCE = sent.CLAIMED + _COUNT.format(first="from claimed")


@dataclass(frozen=True)
class Opening:
    """What a case begins with. Without a caller the person seeking help called by themselves.

    `caller_is` tells what the caller is to that person: "mother" for a mother who calls for her daughter.
    `opened_at` is for what was begun on paper or in a sheet: it happened then, and the audit says that it was recorded now.
    """

    helped: Someone | None = None
    caller: Someone | None = None
    caller_is: str = Relation.OTHER
    problems: tuple[str, ...] = ()
    story: str = ""
    language: str = ""
    country: str = ""
    province: str = ""
    industry: str = ""
    restricted: bool = False
    opened_at: dt.datetime | None = None


def open_case(actor: StaffActor, opening: Opening, *, once: uuid.UUID | None = None) -> Case:
    """Open a case with the next number of the year. The same form token twice gives the first one's case."""
    require(actor, "case.open")
    story = long_words(opening.story, "story")
    _check(opening)
    case_id = uuid7()
    number, earlier = _next_number(actor, case_id, once)
    if earlier:
        return queries.get(actor, earlier)
    case = _save(actor, case_id, number, opening, story)
    _bring_people(actor, case, opening)
    add_codes(actor, case, opening.problems)
    if opening.restricted:
        name_members(actor, case, [actor.member_id])
    return case


def _check(opening: Opening) -> None:
    if opening.country and opening.country not in lists.country_codes():
        raise Invalid({"country": __("Please choose from the list.")})
    if opening.language and opening.language not in lists.LANGUAGES:
        raise Invalid({"language": __("Please choose from the list.")})
    if opening.industry and opening.industry not in codes_of(Industry):
        raise Invalid({"industry": __("Please choose from the list.")})
    if opening.caller_is not in codes_of(Relation):
        raise Invalid({"caller_is": __("Please choose from the list.")})
    _check_two(opening)
    if opening.opened_at and opening.opened_at > timezone.now():
        raise Invalid({"opened_at": __("This lies in the future.")})


def _check_two(opening: Opening) -> None:
    """Caller and person seeking help are two: nobody has to ask the database whether the new case holds them already."""
    if not (opening.caller and opening.helped):
        return
    if isinstance(opening.caller.who, Person) and opening.caller.who == opening.helped.who:
        raise Invalid({"person": __("This person is already in the case.")})
    if opening.caller_is == Relation.SELF:
        raise Invalid({"relation": __("The case already has its main person.")})


def _save(actor: StaffActor, case_id: uuid.UUID, number: str, opening: Opening, story: str) -> Case:
    case = Case(
        id=case_id,
        org_id=actor.org_id,
        number=number,
        language=opening.language,
        country=opening.country,
        province=opening.province,
        industry=opening.industry,
        owner_id=actor.member_id,
        opened_by_id=actor.member_id,
        opened_at=opening.opened_at or timezone.now(),
        data_key=keys.new_data_key(actor.org_id, "case"),
    )
    case.story = story
    insert(case)
    details = {"number": case.number}
    if opening.opened_at:
        details["happened"] = opening.opened_at.astimezone(dt.UTC).date().isoformat()
    audit.record(
        actor, "case.opened", subject_kind="case", subject_id=case.pk, about=case.pk, details=details
    )
    return case


def _next_number(
    actor: StaffActor, case_id: uuid.UUID, once: uuid.UUID | None
) -> tuple[str, uuid.UUID | None]:
    """ "2026-0001": the year in the organisation's zone and a count without gaps; "" and the earlier case's id when this form
    was sent before."""
    year = timezone.now().astimezone(ZoneInfo(actor.org.time_zone)).year
    params = {"id": uuid7(), "org": actor.org_id, "year": year}
    if once is None:
        earlier, rows = None, ask(_COUNT_ALWAYS, params)
    else:
        earlier, rows = sent.claim_with(actor, once, case_id, _COUNT_ONCE, params)
    return ("", earlier.made_id) if earlier else (f"{year}-{rows[0][0]:04}", None)


def _bring_people(actor: StaffActor, case: Case, opening: Opening) -> None:
    role = ParticipantRole.HELPED if opening.caller else ParticipantRole.BOTH
    if opening.helped:
        put_first(actor, case, opening.helped, role=role, relation=Relation.SELF)
    if opening.caller:
        put_first(actor, case, opening.caller, role=ParticipantRole.CALLER, relation=opening.caller_is)
