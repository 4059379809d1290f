"""The rows themselves: any stretch of cases or contacts, sealed with real keys, as COPY takes them.

Pure but for randomness: it may run in a process of its own, and asks no database.
"""

from __future__ import annotations

import hmac
import os
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sapar import names
from sapar.cases.models import Case, CaseAccess, Participant, Problem, Task
from sapar.config import synthetic_words as words
from sapar.config.synthetic_rows import (
    NONE,
    NULL,
    UUID,
    Ids,
    Shape,
    bits,
    instant,
    numbers,
    padded,
    short,
    sized,
    text,
    written,
)
from sapar.directory.taxonomy import Problem as Code
from sapar.intake.codes import ContactOutcome
from sapar.intake.models import Contact
from sapar.people import index
from sapar.people.models import Person, Phone
from sapar.vault import blind
from sapar.vault.cipher import FORMAT, NONCE_BYTES
from sapar.vault.models import BlindEntry, BlindSet, DataKey

if TYPE_CHECKING:
    from sapar.config.synthetic_offices import Office
    from sapar.config.synthetic_plan import Sizes

KEYS = {
    kind: Shape(DataKey, "id", "org_id", "wrapped", "made_at", subject_kind=kind, epoch=1)
    for kind in ("person", "case", "contact")
}
BLIND = {
    kind: Shape(
        BlindEntry, "id", "org_id", "digest", "subject_id", "data_key_id", kind="phone", subject_kind=kind
    )
    for kind in ("phone", "contact")
}
ALIKE = Shape(
    BlindSet, "subject_id", "org_id", "data_key_id", "digests", "marks", "size", recipe=names.RECIPE
)
PERSON = Shape(
    Person, "id", "org_id", "data_key_id", "sex", "recorded_at", "names", "birth",
    birth_precision="year", age_band="25-44", citizenship_state="claimed", citizenships=["KG"], languages=["ky", "ru"],
    country="RU", may_call="yes",
)  # fmt: skip
PHONE = Shape(Phone, "id", "org_id", "data_key_id", "person_id", "added_at", "number", phone_of="own")
CASE = Shape(
    Case, "id", "org_id", "data_key_id", "number", "state", "waiting_for", "restricted", "owner_id", "opened_by_id", "opened_at",
    "closed_at", "story", language="ky", country="RU",
)  # fmt: skip
ACCESS = Shape(CaseAccess, "id", "org_id", "case_id", "member_id", "named_at")
PARTICIPANT = Shape(Participant, "id", "org_id", "case_id", "person_id", "role", "relation", "added_at")
PROBLEM = Shape(Problem, "id", "org_id", "case_id", "code", "state", "outcome", "settled_at", "added_at")
TASK = Shape(Task, "id", "org_id", "case_id", "data_key_id", "owner_id", "made_at", "words")
CONTACT = Shape(
    Contact, "id", "org_id", "data_key_id", "topic", "outcome", "taken_by_id", "began_at", "logged_at", "case_id",
    "caller_id", "phone", "words",
    channel="phone", caller_is="self", language="ky", country="RU", phone_of="own", may_call="yes",
)  # fmt: skip

TABLES = sorted(
    {
        one.table
        for one in (
            *KEYS.values(),
            *BLIND.values(),
            ALIKE,
            PERSON,
            PHONE,
            CASE,
            ACCESS,
            PARTICIPANT,
            PROBLEM,
            TASK,
            CONTACT,
        )
    }
)
_NAMES = [padded(one) for one in words.names()]
_TALKS = [padded(one) for one in words.talks()]
_STORIES = [padded(one) for one in words.stories()]
_YEARS = range(1981, 2000)
_BIRTHS = [padded({"year": year}) for year in _YEARS]
_SPELLED = [name[0]["text"] for name in words.names()]
_CODES = [text(code) for code in Code.values]
_OUTCOMES = [
    text(one)
    for one in (ContactOutcome.ADVISED, ContactOutcome.CASE, ContactOutcome.REFERRED, ContactOutcome.NO_HELP)
]
_SEXES = [text("female"), text("male")]
_OPEN, _WAITING, _CLOSED = text("open"), text("waiting"), text("closed")
_TRUE, _FALSE = sized(b"\x01"), sized(b"\x00")
_DAY = 86_400_000_000
# One case in so many is restricted, has a second person, has a task.
_RESTRICTED, _FAMILY, _TASK = 500, 10, 10
# Of ten contacts so many leave a number, and so many belong to a case.
_WITH_PHONE, _OF_CASE = 6, 4

