"""Run by the bench beside the server after kills: which acknowledged rows are missing, do not open, are there twice. JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path


def main(place: str) -> None:
    import django

    django.setup()
    from sapar.audit import verify
    from sapar.audit.models import Event
    from sapar.cases.models import Case
    from sapar.intake.models import Contact

    told = json.loads(Path(place).read_text())
    since = dt.datetime.fromtimestamp(told["since"], dt.UTC)
    missing, closed, unaudited, doubled = [], [], [], []
    for model, name, words, at in (
        (Contact, "contacts", "words", "logged_at"),
        (Case, "cases", "story", "opened_at"),
    ):
        rows = {
            str(row.pk): row
            for row in model._default_manager.filter(pk__in=told[name]).select_related("data_key")
        }
        missing += [key for key in told[name] if key not in rows]
        closed += [key for key, row in rows.items() if "(вымышлено)" not in (getattr(row, words) or "")]
        known = set(
            map(str, Event.objects.filter(subject_id__in=told[name]).values_list("subject_id", flat=True))
        )
        unaudited += [key for key in told[name] if key not in known]
        # Every form was sent until it was answered: a row that no answer named was made by a form that made another too.
        made = set(
            map(str, model._default_manager.filter(**{f"{at}__gte": since}).values_list("pk", flat=True))
        )
        doubled += sorted(made - set(told[name]))
    orgs = set(Case.objects.filter(pk__in=told["cases"]).values_list("org_id", flat=True))
    faults = [str(fault) for org in orgs for fault in verify.verify(org)]
    print(
        json.dumps(
            {
                "missing": missing,
                "closed": closed,
                "unaudited": unaudited,
                "doubled": doubled,
                "audit_faults": faults,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
