"""A visit or a call, written down with what was found and what proves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.clock import shared_day
from sapar.common.errors import Invalid
from sapar.monitoring import policy, queries
from sapar.monitoring.actions.reckoning import reckon
from sapar.monitoring.codes import Verdict
from sapar.monitoring.models import Finding, Visit
from sapar.monitoring.refusals import spoken
from sapar.organisations.guard import require
from sapar.vault import files

if TYPE_CHECKING:
    import uuid

    from django.http import StreamingHttpResponse

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

WRITTEN = audit.name("visit.written", _("Visit of a monitor written down"))

TO_ANSWER = dt.timedelta(days=14)
OLDEST = dt.timedelta(days=365)


@dataclass(frozen=True)
class Seen:
    """What a monitor saw. `findings`: parameter to (verdict, words)."""

    kind: str
    on: dt.date
    findings: dict[str, tuple[str, str]]
    staff_counted: dict[str, int] = field(default_factory=dict)
    at_work_since: int | None = None
    languages: list[str] = field(default_factory=list)


def write_visit(
    actor: StaffActor, about: Organisation, seen: Seen, uploads: list[Any] | None = None
) -> Visit:
    """Raises `Denied` for one's own organisation, `Invalid` for what cannot be and for a file that is not taken."""
    policy.require_monitors(actor, "visit.write", about)
    _check(seen)
    differs = any(verdict == Verdict.DIFFERS for verdict, _words in seen.findings.values())
    row = Visit(
        org_id=actor.org_id,
        about=about,
        kind=seen.kind,
        on=min(seen.on, shared_day()),
        by_user=actor.user_id,
        staff_counted=seen.staff_counted,
        at_work_since=seen.at_work_since,
        languages=seen.languages,
        files=len(uploads or []),
        open_from=shared_day() + TO_ANSWER if differs else shared_day(),
    )
    with transaction.atomic():
        with spoken(), policy.monitors(actor):
            row.save(force_insert=True)
            Finding.objects.bulk_create(
                Finding(org_id=actor.org_id, visit=row, parameter=parameter, verdict=verdict, words=words)
                for parameter, (verdict, words) in seen.findings.items()
            )
        for upload in uploads or []:
            files.store(actor, actor.org_id, upload, attached_kind="visit", attached_id=row.pk)
        details = {"about": str(about.pk), "kind": seen.kind, "files": row.files}
        audit.record(actor, WRITTEN, subject_kind="visit", subject_id=row.pk, details=details)
        reckon(actor, [about.pk])
    return row


def _check(seen: Seen) -> None:
    today = timezone.localdate()
    if not today - OLDEST <= seen.on <= today:
        raise Invalid({"on": str(_("Write it down within a year, and not before it has happened."))})
    if all(verdict == Verdict.NOT_SEEN for verdict, _words in seen.findings.values()):
        raise Invalid({"": str(_("Nothing was seen. Say at least of one thing how you found it."))})
    silent = [p for p, (verdict, words) in seen.findings.items() if verdict == Verdict.DIFFERS and not words]
    if silent:
        says = str(_("Say what you found: the organisation can answer only to that."))
        raise Invalid({f"{parameter}_words": says for parameter in silent})


def give_evidence(actor: StaffActor, visit: Visit, file_id: uuid.UUID) -> StreamingHttpResponse:
    """A file of evidence as a download, for monitors of the office that keeps it; every opening is recorded."""
    require(actor, "monitoring.read", visit)
    return files.answer(actor, queries.evidence_file(actor, visit, file_id))
