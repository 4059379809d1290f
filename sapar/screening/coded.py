"""People as the data standard can hold them, without identity: no name, no day of birth, no phone, no case number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.cases import queries as cases
from sapar.cases.codes import CaseState
from sapar.cases.models import FollowUp
from sapar.cases.work_codes import FollowUpState
from sapar.directory import provinces
from sapar.referrals.flow import ReferralState
from sapar.referrals.models import Referral
from sapar.screening.codes import RowState, ScreeningState, SupportState
from sapar.screening.htcds.model import Individual
from sapar.screening.indicators import library
from sapar.screening.indicators.judging import Found, judge
from sapar.screening.indicators.model import Answer, Dimension, Result
from sapar.screening.models import Determination, Screening, Support

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

# Left out of every file, with the words of why.
LEFT_OUT = ("given_name", "family_name", "born", "phone")
_TAKEN = (ReferralState.ACCEPTED, ReferralState.IN_WORK, ReferralState.COMPLETED)
_GIVEN = (SupportState.UNDER_WAY, SupportState.DONE)


def individuals(actor: StaffActor, since: dt.date, until: dt.date) -> list[Individual]:
    """Whoever was screened in these days, in cases that the actor sees: each person of a case once, by the last screening.

    Seven statements for any number of people.
    """
    rows = Screening.objects.filter(
        org_id=actor.org_id,
        case__in=cases.standing(actor).values("pk"),
        begun_at__date__gte=since,
        begun_at__date__lte=until,
        person__erased_at=None,
    ).exclude(state=ScreeningState.WITHDRAWN)
    newest = rows.select_related("data_key", "person__data_key", "case").order_by("begun_at", "pk")
    last = {(one.case_id, one.person_id): one for one in newest}
    around = _Around(actor, {case_id for case_id, _person in last})
    return [around.individual(one) for one in last.values()]


class _Around:
    """What else is known in these cases, read once for all of them."""

    def __init__(self, actor: StaffActor, case_ids: set[uuid.UUID]) -> None:
        mine = {"org_id": actor.org_id, "case_id__in": case_ids}
        decided = Determination.objects.filter(**mine, state=RowState.KEPT).order_by("decided_on", "pk")
        self.decided = {(one.case_id, one.person_id): one for one in decided.defer("who", "ground")}
        self.supports = list(Support.objects.filter(**mine, state__in=_GIVEN).defer("words").order_by("kind"))
        sent = Referral.objects.filter(from_org_id=actor.org_id, case_id__in=case_ids, state__in=_TAKEN)
        self.referrals = list(sent.select_related("to_org").order_by("offered_at"))
        planned = FollowUp.objects.filter(**mine, state=FollowUpState.PLANNED)
        self.followed = set(planned.values_list("case_id", flat=True))

    def individual(self, row: Screening) -> Individual:
        person, case, facts = row.person, row.case, row.facts or {}
        decided = self.decided.get((row.case_id, row.person_id))
        sent = [one for one in self.referrals if one.case_id == row.case_id]
        return Individual(
            sex=person.sex,
            citizenships=tuple(person.citizenships),
            languages=tuple(person.languages),
            country=person.country,
            province=_region(person.country, person.province),
            consent=facts.get("consent"),
            status=decided.status if decided else "",
            decided_by=decided.decided_by if decided else "",
            indicators=tuple(key for key, said in row.answers.items() if said == Answer.YES),
            controls=tuple(facts.get("controls", ())),
            recruited_through=tuple(facts.get("found_through", ())),
            exploitation=tuple(facts.get("exploitation", ())) or exploitation(row),
            industry=row.industry,
            case_state=self._state(case, sent=bool(sent)),
            referred_to=tuple(dict.fromkeys(one.to_org.name for one in sent)),
            referred_on=sent[0].offered_at.date().isoformat() if sent and sent[0].offered_at else "",
            support=self._support(row),
            place_country=case.country,
            place_province=_region(case.country, case.province),
        )

    def _support(self, row: Screening) -> tuple[str, ...]:
        whose = (row.case_id, row.person_id)
        return tuple(one.kind for one in self.supports if (one.case_id, one.person_id) == whose)

    def _state(self, case: Case, *, sent: bool) -> str:
        if case.state != CaseState.CLOSED:
            return case.state
        if case.pk in self.followed:
            return "followed"
        return "referred" if sent else "closed"


def _region(country: str, province: str) -> str:
    """By its largest town: the standard takes words, and our codes (GeoNames) are nobody else's."""
    return provinces.name(country, province) or province


def exploitation(row: Screening) -> tuple[str, ...]:
    """The forms that the answers show: none for a labour-rights case of an adult."""
    if not row.answers:
        return ()
    judged = judge(library.edition(row.edition), row.answers, child=row.child)
    exploited = any(
        one.found == Found.YES for one in judged.dimensions if one.dimension == Dimension.EXPLOITATION
    )
    forced = exploited and judged.lowest >= Result.FORCED_LABOUR
    return _forms(forced=forced, child=exploited and row.child is True)


def _forms(*, forced: bool, child: bool) -> tuple[str, ...]:
    return tuple(code for code, there in (("forced-labour", forced), ("child-labour", child)) if there)
