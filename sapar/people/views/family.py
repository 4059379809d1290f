"""Pages of needs and family links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapar.common.errors import Invalid
from sapar.organisations.guard import staff
from sapar.people import actions, near, queries
from sapar.people.codes import Need
from sapar.people.family_forms import SEEN_FROM_HERE, LinkForm, MarkForm, NeedsForm
from sapar.people.pages import form_page, sent
from sapar.people.views.person import address, alive
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person


@show_or_send
@staff("person.write")
def needs(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    standing = found.current_needs
    initial = {
        "needs": [one.code for one in standing],
        "language": next((one.language for one in standing if one.code == Need.INTERPRETER), ""),
    }
    return form_page(
        request, NeedsForm(sent(request), initial=initial),
        lambda typed: actions.set_needs(request.actor, found, typed["needs"], language=typed["language"]),
        done=_("Saved."), to=address(found), title=_("What is needed"), cancel_url=address(found),
        lead=found.shown_name,
    )  # fmt: skip


@show_or_send
@staff("person.write")
def add_link(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    form = LinkForm(sent(request), near=near.people_near(request.actor, found))
    return form_page(
        request, form, lambda typed: _linked(request, found, form, typed),
        done=_("The family link is written down."), to=address(found), title=_("Add a family link"),
        lead=found.shown_name, cancel_url=address(found),
    )  # fmt: skip


def _linked(request: StaffRequest, found: Person, form: LinkForm, typed: dict[str, Any]) -> Any:
    other = form.near[typed["other"]] if typed["other"] else _by_number(request, found, typed["number"])
    kin, other_first = SEEN_FROM_HERE[typed["seen_as"]]
    first, second = (other, found) if other_first else (found, other)
    try:
        return actions.add_link(
            request.actor, first, second, kin=kin,
            decides=typed["decides"], unsafe=typed["unsafe"], once=typed["once"],
        )  # fmt: skip
    except Invalid as refusal:
        raise Invalid(
            {_FIELD_OF.get(name, name): words for name, words in refusal.problems.items()}
        ) from None


_FIELD_OF = {"kin": "seen_as"}


def _by_number(request: StaffRequest, found: Person, number: str) -> Person:
    known = [one for one in queries.by_phone(request.actor, number) if one.pk != found.pk]
    if not known:
        raise Invalid({"number": _("Nobody you may see is written down with this number.")})
    if len(known) > 1:
        raise Invalid(
            {"number": _("Several people are written down with this number. Choose from the list.")}
        )
    return known[0]


@show_or_send
@staff("person.write")
def mark_link(request: StaffRequest, person_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    link = queries.link(request.actor, person_id, link_id)
    title = _("%(name)s, %(kin)s %(other)s") % {
        "name": link.person.shown_name, "kin": link.get_kin_display(), "other": link.other.shown_name,
    }  # fmt: skip
    return form_page(
        request, MarkForm(sent(request), initial={"decides": link.decides, "unsafe": link.unsafe}),
        lambda typed: actions.mark_link(request.actor, link, **typed), done=_("Saved."), to=address(found),
        title=title, cancel_url=address(found),
    )  # fmt: skip


@require_POST
@staff("person.write")
def end_link(request: StaffRequest, person_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    actions.end_link(request.actor, queries.link(request.actor, person_id, link_id))
    messages.success(request, _("The family link is over. It stays to be read."))
    return redirect("people:person", person_id)
