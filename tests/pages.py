"""Fill in forms as a browser without scripts does: open the page, keep what stands in it, change some fields, send it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client


@dataclass
class Form:
    """A form of a page: where it goes and what stands in it."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._textarea = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(got.get("action", ""), got.get("method", "get").lower()))
        elif self.forms and tag in {"input", "select", "option", "textarea"}:
            getattr(self, f"_{tag}_begins")(got)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            # A browser drops the line break that follows the opening tag.
            self.forms[-1].put(self._textarea, "".join(self._text).removeprefix("\n"))
            self._textarea = ""
        elif tag == "select":
            form = self.forms[-1]
            if self._select not in form.values and form.choices.get(self._select):
                form.put(self._select, form.choices[self._select][0])
            self._select = ""

    def handle_data(self, text: str) -> None:
        if self._textarea:
            self._text.append(text)

    def _input_begins(self, got: dict[str, str]) -> None:
        kind, name = got.get("type", "text"), got.get("name", "")
        if not name or kind in {"submit", "button", "file"}:
            return
        if kind in {"radio", "checkbox"}:
            self.forms[-1].choices.setdefault(name, []).append(got.get("value", "on"))
            if "checked" not in got:
                return
        self.forms[-1].put(name, got.get("value", "on" if kind == "checkbox" else ""))

    def _select_begins(self, got: dict[str, str]) -> None:
        self._select = got.get("name", "")

    def _option_begins(self, got: dict[str, str]) -> None:
        self.forms[-1].choices.setdefault(self._select, []).append(got.get("value", ""))
        if "selected" in got:
            self.forms[-1].put(self._select, got.get("value", ""))

    def _textarea_begins(self, got: dict[str, str]) -> None:
        self._textarea, self._text = got.get("name", ""), []


def forms_of(response: HttpResponse) -> list[Form]:
    """Every form on a page that changes something."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return [form for form in reader.forms if form.method == "post"]


def submit(
    client: Client, address: str, /, *, follow: bool = False, press: str = "", **values: Any
) -> HttpResponse:
    """Open `address`, fill in the form that has these fields, send it. `press` is the button, "name=value"."""
    page = client.get(address)
    assert page.status_code == 200, f"{address} answers {page.status_code}"
    form = next((one for one in forms_of(page) if all(_has(one, name) for name in values)), None)
    assert form is not None, (
        f"no form with {sorted(values)} at {address}: {[sorted(f.values | f.choices) for f in forms_of(page)]}"
    )
    sent: dict[str, Any] = {**form.values, **values}
    if press:
        name, _, value = press.partition("=")
        sent[name] = value
    return client.post(urljoin(address, form.action), sent, follow=follow)


def _has(form: Form, name: str) -> bool:
    return name in form.values or name in form.choices or name == "file"


_MADE_AT_RANDOM = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|\b[A-Za-z0-9_-]{40,}|"
    r"\b\d{4}-\d\d-\d\dT[\d:.]+",
    re.ASCII,
)


def said_by(shown: HttpResponse | str) -> str:
    """A page without identifiers, tokens and moments: sooner or later one of them has the digits that must not be there."""
    text = shown if isinstance(shown, str) else shown.content.decode()
    return _MADE_AT_RANDOM.sub("…", text)
