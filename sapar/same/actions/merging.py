"""Two records of one person become one, and can be taken apart again, a year later too.

The rule: what hung on the other record hangs on the one that is kept. When the merge is undone, everything that came goes
back, and what was written in a case that goes back goes with the case. What else was written since stays where it was
written. Particulars that nobody touched since are again what they were; those that somebody changed stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.people import actions as people
from sapar.people import agreed, index
from sapar.people.actions.recording import hold
from sapar.people.joining import joined
from sapar.people.models import FamilyLink
from sapar.people.particulars import Particulars
from sapar.people.saving import save
from sapar.same import stored
from sapar.same.actions import telling_apart
from sapar.same.models import Likeness, Merge
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

MERGED = audit.name("person.merged", _("Two records of one person merged"))
UNMERGED = audit.name("person.unmerged", _("Merged records taken apart"))


def merge(actor: StaffActor, kept: Person, gone: Person) -> Merge:
    """From now on `gone` is `kept`. Raises `Invalid`; `NotVisible` for whoever is erased, hidden or gone already."""
    require(actor, "person.merge", kept)
    if kept.pk == gone.pk or actor.member_id is None:
        raise NotVisible
    # Always in one order, so that two who merge the same two do not wait for each other.
    held = {one.pk: hold(actor, one) for one in sorted((kept, gone), key=lambda one: one.pk)}
    kept, gone = held[kept.pk], held[gone.pk]
    _check(actor, kept, gone)
    before = Particulars.of(kept)
    after = joined(before, Particulars.of(gone))
    row = Merge(
        org_id=actor.org_id, kept=kept, gone=gone, data_key=kept.data_key, merged_by_id=actor.member_id
    )
    row.before, row.after = stored.written(before), stored.written(after)
    save(row)
    effects.announce(actor, "person.merged", merge_id=row.pk)
    people.amend(actor, kept, after, version=kept.version)
    blind.forget_set(gone.pk)
    blind.forget(gone.pk, agreed.KIND)
    telling_apart.note(actor, kept.pk, gone.pk, Likeness.Decision.ONE)
    _record(actor, MERGED, row)
    return row


def _check(actor: Actor, kept: Person, gone: Person) -> None:
    if Merge.objects.filter(org_id=actor.org_id, gone__in=(kept, gone), undone_at=None).exists():
        raise NotVisible
    links = FamilyLink.objects.filter(org_id=actor.org_id, person__in=(kept, gone), other__in=(kept, gone))
    if links.filter(ended_at=None).exists():
        raise Invalid(
            {"": __("The two are written down as relatives of each other, so they are two people.")}
        )
    if _are_only_restricted(kept, gone):
        sentence = __(
            "One of the two stands in restricted cases only. Merging would show them to colleagues who may not see them."
        )
        raise Invalid({"": sentence})


def _are_only_restricted(*two: Person) -> bool:
    """Told only of people whom the actor sees, so it says nothing about a case that is hidden from them."""
    with connection.cursor() as cursor:
        cursor.execute("select same_only_restricted(%s::uuid[])", [[one.pk for one in two]])
        (found,) = cursor.fetchone()
    return bool(found)


def undo(actor: StaffActor, row: Merge) -> Merge:
    """The two are two people after all. Raises `IllegalMove` when that was said before, `NotVisible` for erased ones."""
    require(actor, "person.merge", row.kept)
    held = Merge.objects.select_for_update(of=("self",)).select_related("data_key").filter(
        org_id=actor.org_id, pk=row.pk
    ).first()  # fmt: skip
    if held is None:
        raise NotVisible
    if held.undone_at:
        raise IllegalMove("undone", "undo")
    kept, gone = hold(actor, row.kept), hold(actor, row.gone)
    held.undone_at, held.undone_by_id = timezone.now(), actor.member_id
    held.save(update_fields=["undone_at", "undone_by"])
    effects.announce(actor, "person.unmerged", merge_id=held.pk)
    now = Particulars.of(kept)
    earlier = stored.taken_back(now, stored.read(held.before), stored.read(held.after))
    if earlier != now:
        people.amend(actor, kept, earlier, version=kept.version)
    else:
        agreed.put(actor, kept)
    index.keep(gone)
    agreed.put(actor, gone)
    telling_apart.note(actor, kept.pk, gone.pk, Likeness.Decision.TWO)
    _record(actor, UNMERGED, held)
    return held


def _record(actor: Actor, verb: str, row: Merge) -> None:
    details: dict[str, Any] = {"merge": row.pk, "with": row.gone_id}
    audit.record(actor, verb, subject_kind="person", subject_id=row.kept_id, details=details)


def moves(package: str) -> tuple[Callable[..., None], Callable[..., None]]:
    """Effects of "person.merged" and "person.unmerged" for a package that made its pair of functions (`same.moving`)."""
    return _asks(f"{package}_follow"), _asks(f"{package}_go_back")


def _asks(function: str) -> Callable[..., None]:
    def effect(_actor: Actor, merge_id: uuid.UUID) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"select {function}(%s)", [merge_id])  # our own function's name

    effect.__qualname__ = effect.__name__ = function
    return effect
