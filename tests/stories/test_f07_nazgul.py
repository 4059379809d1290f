"""F07, thin: Nazgul's story through the pages, without a script, from her mother's call to the consent withdrawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from sapar.audit import verify
from sapar.audit.models import Event
from sapar.cases import queries
from sapar.cases.models import Case
from tests.cast import client_of
from tests.e2e.seat import Seat
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

pytestmark = [pytest.mark.field("F07"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOTHER, DAUGHTER, BROTHER, SISTER, BABY = "Айша", "Назгүл", "Азамат", "Айгерим", "Ак-Мээрим"
CHILDREN = {BROTHER: ("brother", "1996"), SISTER: ("sister", "2010"), BABY: ("daughter", "2026")}
EVERYBODY = (MOTHER, DAUGHTER, *CHILDREN)
# Kept for films and books by the British regulator: nobody answers there.
PHONE, SHOWN_PHONE = "+44 20 7946 0123", "7946 0123"
STORY = "Ат клубу паспортторду алып койду. Эки жыл айлыксыз. Кетүүгө жол жок."
SAFETY = "Кечинде, сегизден кийин. Парда жөнүндө деп айтуу."
OWN_NOTE = "Кожоюнга кат жазылды, жооп күтөбүз."
REPORT = "Үй-бүлө биздин баш калкалоочу жайда."
PROBLEMS = [
    "document-taken",
    "forced-labour",
    "not-free-to-leave",
    "unpaid-wages",
    "child-papers",
    "identity-papers",
]
ALL_FIELDS = [
    "problems", "languages", "place", "needs", "names", "birth", "citizenship", "phones", "safety", "papers", "story",
]  # fmt: skip
VOICE = {
    "how": "voice", "language_read": "ky", "interpreted_by": "staff", "interpreter": "op-3", "explained": ["on"],
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class Story:
    """The seats of those who live it, and where the case and its two referrals are."""

    def __init__(self, seats: dict[str, Seat], almaty: Organisation, consulate: Organisation) -> None:
        self.seats = seats
        self.partners = {"saule": almaty, "marat": consulate}
        self.case = ""
        self.referrals: dict[str, str] = {}

    def __getattr__(self, name: str) -> Seat:
        return self.seats[name]

    # -- the hotline

    def the_mother_calls(self) -> None:
        """An operator writes the talk down and opens a case of it: the caller is not the person in need."""
        seat = self.aigul
        seat.go("/staff/contacts/")
        seat.follow("/contacts/new/")
        talk = {
            "phone": PHONE, "caller_is": "relative", "language": "ky", "country": "KZ", "may_call": "times",
            "phone_of": "own", "safety_words": SAFETY, "words": STORY, "topic": "document-taken", "outcome": "case",
            "channel": "phone",
        }  # fmt: skip
        seat.send(talk, "main button[value=open]")
        people = {
            "caller_name": MOTHER,
            "caller_is": "mother",
            "helped_name": DAUGHTER,
            "helped_sex": "female",
        }
        seat.send(people | {"who": "another", "problems": PROBLEMS})
        self.case = seat.path

    def the_family_is_written_down(self) -> None:
        seat = self.aigul
        for name, (relation, year) in CHILDREN.items():
            seat.follow(f"{self.case}people/")
            seat.send(
                {"name": name, "role": "helped", "relation": relation, "birth_year": year, "country": "KZ"}
            )
        for owner, kind, state in (
            (DAUGHTER, "passport", "taken"),
            (BROTHER, "passport", "taken"),
            (DAUGHTER, "temporary", "needed"),
            (SISTER, "identity-card", "needed"),
            (BABY, "birth-certificate", "needed"),
        ):
            seat.follow(f"{self.case}papers/")
            seat.page.select_option("[name=person]", label=owner)
            seat.send({"kind": kind, "state": state})

    # -- two partners in another country

    def ask(self, whom: str, people: tuple[str, ...], services: list[str], consents: int) -> None:
        """About whom, for what, each adult's consent by voice, a look at what they will see, the offer."""
        seat, partner = self.aigul, self.partners[whom]
        seat.go(self.case)
        seat.follow(f"/referrals/case{self.case.removeprefix('/staff/cases')}")
        seat.follow(f"/to/{partner.pk}/")
        seat.send({"people": self.ids_of(people), "asked_for": services, "fields_chosen": ALL_FIELDS})
        for _one in range(consents):
            self.consent_by_voice(is_official=whom == "marat")
        assert all(name in seat.words for name in people)
        seat.send({"hours": "24", "urgent": ["on"]})
        self.referrals[whom] = seat.path

    def consent_by_voice(self, *, is_official: bool) -> None:
        """Before anything goes to a consulate the first question is whether that is safe."""
        seat = self.aigul
        names = seat.page.locator("main form [name]:not([type=hidden])").evaluate_all(
            "all => all.map(one => one.name)"
        )
        assert (names[0] == "safe_to_tell") == is_official, names
        seat.send(VOICE | ({"safe_to_tell": "safe"} if is_official else {}))

    def ids_of(self, people: tuple[str, ...]) -> list[str]:
        labels = self.aigul.page.locator("label:has([name=people])").all()
        found = {one.inner_text().strip(): one.locator("input").get_attribute("value") for one in labels}
        return [found[name] for name in people]

    def answers(self, whom: str) -> None:
        """The receiver sees what is needed and no name; accepts; sees the people; begins."""
        seat, key = self.seats[whom], self.referrals[whom]
        seat.go("/staff/referrals/")
        seat.follow(key)
        assert told_of(seat) == []
        assert seat.page.locator("dl.facts").count() == 1
        seat.follow("/accept/")
        seat.press()
        seat.go(key)
        assert set(told_of(seat)) >= {DAUGHTER, SISTER, BABY, BROTHER, STORY}
        seat.press("/start/")

    def reports(self, whom: str, words: str, outcomes: dict[str, str]) -> None:
        seat = self.seats[whom]
        seat.go(self.referrals[whom])
        seat.follow("/report/")
        seat.send({"words": words} | {f"outcome-{code}": outcome for code, outcome in outcomes.items()})

    def own_note(self, whom: str) -> str:
        """A note in the receiver's own case, which is not the sender's; its address."""
        seat = self.seats[whom]
        seat.go(self.referrals[whom])
        seat.press('main a[href^="/staff/cases/"]')
        own = seat.path
        assert own != self.case
        seat.send({"words": OWN_NOTE}, 'main form[action*="/notes/"] button')
        return own

    # -- what came of it

    def reported_outcomes_are_taken_over(self) -> None:
        seat = self.bakyt
        seat.go(self.case)
        seat.press("/take/")
        for key in self.referrals.values():
            seat.go(key)
            while seat.page.locator('main form[action*="/settle/"]').count():
                seat.press("/settle/")

    def a_paper_moves(self, owner: str, kind: str, *verbs: str) -> None:
        seat = self.bakyt
        for verb in verbs:
            seat.go(self.case)
            seat.follow(self.paper(owner, kind))
            seat.send(
                {"verb": verb}
                | ({"number": "AN 7654321"} if kind == "passport" and verb == "receive" else {})
            )

    def paper(self, owner: str, kind: str) -> str:
        """The address of a person's paper."""
        actor = self.bakyt.actor
        with transaction.atomic(), acting(actor):
            papers = queries.papers(actor, Case.objects.get(pk=_ID.search(self.case)[0]))
            found = next(one for one in papers if (one.person.shown_name, one.kind) == (owner, kind))
        return f"{self.case}papers/{found.pk}/"

    def the_consent_is_withdrawn(self, whom: str) -> None:
        seat = self.bakyt
        seat.go(self.referrals[whom])
        seat.press('main a[href*="/consents/"][href*="/withdraw/"]')
        seat.send({"how": "voice"}, "main form button[type=submit]")


