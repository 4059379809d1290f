"""F12: a brigade sees what it is owed, to the cent and with the rule behind it, and by when to claim it."""

from __future__ import annotations

import pytest
from django.db import transaction

from sapar.guidance.tests.visitor import Visitor
from sapar.intake import queries
from tests.e2e.keys import Keys
from tests.factories import acting
from tests.stories.desk import Desk

pytestmark = [pytest.mark.field("F12"), pytest.mark.django_db]
# 60,000 due on 10 January: 60000 × 16% × 36 / 150 = 2304 to 15 February, 60000 × 15.5% × 23 / 150 = 1426 to 10 March;
# 60,000 due on 10 February: 60000 × 16% × 5 / 150 = 320, then 1426. Together 5476.
SUMS = {
    "sums-rows": "3",
    "sums-0-amount": "60 000", "sums-0-due": "10.01.2026",
    "sums-1-amount": "60 000", "sums-1-due": "10.02.2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_march(time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_claim_is_counted_before_and_after_the_first_payment(client):
    worker = Visitor(client, page="counting/")
    worker.press(rule="late-wages")
    worker.press(do="count", country="RU", on="10.03.2026", **SUMS)
    assert "5 476" in plain(worker.text)
    assert "125 476" in plain(worker.text)
    assert "Трудовой кодекс России" in worker.text

    # January's is paid on 5 March: 2304 + 60000 × 15.5% × 18 / 150 = 3420; with February's 1746 it is 5166.
    worker.press(do="count", country="RU", on="10.03.2026", **SUMS | {"sums-0-paid": "05.03.2026"})
    assert "5 166" in plain(worker.text)
    assert "65 166" in plain(worker.text)


def test_from_the_flow_to_the_sum_and_to_the_letter_without_typing_anything_twice(client):
    worker = Visitor(client, "ky")
    worker.walk("not-paid", "no", "2026-01-10", "RU")
    worker.press(worker.address + "counting/", rule="late-wages")
    form = worker.page.context["form"]
    assert form.facts["country"].value() == "RU"
    assert 'value="10.01.2026"' in worker.text
    typed = {"country": "RU", "on": "10.03.2026", **SUMS, "sums-0-paid": "05.03.2026"}
    worker.press(worker.address + "counting/", do="letter", **typed)
    letter = plain(worker.text.partition("<article")[2].partition("</article>")[0])
    assert letter.startswith(' class="card" lang="ru"')
    # As above: 3420 + 1746 = 5166 of interest, and February's 60,000.
    for part in (
        '<h1 class="h3">Требование о выплате зарплаты</h1>',
        "60 000 руб., срок выплаты 10 января 2026 г., выплачено 5 марта 2026 г.; проценты 3 420",
        "60 000 руб., срок выплаты 10 февраля 2026 г.; проценты 1 746",
        "65 166",
        "Трудовой кодекс России, ст. 236",
        "От кого: ____",
    ):
        assert part in letter
    for part in ('name="sums-0-amount" value="60 000"', 'name="sums-0-paid" value="05.03.2026"'):
        assert part in worker.text


def test_where_the_code_has_changed_since_the_letter_comes_with_a_warning_beside_it(client, rewrite):
    rewrite("acts/acts.yaml", "- {id: ru.tk, kind", "- {id: ru.tk, changed: [2026-03-01], kind")
    worker = Visitor(client, "en", page="counting/")
    worker.press(rule="late-wages")
    worker.press(do="letter", country="RU", on="10.03.2026", **SUMS)
    beside, _article, letter = worker.text.partition("<article")
    assert "Labour Code of Russia</span>: <strong>changed since" in beside
    assert "Требование о выплате зарплаты" in letter
    assert "changed since" not in letter


def test_the_last_day_for_a_court_becomes_the_cases_deadline(aigul):
    desk = Desk(aigul)
    desk.begins(words="Бригада, пятеро, не платят с января", caller_is="self")
    desk.walks("not-paid", "no", "2026-01-10", "RU")
    assert "26 января 2026" in desk.text
    case = desk.opens_case(desk.saves(), who="caller", caller_name="Бригадир (вымышлен)")
    assert "10 января 2027" in desk.looks(case)
    assert "labour-dispute-deadline" in desk.text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_at_the_desk_the_flow_is_walked_and_saved_by_keys(aigul, open_browser, live_server):
    """Topic, flow, three answers, saved: without a mouse, and the panel changes while the words stay."""
    keys = Keys(open_browser(aigul), str(live_server))
    keys.go("/staff/contacts/new/")
    keys.page.locator("[name=words]").focus()
    keys.write("Не платят с января")
    keys.page.select_option("[name=topic]", "unpaid-wages")
    keys.page.wait_for_selector("[accesskey=a]")
    for key, brings in (("a", "say:no"), ("o", "say:day")):
        keys.press(f"Alt+{key}")
        keys.page.wait_for_selector(f"[value='{brings}']")
    for name, typed in (("day", "10"), ("month", "1"), ("year", "2026")):
        keys.page.fill(f"[name=guide-day_{name}]", typed)
    keys.page.locator("button[value='say:day']").press("Enter")
    keys.page.wait_for_selector("[value='say:RU']")
    keys.press("Alt+a")
    keys.page.wait_for_selector("[data-part=guide] ol")
    assert keys.page.input_value("[name=words]") == "Не платят с января"
    keys.press("Alt+s")
    keys.page.wait_for_url(lambda url: not url.endswith("/new/"))
    with transaction.atomic(), acting(aigul):
        guided = queries.visible_to(aigul).get().guided
    assert guided["answers"] == {"safe": "no", "due": "2026-01-10", "country": "RU"}
    assert guided["deadlines"][0]["last_day"] == "2027-01-10"
