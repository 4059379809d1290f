"""Doors of the account's own pages: they need a user, and no organisation."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

from sapar.accounts import actions, policy, queries
from sapar.accounts.actor import AccountActor
from sapar.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    View = Callable[..., HttpResponseBase]

# Every view behind this guard, by module and name: the test of all addresses reads it.
SIGNED_IN_VIEWS: set[str] = set()


def signed_in(view: View) -> View:
    """The user has proved both factors in this session. `account_of` gives the actor."""
    SIGNED_IN_VIEWS.add(f"{view.__module__}.{view.__qualname__}")

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not isinstance(request.user, User) or not actions.touch(request.user, request.session):
            return to_sign_in(request)
        request.account = AccountActor(request.user)  # type: ignore[attr-defined] # read by `account_of`
        return view(request, *args, **kwargs)

    return guarded


def account_of(request: HttpRequest) -> AccountActor:
    """The actor that `signed_in` found."""
    actor: AccountActor = request.account  # type: ignore[attr-defined] # put there by `signed_in`
    return actor


def confirmed(view: View) -> View:
    """Asks for the password once more unless it was given in the last quarter of an hour: somebody may have sat down
    at an open screen. Comes after the guard that knows who is signed in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        said = request.session.get("confirmed_at")
        if said and queries.now() - datetime.fromisoformat(said) < policy.CONFIRMED_FOR:
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account:confirm')}?{urlencode({'next': _way_back(request)})}")

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in first, then come back; after a form that was sent, to the first page."""
    return redirect(f"{reverse('signin')}?{urlencode({'next': _way_back(request)})}")


def _way_back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else "/staff/"
