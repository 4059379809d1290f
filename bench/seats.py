"""Run by the bench beside the server: opens sign-ins for staff of the largest organisation, picks rows to look at. JSON."""

from __future__ import annotations

import json
import secrets
import sys


def main(count: int, cases: int) -> None:
    import django

    django.setup()
    from sapar.accounts import actions as accounts
    from sapar.cases.models import Case
    from sapar.config import synthetic_offices
    from sapar.organisations.actor import SystemActor
    from sapar.organisations.models import Membership, Organisation

    office = Organisation.objects.get(slug=synthetic_offices.SLUG.format(0))
    members = Membership.objects.filter(org=office, role="caseworker").select_related("user").order_by("pk")[:count]
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
    known = Case.objects.filter(org=office, restricted=False)
    found = {
        "seats": seats,
        "cases": [str(pk) for pk in _spread(known, cases)],
        "org_id": str(office.pk),
        "sizes": {"cases": known.count()},
        "phones": _phones(office),
    }
    print(json.dumps(found))  # noqa: T201


def _spread(rows, count: int):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Ids from the whole time, not the newest that lie together."""
    import random

    ids = list(rows.order_by("?").values_list("pk", flat=True)[: count * 2])
    return random.sample(ids, min(count, len(ids)))


def _phones(office):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Numbers that talks of this office have left."""
    from sapar.intake.models import Contact

    ids = list(Contact.objects.filter(org=office, case=None).order_by("-began_at").values_list("pk", flat=True)[:4000:10])
    rows = Contact.objects.filter(pk__in=ids).select_related("data_key")
    return [one.phone for one in rows if one.phone]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
