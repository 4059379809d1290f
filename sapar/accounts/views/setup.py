"""The first second factor. Whoever has none reaches this page and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sapar.accounts import actions, halfway, passkeys, policy, queries, totp
from sapar.accounts.actor import AccountActor
from sapar.accounts.forms import CodeForm, NewPasskeyForm
from sapar.accounts.views.signin import welcome
from sapar.common.errors import Invalid
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from django.http import HttpRequest

    from sapar.accounts.models import User


@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    user = _newcomer(request)
    if user is None:
        return redirect("signin-second")
    actor = AccountActor(user)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.confirm_app(actor, form.cleaned_data["code"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return welcome(request, user)
    context = {
        "form": form,
        "key_form": NewPasskeyForm(auto_id="key_%s"),
        "keys_possible": passkeys.possible_on(request.get_host()),
        **app_picture(request, user, actions.draft_app(actor)),
    }
    return render(request, "accounts/setup.html", context)


@never_cache
@require_POST
def key_options(request: HttpRequest) -> HttpResponse:
    user = _newcomer(request)
    return JsonResponse({}, status=403) if user is None else new_key_options(request, user)


@never_cache
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    user = _newcomer(request)
    if user is None:
        return redirect("signin-second")
    if not store_new_key(request, user):
        return redirect("setup")
    return welcome(request, user)


def new_key_options(request: HttpRequest, user: User) -> HttpResponse:
    """The challenge for a key that is being added."""
    known = [bytes(one.credential) for one in queries.factors(user.pk).passkeys]
    options, state = passkeys.begin_adding(request.get_host(), user.pk, user.username, known)
    halfway.keep_challenge(request.session, halfway.ADDING, state)
    return JsonResponse(options)


def store_new_key(request: HttpRequest, user: User) -> bool:
    """Verify and keep what the device made; a message says what was wrong."""
    form = NewPasskeyForm(request.POST)
    state = halfway.take_challenge(request.session, halfway.ADDING)
    if not form.is_valid() or not state:
        messages.error(request, _("The key was not added: give it a name and try again."))
        return False
    try:
        made = passkeys.finish_adding(request.get_host(), state, form.cleaned_data["credential"])
        actions.add_passkey(AccountActor(user), form.cleaned_data["name"], made)
    except passkeys.NotVerified:
        messages.error(request, _("The key was not added: its answer could not be verified. Try again."))
        return False
    except Invalid as refused:
        messages.error(request, refused.problems[""])
        return False
    return True


def app_picture(request: HttpRequest, user: User, secret: bytes) -> dict[str, Any]:
    """The QR code and the same as letters. The label in the phone says where it opens, not what that is."""
    picture = totp.picture(secret, user.username, request.get_host().partition(":")[0])
    return {"picture": mark_safe(picture), "letters": totp.in_letters(secret)}  # noqa: S308 - made by segno


def _newcomer(request: HttpRequest) -> User | None:
    user = halfway.user_of(request.session)
    if user is None or not policy.may_set_up_by_password(user) or queries.factors(user.pk).some:
        return None
    return user
