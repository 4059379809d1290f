"""For monitors: whom to look at next, and the whole record of one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid, NotVisible
from sapar.directory.trust import trust_words
from sapar.monitoring import actions, asking, letters, policy, queries, tasks, words
from sapar.monitoring.forms import ConcernForm, CountryForm, RemindForm, ReviewForm, VisitForm
from sapar.organisations import queries as organisations
from sapar.organisations.guard import StaffRequest, staff
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.directory.models import Listing

_PAGE = 20


@require_safe
@staff("monitoring.read")
def work(request: StaffRequest) -> HttpResponse:
    """What waits for a monitor, and whom to look at next."""
    country = request.GET.get("country", "")
    rows = queries.to_check(request.actor, country if country.isalpha() else "")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "concerns": [(one, words.of_concern(one)) for one in queries.open_concerns(request.actor)],
        "replied": queries.replied_visits(request.actor),
        "feedback": queries.feedback_waiting(request.actor),
        "corrections": len(queries.corrections(request.actor)),
        "to_ask": asking.to_ask(request.actor).count() if request.actor.may("reminder.send") else 0,
        "page": page,
        "rows": [(row, trust_words(row)) for row in page],
        "form": CountryForm(country),
        "country": country,
    }
    return render(request, "monitoring/work.html", context)


@require_safe
@staff("monitoring.read")
def record(request: StaffRequest, slug: str) -> HttpResponse:
    """Everything that is known of one organisation's trust, with what a monitor can do next."""
    return _record(request, queries.organisation(request.actor, slug))


def _record(request: StaffRequest, listing: Listing, status: int = 200) -> HttpResponse:
    with policy.monitors(request.actor):
        visits, concerns = queries.visits_of(listing.org_id), queries.concerns_of(listing.org_id)
    names = {one.user_id: one.user.display_name for one in organisations.colleagues(request.actor)}
    evidence = queries.evidence_of(request.actor, visits)
    context = {
        "listing": listing,
        "trust": trust_words(listing),
        "membership": words.membership(listing.org),
        "visits": [
            (words.of_visit(row), names.get(row.by_user, ""), evidence.get(row.pk, [])) for row in visits
        ],
        "concerns": [_concern(request, row, names) for row in concerns],
        "told": words.told_lines(queries.told(listing.org_id)),
        "history": [words.of_change(row) for row in queries.history(listing.org_id)],
        "reminders": queries.reminders_of(request.actor, listing.org_id),
        "is_own": listing.org_id == request.actor.org_id,
        "may": {
            name: request.actor.may(right)
            for name, right in (
                ("visit", "visit.write"),
                ("judge", "concern.judge"),
                ("review", "feedback.review"),
            )
        },
    }
    return render(request, "monitoring/record.html", context, status=status)


def _concern(request: StaffRequest, row: Any, names: dict[Any, str]) -> dict[str, Any]:
    """A concern with what this very monitor may do with it: nobody agrees with themselves."""
    card, is_mine = words.of_concern(row), row.raised_by == request.actor.user_id
    verbs = []
    if request.actor.may("concern.judge") and not card.stands:
        if row.state == "raised" and not is_mine:
            verbs.append(("second", _("I agree: ask the organisation"), "go"))
        if row.state == "replied" and not is_mine:
            verbs.append(("uphold", _("I have read the answer: warn"), "danger"))
        verbs.append(("drop", _("Drop it"), "quiet"))
    return {"card": card, "by": names.get(row.raised_by, ""), "verbs": verbs}


@show_or_send
@staff("visit.write")
def visit(request: StaffRequest, slug: str) -> HttpResponse:
    listing = _monitored(request, slug, "visit.write")
    form = VisitForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            actions.write_visit(request.actor, listing.org, form.seen(), form.uploads())
        except Invalid as refused:
            problems = {
                ("file1" if name == "file" else name): said for name, said in refused.problems.items()
            }
            problems_into(form, problems)
        else:
            messages.success(request, _("Written down. The rules have looked at it."))
            return redirect("monitoring:record", slug)
    return render(
        request, "monitoring/visit.html", {"form": form, "listing": listing, "title": _("A visit or a call")}
    )


def _monitored(request: StaffRequest, slug: str, right: str) -> Listing:
    listing = queries.organisation(request.actor, slug)
    policy.require_monitors(request.actor, right, listing.org)
    return listing


