"""My account: name and language, password, second factors, open sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sapar.accounts import actions, halfway, passkeys, queries
from sapar.accounts.forms import ChangePasswordForm, CodeForm, ConfirmForm, NewPasskeyForm, ProfileForm
from sapar.accounts.guard import account_of, confirmed, signed_in
from sapar.accounts.views.setup import app_picture, new_key_options, store_new_key
from sapar.accounts.views.signin import in_language
from sapar.common.errors import Invalid
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from sapar.common.requests import SaparRequest


@never_cache
@signed_in
def home(request: SaparRequest) -> HttpResponse:
    actor = account_of(request)
    me = queries.me(actor)
    context = {
        "me": me,
        "language_name": dict(settings.LANGUAGES).get(me.language, me.language),
        "works_somewhere": request.actor.kind == "staff",
        "idle_minutes": settings.STAFF_IDLE_MINUTES,
        "sign_out_url": reverse("signout"),
        "factors": queries.factors(actor.user_id),
        "sessions": queries.sessions(actor),
        "this_session": request.session.session_key,
    }
    return render(request, "accounts/home.html", context)


@never_cache
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    user = queries.me(account_of(request))
    now = {"display_name": user.display_name, "language": user.language, "email": user.email}
    form = ProfileForm(request.POST or None, initial=now)
    if not form.is_valid():
        context = {"form": form, "title": _("Name and language"), "cancel_url": reverse("account:home")}
        return render(request, "ui/form_page.html", context)
    changed = actions.change_profile(account_of(request), **form.cleaned_data)
    with translation.override(changed.language):
        messages.success(request, _("Saved."))
    response = redirect("account:home")
    in_language(response, changed.language)
    return response


@never_cache
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = actions.change_password(account_of(request), given["password"], given["password1"])
        except Invalid as refused:
            form.show_problems(refused.problems)
        else:
            actions.reopen(request, user)
            messages.success(request, _("Your password is changed. All other sign-ins were ended."))
            return redirect("account:home")
    return render(request, "accounts/password.html", {"form": form})


@never_cache
@signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, before a step that matters."""
    next_path = halfway.local(request.GET.get("next", ""))
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        try:
            actions.confirm_password(account_of(request), form.cleaned_data["password"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            request.session["confirmed_at"] = queries.now().isoformat()
            return redirect(next_path)
    return render(request, "accounts/confirm.html", {"form": form})


@never_cache
@signed_in
@confirmed
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, in place of the one before."""
    actor = account_of(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.confirm_app(actor, form.cleaned_data["code"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("The app is set up. From now on sign-in asks for its code."))
            return redirect("account:home")
    context = {"form": form, **app_picture(request, queries.me(actor), actions.draft_app(actor))}
    return render(request, "accounts/app.html", context)


@never_cache
@signed_in
@confirmed
def app_remove(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(
            request, _("Remove the app?"), _("Its codes will open nothing any more."), _("Remove the app")
        )
    try:
        actions.remove_app(account_of(request))
    except Invalid as refused:
        messages.error(request, refused.problems[""])
    else:
        messages.success(request, _("The app is removed."))
    return redirect("account:home")


@never_cache
@signed_in
@confirmed
def key_add(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and store_new_key(request, queries.me(account_of(request))):
        messages.success(request, _("The key is added. Next time you can sign in with it alone."))
        return redirect("account:home")
    context = {"key_form": NewPasskeyForm(), "keys_possible": passkeys.possible_on(request.get_host())}
    return render(request, "accounts/key_add.html", context)


@never_cache
@require_POST
@signed_in
@confirmed
def key_options(request: HttpRequest) -> HttpResponse:
    return new_key_options(request, queries.me(account_of(request)))


@never_cache
@signed_in
@confirmed
def key_remove(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, _("Remove this key?"), _("It will open nothing any more."), _("Remove the key"))
    try:
        actions.remove_passkey(account_of(request), key_id)
    except Invalid as refused:
        messages.error(request, refused.problems[""])
    else:
        messages.success(request, _("The key is removed."))
    return redirect("account:home")


@never_cache
@signed_in
def session_end(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return _ask(
            request, _("End this sign-in?"), _("Whoever works there will have to sign in again."), _("End it")
        )
    actions.end_session(account_of(request), session_id)
    messages.success(request, _("The sign-in is ended."))
    return redirect("account:home")


@never_cache
@signed_in
def sessions_end(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        text = _("Only the one you are using now stays open.")
        return _ask(request, _("End all other sign-ins?"), text, _("End all others"))
    actions.end_other_sessions(account_of(request), request.session.session_key)
    messages.success(request, _("All other sign-ins are ended."))
    return redirect("account:home")


def _ask(request: HttpRequest, title: str, text: str, label: str) -> HttpResponse:
    return render(request, "accounts/ask.html", {"title": title, "text": text, "label": label})