def told_of(seat: Seat) -> list[str]:
    """What of the family the page tells: names, the number, the story, what to say on the phone."""
    return [one for one in (*EVERYBODY, STORY, SHOWN_PHONE, SAFETY) if one in seat.words]


@pytest.fixture
def story(
    aigul: StaffActor,
    bakyt: StaffActor,
    saule: StaffActor,
    marat: StaffActor,
    almaty: Organisation,
    consulate: Organisation,
    open_browser: Callable[..., BrowserContext],
) -> Story:
    cast = {"aigul": aigul, "bakyt": bakyt, "saule": saule, "marat": marat}
    seats = {name: Seat(open_browser(actor, scripts=False)) for name, actor in cast.items()}
    for name, actor in cast.items():
        seats[name].actor = actor
    return Story(seats, almaty, consulate)


def test_nazguls_story(story, chen, timur):
    story.the_mother_calls()
    story.the_family_is_written_down()
    assert set(told_of(story.aigul)) == {*EVERYBODY, STORY, SHOWN_PHONE, SAFETY}

    family = (DAUGHTER, BROTHER, SISTER, BABY)
    story.ask("saule", family, ["shelter", "legal-advice"], consents=2)
    story.ask("marat", (*family, MOTHER), ["return-papers", "passport"], consents=3)
    story.answers("saule")
    story.answers("marat")

    own_case = story.own_note("saule")
    story.reports("saule", REPORT, {"not-free-to-leave": "solved", "document-taken": "partly"})
    story.reports("marat", "", {"identity-papers": "partly"})
    story.reported_outcomes_are_taken_over()
    story.a_paper_moves(DAUGHTER, "temporary", "receive")
    story.a_paper_moves(DAUGHTER, "passport", "apply", "receive")
    story.a_paper_moves(BROTHER, "passport", "receive")
    story.a_paper_moves(SISTER, "identity-card", "apply")
    papers_and_problems_stand(story)

    story.the_consent_is_withdrawn("saule")
    nothing_is_left_but_her_own(story, own_case)
    a_stranger_finds_nothing(story, chen)
    it_is_all_written_down(story, timur)


