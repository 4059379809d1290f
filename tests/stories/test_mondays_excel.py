"""Moment 3, Monday's Excel: a supervisor walks a messy sheet from the file to the donor's table, and back, and again."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from python_calamine import CalamineSheet, CalamineWorkbook

from sapar.audit import verify
from sapar.audit.models import Event
from sapar.cases.models import Case
from sapar.insight import counts
from sapar.insight.actions import take_all
from sapar.insight.periods import Period
from sapar.insight.selection import Selection
from sapar.intake.models import Contact
from sapar.people.codes import AgeBand, Sex
from sapar.people.models import Person
from sapar.sheets import tasks
from tests.e2e.seat import Seat
from tests.factories import acting
from tests.messy_sheet import OWN_WORDS, Messy

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = 120


class Monday:
    """Gulnara at her desk with the file, and the worker in the next room."""

    def __init__(self, seat: Seat, actor: StaffActor, messy: Messy) -> None:
        self.seat, self.actor, self.messy = seat, actor, messy
        self.sheet = ""

    def the_file_is_brought(self, content: bytes) -> None:
        self.seat.go("/staff/sheets/")
        self.seat.follow("/staff/sheets/bring/")
        file = {"name": "журнал.xlsx", "mimeType": "application/octet-stream", "buffer": content}
        self.seat.page.set_input_files("[name=file]", file)
        self.seat.press("main form button.main")
        self.sheet = self.seat.path.removesuffix("columns/")

    def columns_are_named(self) -> None:
        """All but the running number are guessed; the order of days has to be said."""
        self.seat.send({"date_order": "dmy", "home_country": "KG"})

    def words_are_named(self) -> None:
        page = self.seat.page
        for box in page.locator("main form select").all():
            word = page.locator(f"label[for={box.get_attribute('id')}]").inner_text()
            ((_key, _word), code), *others = [pair for pair in OWN_WORDS.items() if pair[0][1] in word]
            assert not others
            box.select_option(code)
        self.seat.press("main form button.main")

    def press(self, verb: str) -> None:
        """Ask for a job on the page, let the worker do it, and look."""
        self.seat.go(self.sheet)
        form = f'form[action$="/{verb}/"]'
        folded = self.seat.page.locator("details").filter(has=self.seat.page.locator(form))
        if folded.count():
            folded.locator("summary").click()
        self.seat.press(f"main {form} button")
        job = {"check": tasks.check, "load": tasks.load, "undo": tasks.undo}[verb]
        ids = {"org_id": self.actor.org_id, "member_id": self.actor.member_id}
        batch = self.sheet.rstrip("/").rpartition("/")[2]
        job(**{name: str(one) for name, one in ids.items()}, batch_id=batch)
        self.seat.go(self.sheet)

    def told(self, name: str) -> int:
        found = self.seat.page.locator(f"#{name}").first.inner_text()
        return int(found.split(":")[0])

    def every_reject_is_explained(self) -> None:
        """Forty cards: the row, what was read, why, what to do. The same forty as a sheet."""
        seat, truth = self.seat, self.messy.truth
        seat.go(f"{self.sheet}rows/rejected/")
        cards = seat.page.locator("main ol > li")
        assert cards.count() == sum(truth.rejected.values()) == 40
        assert all(card.locator(".error").count() for card in cards.all())
        with seat.page.expect_download() as download:
            seat.page.locator('main a[href$="/rejects/"]').click()
        rows = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
        assert len(rows) == 41
        assert all(row[-1] and row[-2] for row in rows[1:])

    def it_matches_the_count_made_from_the_sheet(self) -> None:
        truth = self.messy.truth
        with transaction.atomic(), acting(self.actor):
            own = {"org_id": self.actor.org_id}
            contacts = Counter(
                (one.topic, f"{one.began_at:%Y-%m}", one.country) for one in Contact.objects.filter(**own)
            )
            cases = Counter(
                (problem.code, f"{case.opened_at:%Y-%m}", case.country)
                for case in Case.objects.filter(**own).prefetch_related("problems")
                for problem in case.problems.all()
            )
            people = Counter(
                (one.sex, one.age_band, *one.citizenships) for one in Person.objects.filter(**own)
            )
        assert contacts == truth.contacts
        assert cases == truth.cases
        self.the_donors_table_matches()
        assert people == Counter((one.sex, one.band, one.citizenship) for one in truth.people.values())

    def the_donors_table_matches(self) -> None:
        """The same by the counts that the overview is made of, and in the file that is sent to the donor."""
        truth, today = self.messy.truth, self.messy.today
        chosen = Selection(Period(today - dt.timedelta(days=400), today), self.actor.org.time_zone)
        with transaction.atomic(), acting(self.actor):
            talks = counts.contacts(self.actor, chosen)
            cases = counts.cases(self.actor, chosen)
            people = counts.people(self.actor, chosen)
            book = CalamineWorkbook.from_filelike(io.BytesIO(take_all(self.actor, chosen, [])))
        assert talks["topic"] == summed(truth.contacts, 0)
        assert talks["month"] == summed(truth.contacts, 1)
        assert talks["country"] == summed(truth.contacts, 2)
        assert cases["problem"] == summed(truth.cases, 0)
        told = {(one.sex, one.age_band, one.citizenship): one.people for one in people}
        assert told == Counter((one.sex, one.band, one.citizenship) for one in truth.people.values())
        ages = next(sheet for sheet in map(book.get_sheet_by_name, book.sheet_names) if has_sexes(sheet))
        assert ages.to_python()[-1][-1] == len(truth.people)


def has_sexes(sheet: CalamineSheet) -> bool:
    """Whether this is the table of sex and age, which is as long as there are age groups."""
    return sheet.height == len(AgeBand) + 2 and sheet.width == len(Sex) + 2


def summed(counted: Counter[tuple[str, str, str]], by: int) -> dict[str, int]:
    """By one part of the key."""
    found: Counter[str] = Counter()
    for key, many in counted.items():
        found[key[by]] += many
    return dict(found)


def nothing_is_left(actor: StaffActor) -> bool:
    with transaction.atomic(), acting(actor):
        return not any(
            model.objects.filter(org_id=actor.org_id).exists() for model in (Contact, Case, Person)
        )


@pytest.fixture
def monday(gulnara: StaffActor, open_browser: Callable[..., BrowserContext]) -> Monday:
    return Monday(Seat(open_browser(gulnara, scripts=False)), gulnara, Messy(ROWS))


def test_mondays_excel(monday: Monday, timur: StaffActor) -> None:
    monday.the_file_is_brought(monday.messy.as_xlsx())
    monday.columns_are_named()
    monday.words_are_named()
    assert nothing_is_left(monday.actor)

    monday.press("check")
    assert (monday.told("ready"), monday.told("rejected")) == (monday.messy.truth.talks, 40)
    assert nothing_is_left(monday.actor)
    monday.every_reject_is_explained()

    monday.press("load")
    assert monday.told("loaded") == monday.messy.truth.talks
    monday.it_matches_the_count_made_from_the_sheet()

    monday.press("undo")
    assert nothing_is_left(monday.actor)
    monday.press("check")
    monday.press("load")
    monday.it_matches_the_count_made_from_the_sheet()

    the_next_sheet_is_understood_at_once(monday)
    it_is_all_written_down(monday, timur)


def the_next_sheet_is_understood_at_once(monday: Monday) -> None:
    """The same file again: columns and words are known, and every row was loaded before."""
    first = monday.sheet
    monday.the_file_is_brought(monday.messy.as_xlsx())
    assert monday.sheet != first
    monday.press("check")
    assert monday.seat.page.locator("#ready").count() == 0
    assert monday.told("skipped") >= monday.messy.truth.talks


def it_is_all_written_down(monday: Monday, timur: StaffActor) -> None:
    """Each talk and each case has its event, twice made and once taken back, in a whole chain."""
    with transaction.atomic(), acting(timur):
        verbs = Counter(Event.objects.filter(org_id=timur.org_id).values_list("verb", flat=True))
        assert list(verify.verify(timur.org_id)) == []
    truth = monday.messy.truth
    assert verbs["contact.logged"] == 2 * truth.talks
    assert verbs["contact.taken-back"] == truth.talks
    assert (verbs["case.opened"], verbs["case.taken-back"]) == (2 * truth.opened, truth.opened)
    assert (verbs["sheet.loaded"], verbs["sheet.undone"]) == (2, 1)
