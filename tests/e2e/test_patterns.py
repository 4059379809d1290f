"""The pattern page and the sample pages in a real browser: axe, narrow windows, doubled text, line lengths, targets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template import engines
from django.utils import translation

import sapar.ui
from sapar.ui import samples

pytestmark = pytest.mark.browser

STATIC = Path(sapar.ui.__file__).parent / "static"
PUBLIC, STAFF = ("home", "search", "ask"), ("desk", "case")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
LONGEST_LINE = """() => {
  let worst = 0
  for (const block of document.querySelectorAll('p, li, dd, legend')) {
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      let top = null, letters = 0
      for (let at = 0; at < walk.currentNode.length; at++) {
        const range = document.createRange()
        range.setStart(walk.currentNode, at); range.setEnd(walk.currentNode, at + 1)
        const box = range.getBoundingClientRect()
        if (!box.width) continue
        letters = top !== null && Math.abs(box.top - top) < 4 ? letters + 1 : 1
        top = box.top
        worst = Math.max(worst, letters)
      }
    }
  }
  return worst
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .map(thing => thing.closest('.opt') || thing)
  .filter(thing => !thing.matches('.skip'))
  .map(thing => [thing.textContent.trim().slice(0, 30), thing.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
  .map(([words]) => words)"""


def source(page: str) -> str:
    if page == "patterns":
        return '{% extends "ui/patterns.html" %}'
    skeleton = "ui/staff.html" if page in STAFF else "ui/public.html"
    inner = f'{{% include "ui/samples/{page}.html" %}}'
    return f'{{% extends "{skeleton}" %}}{{% block content %}}{inner}{{% endblock %}}'


@pytest.fixture
def written(tmp_path):
    """`written(page, language)`: the address of the rendered page on the disk."""
    shutil.copytree(STATIC / "ui", tmp_path / "static/ui")

    def write(page: str, language: str = "ru") -> str:
        with translation.override(language):
            context = samples.everything() | {
                "languages": [
                    (code, name, f"/{code}/", code == language) for code, name in settings.LANGUAGES
                ],
                "languages_open": page == "home",
                "translation_unreviewed": True,
                "demo": page not in PUBLIC,
                "nav": [{"url": "#", "label": "Обращения", "current": True, "count": 3}] * 6,
                "organisation_name": "Горячая линия «Ак Жол»",
                "lock_url": "/lock/",
                "sign_out_url": "/out/",
            }
            html = engines["django"].from_string(source(page)).render(context)
        target = tmp_path / f"{page}-{language}.html"
        target.write_text(html.replace('"/static/', '"static/'))
        return target.as_uri()

    return write


def opened(browser, address: str, *, width: int, height: int = 640, scheme: str = "light"):
    page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize(
    ("name", "width"),
    [("patterns", 1280), *((name, width) for name in (*PUBLIC, *STAFF) for width in (320, 1280))],
)
def test_axe_finds_nothing_in_either_scheme(browser, written, name, width):
    page = opened(browser, written(name), width=width)
    found = Axe().run(page, options=RULES).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += Axe().run(page, options=RULES).response["violations"]
    page.context.close()
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize(
    ("name", "language"),
    [*((name, "ru") for name in (*PUBLIC, *STAFF, "patterns")), *((name, "ky") for name in PUBLIC)],
)
def test_nothing_is_wider_than_the_window(browser, written, name, language):
    page = opened(browser, written(name, language), width=320, height=256)
    once = page.evaluate("document.documentElement.scrollWidth")
    page.add_style_tag(content="html.public{font-size:225%}html.staff{font-size:200%}")
    doubled = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert (once, doubled) == (320, 320)


@pytest.mark.parametrize("name", [*PUBLIC, *STAFF, "patterns"])
def test_lines_are_at_most_sixty_letters(browser, written, name):
    page = opened(browser, written(name), width=1280)
    longest = page.evaluate(LONGEST_LINE)
    page.context.close()
    assert longest <= 60


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PUBLIC)
def test_a_thumb_hits_every_target_of_a_public_page(browser, written, name, width):
    page = opened(browser, written(name), width=width)
    small = page.evaluate(SMALL_TARGETS)
    page.context.close()
    assert small == []


def test_the_way_out_is_the_second_stop_of_the_keyboard(browser, written):
    page = opened(browser, written("home"), width=320)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.exit') !== null")
    page.context.close()


def test_a_focused_field_is_not_hidden_behind_the_bars(browser, written):
    page = opened(browser, written("desk"), width=320, height=640)
    hidden = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
          const box = document.activeElement.getBoundingClientRect()
          const x = box.left + box.width / 2, y = box.top + box.height / 2
          const seen = document.elementFromPoint(x, y)
          return seen === null || document.activeElement.contains(seen) || seen.contains(document.activeElement) ?
            '' : document.activeElement.outerHTML.slice(0, 80)
        }""")
        if at:
            hidden.append(at)
    page.context.close()
    assert hidden == []


def test_the_print_is_dark_on_white_even_from_a_dark_screen(browser, written):
    page = opened(browser, written("case"), width=800, scheme="dark")
    page.emulate_media(media="print")
    shown = page.evaluate("getComputedStyle(document.querySelector('.bar')).display")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.close()
    assert (shown, ground) == ("none", "rgb(255, 255, 255)")
