"""What the earlier organisation decides about a notice, and the later one about a word.

Neither reaches the other organisation here: the next night's comparison carries a yes over, a no goes nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.acquaintance.flow import NOTICE
from sapar.acquaintance.models import Notice, Word
from sapar.common.errors import IllegalMove, NotVisible
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

RIGHT = "acquaintance.answer"
_VERBS = {
    "make_known": audit.name("acquaintance.made-known", _("Made ourselves known to whoever else helps")),
    "leave": audit.name("acquaintance.left", _("Did not make ourselves known")),
}
SETTLED = audit.name("acquaintance.settled", _("Read that another organisation made itself known"))


def answer(actor: StaffActor, notice: Notice, verb: str) -> Notice:
    """`verb`: "make_known" or "leave". Raises `IllegalMove` once it is decided or over."""
    require(actor, RIGHT, notice)
    rows = Notice.objects.select_for_update(of=("self",)).select_related("entry")
    held = rows.filter(org_id=actor.org_id, pk=notice.pk).first()
    if held is None:
        raise NotVisible
    after = NOTICE.move(held.state, verb)
    if verb not in _VERBS or not held.entry.holds:
        raise IllegalMove(held.state, verb)
    held.state, held.answered_by_id, held.answered_at = after, actor.member_id, timezone.now()
    held.save(update_fields=["state", "answered_by", "answered_at"])
    audit.record(actor, _VERBS[verb], subject_kind="notice", subject_id=held.pk, about=held.case_id)
    return held


def settle(actor: StaffActor, word: Word) -> None:
    """Read, and done with what was to be done. Raises `IllegalMove` for one that is settled or over."""
    require(actor, RIGHT, word)
    rows = Word.objects.filter(org_id=actor.org_id, pk=word.pk, settled_at=None, over_at=None)
    if not rows.update(settled_at=timezone.now(), settled_by_id=actor.member_id):
        raise IllegalMove("settled", "settle")
    audit.record(actor, SETTLED, subject_kind="word", subject_id=word.pk, about=word.case_id)
