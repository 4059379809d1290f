"""Moment 3, Monday's Excel: a supervisor walks a messy sheet from the file to the donor's table, and back, and again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from python_calamine import CalamineWorkbook

from sapar.audit import verify
from sapar.audit.models import Event
from sapar.sheets import tasks
from tests.e2e.seat import Seat
from tests.factories import acting
from tests.messy_sheet import OWN_WORDS, Messy
from tests.monday import differences, nothing_is_left

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
        """Rows, the overview's figures, and the file that is sent to the donor."""
        with transaction.atomic(), acting(self.actor):
            assert differences(self.actor, self.messy) == []

    def nothing_is_left(self) -> bool:
        with transaction.atomic(), acting(self.actor):
            return nothing_is_left(self.actor)


@pytest.fixture
def monday(gulnara: StaffActor, open_browser: Callable[..., BrowserContext]) -> Monday:
    return Monday(Seat(open_browser(gulnara, scripts=False)), gulnara, Messy(ROWS))


def test_mondays_excel(monday: Monday, timur: StaffActor) -> None:
    monday.the_file_is_brought(monday.messy.as_xlsx())
    monday.columns_are_named()
    monday.words_are_named()
    assert monday.nothing_is_left()

    monday.press("check")
    assert (monday.told("ready"), monday.told("rejected")) == (monday.messy.truth.talks, 40)
    assert monday.nothing_is_left()
    monday.every_reject_is_explained()

    monday.press("load")
    assert monday.told("loaded") == monday.messy.truth.talks
    monday.it_matches_the_count_made_from_the_sheet()

    monday.press("undo")
    assert monday.nothing_is_left()
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
