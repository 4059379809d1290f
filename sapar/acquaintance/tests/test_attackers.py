"""Two attackers: who has the database, and who has an organisation's account. What they can learn, and what they can't."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from sapar.acquaintance import actions
from sapar.acquaintance.models import Entry, Notice, Word
from sapar.acquaintance.tests.conftest import BORN, write_down
from sapar.cases import actions as cases
from sapar.common.errors import Locked
from sapar.people import actions as people
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate
from sapar.vault import keys, network
from tests.cast import client_of
from tests.factories import acting, make_member, make_organisation
from tests.plugins.vault import MASTER

NAME, PHONE, PAPER = "Касымова Айнура", "+996555111222", "AN1234567"
PLANTED = ("Касымова", "Айнура", "kasym", "996555111222", "0555", "1234567", "1988-04-17")
TABLES = ("acquaintance_entry", "acquaintance_notice", "acquaintance_word", "vault_systemkey")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\x[0-9a-f]{16,}")
BYTES = re.compile(r"\\x((?:[0-9a-f]{2})+)")
MOMENT = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d)?")
# What is stored one after the other in a column of bytes.
PIECE = re.compile(r"[0-9a-f]{32}")


# -- who has the database, without the master key


@pytest.fixture
def seized(transactional_db, operator):
    """Two committed organisations that know one woman and have been told of it; every row of theirs as text."""
    with transaction.atomic():
        offices = [
            make_member(make_organisation(f"Office {letter} (fictional)"), f"Somebody{letter}", "caseworker")
            for letter in "ab"
        ]
        for actor in offices:
            write_down(actor, NAME, phone=PHONE, paper=PAPER).enter()
    _night()
    with transaction.atomic(), acting(offices[0]):
        actions.answer(offices[0], Notice.objects.get(), "make_known")
    _night()
    rows = [
        line for table in TABLES for (line,) in operator.execute(f"select t::text from {table} t").fetchall()
    ]
    return offices, rows


def _night() -> None:
    actions.meet(timezone.now() + dt.timedelta(days=actions.LONGEST_WAIT, minutes=1))


def _readable(dump: str) -> str:
    """What somebody reads in it: bytes as the letters that they may be. Ids and moments have digits of their own, by chance any."""
    in_bytes = "\n".join(bytes.fromhex(one).decode(errors="replace") for one in BYTES.findall(dump))
    return MOMENT.sub("", ID.sub("", dump)) + in_bytes


def test_a_dump_is_read_through_its_bytes_and_not_by_chance():
    dump = (
        f"({uuid.UUID(int=0x0555)},\\x{PHONE.encode().hex()},2026-11-23 03:33:05.005557+00,\\x{'0555' * 8})"
    )
    assert [one for one in PLANTED if one in _readable(dump)] == ["996555111222"]


def test_a_dump_names_nobody_and_has_nothing_in_common_between_two_organisations(seized):
    offices, rows = seized
    everything = "\n".join(rows)
    assert len(rows) == 2 + 1 + 1 + everything.count("network") + everything.count("audit-signing")
    assert [one for one in PLANTED if one.casefold() in _readable(everything).casefold()] == []
    sides = [[line for line in rows if str(actor.org_id) in line] for actor in offices]
    ours, theirs = (
        {piece for found in ID.findall("\n".join(lines)) for piece in (found, *PIECE.findall(found))}
        for lines in sides
    )
    assert len(ours) > 5 < len(theirs)
    # No id, no hash and no ciphertext stands on both sides; neither names the other, in any writing.
    assert ours & theirs == set()
    for lines, other in zip(sides, reversed(offices), strict=True):
        text, org = "\n".join(lines), other.org_id
        writings = (str(org), org.hex, str(org).encode().hex(), other.org.name.encode().hex())
        assert [one for one in writings if one in text] == []


def test_without_the_master_key_nothing_can_be_reckoned(seized):
    keys.use_local(None)
    try:
        with pytest.raises(Locked), transaction.atomic():
            network.key()
    finally:
        keys.use_local(MASTER)


def test_another_key_gives_other_tokens_and_a_mark_is_another_in_every_row():
    one, other = network.NetworkKey(b"1" * 32), network.NetworkKey(b"2" * 32)
    org, first, second = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    assert (
        one.token("document|AN1234567")
        == one.token("document|AN1234567")
        != other.token("document|AN1234567")
    )
    assert len({one.mark(first, org), one.mark(second, org), other.mark(first, org)}) == 3


@pytest.mark.django_db
def test_the_pages_of_one_organisation_reach_no_row_of_another(bakyt, saule, chen, helped, night):
    helped(bakyt).enter()
    helped(saule).enter()
    night()
    with acting(bakyt):
        actions.answer(bakyt, Notice.objects.get(), "make_known")
    night()
    for actor, many in ((bakyt, (1, 1, 0)), (saule, (1, 0, 1)), (chen, (0, 0, 0))):
        with acting(actor):
            assert tuple(model.objects.count() for model in (Entry, Notice, Word)) == many


# -- who has an account of one organisation


@pytest.mark.django_db
def test_nobody_tries_one_name_after_another_in_an_entry_that_stands(bakyt, saule, helped, night, told):
    """It would cost no further entry, and be earlier than everybody who came since."""
    mine = helped(bakyt, "Осмонова Бурул", dt.date(1970, 5, 5))
    mine.enter()
    helped(saule, NAME, BORN, phone=PHONE, paper=PAPER).enter()
    with acting(bakyt):
        sought = Particulars(names=(Spelling(NAME),), birth=PartialDate.of(BORN))
        people.amend(bakyt, mine.person, sought, version=mine.person.version)
        people.add_phone(bakyt, mine.person, PHONE, phone_of="own")
        cases.add_paper(bakyt, mine.case, mine.person, cases.PaperWords("passport", number=PAPER))
    night()
    assert told(bakyt) == []


@pytest.mark.django_db
def test_one_entry_cannot_try_many_phones(bakyt, saule, helped, night, told):
    mine = helped(bakyt, NAME, BORN, phone="+996555111001")
    with acting(bakyt):
        for number in range(2, 9):
            people.add_phone(bakyt, mine.person, f"+99655511100{number}", phone_of="own")
    mine.enter()
    for last, states in ((3, []), (8, []), (2, ["open"])):
        helped(saule, NAME, BORN + dt.timedelta(days=last), phone=f"+99655511100{last}").enter()
        night()
        assert told(bakyt) == states


@pytest.mark.django_db
def test_two_entries_of_one_person_have_nothing_in_common_even_in_one_organisation(bakyt, helped):
    """Nor does it show how much is known of somebody."""
    made = [
        bytes(helped(bakyt, NAME, BORN).enter().facts),
        bytes(helped(bakyt, NAME, BORN, phone=PHONE, paper=PAPER).enter().facts),
    ]
    first, second = ({one[at : at + 16] for at in range(0, len(one), 16)} for one in made)
    assert len(made[0]) == len(made[1]) == 16 * len(first)
    assert first & second == set()


def _entering(actor, mine) -> tuple[str, list[str]]:
    """The answer and the statements of entering somebody by the page, without what is each person's own."""
    client = client_of(actor)
    address = reverse("acquaintance:enter", args=[mine.case.pk, mine.person.pk])
    typed = {
        "nobody_feared": "on", "explained": "on", "how": "voice", "language_read": "ru", "interpreted_by": "nobody",
        "until": (timezone.localdate() + dt.timedelta(days=30)).isoformat(), "once": str(uuid.uuid4()),
    }  # fmt: skip
    seen: list[str] = []

    def note(execute, sql, *rest):
        seen.append(_bare(str(sql)))
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        sent = client.post(address, typed)
        page = client.get(sent.headers["Location"])
    assert (sent.status_code, page.status_code) == (302, 200)
    assert any("acquaintance_entry" in sql for sql in seen)
    return _bare(page.content.decode()), seen


