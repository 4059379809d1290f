"""Every flow of the system with the right that each verb asks for, and how a test lives it. `docs/flows.md` is made of this."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sapar
from sapar.acquaintance.flow import NOTICE
from sapar.cases.flow import CASE, FOLLOW_UP, PAPER, PROBLEM, TASK
from sapar.common.flow import Flow
from sapar.insight.flow import RELEASE, RESEARCH
from sapar.intake.flow import REQUEST
from sapar.keeping.flow import EXPORT
from sapar.monitoring.flow import CONCERN
from sapar.organisations.roles import RIGHTS, Role
from sapar.practice import policy as practice
from sapar.practice.flow import ENTRY
from sapar.referrals import policy
from sapar.referrals.flow import DISCLOSURE, REFERRAL, side_of
from sapar.screening.flow import SCREENING, SUPPORT
from sapar.sheets.flow import BATCH
from sapar.watch.flow import COMMITMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOCK = ""
"""In place of a right: no role does it, the clock or the end of something else does."""


@dataclass(frozen=True)
class Course:
    """One flow as one side lives it. `rights` has every verb of the flow that is this side's: verb to right."""

    name: str
    flow: Flow
    rights: Mapping[str, str]
    note: str = ""
    begins: tuple[str, ...] = field(default=())

    def may(self, role: str, verb: str) -> bool:
        right = self.rights.get(verb, CLOCK)
        return right != CLOCK and right in RIGHTS[role]


def _all(flow: Flow, right: str) -> dict[str, str]:
    return dict.fromkeys(flow.verbs, right)


def _of_side(side: str) -> dict[str, str]:
    return {verb: policy.RIGHTS[verb] for verb in REFERRAL.verbs if side_of(verb) == side}


_TYPED = {verb: policy.TYPED_BACK for verb in REFERRAL.verbs if side_of(verb) == "receiver"}

COURSES = (
    Course("Case", CASE, {"wait": "case.write", "resume": "case.write", "close": "case.close", "reopen": "case.close"}),
    Course("Problem of a case", PROBLEM, _all(PROBLEM, "problem.settle")),
    Course("Task", TASK, _all(TASK, "case.write")),
    Course("Follow-up", FOLLOW_UP, _all(FOLLOW_UP, "case.write")),
    Course("Paper", PAPER, _all(PAPER, "case.write")),
    Course("Call for help", REQUEST, _all(REQUEST, "request.take")),
    Course("Referral inside Sapar, the sender", REFERRAL, _of_side("sender"), "“expire” is the clock's."),
    Course("Referral inside Sapar, the receiver", REFERRAL, _of_side("receiver"), "“expire” is the clock's."),
    Course(
        "Referral outside Sapar", REFERRAL, {**_of_side("sender"), **_TYPED},
        "All by the sender, who types the answer back; by a link the other side answers itself, without an account.",
    ),
    Course(
        "Disclosure without consent", DISCLOSURE,
        {"uphold": "disclosure.review", "refuse": "disclosure.review", "lapse": CLOCK},
        "Never by its maker. It lapses 24 hours after it was made.",
    ),
    Course(
        "Notice that somebody else may be helping", NOTICE,
        {"make_known": "acquaintance.answer", "leave": "acquaintance.answer", "lapse": CLOCK},
        "By night it comes, and lapses when nobody else is there any more.",
    ),
    Course("Screening", SCREENING, _all(SCREENING, "screening.do"), "Only by who is trained."),
    Course("Help after trafficking", SUPPORT, _all(SUPPORT, "screening.do")),
    Course(
        "Concern about an organisation", CONCERN,
        {"second": "concern.judge", "drop": "concern.judge", "uphold": "concern.judge", "reply": CLOCK},
        "By monitors, never of their own organisation; seconded and upheld by somebody else than who raised it. The "
        "organisation replies, as a member or by its link.",
    ),
    Course(
        "Export of everything", EXPORT,
        {
            "approve": "export.approve", "refuse": "export.approve", "withdraw": "export.ask", "take": "export.ask",
            "make": CLOCK, "finish": CLOCK, "fail": CLOCK, "expire": CLOCK,
        },
        "Never approved by who asked for it.",
    ),
    Course(
        "Entry of the compendium", ENTRY, practice.RIGHTS,
        "“second” and “publish” by two different people, neither the writer. What its own office has seconded a network "
        "steward may publish or return too (`practice.publish-of-others`), and take back what is published.",
    ),
    Course(
        "Sheet that is loaded", BATCH,
        {verb: CLOCK if verb.startswith("end_") else "sheet.load" for verb in BATCH.verbs},
        "What begins with “end” is done by the job that loads.",
    ),
    Course(
        "Release of the region's figures", RELEASE,
        {
            "make": CLOCK, "finish": CLOCK, "block": CLOCK, "fail": CLOCK,
            "publish": "release.publish", "refuse": "release.publish", "withdraw": "release.make",
        },
        "Never published or refused by who asked for it. A job makes it and attacks it.",
    ),
    Course(
        "Request to count for research", RESEARCH,
        {"approve": "research.approve", "refuse": "research.approve", "withdraw": "research.ask"},
        "Approved by two organisations that take part, never by the one that asks.",
    ),
    Course(
        "Promise that is watched", COMMITMENT, _all(COMMITMENT, "promise.judge"),
        "By two monitors of two organisations: one judges with evidence, the other agrees; then it moves.",
    ),
)  # fmt: skip


def every_flow() -> dict[int, str]:
    """Every `Flow` that some module of Sapar makes: its identity and where it stands."""
    found: dict[int, str] = {}
    for one in pkgutil.walk_packages(sapar.__path__, "sapar."):
        if one.name.rsplit(".", 1)[-1] == "flow":
            module = importlib.import_module(one.name)
            found |= {
                id(value): f"{one.name}.{name}"
                for name, value in vars(module).items()
                if isinstance(value, Flow)
            }
    return found


def page() -> str:
    """The tables as Markdown."""
    parts = [
        "# Every flow: state × verb × role",
        "Made by `python tools/flows.py` from the flows themselves and their rights; a test compares this page with the code "
        "and lives every cell. A cell names the next state; an empty one is refused (409). A role without the right is "
        "refused before the state is asked (403).",
    ]
    for course in COURSES:
        parts += [
            f"## {course.name}",
            *([course.note] if course.note else []),
            _moves(course),
            _roles(course),
        ]
    return "\n\n".join(parts) + "\n"


def _moves(course: Course) -> str:
    verbs = [verb for verb in course.flow.verbs if verb in course.rights]
    rows = [
        [f"**{state}**", *(_after(course, state, verb) for verb in verbs)] for state in course.flow.states
    ]
    return _table(["state", *verbs], rows)


def _after(course: Course, state: str, verb: str) -> str:
    return str(course.flow.move(state, verb)) if course.flow.allows(state, verb) else ""


def _roles(course: Course) -> str:
    verbs = [verb for verb in course.flow.verbs if verb in course.rights]
    rows = [[str(role), *("yes" if course.may(role, verb) else "" for verb in verbs)] for role in Role.values]
    rights = [
        ["right", *(f"`{course.rights[verb]}`" if course.rights[verb] else "the system" for verb in verbs)]
    ]
    return _table(["role", *verbs], rights + rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
