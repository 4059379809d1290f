"""Out into the open: the release is published and stands in the ledger for good."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.insight.codes import LIFETIME_EPSILON, Mode
from sapar.insight.flow import RELEASE
from sapar.insight.models import LedgerEntry

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.insight.models import Release, ReleasePart

PUBLISHED = audit.name("release.published", _("Figures of the region published"))
_ONE_AT_A_TIME = 7_016


def publish(actor: Actor, release: Release, decided_by: uuid.UUID | None) -> None:
    """Needs the door "figures" and a locked row. Raises `IllegalMove`, and `Invalid` where something went out that the
    protection of this release did not know of: two releases, each safe alone, may expose somebody together."""
    release.state = RELEASE.move(release.state, "publish")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    _still_safe(release)
    release.published_at = timezone.now()
    release.decided_by_id = decided_by
    release.save(update_fields=["state", "published_at", "decided_by"])
    last = LedgerEntry.objects.order_by("-number").first()
    for part in release.parts.order_by("kind"):
        last = _enter(release, part, last)
    if actor.org_id is not None:
        audit.record(actor, PUBLISHED, subject_kind="release", subject_id=release.pk)


def _still_safe(release: Release) -> None:
    """Nothing about the same quarter since, and the budget of privacy is not spent by others meanwhile."""
    since = LedgerEntry.objects.filter(number__gt=release.considered)
    if since.filter(quarter=release.quarter).exists():
        sentence = __(
            "Something about the same quarter was released meanwhile. Make this release anew: it knows of it then."
        )
        raise Invalid({"": sentence})
    if release.mode == Mode.PRIVATE:
        spent = LedgerEntry.objects.aggregate(total=Sum("epsilon"))["total"] or 0
        if spent + release.epsilon * release.parts.count() > LIFETIME_EPSILON:
            raise Invalid({"": __("Other releases have spent the privacy that is left.")})


def _enter(release: Release, part: ReleasePart, last: LedgerEntry | None) -> LedgerEntry:
    content = content_hash(part)
    before = bytes(last.chained) if last else b""
    return LedgerEntry.objects.create(
        number=last.number + 1 if last else 1,
        part=part,
        quarter=release.quarter,
        kind=part.kind,
        dimensions=[one["name"] for one in part.described["dimensions"]],
        mode=release.mode,
        epsilon=part.described.get("epsilon", 0),
        to_whom=release.purpose,
        content_hash=content,
        chained=hashlib.sha256(before + content).digest(),
    )


def content_hash(part: ReleasePart) -> bytes:
    """Over all that was said, the order of tables included."""
    said: list[Any] = [part.described]
    said += [[one.dimensions, one.rows] for one in part.tables.order_by("dimensions")]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).digest()


def faults() -> list[str]:
    """What does not fit: an entry that is missing, or tables other than those that went out."""
    found, before, expected = [], b"", 1
    for entry in LedgerEntry.objects.order_by("number").select_related("part"):
        content = content_hash(entry.part)
        if entry.number != expected:
            found.append(f"entry {expected} is missing")
        if content != bytes(entry.content_hash):
            found.append(f"entry {entry.number}: the tables are not those that went out")
        if hashlib.sha256(before + bytes(entry.content_hash)).digest() != bytes(entry.chained):
            found.append(f"entry {entry.number}: does not follow from the one before")
        before, expected = bytes(entry.chained), entry.number + 1
    return found
