"""Pages for the parts of a case: people, problems, tasks, notes, papers, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import actions, queries
from sapar.cases.actions import PaperWords, Someone
from sapar.cases.flow import TASK
from sapar.cases.forms import (
    FileForm,
    KnownPersonForm,
    LookForm,
    NewPersonForm,
    NoteForm,
    OutcomeForm,
    PaperForm,
    PaperMoveForm,
    PartForm,
    ProblemForm,
    TaskForm,
)
from sapar.cases.views.course import address
from sapar.cases.views.someone import someone_of
from sapar.cases.views.work import colleagues_of, people_of
from sapar.common.errors import NotVisible
from sapar.organisations.guard import staff
from sapar.people import queries as people
from sapar.people.pages import REFUSED, form_page, sent, way_back
from sapar.same import asking
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from django.http import HttpResponse, StreamingHttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest

# Somebody has read that the rule behind a deadline has changed.
SEEN = "seen"


@show_or_send
@staff("case.write")
def add_person(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Somebody new."""
    case = queries.get(request.actor, case_id)
    form = NewPersonForm(sent(request))
    question = asking.Question(request, form)
    if asking.is_part(request):
        return asking.part(request, question)
    context = {"title": _("Add a person"), "cancel_url": address(case), "case": case, "question": question}
    if shown := asking.again(request, [form], question):
        context |= {"form": shown.forms[0], "must_answer": shown.must_answer}
        return render(request, "cases/add_person.html", context, status=shown.status)
    return form_page(
        request, form, lambda typed: _add_new(request, case, someone_of(request, form, question), typed),
        done=_("The person is in the case."), to=address(case), template="cases/add_person.html", **context,
    )  # fmt: skip


def _add_new(request: StaffRequest, case: Case, someone: Someone, typed: dict[str, Any]) -> object:
    return actions.add_participant(
        request.actor, case, someone, role=typed["role"], relation=typed["relation"], once=typed["once"]
    )


