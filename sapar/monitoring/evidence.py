"""The rows that the rules look at, of many organisations at once: six statements, however many they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sapar.directory.models import LegalState, Listing
from sapar.directory.offer_codes import Declared
from sapar.monitoring import rules
from sapar.monitoring.models import Concern, Feedback, Finding, Visit
from sapar.monitoring.staff_codes import ConcernState, FeedbackState

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable


def of(org_ids: Iterable[uuid.UUID]) -> list[tuple[Listing, rules.Evidence]]:
    """Each listed organisation with its evidence. The caller stands in the door "trust-rules", which sees all of it."""
    listings = list(Listing.objects.filter(org_id__in=list(org_ids)).select_related("org").order_by("pk"))
    keys = [one.org_id for one in listings]
    dissolved, visits = _dissolved(listings), _visits(keys)
    concerns, told = _concerns(keys), _feedback(keys)
    return [
        (
            one,
            rules.Evidence(
                confirmed_on=one.confirmed_on,
                dissolved=dissolved.get(one.org_id),
                visits=tuple(visits[one.org_id]),
                concerns=tuple(concerns[one.org_id]),
                feedback=tuple(told[one.org_id]),
            ),
        )
        for one in listings
    ]


def _dissolved(listings: list[Listing]) -> dict[uuid.UUID, tuple[uuid.UUID, dt.date]]:
    """Who is dissolved by the newest word of its own country's law."""
    country = {one.org_id: one.org.country for one in listings}
    newest: dict[uuid.UUID, LegalState] = {}
    for row in LegalState.objects.filter(org_id__in=country).order_by("-since", "-written_at"):
        if row.country == country[row.org_id]:
            newest.setdefault(row.org_id, row)
    return {key: (row.pk, row.since) for key, row in newest.items() if row.state == Declared.LIQUIDATED}


def _visits(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[rules.Visit]]:
    verdicts: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    for visit_id, parameter, verdict in Finding.objects.filter(visit__about__in=keys).values_list(
        "visit_id", "parameter", "verdict"
    ):
        verdicts[visit_id][parameter] = verdict
    found: dict[uuid.UUID, list[rules.Visit]] = defaultdict(list)
    for row in Visit.objects.filter(about__in=keys).order_by("on", "pk"):
        found[row.about_id].append(rules.Visit(row.pk, row.on, row.by_user, verdicts[row.pk], row.open_from))
    return found


def _concerns(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[rules.Concern]]:
    found: dict[uuid.UUID, list[rules.Concern]] = defaultdict(list)
    for row in Concern.objects.filter(about__in=keys).exclude(state=ConcernState.DROPPED).order_by("pk"):
        found[row.about_id].append(of_row(row))
    return found


def of_row(row: Concern) -> rules.Concern:
    """A concern as the rules see it."""
    is_upheld = row.state == ConcernState.UPHELD
    return rules.Concern(
        id=row.pk,
        fault=row.fault,
        raised_by=row.raised_by,
        seconded_by=row.seconded_by,
        reply_by=row.reply_by,
        replied_on=row.replied_on,
        upheld_on=row.judged_on if is_upheld else None,
        upheld_by=row.judged_by if is_upheld else None,
        is_dropped=row.state == ConcernState.DROPPED,
    )


def _feedback(keys: list[uuid.UUID]) -> dict[uuid.UUID, list[rules.Feedback]]:
    found: dict[uuid.UUID, list[rules.Feedback]] = defaultdict(list)
    rows = Feedback.objects.filter(about__in=keys, state=FeedbackState.CREDIBLE).order_by("on", "pk")
    for row in rows:
        found[row.about_id].append(rules.Feedback(row.pk, row.code, row.on))
    return found
