"""Pages for the work in a case: services given, other parties, follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapar.cases import actions, queries, work_queries
from sapar.cases.actions import PartyWords, ServiceWords
from sapar.cases.actions.follow_ups import NEXT_AFTER
from sapar.cases.views.course import address
from sapar.cases.work_forms import FollowUpForm, PartyForm, PlanForm, ServiceChoices, ServiceForm
from sapar.common.errors import Stale
from sapar.organisations import queries as organisations
from sapar.organisations.guard import staff
from sapar.people.pages import CONFLICT, form_page, in_words, sent
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpResponse

    from sapar.cases.models import Case, FollowUp, OtherParty, ServiceGiven
    from sapar.organisations.guard import StaffRequest
    from sapar.organisations.models import Membership
    from sapar.people.models import Person
    from sapar.ui.forms import SaparForm

_SERVICE = (
    "kind", "given_on", "quantity", "unit", "currency", "giver", "member", "partner", "giver_words", "project", "note",
)  # fmt: skip


def people_of(request: StaffRequest, case: Case) -> list[Person]:
    return [one.person for one in queries.participants(request.actor, case) if not one.person.erased_at]


def colleagues_of(request: StaffRequest, case: Case) -> list[Membership]:
    """Who can be given something to do in this case."""
    if case.restricted:
        return queries.named(request.actor, case)
    return list(queries.colleagues(request.actor))


def _service_form(
    request: StaffRequest, case: Case, row: ServiceGiven | None = None, **initial: Any
) -> ServiceForm:
    projects = work_queries.open_projects(request.actor)
    if row and row.project and row.project not in projects:
        projects.append(row.project)
    choices = ServiceChoices(
        people_of(request, case),
        list(queries.colleagues(request.actor)),
        list(organisations.partners_of(request.actor)),
        projects,
    )
    return ServiceForm(sent(request), choices=choices, initial=initial)


@show_or_send
@staff("case.write")
def add_service(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    form = _service_form(request, case, given_on=timezone.localdate())
    return form_page(
        request, form, lambda typed: _add_service(request, case, typed), done=_("The service is written down."),
        to=address(case), title=_("Write down a service"), cancel_url=address(case),
    )  # fmt: skip


def _service(typed: dict[str, Any]) -> ServiceWords:
    return ServiceWords(**{name: typed[name] for name in _SERVICE})


def _add_service(request: StaffRequest, case: Case, typed: dict[str, Any]) -> object:
    return actions.add_service(
        request.actor, case, _service(typed), person=typed["person"], once=typed["once"]
    )


@show_or_send
@staff("case.write")
def correct_service(request: StaffRequest, case_id: uuid.UUID, service_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    row = work_queries.service(request.actor, case, service_id)
    form = _service_form(request, case, row, **_service_initial(row))
    context = {
        "case": case, "title": _("Correct a service"), "cancel_url": address(case),
        "withdraw_url": reverse("cases:withdraw_service", args=[case.pk, row.pk]),
    }  # fmt: skip
    return _corrected(request, form, row, lambda typed: _correct_service(request, row, typed), context)


def _corrected(
    request: StaffRequest,
    form: SaparForm,
    row: ServiceGiven | OtherParty,
    act: Callable[[dict[str, Any]], object],
    context: dict[str, Any],
) -> HttpResponse:
    """Saved; or, when a colleague was quicker, theirs in words above what was typed, to be sent again knowingly."""
    back, template = context["cancel_url"], "cases/correct.html"
    try:
        return form_page(request, form, act, done=_("Saved."), to=back, template=template, **context)
    except Stale:
        form.data["version"] = str(row.version)  # type: ignore[index] # a copy of what was sent, by `sent`
        theirs = in_words(form, [name for name in form.changed_data if name not in ("version", "once")])
        return render(request, template, {"form": form, "theirs": theirs, **context}, status=CONFLICT)


def _service_initial(row: ServiceGiven) -> dict[str, Any]:
    plain = {
        name: getattr(row, name)
        for name in ("kind", "given_on", "quantity", "unit", "currency", "giver", "version")
    }
    rows = {
        name: str(getattr(row, f"{name}_id") or "") for name in ("person", "member", "partner", "project")
    }
    return plain | rows | {"giver_words": row.giver_words or "", "note": row.note or ""}


def _correct_service(request: StaffRequest, row: ServiceGiven, typed: dict[str, Any]) -> object:
    if typed["version"] is None:
        raise Stale
    return actions.correct_service(
        request.actor, row, _service(typed), person=typed["person"], version=typed["version"]
    )


@require_POST
@staff("case.write")
def withdraw_service(request: StaffRequest, case_id: uuid.UUID, service_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    actions.withdraw_service(request.actor, work_queries.service(request.actor, case, service_id))
    messages.success(request, _("The service is withdrawn; it counts no more."))
    return redirect(address(case))


@show_or_send
@staff("case.write")
def add_party(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    return form_page(
        request, PartyForm(sent(request)),
        lambda typed: actions.add_party(request.actor, case, _party(typed), once=typed["once"]),
        done=_("Written down."), to=address(case), title=_("Somebody else in the story"), cancel_url=address(case),
    )  # fmt: skip


def _party(typed: dict[str, Any]) -> PartyWords:
    plain = {name: typed[name] for name in ("role", "name", "address", "note", "country", "unsafe")}
    return PartyWords(**plain, phones=tuple(one for one in (typed["phone"], typed["second_phone"]) if one))


@show_or_send
@staff("case.write")
def correct_party(request: StaffRequest, case_id: uuid.UUID, party_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    row = work_queries.party(request.actor, case, party_id)
    form = PartyForm(sent(request), initial=_party_initial(row))
    context = {
        "case": case, "title": row.get_role_display(), "cancel_url": address(case),
        "withdraw_url": reverse("cases:withdraw_party", args=[case.pk, row.pk]),
    }  # fmt: skip
    return _corrected(request, form, row, lambda typed: _correct_party(request, row, typed), context)


def _party_initial(row: OtherParty) -> dict[str, Any]:
    plain = {name: getattr(row, name) or "" for name in ("role", "name", "address", "note", "country")}
    phone, second = (*(row.phones or []), "", "")[:2]
    return plain | {"unsafe": row.unsafe, "version": row.version, "phone": phone, "second_phone": second}


def _correct_party(request: StaffRequest, row: OtherParty, typed: dict[str, Any]) -> object:
    if typed["version"] is None:
        raise Stale
    return actions.correct_party(request.actor, row, _party(typed), version=typed["version"])


@require_POST
@staff("case.write")
def withdraw_party(request: StaffRequest, case_id: uuid.UUID, party_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    actions.withdraw_party(request.actor, work_queries.party(request.actor, case, party_id))
    messages.success(request, _("Withdrawn as a mistake."))
    return redirect(address(case))


@show_or_send
@staff("case.write")
def plan_follow_up(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    form = PlanForm(
        sent(request), people=people_of(request, case), colleagues=colleagues_of(request, case),
        me=request.actor.member_id,
    )  # fmt: skip
    return form_page(
        request, form, lambda typed: actions.plan_follow_up(request.actor, case, **typed), done=_("Planned."),
        to=address(case), title=_("Plan a follow-up"), cancel_url=address(case),
        lead=_("On that day somebody asks how they are. It stays planned when the case is closed."),
    )  # fmt: skip


@show_or_send
@staff("case.write")
def record_follow_up(request: StaffRequest, case_id: uuid.UUID, follow_up_id: uuid.UUID) -> HttpResponse:
    """How it went. The contact-safety words and whom not to call stand above the form."""
    case = queries.get(request.actor, case_id)
    row = work_queries.follow_up(request.actor, case, follow_up_id)
    form = FollowUpForm(sent(request), initial={"next_on": timezone.localdate() + NEXT_AFTER["reach"]})
    participants = queries.participants(request.actor, case)
    context = {
        "case": case,
        "follow_up": row,
        "callable": [one for one in participants if row.person_id in (None, one.person_id)],
        "unsafe": [one for one in work_queries.parties(request.actor, case) if one.unsafe],
    }
    return form_page(
        request, form, lambda typed: _record(request, row, typed), done=_("Written down."), to=address(case),
        template="cases/follow_up.html", title=_("Follow-up"), cancel_url=address(case), **context,
    )  # fmt: skip


def _record(request: StaffRequest, row: FollowUp, typed: dict[str, Any]) -> object:
    return actions.record_follow_up(
        request.actor, row, typed["verb"], typed["words"], next_on=typed["next_on"]
    )
