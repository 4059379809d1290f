"""What is looked for on every page: axe in both schemes, the keyboard's way, a window of 320 pixels, quiet on the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request

AXE = Axe().axe_script
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
DESK = {"width": 1280, "height": 900}
# A window of 1280 by 1024 pixels at 400 per cent.
ZOOMED = {"width": 320, "height": 256}

# Everything that Tab reaches, in the order of the page; a group of radio buttons is one stop.
STOPS = """() => {
  const seen = one => !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0 && one.checkVisibility()
  const isStop = one => {
    if (!seen(one)) return false
    if (one.type !== 'radio') return true
    const group = [...document.getElementsByName(one.name)].filter(other => other.form === one.form && seen(other))
    return one === (group.find(other => other.checked) || group[0])
  }
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(isStop)
}"""
# Notes each stop of a walk: its number, what it is, whether a ring of two pixels or more is drawn round it.
WATCH = f"""() => {{
  const stops = ({STOPS})()
  window.walked = []
  document.addEventListener('focusin', ({{target}}) => {{
    const ring = getComputedStyle(target)
    const isRinged = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2
    window.walked.push([stops.indexOf(target), target.outerHTML.slice(0, 90), isRinged])
  }})
  return stops.length
}}"""
# Stops that nothing of is to be seen when they have the focus: bars lie over them.
COVERED = f"""() => ({STOPS})().filter(one => {{
  one.focus()
  const box = (one.closest('.opt') || one).getBoundingClientRect()
  const points = [0.1, 0.5, 0.9].flatMap(x => [0.2, 0.5, 0.8].map(y => [box.left + box.width * x, box.top + box.height * y]))
  return !points.some(([x, y]) => {{
    const there = document.elementFromPoint(x, y)
    return there && (one.contains(there) || there.contains(one))
  }})
}}).map(one => one.outerHTML.slice(0, 90))"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
    .slice(-3).map(one => one.outerHTML.slice(0, 90))"""


class Watched:
    """A page whose console and network are listened to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda fault: self.heard.append(f"script: {fault}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself says that a page was refused or not found: that is what some of them are.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.heard.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if (
            parts.scheme != "data"
            and parts.netloc != urlsplit(self.page.url).netloc
            and self.page.url != "about:blank"
        ):
            self.heard.append(f"asked another host: {request.url}")


def faults_at(page: Page, address: str, status: int = 200) -> list[Any]:
    """Open the page and look at everything."""
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    watched = Watched(page)
    page.goto("about:blank")
    answer = page.goto(address)
    came = urlsplit(page.url)
    if answer is None or answer.status != status or came.path != address.partition("?")[0]:
        return [f"came to {came.path}, {answer and answer.status}"]
    return faults_of(page) + watched.heard


def faults_of(page: Page) -> list[Any]:
    """Look at the page as it stands."""
    found: list[Any] = keyboard(page)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.evaluate(AXE)
    found += axe(page, "light")
    page.set_viewport_size(ZOOMED)
    page.emulate_media(color_scheme="dark")
    found += axe(page, "dark")
    found += [f"wider than 320 pixels: {one}" for one in page.evaluate(WIDER)]
    found += [f"covered when focused: {one}" for one in page.evaluate(COVERED)]
    return found


FOCUS_IS_PUT = """() => {
    const wanted = document.querySelector("[autofocus]");
    return !wanted || document.activeElement === wanted;
}"""


def axe(page: Page, scheme: str) -> list[Any]:
    broken = page.evaluate("rules => axe.run(rules).then(all => all.violations)", RULES)
    return [f"axe, {scheme}: {one['id']} {[node['target'] for node in one['nodes']]}" for one in broken]


def keyboard(page: Page) -> list[Any]:
    """Tab reaches each stop once, in order, with a ring, and leaves the last one. Where the page itself puts the focus
    (on what is wrong in a form), the way begins there and goes round.
    """
    # A browser on a busy machine moves the focus a moment after the page is there.
    page.wait_for_function(FOCUS_IS_PUT, polling=50)
    is_put = page.evaluate("document.activeElement !== document.body")
    count = page.evaluate(WATCH)
    for _stop in range(count + 1):
        page.keyboard.press("Tab")
    walked = page.evaluate("window.walked")
    found = [f"no ring: {what}" for _number, what, is_ringed in walked if not is_ringed]
    order = [number for number, _what, _ringed in walked]
    first = order[0] if is_put and order else 0
    expected = [(first + place) % count for place in range(count)]
    if order[:count] != expected or order[count:] not in ([], [first]):
        strays = [
            what for place, (number, what, _ringed) in enumerate(walked[:count]) if number != expected[place]
        ]
        found.append(f"keyboard: {count} stops, went {order}, first stray {strays[:1]}")
    return found
