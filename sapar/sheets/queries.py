"""Reads of sheets and their rows, for an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.organisations.guard import require
from sapar.sheets import marks
from sapar.sheets.codes import RowState
from sapar.sheets.flow import AT_WORK, BatchState
from sapar.sheets.models import Batch, ColumnMap, PaperRun, Row, ValueMap

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor


def visible_to(actor: StaffActor) -> QuerySet[Batch]:
    """The organisation's sheets."""
    require(actor, "sheet.load")
    return Batch.objects.filter(org_id=actor.org_id).select_related("data_key", "brought_by__user")


def batch(actor: StaffActor, batch_id: uuid.UUID) -> Batch:
    found = visible_to(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotVisible
    return found


def rows(actor: StaffActor, of: Batch) -> QuerySet[Row]:
    """The rows of a sheet in their order, with the key their cells need."""
    require(actor, "sheet.load")
    return Row.objects.filter(org_id=actor.org_id, batch=of).select_related("data_key").order_by("number")


def counts(actor: StaffActor, of: Batch) -> dict[str, int]:
    """How many rows are in each state; "warned" counts those to be looked at among the ones that go in."""
    found = rows(actor, of).order_by().values_list("state").annotate(many=Count("pk"))
    counted = dict.fromkeys(RowState.values, 0) | dict(found)
    going = (RowState.READY, RowState.LOADED, RowState.KEPT)
    return counted | {"warned": rows(actor, of).filter(warned=True, state__in=going).count()}


def reason_counts(actor: StaffActor, of: Batch, state: str) -> dict[str, int]:
    """How many rows of a state carry each reason, the commonest first."""
    counted: dict[str, int] = {}
    for reasons in rows(actor, of).filter(state=state).values_list("reasons", flat=True):
        for reason in reasons:
            counted[reason] = counted.get(reason, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def remembered_columns(actor: StaffActor, headings: list[str]) -> ColumnMap | None:
    """What was said about a sheet with these headings, if one came before."""
    found = marks.of_headings(actor.org_id, headings)
    return ColumnMap.objects.filter(org_id=actor.org_id, mark=found).first()


def remembered_words(actor: StaffActor, wanted: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What the organisation said of these words: {field: {rough spelling: code}}. `wanted` are (field, rough spelling)."""
    asked = {marks.mark(actor.org_id, field, rough): (field, rough) for field, rough in set(wanted)}
    own: dict[str, dict[str, str]] = {}
    for one in ValueMap.objects.filter(org_id=actor.org_id, mark__in=list(asked)):
        field, rough = asked[bytes(one.mark)]
        own.setdefault(field, {})[rough] = one.code
    return own


def loaded_marks(actor: StaffActor, wanted: list[bytes]) -> set[bytes]:
    """Which of these rows stand in Sapar already, from whatever sheet."""
    states = (RowState.LOADED, RowState.KEPT)
    found = Row.objects.filter(org_id=actor.org_id, mark__in=wanted, state__in=states)
    return {bytes(one) for one in found.values_list("mark", flat=True) if one}


def untouched(actor: Actor, since: dt.timedelta) -> list[Batch]:
    """Sheets at rest for so long; for the job."""
    require(actor, "sheet.load")
    rows = Batch.objects.filter(org_id=actor.org_id, moved_at__lt=timezone.now() - since)
    return list(rows.exclude(state__in=(*AT_WORK, BatchState.FORGOTTEN)).select_related("data_key"))


def paper_runs(actor: StaffActor, most: int = 20) -> list[PaperRun]:
    """Stacks of paper forms that were printed, the newest first."""
    require(actor, "sheet.load")
    found = PaperRun.objects.filter(org_id=actor.org_id).select_related("printed_by__user")
    return list(found.order_by("-first")[:most])
