"""What came of it: the page of a case's screenings, one result, decisions, help to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import queries as cases
from sapar.common.errors import NotVisible
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.screening import actions, codes, policy, queries, telling
from sapar.screening.flow import SUPPORT
from sapar.screening.forms import DecisionForm, EndForm, NoticeForm, WantForm
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person
    from sapar.screening.models import Screening, Support


def address(case: Case) -> str:
    return reverse("screening:case", args=[case.pk])


@require_safe
@staff("screening.do")
def of_case(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything of one case, person by person."""
    actor, case = request.actor, cases.get(request.actor, case_id)
    everybody: dict[str, list[Any]] = {
        "screenings": queries.screenings(actor, case),
        "determinations": queries.determinations(actor, case),
        "given": queries.given(actor, case),
        "notices": queries.notices(actor, case),
    }
    context = {
        "case": case,
        "people": [_of_person(one, **everybody) for one in queries.helped(actor, case)],
        "is_live": not (case.is_closed or case.is_erased),
        "is_trained": policy.is_trained(actor),
        "duties": list(queries.duties(actor)),
    }
    return render(request, "screening/case.html", context)


def _of_person(person: Person, **rows: list[Any]) -> dict[str, Any]:
    mine: dict[str, Any] = {
        name: [one for one in found if one.person_id == person.pk]
        for name, found in rows.items()
        if name != "given"
    }
    mine["begun"] = next((one for one in mine["screenings"] if one.is_begun), None)
    mine["screenings"] = [(one, telling.range_words(one)) for one in mine["screenings"]]
    mine["given"] = [
        {
            "row": one.support,
            "services": one.given,
            "verbs": _verbs(one.support),
            "sought": _sought(one.support),
        }
        for one in rows["given"]
        if one.support.person_id == person.pk
    ]
    return mine | {"person": person}


_VERB_WORDS = {
    "begin": gettext_lazy("Is under way"), "finish": gettext_lazy("Is done"), "decline": gettext_lazy("Not wanted any more"),
    "lack": gettext_lazy("Nobody gives it"), "want": gettext_lazy("Wanted again"),
}  # fmt: skip


def _verbs(row: Support) -> list[tuple[str, str]]:
    return [(verb, str(_VERB_WORDS[verb])) for verb in SUPPORT.verbs_from(row.state)]


def _sought(row: Support) -> str:
    """What the directory looks for."""
    return codes.SOUGHT_AS.get(row.kind, codes.SERVICES_OF[row.kind][0])


@require_safe
@staff("screening.do")
def result(request: StaffRequest, screening_id: uuid.UUID) -> HttpResponse:
    found = queries.screening(request.actor, screening_id)
    context = {
        "screening": found,
        "case": found.case,
        "told": telling.of(found) if isinstance(found.answers, dict) else None,
        "said": _said(found),
        "is_live": not (found.case.is_closed or found.case.is_erased),
        "is_trained": policy.is_trained(request.actor),
    }
    return render(request, "screening/result.html", context)


def _said(found: Screening) -> list[dict[str, Any]]:
    """Every question that has an answer, in the order of the list."""
    if not isinstance(found.answers, dict):
        return []
    groups = telling.groups(found.answers, edition=found.edition)
    answered = [one for group in groups for one in group["questions"] if one["answer"]]
    return [one | {"answer": telling.ANSWERS[one["answer"]]} for one in answered]


_VERBS = {"finish": actions.finish, "withdraw": actions.withdraw}


@require_POST
@staff("screening.do")
def move(request: StaffRequest, screening_id: uuid.UUID, verb: str) -> HttpResponse:
    found = queries.screening(request.actor, screening_id)
    if verb == "forget":
        actions.forget(request.actor, found)
        messages.success(request, _("Nothing of it is kept."))
    elif verb in _VERBS:
        _VERBS[verb](request.actor, found)
        messages.success(request, _("Saved."))
    else:
        raise NotVisible
    return redirect(address(found.case))


@show_or_send
@staff("screening.decide")
def decide(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    case = cases.get(request.actor, case_id)
    person = queries.person_of(request.actor, case, person_id)
    return form_page(
        request, DecisionForm(sent(request)),
        lambda typed: actions.determine(request.actor, case, person, actions.Decided(**typed)),
        done=_("The decision is written down."), to=address(case), title=_("Write down a decision"),
        lead=_("A screening only points somewhere. Whether somebody was trafficked a person decides, and says on what ground."),
        cancel_url=address(case),
    )  # fmt: skip


@require_POST
@staff("screening.decide")
def undecide(request: StaffRequest, determination_id: uuid.UUID) -> HttpResponse:
    found = queries.determination(request.actor, determination_id)
    actions.withdraw_determination(request.actor, found)
    messages.success(request, _("Withdrawn as a mistake."))
    return redirect(address(found.case))


@show_or_send
@staff("screening.do")
def want(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    case = cases.get(request.actor, case_id)
    person = queries.person_of(request.actor, case, person_id)
    return form_page(
        request, WantForm(sent(request)),
        lambda typed: actions.want_support(request.actor, case, person, typed["kinds"]),
        done=_("Written down."), to=address(case), title=_("Help that is wanted"), cancel_url=address(case),
    )  # fmt: skip


@show_or_send
@staff("screening.do")
def support(request: StaffRequest, support_id: uuid.UUID, verb: str) -> HttpResponse:
    """Most moves are a button; help that ends without being given asks why."""
    found = queries.support(request.actor, support_id)
    if verb not in SUPPORT.verbs:
        raise NotVisible
    if verb not in actions.SAYS_WHY:
        return _moved(request, found, verb)
    return form_page(
        request, EndForm(sent(request)),
        lambda typed: actions.move_support(request.actor, found, verb, typed["words"]), done=_("Saved."),
        to=address(found.case), title=f"{found.get_kind_display()}: {_VERB_WORDS[verb]}", cancel_url=address(found.case),
    )  # fmt: skip


def _moved(request: StaffRequest, found: Support, verb: str) -> HttpResponse:
    if request.method == "POST":
        actions.move_support(request.actor, found, verb)
        messages.success(request, _("Saved."))
    return redirect(address(found.case))


@show_or_send
@staff("screening.decide")
def notify(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    case = cases.get(request.actor, case_id)
    person = queries.person_of(request.actor, case, person_id)
    duties = list(queries.duties(request.actor))
    if not duties:
        return render(request, "screening/no_duty.html", {"case": case})
    form = NoticeForm(
        sent(request), duties=duties, consents=queries.consents_to_be_named(request.actor, person)
    )
    return form_page(
        request, form,
        lambda typed: actions.notify(request.actor, case, person, typed["duty"], consent=typed["consent"]),
        done=_("The notice is written. Print it; nothing was sent."),
        to=lambda made: reverse("screening:notice", args=[made.pk]), title=_("Notice because of a duty"),
        lead=_("It says country, sex, age group and what was decided. A name only where the person agreed to be named."),
        submit=_("Write the notice"), cancel_url=address(case),
    )  # fmt: skip


@require_safe
@staff("screening.do")
def notice(request: StaffRequest, notice_id: uuid.UUID) -> HttpResponse:
    found = queries.notice(request.actor, notice_id)
    return render(request, "screening/notice.html", {"notice": found, "case": found.case})
