"""Three organisations and a consulate, one case between them, and raw SQL as any of them would run it."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sapar.accounts.models import User
from sapar.cases.models import Case, Participant, Problem
from sapar.common import tenancy
from sapar.organisations.actor import StaffActor
from sapar.organisations.models import Membership, Organisation
from sapar.people.models import Consent, ConsentPerson, Person
from sapar.vault import envelope, keys

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL_FIELDS = [
    "problems",
    "languages",
    "place",
    "needs",
    "names",
    "birth",
    "citizenship",
    "phones",
    "safety",
    "papers",
    "story",
]
SUMMARY_FIELDS = ALL_FIELDS[:4]


@dataclass
class Office:
    """An organisation and a member of it in each role asked for."""

    org: Organisation
    actors: dict[str, StaffActor]

    @property
    def worker(self) -> StaffActor:
        return self.actors["caseworker"]

    @contextmanager
    def scope(self, role: str = "caseworker") -> Iterator[None]:
        actor = self.actors[role]
        with transaction.atomic(), tenancy.scope(org=self.org.pk, member=actor.member_id, user=actor.user_id):
            yield


ROLES = ("operator", "caseworker", "supervisor", "coordinator", "steward", "auditor")


def office(slug: str, *, kind: str = "ngo", country: str = "KG", member: bool = True) -> Office:
    joined = timezone.now() if member else None
    org = Organisation(slug=slug, name=slug.title(), kind=kind, country=country, joined_at=joined)
    actors = {}
    with transaction.atomic(), tenancy.scope(org=org.pk, door="steward"):
        org.save(force_insert=True)
        if member:
            keys.make_organisation_keys(org.pk)
    for role in ROLES if member else ():
        user = User(username=f"{slug}-{role}", display_name=f"{slug} {role}", password="!")
        with transaction.atomic(), tenancy.scope(org=org.pk, door="signin"):
            user.save(force_insert=True)
            membership = Membership.objects.create(org=org, user=user, role=role)
        actors[role] = StaffActor(user, membership)
    return Office(org, actors)


def person(at: Office, name: str = "Айгүл Токтогулова", **columns: Any) -> Person:
    fresh = Person(org_id=at.org.pk, data_key=keys.new_data_key(at.org.pk, "person"), **columns)
    fresh.names = [{"text": name, "language": "ky", "source": "person"}]
    fresh.birth, fresh.safety_words = {"year": 1990}, "Speak of the sewing course only"
    fresh.birth_precision, fresh.age_band = "year", "25-44"
    fresh.save(force_insert=True)
    return fresh


def case(at: Office, number: str = "26-1", people: tuple[Person, ...] = (), **columns: Any) -> Case:
    fresh = Case(org_id=at.org.pk, number=number, data_key=keys.new_data_key(at.org.pk, "case"), **columns)
    fresh.owner_id = fresh.opened_by_id = at.worker.member_id
    fresh.story = "Two years at the horse club without wages."
    fresh.save(force_insert=True)
    for place, one in enumerate(people):
        relation = "relative" if place else "self"
        Participant.objects.create(org_id=at.org.pk, case=fresh, person=one, role="helped", relation=relation)
    Problem.objects.create(org_id=at.org.pk, case=fresh, code="unpaid-wages")
    return fresh


def consent(
    at: Office, to: Office, *about: Person, fields: list[str] | None = None, safe: str = "not-needed"
) -> Consent:
    fresh = Consent(
        org_id=at.org.pk, recipient=to.org, fields=fields or ALL_FIELDS, language_read="ru", text_version="2026-1",
        how="voice", given_by="self", safe_to_tell=safe, taken_by_id=at.worker.member_id,
        until=timezone.now() + dt.timedelta(days=90), data_key=about[0].data_key,
    )  # fmt: skip
    fresh.words = ""
    fresh.save(force_insert=True)
    for one in about:
        ConsentPerson.objects.create(org_id=at.org.pk, consent=fresh, person=one)
    return fresh


@dataclass
class Scene:
    """A of Kyrgyzstan has the case; B of Kazakhstan may be asked; C has nothing to do with it; so has the consulate."""

    a: Office
    b: Office
    c: Office
    consulate: Office

    def draft(self, to: Office | None = None, **how: Any) -> RawReferral:
        to = to or self.b
        with self.a.scope():
            person_ = person(self.a)
            case_ = how.pop("case", None) or case(
                self.a, number=f"26-{uuid.uuid4().hex[:6]}", people=(person_,)
            )
            fields = how.get("fields") or ALL_FIELDS
            raw = RawReferral(
                uuid.uuid4(), case_, person_, consent(self.a, to, person_, **how), self.a, to, fields
            )
            raw.insert()
        return raw


@dataclass
class RawReferral:
    """A referral driven by bare statements, so that the tests meet the database's rules and nothing else."""

    id: uuid.UUID
    case: Case
    person: Person
    consent: Consent
    sender: Office
    receiver: Office
    fields: list[str] = field(default_factory=lambda: ALL_FIELDS)

    def insert(self) -> None:
        run(
            "insert into referrals_referral (id, from_org_id, to_org_id, case_id, state, asked_for, fields, urgent,"
            " answer_by, made_by_id, made_at, decline_reason, withdrawn_because)"
            " values (%s, %s, %s, %s, 'draft', '{legal-advice}', %s, false, now() + interval '3 days', %s, now(), '', '')",
            self.id, self.sender.org.pk, self.receiver.org.pk, self.case.pk, self.fields,
            self.sender.worker.member_id,
        )  # fmt: skip
        self.rest_on(self.consent)
        self.seal("summary", SUMMARY_FIELDS)

    def rest_on(self, consent: Consent) -> None:
        run(
            "insert into referrals_referralconsent (id, org_id, referral_id, consent_id) values (%s, %s, %s, %s)",
            uuid.uuid4(), self.sender.org.pk, self.id, consent.pk,
        )  # fmt: skip

    def seal(self, kind: str, fields: list[str] | None = None, words: Any = "a secret") -> uuid.UUID:
        author, reader = (self.receiver, self.sender) if kind == "report" else (self.sender, self.receiver)
        key = uuid.uuid4()
        run(
            "insert into referrals_packet (id, referral_id, author_org_id, reader_org_id, kind, fields, for_reader,"
            " for_author, written_by_id, written_at) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, now())",
            key, self.id, author.org.pk, reader.org.pk, kind, fields or [],
            envelope.seal_to(reader.org.pk, words, str(key)) if reader.actors else b"no key to seal to",
            envelope.seal_to(author.org.pk, words, str(key)), author.worker.member_id,
        )  # fmt: skip
        return key

    def move(self, state: str, extra: str = "") -> None:
        run(f"update referrals_referral set state = %s {extra} where id = %s", state, self.id)

    def offer(self) -> RawReferral:
        return self.offer_with(ALL_FIELDS[4:])

    def offer_with(self, fields: list[str]) -> RawReferral:
        with self.sender.scope():
            self.seal("person", fields)
            self.move("offered")
        return self

    def accept(self) -> RawReferral:
        with self.receiver.scope():
            own = case(self.receiver, number=f"B-{uuid.uuid4().hex[:6]}")
            self.move(
                "accepted", f", to_case_id = '{own.pk}', answered_by_id = '{self.receiver.worker.member_id}'"
            )
        return self

    def decline(self) -> RawReferral:
        with self.receiver.scope():
            self.move(
                "declined",
                f", decline_reason = 'no-capacity', answered_by_id = '{self.receiver.worker.member_id}'",
            )
        return self

    def start(self) -> RawReferral:
        with self.receiver.scope():
            self.move("in-work")
        return self

    def complete(self) -> RawReferral:
        with self.receiver.scope():
            self.move("completed")
        return self

    def withdraw(self) -> RawReferral:
        with self.sender.scope():
            self.move("withdrawn", ", withdrawn_because = 'sender'")
        return self

    def withdraw_consent(self) -> None:
        with self.sender.scope():
            run("update people_consent set withdrawn_at = clock_timestamp() where id = %s", self.consent.pk)

    def state(self) -> str:
        with self.sender.scope():
            return ask("select state from referrals_referral where id = %s", self.id)[0][0]

    def grant(self) -> tuple[Any, ...]:
        """(stage, whether open) as the sender sees it."""
        with self.sender.scope():
            return ask(
                "select stage, closed_at is null from referrals_grant where referral_id = %s", self.id
            )[0]

    def kinds_seen_by(self, reader: Office | None) -> list[str]:
        """The kinds of packets whose words this office can still fetch with a bare SELECT of what was sealed to it."""
        words = "select kind from referrals_packet where referral_id = %s and for_reader is not null order by kind"
        if reader is None:
            with transaction.atomic(), tenancy.scope():
                return [row[0] for row in ask(words, self.id)]
        with reader.scope():
            return [row[0] for row in ask(words, self.id)]


def run(words: str, *values: Any) -> int:
    """Run one statement and what was put off to the commit; the number of rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words, values)
        touched = cursor.rowcount
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    return touched


def ask(words: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return cursor.fetchall()


@contextmanager
def refused(*rules: str) -> Iterator[None]:
    """The statement inside is refused by a named rule, or for lack of rights ("rights"), or by a policy ("policy")."""
    with pytest.raises(Exception, match=".") as caught, transaction.atomic():
        yield
    cause = caught.value.__cause__
    name = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if type(cause).__name__ == "InsufficientPrivilege":
        name = "policy" if "row-level security" in str(cause) else "rights"
    assert name in rules, f"{name}: {caught.value!r}"
