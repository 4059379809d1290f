"""A week of shifts: who is on duty when, in which languages, and where nobody speaks one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid
from sapar.organisations import actions as organisation_actions
from sapar.organisations import queries as organisations
from sapar.organisations.guard import StaffRequest, staff
from sapar.rota import actions, cover, queries, words
from sapar.rota.forms import LanguagesForm, ShiftForm
from sapar.rota.views.tabs import tabs
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid
    from zoneinfo import ZoneInfo

    from django.http import HttpResponse

    from sapar.rota.models import Shift

_A_WEEK = dt.timedelta(days=cover.DAYS)
_HOURS = 3600


@require_safe
@staff("account.use")
def week(request: StaffRequest) -> HttpResponse:
    zone = queries.zone_of(request.actor)
    day = _day(request.GET.get("day", ""), zone)
    midnights = cover.week_of(day, zone)
    shifts = queries.shifts_between(request.actor, midnights[0], midnights[-1])
    monday = midnights[0].astimezone(zone).date()
    context = {
        "tabs": tabs(request, "rota:week"),
        "days": _days(midnights, shifts, zone),
        "strips": _strips(request, midnights, shifts, zone),
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "earlier": _address(monday - _A_WEEK),
        "later": _address(monday + _A_WEEK),
        "may_write": request.actor.may("rota.write"),
        "on_shift": queries.on_shift(request.actor),
        "unspoken": [one for one in organisations.colleagues(request.actor) if not one.languages],
    }
    return render(request, "rota/week.html", context)


def _days(midnights: list[dt.datetime], shifts: list[Shift], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Seven days, each with the shifts that begin in it; on the first also those that began before."""
    today = timezone.localtime(timezone=zone).date()
    shown = []
    for number, (begins, ends) in enumerate(zip(midnights, midnights[1:], strict=False)):
        rows = [one for one in shifts if (begins <= one.begins_at or not number) and one.begins_at < ends]
        day = begins.astimezone(zone).date()
        shown.append(
            {
                "day": day,
                "words": words.day(day),
                "is_today": day == today,
                "shifts": [(one, _hours(one, zone), words.languages(one.member.languages)) for one in rows],
            }
        )
    return shown


def _hours(shift: Shift, zone: ZoneInfo) -> str:
    return f"{words.clock(shift.begins_at, zone)}–{words.clock(shift.ends_at, zone)}"


def _strips(
    request: StaffRequest, midnights: list[dt.datetime], shifts: list[Shift], zone: ZoneInfo
) -> list[dict[str, Any]]:
    """For each language: when nobody on duty speaks it, in words, and the week as a strip of 168 hours."""
    first, last = midnights[0], midnights[-1]
    found = queries.coverage(queries.languages_to_cover(request.actor), shifts, first, last)
    return [
        {
            "name": words.language(one.language),
            "holes": [words.span(hole, zone) for hole in one.holes],
            "is_empty": one.holes == [(first, last)],
            "boxes": [_box(span, first, last) for span in one.spans],
        }
        for one in found
    ]


def _box(span: cover.Span, first: dt.datetime, last: dt.datetime) -> tuple[str, str]:
    """Where a span begins on the strip and how wide it is, in hours."""
    begins, ends = max(span[0], first), min(span[1], last)
    left, width = (begins - first).total_seconds() / _HOURS, (ends - begins).total_seconds() / _HOURS
    return f"{left:.2f}", f"{width:.2f}"


@show_or_send
@staff("rota.write")
def add(request: StaffRequest) -> HttpResponse:
    zone = queries.zone_of(request.actor)
    day = _day(request.GET.get("day", ""), zone)
    form = ShiftForm(request.actor, zone, request.POST or None, initial={"day": day})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.plan_shift(request.actor, given["member"], form.span(), once=given["once"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("The shift is planned."))
            return redirect(_address(made.begins_at.astimezone(zone).date()))
    context = {"form": form, "title": _("Plan a shift"), "cancel_url": _address(day)}
    return render(request, "ui/form_page.html", context)


@require_POST
@staff("rota.write")
def remove(request: StaffRequest, shift_id: uuid.UUID) -> HttpResponse:
    found = queries.shift(request.actor, shift_id)
    actions.remove_shift(request.actor, found)
    messages.success(request, _("The shift is off the rota."))
    return redirect(_address(found.begins_at.astimezone(queries.zone_of(request.actor)).date()))


@require_POST
@staff("rota.write")
def copy(request: StaffRequest) -> HttpResponse:
    """Last week's shifts into this one."""
    day = _day(request.POST.get("day", ""), queries.zone_of(request.actor))
    made, left_out = actions.copy_week(request.actor, day)
    if made:
        messages.success(request, _("Copied from the week before: %(count)s.") % {"count": made})
    if left_out:
        messages.info(
            request,
            _("Left out, because the colleague is on duty then or has left: %(count)s.")
            % {"count": left_out},
        )
    if not made and not left_out:
        messages.info(request, _("The week before has no shifts."))
    return redirect(_address(day))


@show_or_send
@staff("rota.write")
def languages(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    """What a colleague speaks with callers."""
    found = organisations.member(request.actor, member_id)
    form = LanguagesForm(request.POST or None, initial={"languages": found.languages})
    if request.method == "POST" and form.is_valid():
        organisation_actions.set_languages(request.actor, found.pk, form.cleaned_data["languages"])
        messages.success(request, _("Saved."))
        return redirect("rota:week")
    context = {
        "form": form,
        "title": _("Languages of %(name)s") % {"name": found.user.display_name},
        "cancel_url": reverse("rota:week"),
    }
    return render(request, "ui/form_page.html", context)


def _day(typed: str, zone: ZoneInfo) -> dt.date:
    """A day out of an address; one that makes no sense, or lies beyond all planning, is today."""
    today = timezone.localtime(timezone=zone).date()
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        return today
    return day if abs((day - today).days) < 3650 else today  # ten years


def _address(day: dt.date) -> str:
    return f"{reverse('rota:week')}?day={day.isoformat()}"
