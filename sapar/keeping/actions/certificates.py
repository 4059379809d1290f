"""The certificate of an erasure: made with it, found by its number, proved by the ledger. It names nobody."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.audit.models import Event
from sapar.keeping.models import Certificate
from sapar.people.models import Person
from sapar.vault import ledger

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor

audit.name("certificate.made", _("Certificate of erasure made"))

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
_GROUPS, _GROUP = 4, 4
_WAY_BACK = dt.timedelta(hours=24)


def certify(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.erased" and all its effects: write down what went, with the proof of it."""
    person = Person.objects.filter(org_id=actor.org_id, pk=person_id).first()
    if person is None or person.erased_at is None:
        return
    # The erasures of this very transaction: the database links events into their chain only at commit.
    events = list(
        Event.objects.filter(
            org_id=person.org_id, verb="vault.erased", seq=None, at__gte=person.erased_at
        ).order_by("at")
    )
    erasures = sorted({event.details["erasure"] for event in events})
    made = Certificate.objects.create(
        org_id=person.org_id,
        number=_number(),
        kinds=dict(Counter(event.details["of"] for event in events)),
        reason=events[0].details["reason"],
        role=getattr(actor, "role", "system"),
        erased_at=person.erased_at,
        ledger_ids=erasures,
        ledger_hash=ledger.digest_of(erasures),
        person=person,
    )
    audit.record(actor, "certificate.made", subject_kind="certificate", subject_id=made.pk)


def _number() -> str:
    """Eighty random bits, as four groups that can be said over the phone."""
    groups = ("".join(secrets.choice(_LETTERS) for _letter in range(_GROUP)) for _group in range(_GROUPS))
    return "-".join(groups)


def forget_people() -> int:
    """Cut the way from an erased person to the certificate after a day; returns how many. In an organisation's scope."""
    old = timezone.now() - _WAY_BACK
    return Certificate.objects.filter(person__isnull=False, erased_at__lte=old).update(person=None)
