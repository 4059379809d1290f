"""The operator's desk: the caller, the talk, the help beside it. One form, whoever opened it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from sapar.accounts.views import signin
from sapar.common.blocks import whole
from sapar.common.errors import Invalid, Locked, Stale
from sapar.directory.taxonomy import Problem
from sapar.intake import actions, drafts, guiding, helping, tries
from sapar.intake.codes import Channel, ContactOutcome
from sapar.intake.talk_form import ENDINGS, TalkForm, WordForm, with_ending
from sapar.organisations import queries as organisations
from sapar.rota import queries as rota
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from sapar.intake.calls import Talk
    from sapar.intake.models import Contact, Draft
    from sapar.organisations.guard import StaffRequest

    Log = Callable[[Talk, uuid.UUID], Contact]

# Pages that hold the desk's form: a draft goes back to the one it was begun on.
_PLACES = {"contacts:new", "requests:log"}
_PARTS = {"look-up", "word", "help"}
_ONE_KEY = {*ENDINGS, ContactOutcome.MESSAGE}


def talk(request: StaffRequest, initial: dict[str, Any], log: Log) -> HttpResponse:
    """Show the form, look a number up, keep a draft, or save. What was typed is in the answer, never in an address."""
    if request.method != "POST":
        return page(request, _form(request, initial=initial), initial)
    verb = request.POST.get("do", "save")
    if "X-Part" in request.headers and (verb in _PARTS or guiding.is_verb(verb)):
        return part(request, verb)
    sent = with_ending(request.POST) if verb in _ONE_KEY else request.POST
    form = _form(request, sent, request.FILES)
    try:
        return _answered(request, form, verb, log)
    except Locked:
        # A server error by its number, so that nothing half-done stays; and the words stay on the page.
        return page(request, form.unsent(), request.POST, status=503, is_locked=True)


def _answered(request: StaffRequest, form: TalkForm, verb: str, log: Log) -> HttpResponse:
    if verb in ("look-up", "word"):
        return _looked_up(request, form)
    if verb == "help":
        return page(request, form.unsent(), request.POST)
    if guiding.is_verb(verb):
        return _guided(request, form, verb)
    if verb in ("keep", "change-over"):
        return _kept(request, form, leaves=verb == "change-over")
    return _saved(request, form, verb, log)


def part(request: StaffRequest, verb: str) -> HttpResponse:
    """For the desk's script: the caller's panel and the helpers alone, without the form that it has already."""
    context: dict[str, Any] = {}
    said: dict[str, Any] = request.POST.dict()
    asked = None
    if guiding.is_verb(verb):
        usual, asked = _walked(said, verb)
        said = _filled(usual, said) | {"guided": usual["guided"]}
        context["usual"] = _without_guide(usual)
    elif verb != "help" and said.get("phone", "").strip():
        context, usual = _behind(request, said)
        said = _filled(usual, said)
        context |= {"is_looked_up": True, "usual": usual}
    context |= _help(request, said) | {"form": WordForm()} | _panel(said, asked)
    return render(request, "intake/desk_part.html", context)


def _guided(request: StaffRequest, form: TalkForm, verb: str) -> HttpResponse:
    """Without scripts: one step of a flow beside the talk, with everything that was typed."""
    usual, asked = _walked(request.POST, verb)
    shown = form.unsent(**_without_guide(usual))
    shown.initial["guided"] = usual["guided"]
    said = _filled(usual, request.POST.dict()) | {"guided": usual["guided"]}
    return page(request, shown, said, asked=asked)


def _walked(said: Mapping[str, Any], verb: str) -> tuple[dict[str, str], Any]:
    """What the step makes usual (topic and country of the flow), the flow itself, and a field that could not be read."""
    kept, asked = guiding.moved(guiding.read(str(said.get("guided") or "")), verb, said)
    usual = {"topic": guiding.problem_of(kept), "country": guiding.country_of(kept)}
    return {name: value for name, value in usual.items() if value} | {"guided": guiding.written(kept)}, asked


def _without_guide(usual: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in usual.items() if name != "guided"}


def _filled(usual: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, Any]:
    return {**usual, **{name: value for name, value in said.items() if value}}


def _panel(said: Mapping[str, Any], asked: Any = None) -> dict[str, Any]:
    return guiding.panel(guiding.read(str(said.get("guided") or "")), str(said.get("topic") or ""), asked)


def _behind(request: StaffRequest, said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the panel shows of a number, and what is usual for whoever calls from it."""
    phone, country, word = (str(said.get(name) or "") for name in ("phone", "country", "word"))
    if word.strip():
        return {"word": actions.check_word(request.actor, phone, country, word)}, {}
    caller = actions.look_up(request.actor, phone, country)
    return {"caller": caller}, caller.usual if caller else {}


def _help(request: StaffRequest, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "helpers": helping.helpers(request.actor, said),
        "is_asked": bool(said.get("topic") or said.get("country")),
    }


def _looked_up(request: StaffRequest, form: TalkForm) -> HttpResponse:
    if not request.POST.get("phone", "").strip():
        return page(request, form.unsent(), request.POST)
    found, usual = _behind(request, request.POST)
    said = _filled(usual, request.POST.dict())
    return page(request, form.unsent(**usual), said, is_looked_up=True, **found)


