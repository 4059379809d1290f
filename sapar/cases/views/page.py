"""The page of a case: its people and what is safe on top, the story as it happened, and what is next beside it."""

from __future__ import annotations

import functools
import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sapar.cases import flow, panels, presence, queries, timeline, work_queries
from sapar.cases.forms import NoteForm
from sapar.organisations.guard import staff
from sapar.people import queries as people

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from sapar.cases.models import Case, Participant, Task
    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Consent
    from sapar.vault.models import SealedFile

_RIGHTS = {
    "may_write": "case.write", "may_close": "case.close", "may_restrict": "case.restrict", "may_settle": "problem.settle",
    "may_add_file": "file.add", "may_read_files": "file.read",
}  # fmt: skip


def _labels(
    participants: list[Participant], consents: list[Consent], tasks: list[Task], files: list[SealedFile]
) -> dict[uuid.UUID, str]:
    """Words for what the timeline names by id."""
    labels = {one.person_id: one.person.shown_name for one in participants}
    labels |= {one.pk: one.recipient.name for one in consents}
    labels |= {one.pk: str(one.words) for one in tasks}
    return labels | {one.pk: str(one.name) for one in files}


@functools.cache
def _note_words(_language: str) -> SafeString:
    """The empty box of a note: the same for everybody who reads this language."""
    return NoteForm()["words"].as_field_group()


@require_safe
@staff("case.read")
def case(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    found = queries.get(request.actor, case_id, meanwhile=lambda: _ahead(request, case_id))
    return render(request, "cases/case.html", context_of(request, found))


def _ahead(request: StaffRequest, case_id: uuid.UUID) -> None:
    presence.ahead(request.actor, case_id)
    timeline.ahead(request.actor, case_id, before=request.GET.get("before"))


def context_of(request: StaffRequest, found: Case) -> dict[str, Any]:
    """All that the page shows, in a number of statements that does not grow with the case."""
    actor = request.actor
    there = presence.of(actor, found)
    participants = there.participants
    is_live = not (found.is_closed or found.is_erased)
    consents = (
        people.consents_of(actor, [one.person_id for one in participants]) if there.has("consents") else []
    )
    tasks, files = there.rows("tasks", queries.tasks), there.rows("files", queries.files)
    services = there.rows("services", work_queries.services)
    parties = there.rows("parties", work_queries.parties)
    context = {
        "case": found,
        "services": services,
        "parties": parties,
        "unsafe": [one for one in parties if one.unsafe],
        "follow_ups": there.rows("follow_ups", work_queries.follow_ups),
        "handover": work_queries.handover(actor, found) if there.has("handover") else None,
        "participants": participants,
        "consents": consents,
        "problems": there.problems,
        "tasks": tasks,
        "papers": there.rows("papers", queries.papers),
        "files": files,
        "named": queries.named(actor, found) if found.restricted else [],
        "timeline": timeline.of(
            actor,
            found,
            before=request.GET.get("before"),
            has_notes=there.has("notes"),
            labels=_labels(participants, consents, tasks, files)
            | {one.pk: str(one.name) for one in parties}
            | {one.project.pk: one.project.name for one in services if one.project},
        ),
        "panels": panels.PANELS.rendered(request, found),
        "note_words": _note_words(get_language()),
        "once": uuid.uuid4(),
        "verbs": flow.CASE.verbs_from(found.state),
        "is_live": is_live,
        "here": request.path,
        "is_mine": found.owner_id == actor.member_id,
        "is_named": found.glass_until is None,
        "may_hand_over": found.glass_until is None
        and (found.owner_id == actor.member_id or actor.may("case.assign")),
    }
    return context | {name: actor.may(right) for name, right in _RIGHTS.items()}
