"""The organisation's list of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import actions, work_queries
from sapar.cases.actions import ProjectWords
from sapar.cases.actions.projects import RIGHT
from sapar.cases.work_forms import ProjectForm
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff(RIGHT)
def projects(request: StaffRequest) -> HttpResponse:
    return render(request, "cases/projects.html", {"projects": work_queries.projects(request.actor)})


def _words(typed: dict[str, Any]) -> ProjectWords:
    return ProjectWords(**{name: typed[name] for name in ("name", "funder", "begins_on", "ends_on")})


@show_or_send
@staff(RIGHT)
def add(request: StaffRequest) -> HttpResponse:
    back = reverse("cases:projects")
    return form_page(
        request, ProjectForm(sent(request)),
        lambda typed: actions.add_project(request.actor, _words(typed), once=typed["once"]),
        done=_("The project can be chosen now."), to=back, title=_("Add a project"), cancel_url=back,
    )  # fmt: skip


@show_or_send
@staff(RIGHT)
def change(request: StaffRequest, project_id: uuid.UUID) -> HttpResponse:
    row, back = work_queries.project(request.actor, project_id), reverse("cases:projects")
    initial = {name: getattr(row, name) for name in ("name", "funder", "begins_on", "ends_on")}
    return form_page(
        request, ProjectForm(sent(request), initial=initial),
        lambda typed: actions.change_project(request.actor, row, _words(typed)),
        done=_("Saved."), to=back, title=_("Change the project"), cancel_url=back,
    )  # fmt: skip


@require_POST
@staff(RIGHT)
def close(request: StaffRequest, project_id: uuid.UUID) -> HttpResponse:
    actions.close_project(request.actor, work_queries.project(request.actor, project_id))
    messages.success(request, _("The project is closed: nobody can choose it any more."))
    return redirect("cases:projects")


@require_POST
@staff(RIGHT)
def reopen(request: StaffRequest, project_id: uuid.UUID) -> HttpResponse:
    actions.reopen_project(request.actor, work_queries.project(request.actor, project_id))
    messages.success(request, _("The project can be chosen again."))
    return redirect("cases:projects")