Rows = dict[str, bytearray]


@lru_cache(maxsize=16_384)
def _found_by(name: int, year: int) -> blind.Findable:
    return index.findable([_SPELLED[name]], [year])


@lru_cache(maxsize=65_536)
def _hashes(key: bytes, name: int, year: int) -> bytes:
    """By what a person of this name and year is found and put in order, as `people.index` would make it."""
    by = _found_by(name, year)
    digests, marks = blind.hashes(key, by)
    return numbers(digests) + bits(marks) + short(by.size)


class Seal:
    """The data key of one subject: its row, and what is sealed with it."""

    __slots__ = ("_cipher", "row_id")

    def __init__(self, rows: Rows, kind: str, row_id: bytes, office: Office, at: bytes) -> None:
        raw = os.urandom(32)
        self._cipher = AESGCM(raw)
        self.row_id = UUID + row_id
        shape = KEYS[kind]
        rows[shape.copy] += shape.row(
            self.row_id, UUID + office.id, sized(office.wraps.encrypt(raw, row_id)), at
        )

    def __call__(self, shape: Shape, pk: str, column: str, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        place = f"{shape.table}|{pk}|{column}".encode()
        return sized(FORMAT + nonce + self._cipher.encrypt(nonce, plain, place))

    def rest(self, shape: Shape, pk: str) -> list[bytes]:
        """Sealed columns of which nothing is said."""
        return [self(shape, pk, column, NONE) for column in shape.also_sealed]


@dataclass(frozen=True)
class Maker:
    """Makes rows; the same ids for the same numbers, whoever asks."""

    sizes: Sizes
    offices: list[Office]
    ids: Ids

    def case_id(self, case: int) -> bytes:
        return self.ids(b"case", case, self.sizes.opened(case))

    def person_id(self, case: int) -> bytes:
        return self.ids(b"person", case, self.sizes.opened(case))

    def contact_id(self, contact: int) -> bytes:
        return self.ids(b"contact", contact, self.sizes.began(contact))

    def owner(self, office: Office, row: int) -> bytes:
        return office.staff[row // 7 % len(office.staff)]

    def cases(self, first: int, last: int) -> Rows:
        """Cases with their people, problems and tasks, by the COPY statement that takes them."""
        rows: Rows = defaultdict(bytearray)
        for case in range(first, last):
            office = self.offices[self.sizes.office_of(case)]
            self._person(rows, case, office)
            self._case(rows, case, office)
        return rows

    def _person(self, rows: Rows, case: int, office: Office) -> None:
        when = self.sizes.opened(case)
        at, org, key = instant(when), UUID + office.id, self.person_id(case)
        pk, phone = written(key), self.ids(b"phone", case, when)
        seal = Seal(rows, "person", self.ids(b"person-key", case, when), office, at)
        rows[PERSON.copy] += PERSON.row(
            UUID + key, org, seal.row_id, _SEXES[case & 1], at,
            seal(PERSON, pk, "names", _NAMES[case % len(_NAMES)]), seal(PERSON, pk, "birth", _BIRTHS[case % len(_BIRTHS)]),
            *seal.rest(PERSON, pk),
        )  # fmt: skip
        name, year = case % len(_NAMES), _YEARS[case % len(_BIRTHS)]
        rows[ALIKE.copy] += ALIKE.row(UUID + key, org, seal.row_id, _hashes(office.blind, name, year))
        number, phone_pk = words.phone(self.sizes.contacts + case), written(phone)
        rows[PHONE.copy] += PHONE.row(
            UUID + phone, org, seal.row_id, UUID + key, at, seal(PHONE, phone_pk, "number", padded(number)),
            *seal.rest(PHONE, phone_pk),
        )  # fmt: skip
        self._findable(rows, "phone", case, when, office, number, phone, seal)

    def _findable(
        self,
        rows: Rows,
        kind: str,
        row: int,
        when: int,
        office: Office,
        number: str,
        subject: bytes,
        seal: Seal,
    ) -> None:
        shape, key = BLIND[kind], self.ids(kind.encode() + b"-blind", row, when)
        digest = hmac.digest(office.blind, f"phone|{number}".encode(), "sha256")
        rows[shape.copy] += shape.row(
            UUID + key, UUID + office.id, sized(digest), UUID + subject, seal.row_id
        )

    def _case(self, rows: Rows, case: int, office: Office) -> None:
        when = self.sizes.opened(case)
        at, org, key = instant(when), UUID + office.id, self.case_id(case)
        pk, owner = written(key), UUID + self.owner(office, case)
        seal = Seal(rows, "case", self.ids(b"case-key", case, when), office, at)
        state = self.state(case)
        closed = instant(min(when + 60 * _DAY, self.sizes.last_instant)) if state is _CLOSED else NULL
        restricted = case // 5 % _RESTRICTED == 0
        rows[CASE.copy] += CASE.row(
            UUID + key, org, seal.row_id, text(self.sizes.number(case)), state,
            text("state" if state is _WAITING else ""), _TRUE if restricted else _FALSE, owner, owner, at, closed,
            seal(CASE, pk, "story", _STORIES[case % len(_STORIES)]), *seal.rest(CASE, pk),
        )  # fmt: skip
        if restricted:
            rows[ACCESS.copy] += ACCESS.row(
                UUID + self.ids(b"access", case, when), org, UUID + key, owner, at
            )
        self._people(rows, case, office, at)
        self._problems(rows, case, office, at, closed)
        if case % _TASK == 0:
            task = self.ids(b"task", case, when)
            rows[TASK.copy] += TASK.row(
                UUID + task, org, UUID + key, seal.row_id, owner, at,
                seal(TASK, written(task), "words", _TALKS[-1]), *seal.rest(TASK, written(task)),
            )  # fmt: skip

    def state(self, case: int) -> bytes:
        """Seven of ten are closed, most of the rest open; mixed in time."""
        digit = case * 7919 // 5 % 10
        return _CLOSED if digit < 7 else _OPEN if digit < 9 else _WAITING

    def _people(self, rows: Rows, case: int, office: Office, at: bytes) -> None:
        """Its main person; in some cases another's, who called."""
        when, sizes = self.sizes.opened(case), self.sizes
        rank = sizes.rank(case, sizes.office_of(case))
        is_called = case // 5 % _FAMILY == 0 and rank > 0
        standing = [(b"self", case, b"helped" if is_called else b"both")]
        if is_called:
            standing.append((b"mother", sizes.row_at(rank - 1, sizes.office_of(case)), b"caller"))
        for relation, other, role in standing:
            rows[PARTICIPANT.copy] += PARTICIPANT.row(
                UUID + self.ids(b"participant-" + relation, case, when), UUID + office.id, UUID + self.case_id(case),
                UUID + self.person_id(other), sized(role), sized(relation), at,
            )  # fmt: skip

    def _problems(self, rows: Rows, case: int, office: Office, at: bytes, closed: bytes) -> None:
        """Two or three, settled when the case is closed."""
        state = (
            (text("open"), text(""), NULL) if closed == NULL else (text("settled"), text("solved"), closed)
        )
        for place in range(2 + case % 2):
            key = self.ids(b"problem" + bytes([place]), case, self.sizes.opened(case))
            code = _CODES[(case + place * 5) % len(_CODES)]
            rows[PROBLEM.copy] += PROBLEM.row(
                UUID + key, UUID + office.id, UUID + self.case_id(case), code, *state, at
            )

    def contacts(self, first: int, last: int) -> Rows:
        """Talks, each sealed with a key of its own."""
        rows: Rows = defaultdict(bytearray)
        for contact in range(first, last):
            self._contact(rows, contact, self.offices[self.sizes.office_of(contact)])
        return rows

    def _contact(self, rows: Rows, contact: int, office: Office) -> None:
        when = self.sizes.began(contact)
        at, key = instant(when), self.contact_id(contact)
        pk, case = written(key), self.case_of(contact)
        seal = Seal(rows, "contact", self.ids(b"contact-key", contact, when), office, at)
        number = words.phone(contact) if contact * 7919 // 5 % 10 < _WITH_PHONE else None
        rows[CONTACT.copy] += CONTACT.row(
            UUID + key, UUID + office.id, seal.row_id, _CODES[contact % len(_CODES)],
            _OUTCOMES[1 if case is not None else contact // 3 % len(_OUTCOMES)], UUID + self.owner(office, contact), at, at,
            NULL if case is None else UUID + self.case_id(case), NULL if case is None else UUID + self.person_id(case),
            seal(CONTACT, pk, "phone", padded(number)), seal(CONTACT, pk, "words", _TALKS[contact % len(_TALKS)]),
            *seal.rest(CONTACT, pk),
        )  # fmt: skip
        if number is not None:
            self._findable(rows, "contact", contact, when, office, number, key, seal)

    def case_of(self, contact: int) -> int | None:
        """The case that a talk belongs to, if any."""
        return self.sizes.case_of(contact) if contact * 104_729 // 5 % 10 < _OF_CASE else None
