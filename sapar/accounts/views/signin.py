"""Signing in: name and password, then the second factor; or a passkey alone; and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sapar.accounts import actions, halfway, passkeys, policy, queries
from sapar.accounts.forms import CodeForm, PasskeyForm, ResetForm, SignInForm
from sapar.accounts.models import User
from sapar.common.errors import Invalid
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from django.http import HttpRequest

    from sapar.accounts.queries import Factors
    from sapar.common.requests import SaparRequest


@never_cache
def sign_in(request: SaparRequest) -> HttpResponse:
    next_path = halfway.local(request.GET.get("next", ""))
    if isinstance(request.user, User) and actions.touch(request.user, request.session):
        works = request.actor.kind == "staff"
        return redirect(next_path if works else "account:home")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            user = actions.check_password(form.cleaned_data["username"], form.cleaned_data["password"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            halfway.begin(request.session, user, next_path)
            return redirect("signin-second")
    came_back = bool(request.GET.get("next")) and not form.is_bound
    context = {
        "form": form,
        "came_back": came_back,
        "keys_possible": passkeys.possible_on(request.get_host()),
    }
    return render(request, "accounts/signin.html", context)


@never_cache
def second(request: HttpRequest) -> HttpResponse:
    user = halfway.user_of(request.session)
    if user is None:
        return _start_again(request)
    factors = queries.factors(user.pk)
    if not factors.some:
        return redirect("setup") if policy.may_set_up_by_password(user) else _stuck(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.check_code(user, form.cleaned_data["code"])
        except Invalid as refused:
            problems_into(form, refused.problems)
            factors = queries.factors(user.pk)
        else:
            return welcome(request, user)
    return render(request, "accounts/second.html", _second_page(request, form, factors))


@never_cache
@require_POST
def second_key_options(request: HttpRequest) -> HttpResponse:
    """The challenge for the keys of whoever has given the password."""
    user = halfway.user_of(request.session)
    known = [bytes(key.credential) for key in queries.factors(user.pk).passkeys] if user else []
    if not known:
        return JsonResponse({}, status=403)
    options, state = passkeys.begin_proving(request.get_host(), known)
    halfway.keep_challenge(request.session, halfway.SECOND, state)
    return JsonResponse(options)


@never_cache
@require_POST
def second_key(request: HttpRequest) -> HttpResponse:
    user = halfway.user_of(request.session)
    if user is None:
        return _start_again(request)
    return _prove(request, user) or redirect("signin-second")


@never_cache
@require_POST
def key_options(request: HttpRequest) -> HttpResponse:
    """A challenge for any key of ours; the device finds the account."""
    options, state = passkeys.begin_proving(request.get_host(), None)
    halfway.keep_challenge(request.session, halfway.ALONE, state)
    return JsonResponse(options)


@never_cache
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    return _prove(request, None) or redirect("signin")


@never_cache
def reset(request: HttpRequest) -> HttpResponse:
    """A new password by the supervisor's printed code; then the usual way in, second factor and all."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.reset_password(given["username"], given["code"], given["password1"])
        except Invalid as refused:
            form.show_problems(refused.problems)
        else:
            messages.success(request, _("Your new password is set. Sign in with it."))
            return redirect("signin")
    return render(request, "accounts/reset.html", {"form": form})


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """A press of the button; whoever comes by the address is asked first."""
    if request.method != "POST":
        return render(request, "accounts/signout.html")
    actions.leave(request)
    response = redirect("signin")
    # The next person at a shared computer finds neither pages nor anything a page kept.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


def welcome(request: HttpRequest, user: User) -> HttpResponse:
    """Both factors are proved."""
    next_path = halfway.next_path(request.session)
    actions.enter(request, user)
    left = queries.factors(user.pk)
    if left.sheet and not left.count and left.codes_left <= _FEW_CODES:
        messages.warning(
            request, _("Few codes are left on your sheet. Ask your supervisor for a new one today.")
        )
    response = redirect(next_path)
    in_language(response, user.language)
    return response


def in_language(response: HttpResponse, code: str) -> None:
    """The reader's own language from now on, also on a computer that a colleague used before."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )


_FEW_CODES = 8


def _prove(request: HttpRequest, user: User | None) -> HttpResponse | None:
    form = PasskeyForm(request.POST)
    state = halfway.take_challenge(request.session, halfway.SECOND if user else halfway.ALONE)
    if not form.is_valid():
        messages.error(request, _("The device sent nothing that could be read. Try again."))
        return None
    try:
        found = actions.check_passkey(request.get_host(), state, form.cleaned_data["credential"], user=user)
    except Invalid as refused:
        messages.error(request, refused.problems[""])
        return None
    return welcome(request, found)


def _second_page(request: HttpRequest, form: CodeForm, factors: Factors) -> dict[str, Any]:
    by_key = bool(factors.passkeys) and passkeys.possible_on(request.get_host())
    return {
        "form": form,
        "factors": factors,
        "by_code": factors.app_since or factors.codes_left,
        "by_key": by_key,
    }


def _start_again(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, _("This took too long, so the sign-in starts again. Give your name and password once more.")
    )
    return redirect("signin")


def _stuck(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/stuck.html", status=403)
