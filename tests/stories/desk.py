"""The desk and the case as stories without a browser live them: pages asked for and forms sent, no names of verbs."""

from __future__ import annotations

import html
import json
import re
import uuid
from typing import TYPE_CHECKING, Any

from tests.cast import client_of
from tests.pages import submit

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.actor import StaffActor

NEW = "/staff/contacts/new/"
_GUIDED = re.compile(r'name="guided" value="([^"]*)"')


class Desk:
    """One member's desk: a talk with a flow beside it, saved with one key, opened as a case."""

    def __init__(self, actor: StaffActor) -> None:
        self.actor, self.client = actor, client_of(actor)
        self.typed: dict[str, str] = {}
        self.page: HttpResponse | None = None

    @property
    def text(self) -> str:
        assert self.page is not None
        return html.unescape(self.page.content.decode())

    def begins(self, **typed: str) -> None:
        self.typed = {"once": str(uuid.uuid4()), "channel": "phone", "guided": "", **typed}

    def walks(self, flow: str, *answers: str) -> None:
        """Into a flow and along its answers; a day is typed as a day."""
        for step in (f"flow:{flow}", *(f"say:{one}" for one in answers)):
            self._presses(step)

    def _presses(self, step: str) -> None:
        sent = self.typed | {"do": step}
        if re.fullmatch(r"say:\d{4}-\d\d-\d\d", step):
            year, month, day = step[4:].split("-")
            sent |= {"do": "say:day", "guide-day_day": day, "guide-day_month": month, "guide-day_year": year}
        self.page = self.client.post(NEW, sent)
        assert self.page.status_code == 200, step
        found = _GUIDED.search(self.page.content.decode())
        self.typed["guided"] = html.unescape(found[1]) if found else ""
        form = self.page.context["form"]
        self.typed |= {name: form[name].value() for name in ("topic", "country") if form[name].value()}

    @property
    def guided(self) -> dict[str, Any]:
        return json.loads(self.typed["guided"] or "{}")

    def saves(self) -> str:
        """The address of the contact."""
        answer = self.client.post(NEW, self.typed | {"do": "save"})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return answer["Location"]

    def opens_case(self, contact: str, **people: Any) -> str:
        """The address of the case."""
        answer = submit(self.client, f"{contact}case/", **people)
        assert answer.status_code == 302
        return answer["Location"]

    def looks(self, address: str) -> str:
        self.page = self.client.get(address)
        assert self.page.status_code == 200, address
        return self.text