@require_safe
@staff("monitoring.read")
def evidence(request: StaffRequest, visit_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """The file, opened while it is sent."""
    return actions.give_evidence(request.actor, queries.visit(request.actor, visit_id), file_id)  # type: ignore[return-value] # a streaming answer is one too


@show_or_send
@staff("concern.judge")
def concern(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask for a warning."""
    listing = _monitored(request, slug, "concern.judge")
    with policy.monitors(request.actor):
        visits = queries.visits_of(listing.org_id)
    form = ConcernForm(visits, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.raise_concern(request.actor, listing.org, given["fault"], given["words"], form.chosen())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Now a second monitor has to agree. Until then nobody else sees it."))
            return redirect("monitoring:record", slug)
    return _form(
        request, form, listing, _("Ask for a warning"),
        _("A second monitor has to agree. Then the organisation is asked and has two weeks to answer; three days where "
          "people are in danger. Only then is there a warning."),
    )  # fmt: skip


_VERBS = {"second": actions.second, "uphold": actions.uphold, "drop": actions.drop}
_DONE = {
    "second": gettext_lazy("The organisation is asked now. Send it a link, so that it can answer."),
    "uphold": gettext_lazy("The warning stands and everybody reads it, with the answer beside it."),
    "drop": gettext_lazy("Dropped. There is no warning."),
}


@require_POST
@staff("concern.judge")
def judge(request: StaffRequest, concern_id: uuid.UUID, verb: str) -> HttpResponse:
    found = queries.concern(request.actor, concern_id)
    act = _VERBS.get(verb)
    if act is None:
        raise NotVisible
    try:
        act(request.actor, found)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems.values()))
    else:
        messages.success(request, _DONE[verb])
    return redirect("monitoring:record", found.about.slug)


@show_or_send
@staff("feedback.review")
def review(request: StaffRequest, slug: str) -> HttpResponse:
    """What people told of one organisation, one by one."""
    listing = _monitored(request, slug, "feedback.review")
    form = ReviewForm(queries.new_feedback(request.actor, listing.org_id), request.POST or None)
    if form.is_valid():
        try:
            actions.review(request.actor, listing.org, form.verdicts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Reviewed. What is credible counts for the rules."))
            return redirect("monitoring:record", slug)
    return _form(
        request, form, listing, _("What people told"),
        _("Call or visit before you decide. Many at once, or all alike, may come from one hand."),
    )  # fmt: skip


@show_or_send
@staff("reminder.send")
def ask(request: StaffRequest) -> HttpResponse:
    """Whose own word runs out: a letter to each, or to all on this page that have an e-mail."""
    country = request.GET.get("country", "")
    page = Paginator(asking.to_ask(request.actor, country if country.isalpha() else ""), _PAGE).get_page(
        request.GET.get("page")
    )
    rows = list(page)
    if request.method == "POST" and _can_mail():
        sent = _letters(request, [row for row in rows if row.email])
        messages.success(
            request, ngettext("%(n)s letter leaves now.", "%(n)s letters leave now.", sent) % {"n": sent}
        )
        return redirect(request.get_full_path())
    asked = asking.last_asked([row.org_id for row in rows], request.actor)
    context = {
        "page": page,
        "rows": [(row, asked.get(row.org_id)) for row in rows],
        "with_mail": sum(bool(row.email) for row in rows) if _can_mail() else 0,
        "form": CountryForm(country),
    }
    return render(request, "monitoring/ask.html", context)


def _letters(request: StaffRequest, rows: list[Listing]) -> int:
    base = request.build_absolute_uri("/")
    for listing in rows:
        row = actions.remind_by_mail(request.actor, listing.org, _language_of(listing))
        tasks.send_reminder.defer(org_id=str(row.org_id), reminder_id=str(row.pk), base=base)
    return len(rows)


def _can_mail() -> bool:
    return settings.EMAIL_BACKEND != tasks.NO_MAIL


@never_cache
@show_or_send
@staff("reminder.send")
def remind(request: StaffRequest, slug: str) -> HttpResponse:
    """A letter with a link: shown once to pass on, or sent from here."""
    listing = queries.organisation(request.actor, slug)
    may_mail = bool(listing.email) and _can_mail()
    form = RemindForm(request.POST or None, may_mail=may_mail, initial={"language": _language_of(listing)})
    base = request.build_absolute_uri("/")
    if form.is_valid():
        language = form.cleaned_data["language"]
        if form.by_mail:
            row = actions.remind_by_mail(request.actor, listing.org, language)
            tasks.send_reminder.defer(org_id=str(row.org_id), reminder_id=str(row.pk), base=base)
            messages.success(request, _("The letter leaves in the next minute."))
            return redirect("monitoring:record", slug)
        row, token = actions.remind(request.actor, listing.org, language)
        made = letters.letter(listing, token, language, base, timezone.localdate(row.ends_at))
        return render(
            request, "monitoring/reminder.html", {"listing": listing, "letter": made, "language": language}
        )
    return _form(
        request, form, listing, _("Ask whether the entry is true"),
        _("You get a letter with a link that works once, for thirty days. Send it by whatever they read, to an address "
          "you know to be theirs. A link made before stops working."),
        _("Make the letter"),
    )  # fmt: skip


def _language_of(listing: Listing) -> str:
    """A language of the organisation in which we can write."""
    known = [code for code in listing.org.languages if code in dict(settings.LANGUAGES)]
    return known[0] if known else "ru"


def _form(
    request: StaffRequest, form: Any, listing: Listing, title: str, lead: str, submit: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "listing": listing,
        "title": title,
        "lead": lead,
        "submit": submit or _("Save"),
        "cancel_url": reverse("monitoring:record", args=[listing.org.slug]),
    }
    return render(request, "monitoring/form.html", context)
