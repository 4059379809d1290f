"""Duties to notify: off until a named lawyer confirms one for the country; then without identity where there is no consent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_open
from sapar.cases.actions.words import needed_words, one_line
from sapar.common.errors import Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.people.saving import save
from sapar.screening import notices, queries
from sapar.screening.models import Duty, Notice

if TYPE_CHECKING:
    import datetime as dt

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Consent, Person

audit.name("duty.confirmed", _("Duty to notify confirmed by a lawyer"))
audit.name("duty.ended", _("Duty to notify ended"))
audit.name("notice.made", _("Notice made because of a duty"))


@dataclass(frozen=True)
class DutyWords:
    """What a named lawyer confirmed for a country."""

    country: str
    body: str
    requires: str
    source: str
    lawyer: str
    confirmed_on: dt.date


def confirm_duty(actor: StaffActor, said: DutyWords) -> Duty:
    """From now on notices can be made. Raises `Invalid`."""
    require(actor, "duty.confirm")
    if said.country not in lists.country_codes():
        raise Invalid({"country": __("Please choose from the list.")})
    if said.confirmed_on > timezone.localdate():
        raise Invalid({"confirmed_on": __("This day has not come yet. Please check the year.")})
    row = Duty(
        org_id=actor.org_id, country=said.country, body=one_line(said.body, "body")[:200],
        requires=needed_words(said.requires, "requires")[:2000], source=one_line(said.source, "source")[:300],
        lawyer=one_line(said.lawyer, "lawyer")[:120], confirmed_on=said.confirmed_on, recorded_by_id=actor.member_id,
    )  # fmt: skip
    save(row, {"duty_once": "body", "duty_confirmed_by_somebody": "lawyer"})
    audit.record(
        actor, "duty.confirmed", subject_kind="duty", subject_id=row.pk, details={"country": row.country}
    )
    return row


def end_duty(actor: StaffActor, row: Duty) -> Duty:
    """Nobody is notified because of it any more."""
    require(actor, "duty.confirm", row)
    held = Duty.objects.select_for_update().filter(org_id=actor.org_id, pk=row.pk, ended_at=None).first()
    if held is None:
        raise NotVisible
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    audit.record(
        actor, "duty.ended", subject_kind="duty", subject_id=held.pk, details={"country": held.country}
    )
    return held


def notify(
    actor: StaffActor, case: Case, person: Person, duty: Duty, *, consent: Consent | None = None
) -> Notice:
    """Write the notice that a duty asks for. Only under a consent to be named does it say who. Raises `Invalid`."""
    require(actor, "screening.decide", case)
    held = hold_open(actor, case, "notify")
    queries.person_of(actor, held, person.pk)
    standing = queries.duty(actor, duty.pk)
    if consent and consent.pk not in {one.pk for one in queries.consents_to_be_named(actor, person)}:
        raise Invalid({"consent": __("This consent does not let the name go to a state body, or is over.")})
    row = Notice(
        org_id=actor.org_id, case=held, person=person, duty=standing, named=consent is not None, consent=consent,
        data_key=person.data_key, made_by_id=actor.member_id,
    )  # fmt: skip
    row.words = notices.words(actor, held, person, standing, named=consent is not None)
    row.save()
    details = {"duty": standing.pk, "person": person.pk, "named": row.named}
    audit.record(
        actor, "notice.made", subject_kind="notice", subject_id=row.pk, about=held.pk, details=details
    )
    return row