@show_or_send
@staff("case.write")
def add_known_person(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Somebody who is written down already: found by phone, then chosen."""
    case = queries.get(request.actor, case_id)
    if request.method == "POST" and "person" in request.POST:
        return _choose(request, case)
    look = LookForm(sent(request))
    found = (
        people.by_phone(request.actor, look.cleaned_data["phone"])
        if look.is_bound and look.is_valid()
        else None
    )
    choices = [
        (one, KnownPersonForm(initial={"person": one.pk}, auto_id=f"id_{one.pk}_%s")) for one in found or []
    ]
    context = {"case": case, "look": look, "found": found, "choices": choices}
    return render(request, "cases/known_person.html", context, status=REFUSED if look.errors else 200)


def _choose(request: StaffRequest, case: Case) -> HttpResponse:
    form = KnownPersonForm(request.POST)
    return form_page(
        request, form, lambda typed: _add_known(request, case, typed), done=_("The person is in the case."),
        to=address(case), title=_("Add a person"), cancel_url=address(case),
    )  # fmt: skip


def _add_known(request: StaffRequest, case: Case, typed: dict[str, Any]) -> object:
    someone = Someone(people.get(request.actor, typed["person"]))
    return actions.add_participant(
        request.actor, case, someone, role=typed["role"], relation=typed["relation"], once=typed["once"]
    )


@show_or_send
@staff("case.write")
def change_person(request: StaffRequest, case_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    part = queries.participant(request.actor, case, participant_id)
    form = PartForm(sent(request), initial={"role": part.role, "relation": part.relation})
    return form_page(
        request, form, lambda typed: actions.change_participant(request.actor, part, **typed), done=_("Saved."),
        to=address(case), title=_("Part in the case"), lead=part.person.shown_name, cancel_url=address(case),
    )  # fmt: skip


@show_or_send
@staff("case.write")
def add_problem(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    form = ProblemForm(sent(request), people=people_of(request, case))
    return form_page(
        request, form, lambda typed: actions.add_problem(request.actor, case, **typed),
        done=_("The problem is written down."), to=address(case), title=_("Add a problem"), cancel_url=address(case),
    )  # fmt: skip


@show_or_send
@staff("problem.settle")
def settle_problem(request: StaffRequest, case_id: uuid.UUID, problem_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    problem = queries.problem(request.actor, case, problem_id)
    return form_page(
        request, OutcomeForm(sent(request)),
        lambda typed: actions.settle_problem(request.actor, problem, typed["outcome"]),
        done=_("The outcome is written down."), to=address(case), title=_("What came of it?"),
        lead=problem.get_code_display(), cancel_url=address(case),
    )  # fmt: skip


@require_POST
@staff("problem.settle")
def reopen_problem(request: StaffRequest, case_id: uuid.UUID, problem_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    actions.reopen_problem(request.actor, queries.problem(request.actor, case, problem_id))
    messages.success(request, _("The problem is open again."))
    return redirect(address(case))


@show_or_send
@staff("case.write")
def add_task(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    form = TaskForm(sent(request), colleagues=colleagues_of(request, case), me=request.actor.member_id)
    return form_page(
        request, form, lambda typed: actions.add_task(request.actor, case, **typed), done=_("The task is written down."),
        to=address(case), title=_("Add a task"), cancel_url=address(case),
    )  # fmt: skip


@require_POST
@staff("case.write")
def move_task(request: StaffRequest, case_id: uuid.UUID, task_id: uuid.UUID, verb: str) -> HttpResponse:
    if verb not in {*TASK.verbs, SEEN}:
        raise NotVisible
    case = queries.get(request.actor, case_id)
    task = queries.task(request.actor, case, task_id)
    if verb == SEEN:
        actions.see_rule_change(request.actor, task)
    else:
        actions.move_task(request.actor, task, verb)
    messages.success(request, _("Saved."))
    return redirect(way_back(request, address(case)))


@show_or_send
@staff("case.write")
def add_note(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    return form_page(
        request, NoteForm(sent(request)), lambda typed: actions.add_note(request.actor, case, **typed),
        done=_("The note is written down."), to=address(case), title=_("New note"), cancel_url=address(case),
    )  # fmt: skip


@show_or_send
@staff("case.write")
def add_paper(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    form = PaperForm(sent(request), people=people_of(request, case))
    return form_page(
        request, form, lambda typed: _add_paper(request, case, typed), done=_("The paper is written down."),
        to=address(case), title=_("Add a paper"), cancel_url=address(case),
    )  # fmt: skip


def _add_paper(request: StaffRequest, case: Case, typed: dict[str, Any]) -> object:
    words = PaperWords(**{name: typed[name] for name in ("kind", "state", "number", "country", "ends_on")})
    return actions.add_paper(request.actor, case, typed["person"], words, once=typed["once"])


@show_or_send
@staff("case.write")
def move_paper(request: StaffRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    paper = queries.paper(request.actor, case, paper_id)
    form = PaperMoveForm(sent(request), paper=paper)
    return form_page(
        request, form, lambda typed: actions.move_paper(request.actor, paper, **typed), done=_("Saved."), to=address(case),
        title=paper.get_kind_display(), lead=paper.person.shown_name, cancel_url=address(case),
    )  # fmt: skip


@show_or_send
@staff("file.add")
def add_file(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    files = request.FILES if request.method == "POST" else None
    return form_page(
        request, FileForm(sent(request), files), lambda typed: _add_file(request, case, typed),
        done=_("The file is stored, sealed."), to=address(case), title=_("Add a file"), cancel_url=address(case),
    )  # fmt: skip


def _add_file(request: StaffRequest, case: Case, typed: dict[str, Any]) -> object:
    return actions.attach_file(request.actor, case, typed["file"], once=typed["once"])


@require_safe
@staff("file.read")
def give_file(request: StaffRequest, case_id: uuid.UUID, file_id: uuid.UUID) -> StreamingHttpResponse:
    return actions.give_file(request.actor, queries.get(request.actor, case_id), file_id)
