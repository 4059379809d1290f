"""The one guard. Every verb asks it, whoever calls: a page, the API, a command."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.shortcuts import redirect

from sapar.accounts.guard import to_sign_in
from sapar.common.errors import Denied
from sapar.common.requests import SaparRequest
from sapar.organisations.actor import StaffActor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    from sapar.common.actor import Actor

    View = Callable[..., HttpResponseBase]

# Every view behind `staff`, by module and name, and the right it asks for: the test of all addresses reads it.
STAFF_VIEWS: dict[str, str] = {}


class StaffRequest(SaparRequest):
    """What a view behind `staff` receives."""

    actor: StaffActor


def require(actor: Actor, right: str, subject: object = None) -> None:
    """Raise `Denied` unless the actor's role carries `right`. `subject` is only named in the refusal's record."""
    if actor.may(right):
        return
    raise Denied(
        right,
        subject_kind=type(subject).__name__.lower() if subject is not None else "",
        subject_id=getattr(subject, "pk", None),
    )


def staff(right: str) -> Callable[[View], View]:
    """A page for staff whose role carries `right`. Nobody signed in: to the sign-in page and back; without the right:
    `Denied`. The view's `request.actor` is a `StaffActor`."""

    def guard(view: View) -> View:
        STAFF_VIEWS[f"{view.__module__}.{view.__qualname__}"] = right

        @functools.wraps(view)
        def guarded(request: StaffRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not isinstance(getattr(request, "actor", None), StaffActor):
                # Signed in, but working for nobody: their account page says so.
                works_for_nobody = request.user.is_authenticated and "second_factor_at" in request.session
                return redirect("account:home") if works_for_nobody else to_sign_in(request)
            require(request.actor, right)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined] # read by the test of all addresses
        return guarded

    return guard
