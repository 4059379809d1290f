"""Somebody with a telephone: opens the list, presses buttons, and has nothing but the page in front of them."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import TYPE_CHECKING

from sapar.guidance.flows import the_library

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from sapar.guidance.flows import Library

_WAY = re.compile(r'name="way" value="([^"]+)"')


def lacking(flow: str, node: str, language: str) -> Library:
    """The library as it would be if nobody had translated this node."""
    whole = the_library()
    written = {key: words for key, words in whole.written.items() if key != (flow, node, language)}
    return dataclasses.replace(whole, written=written)


class Visitor:
    """`page` is what stands in front of them; `pressed` counts the pages."""

    def __init__(self, client: Client, language: str = "ru", page: str = "") -> None:
        self.client = client
        self.address = f"/{language}/guide/{page}"
        self.page = client.get(self.address)

    @property
    def text(self) -> str:
        return html.unescape(self.page.content.decode())

    @property
    def way(self) -> str:
        found = _WAY.search(self.page.content.decode())
        return found[1] if found else ""

    def press(self, address: str = "", **sent: str) -> HttpResponse:
        self.page = self.client.post(address or self.address, {"way": self.way, **sent})
        return self.page

    def walk(self, flow: str, *answers: str) -> HttpResponse:
        """Into a flow and along these answers: a code, a day as ISO text, a whole number."""
        self.press(flow=flow)
        for given in answers:
            self.answer(given)
        return self.page

    def answer(self, given: str) -> HttpResponse:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            year, month, day = given.split("-")
            return self.press(say="day", day_day=day, day_month=month, day_year=year)
        if given.isdecimal():
            return self.press(say="number", number=given)
        return self.press(say=given)