def papers_and_problems_stand(story: Story) -> None:
    """Three papers are there, two people's are still open; three problems are settled, three are not."""
    seat = story.bakyt
    seat.go(story.case)
    assert REPORT not in seat.words
    papers = seat.page.locator("section[aria-labelledby=papers] li")
    assert papers.count() == 5
    open_ones = papers.filter(has_not=seat.page.locator(".state.good")).all_inner_texts()
    assert len(open_ones) == 2
    assert SISTER in "".join(open_ones)
    assert BABY in "".join(open_ones)
    problems = seat.page.locator("section[aria-labelledby=problems]")
    assert problems.locator('form[action*="/reopen/"]').count() == 3
    assert problems.locator('a[href*="/settle/"]').count() == 3


def nothing_is_left_but_her_own(story: Story, own_case: str) -> None:
    """The centre: no name on any page it has ever seen; its own note and report stay. The consulate still has its own."""
    seat = story.saule
    for method, address in dict.fromkeys(seat.went):
        if method == "GET":
            seat.page.goto(address)
            assert told_of(seat) == [], address
    seat.go(own_case)
    assert OWN_NOTE in seat.words
    seat.go(story.referrals["saule"])
    assert REPORT in seat.words
    story.marat.go(story.referrals["marat"])
    assert set(told_of(story.marat)) >= set(EVERYBODY)
    story.bakyt.go(story.referrals["saule"])
    assert REPORT in story.bakyt.words


def a_stranger_finds_nothing(story: Story, chen: StaffActor) -> None:
    """Another organisation asks for every address of the way that has an id in it."""
    client = client_of(chen)
    way = {one for seat in story.seats.values() for one in seat.went if _ID.search(one[1].partition("?")[0])}
    assert len(way) > 40
    answers = {one: getattr(client, one[0].lower())(one[1]).status_code for one in way}
    assert {one: status for one, status in answers.items() if status != 404} == {}


def it_is_all_written_down(story: Story, timur: StaffActor) -> None:
    """Each verb left its event, in whole chains."""
    with transaction.atomic(), acting(timur):
        verbs = list(Event.objects.filter(org_id=timur.org_id).order_by("seq").values_list("verb", flat=True))
    counted = {verb: verbs.count(verb) for verb in dict.fromkeys(verbs)}
    expected = {
        "contact.logged": 1, "case.opened": 1, "person.recorded": 5, "participant.added": 5, "paper.added": 5,
        "consent.taken": 5, "referral.offered": 2, "paper.moved": 5, "consent.withdrawn": 1, "referral.withdrawn": 1,
        "problem.settled": 3,
    }  # fmt: skip
    assert {verb: counted.get(verb) for verb in expected} == expected
    for whom in ("saule", "marat"):
        actor = story.seats[whom].actor
        with transaction.atomic(), acting(actor):
            theirs = set(Event.objects.filter(org_id=actor.org_id).values_list("verb", flat=True))
            assert list(verify.verify(actor.org_id)) == []
        assert theirs >= {"case.opened", "referral.accepted", "referral.started", "referral.reported"}
