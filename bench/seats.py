"""Run by the bench beside the server: opens sign-ins for staff of the largest organisation, picks rows to look at. JSON."""

from __future__ import annotations

import json
import secrets
import sys
import uuid
from typing import Any


def main(count: int, cases: int, loaded: float | None = None) -> None:
    import django

    django.setup()
    from django.db import models

    from sapar.accounts import actions as accounts
    from sapar.cases.models import Case
    from sapar.organisations.actor import SystemActor
    from sapar.organisations.models import Membership, Organisation

    by_cases = Case.objects.values("org").annotate(many=models.Count("pk")).order_by("-many")
    office = Organisation.objects.get(pk=by_cases[0]["org"])
    members = (
        Membership.objects.filter(org=office, role="caseworker").select_related("user").order_by("pk")[:count]
    )
    seats = []
    from django.db import transaction

    for member in members:
        password, secret = secrets.token_urlsafe(12), secrets.token_bytes(20)
        with transaction.atomic():
            accounts.set_app(SystemActor("bench"), member.user, secret)
            member.user.refresh_from_db()
            member.user.set_password(password)
            member.user.save(update_fields=["password"])
        seats.append({"name": member.user.username, "password": password, "secret": secret.hex()})
    forgotten = _forget_earlier_runs(office, loaded) if loaded is not None else 0
    known = Case.objects.filter(org=office, restricted=False)
    found = {
        "seats": seats,
        "cases": [str(pk) for pk in _spread(known, cases)],
        "sizes": {"cases": known.count()},
        "phones": _phones(office),
        "forgotten": forgotten,
    }
    print(json.dumps(found))


def _forget_earlier_runs(office: Any, loaded: float) -> int:
    """People whom earlier runs wrote down, by the time in their ids, are no longer found by name: their made-up names are like
    those of this run, and each run would weigh more of them than the one before."""
    from sapar.vault.models import BlindSet

    first = uuid.UUID(int=int(loaded * 1000) << 80)
    return int(BlindSet.objects.filter(org_id=office.pk, subject_id__gt=first).delete()[0])


def _spread(rows: Any, count: int) -> list[Any]:
    """Ids from the whole time, not the newest that lie together."""
    step = max(1, rows.count() // count)
    return list(rows.order_by("pk").values_list("pk", flat=True)[::step][:count])


def _phones(office: Any) -> list[str]:
    """Numbers that talks of this office have left, and numbers of its people."""
    from sapar.intake.models import Contact
    from sapar.people.models import Phone
    from sapar.ui.phones import read_number

    found: list[str] = []
    # Numbers tied to a restricted case are silent, as they have to be.
    silent = {
        Contact: ("case__restricted", "caller__participations__case__restricted"),
        Phone: ("person__participations__case__restricted",),
    }
    for model, hidden in silent.items():
        keys = _spread(model._default_manager.filter(org=office, phone_of="own"), 300)
        rows = model._default_manager.filter(pk__in=keys)
        for path in hidden:
            rows = rows.exclude(**{path: True})
        rows = rows.select_related("data_key")
        found += [one.phone if isinstance(one, Contact) else one.number for one in rows]
    return [number for number in found if number and read_number(number)]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *map(float, sys.argv[3:]))
