"""Asking: the gate, one question a screen or a calm list, stop at any moment. GET never shows anything that was said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sapar.cases import queries as cases
from sapar.common.blocks import whole
from sapar.common.errors import IllegalMove, Invalid
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED
from sapar.screening import actions, policy, queries, talk, telling, words
from sapar.screening.codes import Origin
from sapar.screening.forms import FactsForm, PaperForm
from sapar.screening.gate import GATE, missing
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person
    from sapar.screening.models import Screening


@never_cache
@show_or_send
@staff("screening.do")
def ask(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """A new talk with one person of a case."""
    case = cases.get(request.actor, case_id)
    person = queries.person_of(request.actor, case, person_id)
    return _Screens(request, case, person).answer()


@never_cache
@show_or_send
@staff("screening.do")
def from_paper(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """The same of a talk that was written on the paper form, with the day it had."""
    case = cases.get(request.actor, case_id)
    person = queries.person_of(request.actor, case, person_id)
    return _Screens(request, case, person, on_paper=True).answer()


@never_cache
@show_or_send
@staff("screening.do")
def resume(request: StaffRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Go on with one that was kept. The gate is asked anew: whether it is safe now, nobody knows from last time."""
    found = queries.screening(request.actor, screening_id)
    if not found.is_begun:
        raise IllegalMove(found.state, "resume")
    return _Screens(request, found.case, found.person, found).answer()


class _Screens:
    """The screens of one talk; each is made of what the last one sent."""

    def __init__(
        self,
        request: StaffRequest,
        case: Case,
        person: Person,
        kept: Screening | None = None,
        *,
        on_paper: bool = False,
    ) -> None:
        self.request, self.case, self.person, self.kept = request, case, person, kept
        self.on_paper = on_paper or (kept is not None and kept.origin == Origin.PAPER)
        if request.method == "POST":
            self.talk = talk.sent(request.POST)
        else:
            self.talk = talk.of(kept) if kept else talk.begun_with(person, case)

    def answer(self) -> HttpResponse:
        if not policy.is_trained(self.request.actor):
            return self._untrained()
        move = self.request.POST.get("move", "gate" if self.request.method == "POST" else "")
        if not move:
            return self._screen(
                "gate", without=("gate",), gate=self._gate(fresh=not self.on_paper), day=self._day()
            )
        if self.on_paper and not self._has_day():
            gate, day = self._gate(fresh=False), PaperForm(self.request.POST)
            return self._screen("gate", without=("gate",), gate=gate, day=day, status=REFUSED)
        if move == "stop":
            messages.info(self.request, self._stopped())
            return redirect("screening:case", self.case.pk)
        if move in ("keep", "finish"):
            return self._keep(finish=move == "finish")
        if not self.talk.may_ask:
            return self._not_now()
        return self._asking(move)

    def _asking(self, move: str) -> HttpResponse:
        if move == "back":
            self.talk = self.talk.taken_back()
        elif move.startswith("say-"):
            self.talk = self.talk.said(self.request.POST.get("question", ""), move.removeprefix("say-"))
        if move == "list" or (move == "gate" and self.on_paper):
            groups = telling.groups(self.talk.answers, edition=self.talk.edition)
            return self._screen("list", without=("answers",), groups=groups)
        question = self.talk.next_question() if move != "end" else ""
        if not question:
            return self._screen("end", without=("facts",), form=self._facts())
        return self._screen("one", question=question, words=words.QUESTIONS[question][0])

    def _day(self) -> PaperForm | None:
        return PaperForm(initial={"asked_on": self.talk.asked_on}) if self.on_paper else None

    def _typed_day(self) -> PaperForm | None:
        return PaperForm(self.request.POST) if self.on_paper else None

    def _has_day(self) -> bool:
        """The day as it was typed, or as it travels from screen to screen."""
        form = PaperForm(self.request.POST)
        if form.is_valid():
            day = form.cleaned_data["asked_on"]
            self.talk = replace(self.talk, asked_on=day, edition=talk.edition_on(day))
        return form.is_valid()

    def _facts(self) -> FactsForm:
        initial = {
            "industry": self.talk.industry, "found_through": list(self.talk.found_through), "note": self.talk.note,
        }  # fmt: skip
        return FactsForm(initial=initial)

    def _gate(self, *, fresh: bool) -> list[dict[str, Any]]:
        """`fresh`: nothing is ticked yet, whatever was so last time."""
        return [
            {"code": point, "words": said, "is_so": not fresh and self.talk.gate.get(point)}
            for point, (said, _otherwise) in GATE.items()
        ]

    def _not_now(self) -> HttpResponse:
        advice = [GATE[point][1] for point in missing(self.talk.gate)]
        return self._screen(
            "not-now",
            without=("gate",),
            gate=self._gate(fresh=False),
            advice=advice,
            day=self._typed_day(),
            status=REFUSED,
        )

    def _keep(self, *, finish: bool) -> HttpResponse:
        try:
            with whole():
                row = actions.keep(
                    self.request.actor, self.case, self.person, self.talk.asked(), screening=self.kept,
                    version=self.talk.version if self.kept else None,
                )  # fmt: skip
                if finish:
                    actions.finish(self.request.actor, row)
        except Invalid as refusal:
            messages.error(self.request, " ".join(refusal.problems.values()))
            return self._asking("end")
        done = _("Finished and kept.") if finish else _("Kept. You can go on any time.")
        messages.success(self.request, done)
        return redirect("screening:result", row.pk)

    def _stopped(self) -> str:
        if self.kept:
            return _("Stopped. What was said today is not kept; what was kept before is still there.")
        return _("Stopped. Nothing was kept.")

    def _untrained(self) -> HttpResponse:
        trained = policy.trainings(self.request.actor).select_related("member__user")
        context = {"case": self.case, "trained": sorted({one.member.user.display_name for one in trained})}
        return render(self.request, "screening/untrained.html", context)

    def _screen(
        self, mode: str, *, without: tuple[str, ...] = (), status: int = 200, **context: Any
    ) -> HttpResponse:
        told = telling.tell(self.talk.answers, edition=self.talk.edition, child=self.talk.child)
        values = {
            "mode": mode,
            "talk": self.talk,
            "carried": list(self.talk.carried(without=without)),
            "case": self.case,
            "person": self.person,
            "kept": self.kept,
            "told": told,
            "answers": telling.ANSWERS,
            "on_paper": self.on_paper,
            "back_url": reverse("screening:case", args=[self.case.pk]),
        }
        return render(self.request, "screening/talk.html", values | context, status=status)
