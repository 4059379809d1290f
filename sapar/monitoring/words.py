"""What pages say of visits, warnings, the course of a status and the place in the network, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from sapar.common.clock import shared_day
from sapar.directory.trust import reason_words
from sapar.monitoring import rules
from sapar.monitoring.codes import FeedbackCode, Occupation, Verdict
from sapar.organisations.lists import language_names
from sapar.ui.dates import written

if TYPE_CHECKING:
    from sapar.monitoring.models import Concern, Finding, TrustChange, Visit
    from sapar.organisations.models import Organisation

_VERDICT_STATES = {Verdict.AS_SAID: "confirmed", Verdict.DIFFERS: "overdue", Verdict.NOT_SEEN: "none"}


@dataclass(frozen=True)
class FindingLine:
    """`state` is a code of `ui.states`."""

    label: str
    verdict: str
    state: str
    words: str


@dataclass(frozen=True)
class VisitCard:
    """A visit as a page shows it. `waits_until`: who has to answer has time until that day."""

    visit: Visit
    heading: str
    lines: list[FindingLine]
    facts: list[tuple[str, str]]
    replies: list[str]
    evidence: str
    waits_until: str


def of_visit(row: Visit) -> VisitCard:
    findings = [one for one in row.findings.all() if one.verdict != Verdict.NOT_SEEN]
    return VisitCard(
        visit=row,
        heading=f"{row.get_kind_display()}, {written(row.on)}",
        lines=[_line(one) for one in findings],
        facts=_counted(row),
        replies=[one.words for one in row.replies.all()],
        evidence=ngettext(
            "%(n)s file of evidence is kept sealed.", "%(n)s files of evidence are kept sealed.", row.files
        )
        % {"n": row.files}
        if row.files
        else "",
        waits_until=written(row.open_from) if row.open_from > shared_day() else "",
    )


def _line(finding: Finding) -> FindingLine:
    return FindingLine(
        label=str(finding.get_parameter_display()),
        verdict=str(finding.get_verdict_display()),
        state=_VERDICT_STATES[Verdict(finding.verdict)],
        words=finding.words,
    )


def _counted(row: Visit) -> list[tuple[str, str]]:
    staff = [f"{Occupation(code).label}: {count}" for code, count in row.staff_counted.items()]
    pairs = [
        (_("Languages heard"), language_names(row.languages)),
        (_("Staff"), ", ".join(staff)),
        (_("At work since"), str(row.at_work_since or "")),
    ]
    return [(label, said) for label, said in pairs if said]


@dataclass(frozen=True)
class ConcernCard:
    """A concern as a page shows it; `stage` says in words how far it is, `state` is its code for `ui.states`."""

    concern: Concern
    heading: str
    stage: str
    state: str
    replies: list[str]
    stands: bool


def of_concern(row: Concern) -> ConcernCard:
    from sapar.monitoring.evidence import of_row

    since = of_row(row).stands_from()
    stands = since is not None and since <= shared_day()
    if stands:
        stage = _("A warning since %(day)s, agreed by two monitors.") % {"day": written(since)}
    elif row.state == "asked":
        stage = _("The organisation has until %(day)s to answer.") % {"day": written(row.reply_by)}
    else:
        stage = str(row.get_state_display())
    state = "upheld" if stands else row.state
    replies = [one.words for one in row.replies.all()]
    return ConcernCard(row, str(row.get_fault_display()), stage, state, replies, stands)


@dataclass(frozen=True)
class ChangeLine:
    """One line of a status's history: the day it was reckoned, the status, why."""

    on: str
    code: str
    label: str
    reasons: list[str]
    rule: str


def of_change(row: TrustChange) -> ChangeLine:
    reasons = [reason_words(one) for one in row.reasons]
    return ChangeLine(written(row.on), row.trust, str(row.get_trust_display()), reasons, row.rule)


_TOLD = {
    FeedbackCode.ASKED_MONEY: ngettext_lazy(
        "In the last year %(n)s person told us: they asked for money.",
        "In the last year %(n)s people told us: they asked for money.",
        "n",
    ),
    FeedbackCode.CLOSED: ngettext_lazy(
        "In the last year %(n)s person told us: nobody is there any more.",
        "In the last year %(n)s people told us: nobody is there any more.",
        "n",
    ),
    FeedbackCode.NO_ANSWER: ngettext_lazy(
        "In the last year %(n)s person told us: they did not answer.",
        "In the last year %(n)s people told us: they did not answer.",
        "n",
    ),
}


def told_lines(told: list[tuple[str, int]]) -> list[str]:
    """What enough people told within a year."""
    return [_TOLD[FeedbackCode(code)] % {"n": people} for code, people in told]


def membership(organisation: Organisation) -> str:
    """Who belongs to the network by its own agreement, and who is only described in it."""
    circle = str(organisation.get_circle_display())
    if organisation.joined_at:
        return _("Since %(day)s a member of the network. %(circle)s.") % {
            "circle": circle,
            "day": written(timezone.localdate(organisation.joined_at)),
        }
    return _("Listed only: it has not joined the network. %(circle)s.") % {"circle": circle}


# Number of a rule, what it gives, in words: the page of the rules and docs/trust.md say the same.
def rule_lines() -> list[tuple[str, str, str]]:
    """(number, status, when) of every rule, in their order."""
    suspended, warning = _("Suspended"), _("Warning")
    confirmed, not_confirmed = _("Confirmed"), _("Not confirmed")
    return [
        ("T1", suspended, _("The law of its own country has dissolved it.")),
        ("T2", suspended, _("A warning that people are in danger stands.")),
        ("T3", suspended, _("Warnings about two different things stand.")),
        ("T4", suspended, _("A warning has not been put right for 180 days.")),
        (
            "T5",
            warning,
            _("A warning stands: two monitors agreed, and the organisation had its time to answer."),
        ),
        (
            "T6",
            not_confirmed,
            _(
                "Within a year at least %(n)s people told that nobody is there or nobody answers, and it was reviewed."
            )
            % {"n": rules.FEEDBACK_SHOWN_FROM},
        ),
        ("T7", not_confirmed, _("The last visit found something important otherwise than described.")),
        ("T8", confirmed, _("A monitor found it as described within 18 months.")),
        ("T9", confirmed, _("The organisation said within a year that everything is true.")),
        ("T10", not_confirmed, _("None of these.")),
    ]
