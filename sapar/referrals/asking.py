"""What the pages before an offer need to know: who could help, what could be asked of them, whose consent is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.cases import queries as cases
from sapar.directory import offer_queries, offer_words
from sapar.directory import queries as directory
from sapar.directory.models import Listing, Offer
from sapar.directory.taxonomy import HELPS_WITH, Service
from sapar.directory.terms import SearchTerms
from sapar.organisations.models import Organisation
from sapar.people import queries as people
from sapar.people.birth import MINORS
from sapar.people.codes import SafeToTell
from sapar.referrals import queries

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence

    from sapar.cases.models import Case
    from sapar.common.actor import Actor
    from sapar.directory.search import Found, Result
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Agreement
    from sapar.people.models import Consent, Person
    from sapar.referrals.models import Referral


def usual_question(actor: Actor, case: Case) -> dict[str, str]:
    """What to look for first: the oldest open problem, where help is needed, in the case's language."""
    problems = [one.code for one in cases.problems(actor, case) if one.state == "open"]
    what = f"p-{problems[0]}" if problems else ""
    return {"what": what, "where": case.country, "language": case.language}


@dataclass(frozen=True)
class Helper:
    """One organisation of an answer, with what we know of it beyond the directory."""

    result: Result
    is_member: bool
    agreement: Agreement | None
    running: Referral | None
    # What a law has made of it, in words: said before anybody is sent there.
    warnings: list[str] = field(default_factory=list)

    @property
    def service_words(self) -> list[str]:
        return [str(Service(code).label) for code in self.result.codes]


@dataclass(frozen=True)
class Answer:
    """A page of helpers, and the members that no entry of the directory describes."""

    helpers: list[Helper]
    found: Found
    unlisted: list[Organisation] = field(default_factory=list)


def helpers(actor: StaffActor, case: Case, asked: Mapping[str, Any], *, page: int = 1) -> Answer:
    """Ask the directory in codes; our own organisation is left out."""
    terms = SearchTerms.read({name: str(value) for name, value in asked.items()})
    found = directory.search(terms, page=page, but=actor.org_id)
    agreements, running = directory.agreements_in_force(actor), queries.running_to(actor, case)
    members = {
        one.pk: one
        for one in Organisation.objects.exclude(joined_at=None).exclude(pk=actor.org_id).order_by("name")
    }
    warned = offer_queries.warnings(one.org_id for one in found.results)
    shown = [
        Helper(
            one,
            one.org_id in members,
            agreements.get(one.org_id),
            running.get(one.org_id),
            [offer_words.legal_words(state) for state in warned.get(one.org_id, [])],
        )
        for one in found.results
    ]
    listed = set(directory.visible_to(actor).filter(org_id__in=members).values_list("org_id", flat=True))
    return Answer(shown, found, [one for key, one in members.items() if key not in listed])


@dataclass(frozen=True)
class Services:
    """Services that can be asked for, and those that are asked for unless somebody chooses otherwise."""

    all: list[str]
    likely: list[str]


def services_to_ask(actor: Actor, case: Case, to_org: Organisation) -> Services:
    """What the organisation offers and what helps with the case's problems; likely is what is both."""
    found = Offer.objects.filter(org=to_org, status="active").values_list("codes", flat=True)
    offered = {code for codes in found for code in codes}
    needed = {str(code) for one in cases.problems(actor, case) for code in HELPS_WITH[one.code]}
    return Services(sorted(offered | needed), sorted(offered & needed))


@dataclass(frozen=True)
class Wanted:
    """The consents a referral needs: those that hold already, and the people of the next one, None when all hold."""

    held: list[Consent]
    missing: list[Person] | None
    groups: int

    @property
    def needs_guardian(self) -> bool:
        """Whether all of the next people are under age, so that it matters who speaks for them."""
        return self.missing is not None and all(one.band_today in MINORS for one in self.missing)


def consents_needed(
    actor: Actor, to_org: Organisation, chosen: Sequence[Person], fields: tuple[str, ...]
) -> Wanted:
    """Each adult speaks for themselves, the first one for the children with them; children alone go together."""
    adults = [[one] for one in chosen if one.band_today not in MINORS]
    minors = [one for one in chosen if one.band_today in MINORS]
    groups = adults or [[]]
    groups[0] += minors
    standing = people.held_consents_of(actor, [one.pk for one in chosen])
    held: list[Consent] = []
    for group in groups:
        one = next((c for c in standing if _covers(c, to_org, {p.pk for p in group}, fields)), None)
        if one is None:
            return Wanted(held, group, len(groups))
        held.append(one)
    return Wanted(held, None, len(groups))


def _covers(consent: Consent, to_org: Organisation, ids: set[uuid.UUID], fields: tuple[str, ...]) -> bool:
    return (
        consent.recipient_id == to_org.pk
        and set(fields) <= set(consent.fields)
        and ids == {one.person_id for one in consent.about.all()}
        and (not to_org.is_official or consent.safe_to_tell == SafeToTell.SAFE)
    )


def warnings_of(org_id: uuid.UUID) -> list[str]:
    """What a law has made of an organisation, in words."""
    return [offer_words.legal_words(state) for state in offer_queries.warnings([org_id]).get(org_id, [])]


def phone_of(org_id: uuid.UUID) -> str:
    """The number that the directory knows of an organisation."""
    return Listing.objects.filter(org_id=org_id).values_list("phone", flat=True).first() or ""
