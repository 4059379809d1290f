"""Reads of releases: for everybody what is published, for stewards all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch

from sapar.common.errors import NotVisible
from sapar.common.tenancy import scope_of
from sapar.insight.codes import Purpose, ReleaseState
from sapar.insight.models import (
    LedgerEntry,
    Participation,
    Release,
    ReleasedTable,
    ReleasePart,
    ResearchRequest,
    SnapshotRun,
)
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.organisations.actor import StaffActor

DOOR = "figures"


def quarters() -> list[str]:
    """Those with something published, the latest first."""
    return list(_published().order_by("-quarter").values_list("quarter", flat=True).distinct())


def _published() -> QuerySet[Release]:
    return Release.objects.filter(state=ReleaseState.PUBLISHED, purpose=Purpose.PUBLIC)


def published(quarter: str = "") -> list[Release]:
    """The releases of a quarter (the latest one), the newest first. Raises `NotVisible` where there is none."""
    known = quarters()
    chosen = quarter or (known[0] if known else "")
    if chosen not in known:
        raise NotVisible
    return list(_published().filter(quarter=chosen).order_by("-published_at"))


def parts(releases: list[Release], most: int = 1) -> list[ReleasePart]:
    """Of each kind the newest part, with its tables of at most so many dimensions. Three statements."""
    tables = ReleasedTable.objects.filter(dimensions__len__lte=most)
    rows = ReleasePart.objects.filter(release__in=releases).order_by("-release__published_at")
    found: dict[str, ReleasePart] = {}
    for one in rows.select_related("release").prefetch_related(
        Prefetch("tables", queryset=tables, to_attr="some")
    ):
        found.setdefault(one.kind, one)
    return list(found.values())


def part(part_id: uuid.UUID) -> ReleasePart:
    """One that is published."""
    found = ReleasePart.objects.select_related("release").filter(pk=part_id).first()
    if found is None or found.release.state != ReleaseState.PUBLISHED:
        raise NotVisible
    return found


def table(part_id: uuid.UUID, dimensions: list[str]) -> ReleasedTable:
    found = ReleasedTable.objects.select_related("part__release").filter(
        part=part(part_id), dimensions=dimensions
    )
    kept = found.first()
    if kept is None:
        raise NotVisible
    return kept


def release(actor: StaffActor, release_id: uuid.UUID) -> Release:
    """For stewards: in whatever state, with its parts."""
    require(actor, "release.read")
    with scope_of(actor, door=DOOR):
        found = (
            Release.objects.filter(pk=release_id, purpose=Purpose.PUBLIC)
            .prefetch_related(Prefetch("parts", queryset=ReleasePart.objects.order_by("kind")))
            .first()
        )
    if found is None:
        raise NotVisible
    return found


def releases(actor: StaffActor) -> list[Release]:
    require(actor, "release.read")
    with scope_of(actor, door=DOOR):
        return list(Release.objects.filter(purpose=Purpose.PUBLIC).order_by("-asked_at")[:200])


def last_run(actor: StaffActor) -> SnapshotRun | None:
    require(actor, "release.read")
    with scope_of(actor, door=DOOR):
        return SnapshotRun.objects.order_by("-began_at").first()


def entries() -> list[LedgerEntry]:
    """Everything that ever went out, the newest first: what tables there were is nobody's secret."""
    return list(LedgerEntry.objects.order_by("-number")[:500])


def participation(actor: StaffActor) -> Participation | None:
    """Whether the actor's organisation takes part now."""
    rows = Participation.objects.filter(org_id=actor.org_id, ended_at__isnull=True)
    return rows.select_related("agreed_by__user").first()


def mode_of(quarter: str) -> str:
    """How the quarter is protected already: exact and noisy numbers of the same people expose each other."""
    return published(quarter)[0].mode


def request(actor: StaffActor, request_id: uuid.UUID) -> ResearchRequest:
    require(actor, "research.read")
    with scope_of(actor, door=DOOR):
        rows = ResearchRequest.objects.select_related("org", "first_org", "second_org")
        found = rows.filter(pk=request_id).first()
    if found is None:
        raise NotVisible
    return found


def requests(actor: StaffActor) -> list[ResearchRequest]:
    """All of them: who counts what is no secret among those who are counted."""
    require(actor, "research.read")
    with scope_of(actor, door=DOOR):
        return list(ResearchRequest.objects.select_related("org").order_by("-asked_at")[:200])


def counted(actor: StaffActor, release_id: uuid.UUID) -> Release:
    """Tables made under a request, for the organisation that asked and no other."""
    require(actor, "research.read")
    with scope_of(actor, door=DOOR):
        rows = Release.objects.filter(pk=release_id, purpose=Purpose.RESEARCH, request__org_id=actor.org_id)
        found = rows.select_related("request").prefetch_related("parts__tables").first()
    if found is None:
        raise NotVisible
    return found


def counted_under(actor: StaffActor, found: ResearchRequest) -> list[Release]:
    with scope_of(actor, door=DOOR):
        return list(found.releases.order_by("-asked_at"))
