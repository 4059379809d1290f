"""A browser without a screen: keeps its connection and its cookies, reads forms as they stand on the page, sends them."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from bench import machine

_SECONDS = 60


@dataclass
class Answer:
    """What came back, and the milliseconds from the first byte sent to the last one read."""

    status: int
    body: str
    location: str
    ms: float


class Forms(HTMLParser):
    """The forms of a page, each with what it would send untouched. `forms` is a list of (action, fields)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(fields, name, given)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            fields[name] = ""

    def _input(self, fields: dict[str, str], name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"radio", "checkbox"}:
            if "checked" in given:
                fields[name] = given.get("value", "on")
        elif kind not in {"submit", "button", "file", "image"}:
            fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1][1][self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def having(self, name: str) -> dict[str, str]:
        """The fields of the first form that has a field of this name."""
        return next(fields for _action, fields in self.forms if name in fields)


@dataclass
class Browser:
    port: int
    host: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, Any], also: dict[str, str] | None = None) -> Answer:
        """`also` are headers that a page's script sends."""
        return self._ask("POST", path, urlencode(fields, doseq=True).encode(), also)

    def _ask(self, method: str, path: str, body: bytes | None, also: dict[str, str] | None = None) -> Answer:
        headers = {
            **(also or {}),
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "ru",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        fresh = self._line is None
        line = self._line = self._line or http.client.HTTPConnection(self.host, self.port, timeout=_SECONDS)
        began = time.perf_counter()
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            read = response.read()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            if fresh or method == "POST":
                raise
            return self._ask(method, path, body, also)  # the server had closed a connection that stood idle
        answer = Answer(
            response.status,
            read.decode(),
            response.headers.get("Location", ""),
            machine.milliseconds_since(began),
        )
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: one.value for name, one in SimpleCookie(cookie).items()})
        if response.headers.get("Connection", "").lower() == "close":
            self.hang_up()
        return answer

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def rested(self) -> None:
        """Open the connection anew if the server has closed it meanwhile; nothing of that is measured."""
        self.hang_up()

    def sent(self, page: str, name: str, path: str, **typed: Any) -> Answer:
        """Get a page, fill in the form that has field `name`, send it."""
        fields = Forms(self.get(page).body).having(name)
        return self.post(path, {**fields, **typed})
