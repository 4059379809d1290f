"""The night's reckoning of 5,000 organisations' statuses: `python -m bench.trust`, as JSON.

Beside it, in the same run: the same rows read one organisation at a time, as a page would, and the rules alone without
a database.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from bench import machine, passing

if TYPE_CHECKING:
    from collections.abc import Callable

VISITED, WARNED, ONE_BY_ONE = 2_000, 200, 500
# Visits and warnings written as rows, a fifth and a fiftieth of all: what a large network has after a year.
_VISITS = """
insert into monitoring_visit (id, org_id, about_id, kind, "on", by_user, staff_counted, languages, files, open_from, written_at)
select gen_random_uuid(), %(office)s, l.org_id, 'visit', current_date - n, gen_random_uuid(), '{}', '{}', 0, current_date - n, now()
from (select org_id, (row_number() over (order by id))::int as n from directory_listing limit %(visited)s) l;
insert into monitoring_finding (id, org_id, visit_id, parameter, verdict, words)
select gen_random_uuid(), %(office)s, v.id, p, 'as-said', '' from monitoring_visit v, unnest(%(parameters)s::text[]) p;
insert into monitoring_concern (id, org_id, about_id, fault, words, visits, feedback, state, raised_by, raised_on)
select gen_random_uuid(), %(office)s, v.about_id, 'price', 'Dearer.', array[v.id], '{}', 'raised', gen_random_uuid(), v."on"
from (select * from monitoring_visit order by "on" limit %(warned)s) v;
update monitoring_concern
    set state = 'asked', seconded_by = gen_random_uuid(), asked_on = raised_on, reply_by = raised_on + 14;
"""


def reckoned() -> dict[str, Any]:
    from sapar.directory.models import Listing
    from sapar.directory.tests import test_hsds_at_size as size
    from sapar.monitoring import actions, evidence, rules
    from sapar.organisations.actor import SystemActor

    actor, today = SystemActor("bench"), dt.datetime.now(dt.UTC).date()
    _fill(size)
    keys = list(Listing.objects.order_by("pk").values_list("org_id", flat=True))
    figures: dict[str, Any] = {"machine": machine.described(), "before": machine.load()}
    figures["organisations"], figures["changed"] = len(keys), actions.reckon_all(actor)
    again = _seconds(lambda: actions.reckon_all(actor))
    single = _seconds(lambda: [actions.reckon(actor, [key]) for key in keys[:ONE_BY_ONE]])
    known = [seen for _listing, seen in _read(evidence, keys)]
    alone = _seconds(lambda: [rules.reckon(one, today) for one in known])
    figures |= {
        "nightly_seconds": round(again, 2),
        "us_each": round(again / len(keys) * 1e6),
        "one_by_one_us_each": round(single / ONE_BY_ONE * 1e6),
        "one_by_one_times_as_long": round(single / ONE_BY_ONE / (again / len(keys)), 1),
        "rules_alone_us_each": round(alone / len(keys) * 1e6, 1),
        "after": machine.load(),
    }
    return figures


def _fill(size: Any) -> None:
    from django.db import connection, transaction

    from sapar.common.tenancy import scope
    from sapar.monitoring.codes import Parameter
    from sapar.organisations.models import Organisation

    with transaction.atomic():
        size.fill()
        office = Organisation.objects.order_by("-pk").first()
        values = {
            "office": office.pk if office else None,
            "visited": VISITED,
            "warned": WARNED,
            "parameters": list(Parameter.values),
        }
        with scope(org=values["office"], door="monitor"), connection.cursor() as cursor:
            for statement in _VISITS.strip().split(";\n"):
                cursor.execute(statement, values)


def _read(evidence: Any, keys: list[Any]) -> list[Any]:
    from django.db import transaction

    from sapar.common.tenancy import scope

    with transaction.atomic(), scope(door="trust-rules"):
        return evidence.of(keys)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    passing.measured(reckoned)
