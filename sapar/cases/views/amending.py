"""Story and place of a case, when two people write at once: told, shown what each wrote, helped to put it together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from sapar.audit.models import Event
from sapar.cases import actions, merging, queries
from sapar.cases.forms import CHOOSE, CHOSEN, AmendForm, amend_initial, amended
from sapar.cases.views.course import address
from sapar.common.errors import Stale
from sapar.organisations import queries as organisations
from sapar.organisations.guard import staff
from sapar.people.pages import CONFLICT, REFUSED, form_page, sent
from sapar.ui.forms import ChoiceCards
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest

FIELDS = ("story", *CHOSEN)


@dataclass(frozen=True)
class Side:
    """One field, three ways, in words. `needs_choice` where both changed it differently."""

    label: str
    was: str
    theirs: str
    mine: str
    needs_choice: bool


@show_or_send
@staff("case.write")
def amend(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    form = AmendForm(sent(request), initial=amend_initial(case))
    context = {"case": case, "title": _("Story and place"), "cancel_url": address(case)}
    if request.method == "POST" and form["deciding"].value() and not form.is_valid():
        return _three_ways(request, case, form, context, status=REFUSED)
    if request.method != "POST":
        context["others"] = actions.open_form(request.actor, case)
    try:
        return form_page(
            request, form, lambda typed: _amend(request, case, typed), done=_("Saved."), to=address(case),
            template="cases/amend.html", **context,
        )  # fmt: skip
    except Stale:
        return _three_ways(request, case, form, context, status=CONFLICT)


def _amend(request: StaffRequest, case: Case, typed: dict[str, Any]) -> Case:
    change = actions.Amendment(typed["story"], **{name: typed[name] for name in CHOSEN})
    return actions.amend(request.actor, case, change, version=typed["version"])


def _three_ways(
    request: StaffRequest, case: Case, form: AmendForm, context: dict[str, Any], *, status: int
) -> HttpResponse:
    """What both began from, what a colleague made of it, what was typed; and one form that holds a proposal."""
    case.refresh_from_db()
    begun = _number(form["base"].value()) if status == REFUSED else _number(form["version"].value())
    base = queries.at_version(request.actor, case, begun) if begun else None
    was = amended(base) if base else dict.fromkeys(FIELDS, "")
    theirs = amended(case)
    mine = {name: str(form[name].value() or "").replace("\r\n", "\n") for name in FIELDS}
    mine = mine if status == CONFLICT else _mine_again(request, mine)
    proposal, open_choices = _proposal(was, theirs, mine)
    merged = AmendForm(
        proposal | {"version": case.version, "base": begun or 0, "deciding": " ".join(open_choices)}
        if status == CONFLICT
        else form.data
    )
    sides = [_side(merged, name, was[name], theirs[name], mine[name], open_choices) for name in FIELDS]
    _offer_two(merged, open_choices, theirs, mine)
    if status == REFUSED:
        merged.is_valid()
    more = {
        "form": merged,
        "sides": [one for one in sides if one.theirs != one.mine or one.was != one.theirs],
        "mine": mine,
        "who": _who(request, case),
        "story_collides": merging.merge(was["story"], theirs["story"], mine["story"]).collides,
    }
    return render(request, "cases/merge.html", context | more, status=status)


def _number(typed: Any) -> int:
    try:
        return int(typed)
    except (TypeError, ValueError):
        return 0


def _mine_again(request: StaffRequest, typed: dict[str, str]) -> dict[str, str]:
    """What was typed before the collision, carried through the page that asked to choose."""
    return {name: request.POST.get(f"mine-{name}", typed[name]).replace("\r\n", "\n") for name in FIELDS}


def _proposal(
    was: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> tuple[dict[str, str], list[str]]:
    proposal = {"story": merging.merge(was["story"], theirs["story"], mine["story"]).text}
    open_choices = []
    for name in CHOSEN:
        value = merging.settled(was[name], theirs[name], mine[name])
        if value is None:
            open_choices.append(name)
        else:
            proposal[name] = value
    return proposal, open_choices


def _side(form: AmendForm, name: str, was: str, theirs: str, mine: str, open_choices: list[str]) -> Side:
    field: Any = form.fields[name]
    words = _words(field)

    def said(value: str) -> str:
        return words.get(value, value) if value else "—"

    return Side(str(field.label), said(was), said(theirs), said(mine), name in open_choices)


def _words(field: Any) -> dict[str, str]:
    pairs: Any = flatten_choices(getattr(field, "choices", []))
    return {str(code): str(label) for code, label in pairs}


def _offer_two(
    form: AmendForm, open_choices: list[str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    """Where both chose differently nothing is chosen for them."""
    for name in open_choices:
        field: Any = form.fields[name]
        words = _words(field)
        field.widget, field.required = ChoiceCards(), True
        field.error_messages["required"] = CHOOSE
        field.choices = [(value, words.get(value) or "—") for value in (theirs[name], mine[name])]


def _who(request: StaffRequest, case: Case) -> dict[str, Any]:
    """Who amended the case last, and when."""
    event = (
        Event.objects.filter(org_id=request.actor.org_id, about=case.pk, verb="case.amended")
        .order_by("-at")
        .first()
    )
    if event is None or event.actor_member is None:
        return {}
    members = organisations.members_visible_to(request.actor).select_related("user")
    member = members.filter(pk=event.actor_member).first()
    return {"name": member.user.display_name if member else "", "at": event.at}
