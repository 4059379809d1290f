"""The way of a form page: shown, sent, refused beside the field with everything typed kept, or done and away; and of a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sapar.common.blocks import whole
from sapar.common.errors import Invalid
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

REFUSED = 422
CONFLICT = 409


def form_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    to: str | Callable[[Any], str],
    template: str = "ui/form_page.html",
    **context: Any,
) -> HttpResponse:
    """Run `act` with what the form holds; `Invalid` undoes what it wrote and is shown beside the fields.

    `to` is the address after success, or a call that makes it of what `act` gave. `done` is said there.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with whole():
                made = act(form.cleaned_data)
        except Invalid as refusal:
            problems_into(form, refusal.problems)
        else:
            messages.success(request, done)
            return redirect(to(made) if callable(to) else to)
    return render(request, template, {"form": form, **context}, status=REFUSED if form.errors else 200)


def tried(request: HttpRequest, verb: Callable[[], object], done: str = "") -> None:
    """A button's verb, and what came of it as a message on the next page; `Invalid` undoes what it wrote and says why."""
    try:
        with whole():
            verb()
    except Invalid as refusal:
        messages.error(request, " ".join(refusal.problems.values()))
    else:
        messages.success(request, done or _("Saved."))


def sent(request: HttpRequest) -> Any:
    """The form's data, or None while it is only shown."""
    return request.POST if request.method == "POST" else None


def in_words(form: BaseForm, names: Iterable[str]) -> list[tuple[str, str]]:
    """(label, value in words) of the initial values of an unsent form: what stands in the database now."""
    return [(str(form[name].label), _value_in_words(form[name])) for name in names]


def _value_in_words(bound: Any) -> str:
    value = bound.initial
    labels = {str(code): str(label) for code, label in getattr(bound.field, "choices", [])}
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in values if one not in (None, "")) or "—"


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page that `next` names, if it is one of ours under /staff/."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = asked.startswith("/staff/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and len(asked) < 200 else otherwise  # our own addresses are shorter