def _kept(request: StaffRequest, form: TalkForm, *, leaves: bool) -> HttpResponse:
    """Without scripts a draft is kept by a button; with them this is the last one before somebody leaves."""
    content = form.content() | {"at": request.path}
    if not leaves or form["words"].data or form["phone"].data:
        try:
            actions.keep(request.actor, token_of(form), content, **seen_by(form))
        except Stale:
            return _of_its_own(request, form)
        except Invalid as refused:
            return _refused(request, form, refused)
    if leaves:
        return signin.sign_out(request)
    messages.success(request, _("Kept as a draft. It waits on your desk."))
    return redirect("contacts:new")


def _saved(request: StaffRequest, form: TalkForm, verb: str, log: Log) -> HttpResponse:
    ending = verb if verb in _ONE_KEY else ""
    is_valid = form.is_valid()
    if verb == ContactOutcome.MESSAGE and not form["words"].data:
        form.add_error("words", _("Write down the message first."))
    if not is_valid or form.errors:
        return page(request, form, request.POST)
    try:
        actions.check_seen(request.actor, form.cleaned_data["once"], **seen_by(form))
        with whole():
            contact = log(form.talk(ending), form.cleaned_data["once"])
            if form.cleaned_data["file"]:
                actions.attach(request.actor, contact, form.cleaned_data["file"])
    except Stale:
        return _of_its_own(request, form)
    except Invalid as refused:
        return _refused(request, form, refused)
    return _after(request, contact, verb)


def _after(request: StaffRequest, contact: Contact, verb: str) -> HttpResponse:
    if verb == ContactOutcome.MESSAGE:
        messages.success(
            request, _("The message is kept. If there is somebody to pass it on to, a colleague will.")
        )
        return redirect("contacts:new")
    if verb in ENDINGS:
        words = _("Saved: %(outcome)s. The next call can come.")
        messages.success(request, words % {"outcome": contact.get_outcome_display()})
        return redirect("contacts:new")
    return redirect("contacts:open-case" if verb == "open" else "contacts:detail", contact.pk)


def _of_its_own(request: StaffRequest, form: TalkForm) -> HttpResponse:
    """Two windows of one draft: this one goes on with a draft of its own, and nothing is lost."""
    return page(request, _anew(form), request.POST, is_apart=True)


def _refused(request: StaffRequest, form: TalkForm, refused: Invalid) -> HttpResponse:
    if isinstance(refused, actions.AlreadySaved):
        return page(request, _anew(form), request.POST, problem=refused.problems[""])
    form.is_valid()
    problems_into(form, refused.problems)
    return page(request, form, request.POST)


def _anew(form: TalkForm) -> TalkForm:
    fresh = form.unsent()
    fresh.initial.update(once=uuid.uuid4(), page=uuid.uuid4(), version=0)
    return fresh


def page(
    request: StaffRequest, form: TalkForm, typed: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The desk. The lists of drafts and tries are left out while the vault is locked: they are sealed."""
    is_locked = context.get("is_locked", False)
    if not form.errors:
        begins = "words" if context.get("is_looked_up") or context.get("draft") else "phone"
        form.fields[begins].widget.attrs["autofocus"] = True
    context |= {
        "form": form,
        "can_open_case": request.actor.may("case.open"),
        "action": context.get("action", request.path),
        "endings": [(code, code.label, key) for code, key in zip(ENDINGS, "QCXN", strict=True)],
        "drafts": [] if is_locked else _waiting(request, form),
        "marks": tries.marks(request.actor),
        "on_shift": rota.on_shift(request.actor),
    }
    context |= _help(request, typed) | _panel(typed, context.pop("asked", None))
    return render(request, "intake/desk.html", context, status=status)


def _waiting(request: StaffRequest, form: TalkForm) -> list[drafts.Waiting]:
    open_now = str(form["once"].value())
    return [one for one in drafts.waiting(request.actor) if str(one.draft.token) != open_now]


def draft_page(request: StaffRequest, draft: Draft) -> HttpResponse:
    """A draft as it was left, sent to where it was begun."""
    content = dict(draft.content)
    action = content.pop("at", "")
    initial = content | {"once": draft.token, "version": draft.version}
    form = _form(request, initial=initial)
    return page(request, form, initial, action=_place(action), draft=draft)


def _place(address: str) -> str:
    try:
        name = resolve(address).view_name
    except Resolver404:
        name = ""
    return address if name in _PLACES else reverse("contacts:new")


def _form(request: StaffRequest, *sent: Any, initial: dict[str, Any] | None = None) -> TalkForm:
    others = organisations.colleagues(request.actor).exclude(pk=request.actor.member_id)
    return TalkForm(*sent, initial=initial, colleagues=others)


def token_of(form: TalkForm) -> uuid.UUID:
    """The form's token; one that nobody can read is a new one."""
    return _uuid(form["once"].data) or uuid.uuid4()


def seen_by(form: TalkForm) -> dict[str, Any]:
    """Which window this is, and which version of the draft it has seen."""
    version = str(form["version"].data or "")
    return {
        "page": _uuid(form["page"].data) or uuid.uuid4(),
        "version": int(version) if version.isdecimal() and len(version) < 9 else 0,
    }


def _uuid(typed: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(typed))
    except ValueError:
        return None


def from_file() -> dict[str, Any]:
    """What a talk begins with that came as a voice message or a photo."""
    return {"channel": Channel.MESSENGER, "topic": Problem.OTHER}
