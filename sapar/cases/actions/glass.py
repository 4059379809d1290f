"""Breaking the glass: a restricted case opened in an emergency, for hours, with a reason, under the eyes of a supervisor."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import policy, queries
from sapar.cases.actions.words import LONGEST_LINE, needed_words
from sapar.cases.models import GlassBreak
from sapar.cases.work_codes import Verdict
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

audit.name("glass.broken", _("Restricted case opened in an emergency"))
audit.name("glass.mended", _("Emergency opening ended"))
audit.name("glass.reviewed", _("Emergency opening reviewed"))

LONGEST = 8
SHORTEST_REASON = 20


def break_glass(actor: StaffActor, number: str, because: str, hours: int) -> Case:
    """Open a restricted case to the actor for one to eight hours. Every read is recorded, a supervisor reviews it.

    Raises `Invalid` at "number" wherever there is nothing to open, for whichever reason.
    """
    require(actor, "glass.break")
    words = needed_words(because, "because")
    if not SHORTEST_REASON <= len(words) <= LONGEST_LINE:
        raise Invalid({"because": __("Say in a sentence or two why this cannot wait for a colleague.")})
    if hours not in range(1, LONGEST + 1):
        raise Invalid({"hours": __("Please choose from the list.")})
    until = timezone.now() + dt.timedelta(hours=hours)
    plain = queries.plain_case_number(number)
    with connection.cursor() as cursor:
        # Only the database knows of a case that is hidden from the actor.
        cursor.execute("select cases_break_glass(%s, %s)", [plain, until])
        found = cursor.fetchone()[0]
    if found is None:
        raise Invalid({"number": __("Nothing can be opened by this number.")})
    return _write_down(actor, queries.visible_to(actor).get(pk=found), words, until)


def _write_down(actor: StaffActor, case: Case, words: str, until: dt.datetime) -> Case:
    row = GlassBreak(
        org_id=actor.org_id, case=case, data_key=case.data_key, number=case.number, member_id=actor.member_id,
        at=timezone.now(), until=until,
    )  # fmt: skip
    row.because = words
    row.save(force_insert=True)
    details = {"until": until.isoformat(timespec="minutes"), "member": actor.member_id}
    audit.record(
        actor, "glass.broken", subject_kind="case", subject_id=case.pk, about=case.pk, details=details
    )
    return case


def mend_glass(actor: StaffActor, case: Case) -> None:
    """End it before its time. Raises `IllegalMove` when the actor does not see the case through broken glass."""
    require(actor, "glass.break", case)
    if policy.glass_until(actor, case) is None:
        raise IllegalMove("mended", "mend")
    audit.record(actor, "glass.mended", subject_kind="case", subject_id=case.pk, about=case.pk)
    with connection.cursor() as cursor:
        cursor.execute("select cases_mend_glass(%s)", [case.pk])


def review_glass(actor: StaffActor, broken: GlassBreak, verdict: str, words: str) -> GlassBreak:
    """What a supervisor thinks of it; never of one's own. Raises `Invalid`, `IllegalMove` when it was reviewed already."""
    require(actor, "glass.review", broken)
    rows = GlassBreak.objects.select_for_update(of=("self",)).select_related("data_key")
    held = rows.filter(org_id=actor.org_id, pk=broken.pk).first()
    if held is None:
        raise NotVisible
    if held.verdict:
        raise IllegalMove(held.verdict, "review")
    if held.member_id == actor.member_id:
        raise Invalid({"": __("You opened it yourself: another supervisor has to look at it.")})
    if verdict not in Verdict.values:
        raise Invalid({"verdict": __("Please choose from the list.")})
    held.review_words = needed_words(words, "words")
    held.verdict, held.reviewed_by_id, held.reviewed_at = verdict, actor.member_id, timezone.now()
    held.save(update_fields=["verdict", "review_words", "reviewed_by", "reviewed_at"])
    details = {"verdict": verdict, "member": held.member_id}
    audit.record(
        actor, "glass.reviewed", subject_kind="case", subject_id=held.case_id, about=held.case_id,
        details=details,
    )  # fmt: skip
    return held
