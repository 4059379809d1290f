"""What is looked for on every page is found where it is: each fault on a page that is good but for that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.looks import DESK, Watched, faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="en"><head><title>Page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ color: #111; background: #fff }} :focus-visible {{ outline: 3px solid #b0500a }}
a, button {{ display: inline-block; padding: 10px }}</style></head>
<body><main><h1>Page</h1><p><a href="#one">One</a> <button>Two</button></p>{}</main></body></html>"""
HIGH = '<p style="height: 60rem">High</p>'
FAULTS = {
    "axe, light: image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "axe, dark: color-contrast": "<style>@media (prefers-color-scheme: dark) { h1 { color: #ddd } }</style>",
    "axe, light: target-size": '<div><a href="#a" style="padding:0;font-size:9px">a</a><br><a href="#b" style="padding:0;font-size:9px">b</a></div>',
    "wider than 320 pixels": '<div style="width: 400px">Wide</div>',
    "covered when focused": f'{HIGH}<a href="#c">Low</a><div style="position: fixed; inset: 0; background: #fff">Lid</div>',
    "no ring": '<button style="outline: none">Three</button>',
    "keyboard: 3 stops": '<button tabindex="3">Three</button>',
    "keyboard: 4 stops": '<input aria-label="Trap" onkeydown="event.preventDefault()"><button>Three</button>',
    "console": '<script>console.error("broken")</script>',
    "script": "<script>nothing()</script>",
    "asked another host": '<img alt="Map" src="http://127.0.0.2/map.png">',
}


def _faults(browser: Browser, inner: str) -> list[str]:
    page: Page = browser.new_page(viewport=DESK)
    page.route("**/*", lambda route: route.fulfill(body=GOOD.format(inner), content_type="text/html"))
    watched = Watched(page)
    page.goto("http://127.0.0.1/page/")
    found = [str(one) for one in faults_of(page) + watched.heard]
    page.close()
    return found


def test_a_good_page_has_no_fault(browser):
    assert _faults(browser, HIGH) == []


@pytest.mark.parametrize("fault", list(FAULTS))
def test_the_fault_is_found(browser, fault):
    assert any(found.startswith(fault) for found in _faults(browser, FAULTS[fault]))
