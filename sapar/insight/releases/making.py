"""A release that was asked for becomes tables: frozen records, protection, attacks; only then rows in the database.

Runs in a job. Everything that ever went out about the same records is attacked together with the new tables.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from sapar.common import tenancy
from sapar.common.errors import Invalid
from sapar.insight.codes import LIFETIME_EPSILON, Mode, Purpose, ReleaseState
from sapar.insight.disclosure import folder, words
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.protect import Blocked, Wish, release
from sapar.insight.flow import RELEASE
from sapar.insight.kinds import BY_CODE, NESTED
from sapar.insight.models import LedgerEntry, Release
from sapar.insight.releases import ledger, past
from sapar.insight.snapshot import extract, reduce, store
from sapar.insight.snapshot.make import Changed, freeze

if TYPE_CHECKING:
    import uuid

    from sapar.insight.models import Cutoff
    from sapar.organisations.actor import SystemActor

# Fewer records than this make no table that says anything: the kind is left out, and the release says so.
LEAST_RECORDS = 30
# With fewer, tables that cross three columns would be withheld for the most part and take the others' numbers with them.
DEEP_FROM = 100_000
ATTACK_SECONDS = 3.0


def make(actor: SystemActor, release_id: uuid.UUID, seconds: float = ATTACK_SECONDS) -> Release:
    """Its state says how it ended: ready, blocked (an attack succeeded) or failed. May be called again after a crash, and where
    two make it at once the first to end counts."""
    asked = _begin(release_id)
    if asked.state != ReleaseState.MAKING:
        return asked
    try:
        kept = freeze(asked.quarter)
        with tempfile.TemporaryDirectory() as place:
            made, without = _parts(asked, kept, Path(place), seconds)
            return _finish(actor, asked, made, without)
    except Blocked as refused:
        return _end(asked, "block", "\n".join([str(refused), *words.attack_lines(refused.attacks)]))
    except Unfit as refused:
        return _end(asked, "fail", str(refused))
    except Invalid as refused:
        return _end(asked, "fail", " ".join(refused.problems.values()))
    except Changed as refused:
        return _end(
            asked,
            "fail",
            f"The frozen records of {refused.args[0]} ({refused.args[1]}) are missing or changed.",
        )


def _begin(release_id: uuid.UUID) -> Release:
    with transaction.atomic(), tenancy.scope(door=extract.DOOR):
        asked = Release.objects.select_for_update().get(pk=release_id)
        if RELEASE.allows(asked.state, "make"):
            asked.state = RELEASE.move(asked.state, "make")
        if asked.state == ReleaseState.MAKING:
            last = LedgerEntry.objects.order_by("-number").first()
            asked.considered = last.number if last else 0
            asked.save(update_fields=["state", "considered"])
    return asked


def _parts(asked: Release, kept: Cutoff, place: Path, seconds: float) -> tuple[dict[str, Path], list[str]]:
    """Folders of what could be made, by kind; and the kinds with too few records, or not counted yet when it was frozen."""
    made: dict[str, Path] = {}
    without: list[str] = []
    for code, dimensions in asked.wanted.items():
        rows = place / f"{code}.csv"
        columns = ("org", "quarter", *BY_CODE[code].codes)
        total = reduce.as_rows(store.frozen(asked.quarter, code), columns, rows) if code in kept.hashes else 0
        if total < LEAST_RECORDS:
            without.append(code)
            continue
        with transaction.atomic(), tenancy.scope(door=extract.DOOR):
            before, spent = past.about(asked, code, place / f"before-{code}"), past.ledger()
        # What this release spends on other kinds is in no ledger yet.
        spent["releases"] += [{"id": f"own-{other}", "epsilon": asked.epsilon} for other in made]
        done = release(rows, _wish(asked, dimensions, seconds, total), before, code, [spent])
        made[code] = place / code
        attacks = {name: value for name, value in done.attacks.items() if name != "outcomes"}
        folder.write(
            done.release,
            made[code],
            {"facts": done.facts, "attacks": attacks},
            words.report(done),
            done.ledger,
        )
    if not made:
        raise Unfit(
            f"Every kind has fewer than {LEAST_RECORDS} records in this quarter. Nothing can be shown safely."
        )
    return made, without


def _wish(asked: Release, dimensions: list[str], seconds: float, total: int) -> Wish:
    deep = asked.purpose == Purpose.RESEARCH or asked.mode != Mode.EXACT or total >= DEEP_FROM
    return Wish(
        dimensions=tuple(dimensions),
        mode=asked.mode,
        threshold=asked.threshold,
        contributor="org" if asked.mode == "exact" else "",
        where={"quarter": asked.quarter, **asked.where},
        secret=store.secret() if asked.mode == "noise" else b"",
        epsilon=asked.epsilon or 1.0,
        nested=NESTED,
        depth=3 if deep else 2,
        lifetime=LIFETIME_EPSILON,
        attack_seconds=seconds,
    )


def _finish(actor: SystemActor, asked: Release, made: dict[str, Path], without: list[str]) -> Release:
    """What somebody was allowed to ask for goes out at once; the public page waits for a second person."""
    with transaction.atomic(), tenancy.scope(door=extract.DOOR):
        if (other := _ended_already(asked)) is not None:
            return other
        for code, here in made.items():
            past.taken_in(asked, code, here)
        asked.trouble = ", ".join(without)
        asked.made_at = timezone.now()
        asked.state = RELEASE.move(asked.state, "finish")
        asked.save(update_fields=["trouble", "made_at", "state", "considered"])
        if asked.purpose == Purpose.RESEARCH:
            ledger.publish(actor, asked, None)
    return asked


def _end(asked: Release, verb: str, trouble: Any) -> Release:
    with transaction.atomic(), tenancy.scope(door=extract.DOOR):
        if (other := _ended_already(asked)) is not None:
            return other
        asked.state = RELEASE.move(asked.state, verb)
        asked.trouble = trouble
        asked.save(update_fields=["state", "trouble"])
    return asked


def _ended_already(asked: Release) -> Release | None:
    """The release where another has made it meanwhile: a job that is taken for dead may be called again. Locks it if not."""
    held = Release.objects.select_for_update().get(pk=asked.pk)
    return held if held.state != ReleaseState.MAKING else None