def _bare(text: str) -> str:
    """Without ids, numbers, times, nonces and sealed bytes: what is left must be the same."""
    text = re.sub(r'(nonce|value)="[^"]+"|SAVEPOINT "[^"]+"', "", text)
    text = ID.sub("…", text)
    return re.sub(r"[0-9a-zA-Z+/=_-]{32,}|'\\\\?x[0-9a-f]+'|\d+", "…", text)


@pytest.mark.django_db
def test_entering_answers_the_same_whether_or_not_somebody_else_knows_the_person(bakyt, saule, helped, night):
    helped(bakyt, NAME, BORN).enter()
    _entering(
        saule, helped(saule, "Осмонова Бурул", BORN)
    )  # so that neither of the two warms a cache for the other
    # Nobody else knows the second: she was born a day later.
    known, unknown = helped(saule, NAME, BORN), helped(saule, NAME, BORN + dt.timedelta(days=1))
    first, second = _entering(saule, known), _entering(saule, unknown)
    assert first == second


@pytest.mark.django_db
def test_after_the_nights_the_later_one_still_sees_the_same_of_both(bakyt, saule, helped, night):
    helped(bakyt).enter()
    known, unknown = helped(saule, NAME), helped(saule, "Осмонова Бурул")
    for mine in (known, unknown):
        mine.enter()
    client = client_of(saule)

    def seen() -> list[str]:
        pages = [client.get(reverse("cases:case", args=[mine.case.pk])) for mine in (known, unknown)]
        pages += [client.get(reverse("acquaintance:list")), client.get(reverse("cases:today"))]
        return [_bare(page.content.decode()) for page in pages]

    before = seen()
    night()
    assert seen() == before
    with acting(bakyt):
        actions.answer(bakyt, Notice.objects.get(), "leave")
    night()
    assert seen() == before


@pytest.mark.django_db
def test_the_earlier_one_learns_that_there_is_somebody_and_neither_who_nor_how_many(
    bakyt, saule, chen, helped, night
):
    helped(bakyt).enter()
    pages = []
    for other in (saule, chen):
        helped(other).enter()
        night()
        with acting(bakyt):
            notice = Notice.objects.get()
        page = client_of(bakyt).get(reverse("acquaintance:answer", args=[notice.pk])).content.decode()
        assert [one for one in (saule.org.name, chen.org.name, str(saule.org_id)) if one in page] == []
        pages.append(_bare(page))
    assert pages[0] == pages[1]
