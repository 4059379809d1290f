"""Files of the data standard, out and in. Each needs a right and a reason, and is recorded; the file is not kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import actions as cases
from sapar.cases.actions.participants import Someone
from sapar.cases.actions.words import needed_words
from sapar.common.errors import Invalid
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.people.codes import CitizenshipState, NameSource
from sapar.people.particulars import Particulars, Spelling
from sapar.screening import coded, queries
from sapar.screening.codes import (
    DecidedBy,
    Exchanged,
    Origin,
    ResultCode,
    RowState,
    ScreeningState,
    SupportState,
)
from sapar.screening.htcds import files, reading, writing
from sapar.screening.indicators import library
from sapar.screening.models import Determination, Exchange, Screening, Support
from sapar.ui.dates import PartialDate, Precision
from sapar.vault import keys

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person
    from sapar.screening.htcds.model import Individual, Report

audit.name("htcds.given-out", _("File of the trafficking data standard given out"))
audit.name("htcds.brought-in", _("File of the trafficking data standard brought in"))

_ENDED = ("closed", "referred")


def give_out(
    actor: StaffActor, since: dt.date, until: dt.date, form: str, reason: str
) -> tuple[bytes, Report]:
    """A file of everybody screened in these days, without identity, and what was lost. Raises `Invalid`."""
    require(actor, "htcds.exchange")
    why = needed_words(reason, "reason")
    if form not in files.FORMATS:
        raise Invalid({"form": __("Please choose from the list.")})
    if until < since:
        raise Invalid({"until": __("The last day lies before the first.")})
    rows, report = writing.rows(coded.individuals(actor, since, until))
    for name in ("prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_MobilePhone"):
        report.lose(name, "", "left out on purpose: a file without identity")
    _record(actor, Exchanged.OUT, why, report.rows, form)
    return files.write(rows, form), report


def bring_in(actor: StaffActor, content: bytes, reason: str, *, only_check: bool = False) -> Report:
    """Each row becomes a restricted case with its person, all or none. Raises `NotReadable` and `Invalid`."""
    require(actor, "htcds.exchange")
    why = needed_words(reason, "reason")
    rows, report = files.read(content)
    people, report = reading.people(rows, countries=frozenset(lists.country_codes()), report=report)
    for one in people:
        if one.phone:
            report.lose(
                "prs_MobilePhone", "", "not brought in: nobody knows whether it is safe to call there"
            )
        if one.case_state not in ("open", "closed"):
            report.lose("cas_Status", one.case_state, "comes in as open or closed")
        if not only_check:
            _write(actor, one)
    if not only_check:
        _record(actor, Exchanged.IN, why, len(people), "")
    return report


def _record(actor: StaffActor, way: str, why: str, people: int, form: str) -> None:
    row = Exchange(org_id=actor.org_id, way=way, people=people, made_by_id=actor.member_id)
    row.data_key = keys.new_data_key(actor.org_id, "other")
    row.reason = why
    row.save()
    verb = "htcds.given-out" if way == Exchanged.OUT else "htcds.brought-in"
    details = {"people": people} | ({"form": form} if form else {})
    audit.record(actor, verb, subject_kind="exchange", subject_id=row.pk, details=details)


def _write(actor: StaffActor, one: Individual) -> None:
    opening = cases.Opening(
        helped=Someone(_particulars(one)), country=one.place_country, restricted=True,
        problems=("forced-labour",) if "forced-labour" in one.exploitation else (),
    )  # fmt: skip
    case = cases.open_case(actor, opening)
    person = queries.helped(actor, case)[0]
    _screening(actor, case, person, one)
    _determination(actor, case, person, one)
    for kind in one.support:
        row = Support(org_id=actor.org_id, case=case, person=person, kind=kind, data_key=person.data_key)
        row.state = SupportState.DONE
        row.save()
    if one.case_state in _ENDED:
        outcomes = {problem.pk: "partly" for problem in case.problems.all()}
        cases.close(actor, case, outcomes)


def _particulars(one: Individual) -> Particulars:
    name = " ".join(part for part in (one.given_name, one.family_name) if part)
    unknown = PartialDate(Precision.UNKNOWN)
    known = tuple(code for code in one.languages if code in lists.LANGUAGES)
    return Particulars(
        names=(Spelling(name, "", NameSource.PARTNER),) if name else (),
        sex=one.sex,
        citizenship_state=CitizenshipState.CLAIMED if one.citizenships else CitizenshipState.UNKNOWN,
        citizenships=one.citizenships,
        languages=known,
        country=one.country,
        birth=PartialDate.of(dt.date.fromisoformat(one.born)) if one.born else unknown,
    )


def _screening(actor: StaffActor, case: Case, person: Person, one: Individual) -> None:
    """What another organisation found: nothing was asked here, so every result stays possible."""
    row = Screening(
        org_id=actor.org_id, case=case, person=person, data_key=person.data_key, origin=Origin.BROUGHT,
        edition=library.on(timezone.localdate()).id, industry=one.industry, asked_by_id=actor.member_id,
        state=ScreeningState.FINISHED, finished_at=timezone.now(),
        lowest=ResultCode.NOTHING, highest=ResultCode.TRAFFICKING,
    )  # fmt: skip
    row.answers, row.gate = {}, {}
    row.facts = {
        "found_through": list(one.recruited_through),
        "exploitation": list(one.exploitation),
        "controls": list(one.controls),
        "consent": one.consent,
    }
    row.save()


def _determination(actor: StaffActor, case: Case, person: Person, one: Individual) -> None:
    if not one.status:
        return
    row = Determination(
        org_id=actor.org_id, case=case, person=person, data_key=person.data_key, status=one.status,
        decided_by=one.decided_by or DecidedBy.OTHER, decided_on=timezone.localdate(), state=RowState.KEPT,
        recorded_by_id=actor.member_id,
    )  # fmt: skip
    row.who, row.ground = __("As a file said that was brought in"), __("Not known")
    row.save()
