"""On a form for a new person: is this person written down already? Asked while somebody types, by a button, and at the
latest before anything is saved."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.shortcuts import render

from sapar.common.errors import Invalid
from sapar.organisations import once
from sapar.people import actions as people
from sapar.people import passports
from sapar.people.forms import ParticularsForm
from sapar.people.pages import REFUSED
from sapar.same import actions, searching, sought
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms import BaseForm
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person
    from sapar.people.particulars import Particulars
    from sapar.same.searching import Alike
    from sapar.ui.forms import SaparForm

# What the buttons of a form send; the script says the first in the header `X-Part`.
ALIKE, ZONE = "alike", "zone"
_NEW = "new-"
_WATCHED = ("name", "document_name", "other_names", "zone", "birth", "sex", "citizenship", "phone")


class Question:
    """Who may be meant by what stands in a form, and what was answered.

    `boxes` maps what is asked to the fields of the form, where they have other names.
    """

    def __init__(
        self,
        request: StaffRequest,
        form: BaseForm,
        name: str = "known",
        boxes: Mapping[str, str] | None = None,
    ) -> None:
        self.request, self.form, self.name, self.boxes = request, form, name, boxes or {}

    @cached_property
    def everybody(self) -> list[Alike]:
        if self.request.method != "POST":
            return []
        return actions.look(self.request.actor, self.sought)

    @property
    def found(self) -> list[Alike]:
        return self.everybody[: searching.SHOWN]

    @property
    def more(self) -> int:
        return len(self.everybody) - len(self.found)

    @property
    def was_asked(self) -> bool:
        """Whether something was typed that could be looked for."""
        return self.request.method == "POST" and self.sought.is_enough

    @property
    def nobody(self) -> str:
        """The answer "somebody else"; it holds for those who were shown, and for nobody who is found later."""
        shown = "".join(sorted(str(one.person.pk) for one in self.found))
        return _NEW + hashlib.sha256(shown.encode()).hexdigest()[:16]

    @property
    def watched(self) -> str:
        """Names of the boxes that the page's script looks at."""
        found: list[str] = []
        for name in _WATCHED:
            field = self.form.fields.get(self.boxes.get(name, name))
            if field is not None:
                html = self.form[self.boxes.get(name, name)].html_name
                parts = getattr(field.widget, "widgets_names", [""])
                found += [html + part for part in parts]
        return " ".join(found)

    @property
    def answer(self) -> str:
        return str(self.request.POST.get(self.name, ""))

    @property
    def chosen(self) -> Person | None:
        return next((one.person for one in self.everybody if str(one.person.pk) == self.answer), None)

    @property
    def is_open(self) -> bool:
        """Somebody may be meant, and nobody has said yet who it is."""
        return bool(self.found) and self.chosen is None and self.answer != self.nobody

    @cached_property
    def sought(self) -> sought.Sought:
        """As far as what was typed can be read; the rest is left to the form to complain about."""
        zone = self._zone()
        texts = [
            self._typed("name"),
            self._typed("document_name"),
            *str(self._typed("other_names")).splitlines(),
        ]
        birth = self._typed("birth") or PartialDate(Precision.UNKNOWN)
        return sought.Sought(
            names=tuple(text for text in [*texts, zone.name if zone else ""] if str(text).strip()),
            birth=birth if birth.year or zone is None else zone.birth,
            sex=self._typed("sex") or "",
            citizenship=self._typed("citizenship") or "",
            phones=(self._typed("phone"),) if self._typed("phone") else (),
            documents=(zone.number,) if zone else (),
        )

    def _zone(self) -> passports.Passport | None:
        try:
            return passports.read(self._typed("zone")) if self._typed("zone") else None
        except Invalid:
            return None

    def _typed(self, what: str) -> Any:
        """The value of a field by itself, "" where it is not there, empty or cannot be read."""
        name = self.boxes.get(what, what)
        if name not in self.form.fields or not self.form.is_bound:
            return ""
        bound = self.form[name]
        try:
            return bound.field.clean(bound.data) or ""
        except (ValidationError, Invalid):
            return ""


def is_part(request: StaffRequest) -> bool:
    """Whether the page's script asks for the lists alone."""
    return request.method == "POST" and request.headers.get("X-Part") == ALIKE


def part(request: StaffRequest, *questions: Question) -> HttpResponse:
    return render(request, "same/parts.html", {"questions": questions})


@dataclass(frozen=True)
class Again:
    """Forms to be shown once more, with all that was typed: nothing is saved yet. `must_answer`: who is it?"""

    forms: list[SaparForm]
    must_answer: bool

    @property
    def status(self) -> int:
        return REFUSED if self.must_answer or any(form.errors for form in self.forms) else 200


def again(request: StaffRequest, forms: Sequence[SaparForm], *questions: Question) -> Again | None:
    """None when what was sent is to be saved, or to be refused by its forms."""
    if request.method != "POST":
        return None
    verb = request.POST.get("do")
    if verb == ZONE:
        return Again(
            [one.filled() if isinstance(one, ParticularsForm) else one.unsent() for one in forms],
            must_answer=False,
        )
    if verb == ALIKE:
        return Again([one.unsent() for one in forms], must_answer=False)
    # The database looks while the forms are read.
    tokens = _tokens(forms)
    for token in tokens:
        once.was_sent_ahead(request.actor, token)
    for one in questions:
        searching.ahead(request.actor, one.sought)
    # Every form is asked, so that all of them say what is wrong. What a double click sends is saved already.
    valid = [one.is_valid() for one in forms]
    if not all(valid) or any(once.was_sent(request.actor, token) for token in tokens):
        return None
    if any(one.is_open for one in questions):
        return Again([one.unsent() for one in forms], must_answer=True)
    return None


def _tokens(forms: Sequence[SaparForm]) -> list[uuid.UUID]:
    """As far as they can be read before the forms are checked."""
    found = []
    for form in forms:
        if "once" in form.fields:
            with suppress(ValueError):
                found.append(uuid.UUID(str(form["once"].data)))
    return found


def add_heard(request: StaffRequest, person: Person, particulars: Particulars, phone: str) -> str:
    """Add to somebody who is known what was typed as if they were new; gives the phone back if it is a new one."""
    people.complete(request.actor, person, particulars)
    return "" if any(one.number == phone for one in person.phones.all()) else phone
