"""The pages of a referral in a real browser: axe, a narrow window, doubled text, and no script at all."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from sapar.referrals import queries
from sapar.referrals.tests.story import turn
from tests.e2e.conftest import browser, open_browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
# Pictures are kept where this points, for somebody to look at.
SHOTS = os.environ.get("SAPAR_TEST_SHOTS", "")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}


def _look(window, name, address):
    page = window.new_page()
    faults = []
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        answer = page.goto(address)
        assert answer.status in (200, 422), (name, answer.status)
        found = Axe().run(page, options=RULES).response["violations"]
        faults += [(name, width, rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        faults.append((name, "wide", wide))
    page.close()
    return faults


def _address(name, *args, **query):
    return reverse(f"referrals:{name}", args=args) + (f"?{urlencode(query, doseq=True)}" if query else "")


def _choice(story):
    fields = ["problems", "names", "phones", "story"]
    return {
        "go": "1",
        "people": [str(story.person.pk)],
        "asked_for": ["legal-advice"],
        "fields_chosen": fields,
    }


def test_pages_before_the_offer(committed_story, open_browser):  # noqa: F811 - the fixture above
    story, window = committed_story, open_browser(committed_story.sender)
    case, to_org = story.case.pk, story.to_org.pk
    faults = _look(window, "outbox-empty", _address("outbox"))
    faults += _look(window, "who", _address("who", case))
    faults += _look(window, "plan", _address("plan", case, to_org))
    faults += _look(window, "plan-wrong", _address("plan", case, to_org, go="1"))
    faults += _look(window, "consent", _address("consent", case, to_org, **_choice(story)))
    story.draft()
    faults += _look(window, "offer", _address("offer", story.referral.pk))
    assert faults == []


def test_pages_of_both_sides(committed_story, open_browser):  # noqa: F811 - the fixture above
    story = committed_story.to("offered")
    home, away = open_browser(story.sender), open_browser(story.receiver)
    key = story.referral.pk
    faults = _look(away, "inbox", _address("inbox")) + _look(
        away, "received-offered", _address("referral", key)
    )
    faults += _look(away, "accept", _address("accept", key)) + _look(
        away, "decline", _address("decline", key)
    )
    story.accept().start().report("Паспорт вернули, зарплату обещают до пятницы.", document_taken="solved")
    faults += _look(away, "received-work", _address("referral", key)) + _look(
        away, "report", _address("report", key)
    )
    faults += _look(home, "sent-work", _address("referral", key)) + _look(
        home, "withdraw", _address("withdraw", key)
    )
    faults += _look(home, "case-sent", reverse("cases:case", args=[story.case.pk]))
    with turn(story.receiver):
        own = queries.get(story.receiver, key).to_case_id
    faults += _look(away, "case-received", reverse("cases:case", args=[own]))
    story.withdraw_consent()
    faults += _look(away, "received-gone", _address("referral", key))
    faults += _look(home, "sent-gone", _address("referral", key))
    assert faults == []


def test_an_offer_is_made_by_keyboard_without_scripts(committed_story, open_browser):  # noqa: F811 - the fixture above
    story = committed_story.draft()
    page = open_browser(story.sender, scripts=False).new_page()
    page.goto(_address("offer", story.referral.pk))
    page.locator("main button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{_address('referral', story.referral.pk)}")
    assert story.state() == "offered"
