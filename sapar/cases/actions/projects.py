"""The organisation's projects: what services are paid from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.models import Project
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people.saving import save
from sapar.ui.texts import tidy

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.organisations.actor import StaffActor

audit.name("project.added", _("Project added"))
audit.name("project.changed", _("Project changed"))
audit.name("project.closed", _("Project closed"))
audit.name("project.reopened", _("Project open again"))

RIGHT = "organisation.write"
_PLACES = {"project_name_once": "name", "project_ends_after_it_begins": "ends_on"}


@dataclass(frozen=True)
class ProjectWords:
    name: str
    funder: str = ""
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None


def add_project(actor: StaffActor, words: ProjectWords, *, once: uuid.UUID | None = None) -> Project:
    """Raises `Invalid` at "name" for a name that is taken."""
    require(actor, RIGHT)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Project.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    project = _fill(Project(org_id=actor.org_id), words)
    if once:
        sent.settle(actor, once, project.pk)
    _record(actor, "project.added", project)
    return project


def change_project(actor: StaffActor, project: Project, words: ProjectWords) -> Project:
    held = _hold(actor, project)
    _fill(held, words)
    _record(actor, "project.changed", held)
    return held


def close_project(actor: StaffActor, project: Project) -> Project:
    """It can't be chosen any more; what was given from it stays counted."""
    held = _hold(actor, project)
    if held.closed_at:
        raise IllegalMove("closed", "close_project")
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    _record(actor, "project.closed", held)
    return held


def reopen_project(actor: StaffActor, project: Project) -> Project:
    held = _hold(actor, project)
    if held.closed_at is None:
        raise IllegalMove("open", "reopen_project")
    held.closed_at = None
    held.save(update_fields=["closed_at"])
    _record(actor, "project.reopened", held)
    return held


def _hold(actor: StaffActor, project: Project) -> Project:
    require(actor, RIGHT, project)
    held = Project.objects.select_for_update().filter(org_id=actor.org_id, pk=project.pk).first()
    if held is None:
        raise NotVisible
    return held


def _fill(project: Project, words: ProjectWords) -> Project:
    name = " ".join(tidy(words.name).split())
    if not name:
        raise Invalid({"name": __("Please fill this in.")})
    project.name, project.funder = name, tidy(words.funder).strip()
    project.begins_on, project.ends_on = words.begins_on, words.ends_on
    save(project, _PLACES)
    return project


def _record(actor: StaffActor, verb: str, project: Project) -> None:
    audit.record(actor, verb, subject_kind="project", subject_id=project.pk)
