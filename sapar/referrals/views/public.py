"""The page of a one-time link: a code, then what is asked, and the answer. No account, no script, nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sapar.common.errors import IllegalMove, Invalid
from sapar.organisations.lists import zone_name
from sapar.referrals import link_seal
from sapar.referrals.actions import linked
from sapar.referrals.link_forms import CodeForm, LinkDeclineForm, LinkReportForm
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from sapar.referrals.actions.linked import Sitting

COOKIE = "sapar_link"
# The cookie outlives a sitting; the link itself ends with the deadline or with what the referral rests on.
COOKIE_SECONDS = 60 * 60 * 24 * 92
GONE, REFUSED, CONFLICT = 410, 422, 409


@never_cache
@show_or_send
def link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        return _answer(request, token)
    except linked.Over:
        response = render(request, "referrals/public/over.html", status=GONE)
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    do = request.POST.get("do", "") if request.method == "POST" else ""
    secret = _secret(request)
    if do == "code":
        return _open(request, token, secret)
    sitting = linked.go_on(token, secret)
    if sitting is None:
        return _ask(request, CodeForm())
    if do == "close":
        linked.end_sitting(token, secret)
        return redirect(request.path)
    act = _ACTS.get(do, _page)
    # Nobody is signed in, yet "answer by" must say the hour on the reader's wall.
    with timezone.override(sitting.referral.to_org.time_zone):
        return act(request, sitting)


def _secret(request: HttpRequest) -> bytes | None:
    try:
        found = bytes.fromhex(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
    return found if len(found) == link_seal.SECRET_BYTES else None


def _ask(request: HttpRequest, form: CodeForm, *, left: int | None = None) -> HttpResponse:
    """The browser gets its secret here already: an answer to the right code that is lost on the way binds nobody else."""
    context = {"form": form, "left": left}
    status = REFUSED if form.errors else 200
    response = render(request, "referrals/public/code.html", context, status=status)
    return _with_cookie(response, _secret(request) or link_seal.new_secret())


def _with_cookie(response: HttpResponse, secret: bytes) -> HttpResponse:
    response.set_cookie(
        COOKIE, secret.hex(), max_age=COOKIE_SECONDS, httponly=True, samesite="Strict",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip
    return response


def _open(request: HttpRequest, token: str, secret: bytes | None) -> HttpResponse:
    form = CodeForm(request.POST)
    linked.find(token)
    if not form.is_valid():
        return _ask(request, form)
    code = link_seal.read_code(form.cleaned_data["code"])
    if code is None:
        form.add_error("code", _("The code has twelve digits. Please compare it with what you were given."))
        return _ask(request, form)
    try:
        sitting = linked.open_with(token, code, secret)
    except linked.WrongCode as wrong:
        if not wrong.left:
            return render(request, "referrals/public/over.html", status=GONE)
        form.add_error("code", _("This code does not fit. Please compare each digit."))
        return _ask(request, form, left=wrong.left)
    return _with_cookie(redirect(request.path), sitting.secret)


def _page(
    request: HttpRequest,
    sitting: Sitting,
    *,
    decline: LinkDeclineForm | None = None,
    report: LinkReportForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sitting": sitting,
        "referral": sitting.referral,
        "clock": zone_name(sitting.referral.to_org.time_zone),
        "agreement": linked.agreement(sitting),
        "decline_form": decline or LinkDeclineForm(),
        "report_form": report or LinkReportForm(problems=sitting.summary.problems),
    }
    return render(request, "referrals/public/referral.html", context, status=status)


def _accept(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return _done(request, sitting, lambda: linked.answer(sitting, "accept"), None)


def _start(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return _done(request, sitting, lambda: linked.answer(sitting, "start"), None)


def _decline(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    form = LinkDeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, sitting, decline=form, status=REFUSED)
    reason = form.cleaned_data["decline_reason"]
    return _done(
        request, sitting, lambda: linked.answer(sitting, "decline", decline_reason=reason), form, is_end=True
    )


def _report(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    form = LinkReportForm(request.POST, problems=sitting.summary.problems)
    if not form.is_valid():
        return _page(request, sitting, report=form, status=REFUSED)
    typed = form.cleaned_data
    verb = "complete" if typed["finished"] else "report"
    return _done(
        request, sitting,
        lambda: linked.answer(sitting, verb, words=typed["words"], outcomes=form.outcomes()), form,
        is_end=typed["finished"],
    )  # fmt: skip


def _done(
    request: HttpRequest, sitting: Sitting, act: Callable[[], Any], form: Any, *, is_end: bool = False
) -> HttpResponse:
    try:
        act()
    except IllegalMove:
        return _page(request, sitting, status=CONFLICT)
    except Invalid as refusal:
        if form is None:
            return render(request, "referrals/public/over.html", status=GONE)
        problems_into(form, refusal.problems)
        names = {LinkDeclineForm: "decline", LinkReportForm: "report"}
        return _page(request, sitting, status=REFUSED, **{names[type(form)]: form})
    if is_end:
        return render(request, "referrals/public/thanks.html", {"referral": sitting.referral})
    return redirect(request.path)


_ACTS: dict[str, Callable[[HttpRequest, Sitting], HttpResponse]] = {
    "accept": _accept,
    "decline": _decline,
    "start": _start,
    "report": _report,
}
