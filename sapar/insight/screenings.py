"""What an organisation's own screenings pointed to, what was decided, and which help was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sapar.insight import counts
from sapar.insight.sections import Section, by_kind, number
from sapar.screening.codes import Industry, ResultCode, Status, SupportKind, SupportState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import TextChoices

    from sapar.insight.selection import Selection
    from sapar.organisations.actor import StaffActor


def sections(actor: StaffActor, chosen: Selection) -> list[Section]:
    """Nothing where nobody was asked: most organisations never screen. `lowest` is what holds whatever is still open."""
    now = counts.screenings(actor, chosen)
    total = now["all"].get("", 0)
    if not total:
        return []
    title = _("Screenings")
    return [
        by_kind("screenings", title, _("Result, at the least"), _worded(now["lowest"], ResultCode), _of(title, total)),
        by_kind("screened-work", title, _("Kind of work"), _worded(now["industry"], Industry), _of(_("Kind of work"), total)),
        _by("trafficking-decisions", _("Decisions on trafficking"), now["status"], Status),
        _by("help-wanted", _("Help wanted after screenings"), now["help"], SupportKind),
        _by("help-states", _("How far that help has come"), now["help-state"], SupportState),
    ]  # fmt: skip


def _by(code: str, title: str, found: dict[str, int], kind: type[TextChoices]) -> Section:
    return by_kind(code, title, title, _worded(found, kind), _of(title, sum(found.values())))


def _worded(found: dict[str, int], kind: type[TextChoices]) -> list[tuple[str, int]]:
    return [(str(kind(code).label) if code else _("Not known"), n) for code, n in found.items()]


def _of(what: str, total: int) -> Callable[[Sequence[tuple[str, int]]], str]:
    def finding(ordered: Sequence[tuple[str, int]]) -> str:
        label, n = ordered[0]
        return _("%(what)s: %(label)s – %(n)s of %(total)s") % {
            "what": what, "label": label, "n": number(n), "total": number(total),
        }  # fmt: skip

    return finding
