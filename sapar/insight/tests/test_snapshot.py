"""What is counted for the region: everybody who agreed, restricted cases too, each person once, nobody's row."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal

import pyarrow.parquet as parquet
import pytest
from django.db import connection, transaction
from psycopg import sql

from sapar.cases import actions as cases
from sapar.common.tenancy import scope
from sapar.insight import actions
from sapar.insight.kinds import BY_CODE, KINDS
from sapar.insight.snapshot import extract, make, store
from sapar.insight.tests import region
from sapar.people import actions as people
from sapar.referrals import actions as referrals
from sapar.referrals.tests.story import Story
from sapar.same import actions as same
from tests.factories import acting


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshot"


def counted(kind: str) -> list[dict[str, object]]:
    return extract.records(BY_CODE[kind]).to_pylist()


def total(kind: str, **facts: str) -> int:
    return sum(one["n"] for one in counted(kind) if all(one[name] == code for name, code in facts.items()))


@pytest.mark.django_db
def test_only_those_who_agreed_are_counted(gulnara, dana):
    for head in (gulnara, dana):
        region.talks(head, 3)
    assert counted("contacts") == []
    with acting(gulnara):
        actions.agree(gulnara)
    assert total("contacts", org=str(gulnara.org_id), quarter="2026-Q1") == 3
    assert total("contacts") == 3
    with acting(gulnara):
        actions.stop(gulnara)
    assert counted("contacts") == []


@pytest.mark.django_db
def test_a_restricted_case_counts_like_any_other(gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    region.case(gulnara)
    region.case(gulnara, restricted=True)
    assert total("cases", sex="female", country="KZ", citizenship="KG") == 2
    assert total("people", sex="female") == 2


@pytest.mark.django_db
def test_somebody_passed_on_inside_sapar_is_one_person(gulnara, saule, dana):
    for head in (gulnara, dana):
        with acting(head):
            actions.agree(head)
    story = Story(gulnara, saule).draft().offer()
    before = total("people")
    with acting(saule):
        referrals.accept(saule, story.referral)
    assert total("people") == before
    assert total("cases") == 2


@pytest.mark.django_db
def test_whoever_was_written_down_twice_is_one_person(gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    first, second = region.case(gulnara), region.case(gulnara)
    with acting(gulnara):
        one, other = (made.participants.get().person for made in (first, second))
        # Where both stand in one case both parts stay, each on its own record.
        cases.add_participant(gulnara, first, cases.Someone(other), role="helped", relation="other")
    assert total("people") == 2
    with acting(gulnara):
        merged = same.merge(gulnara, one, other)
    assert total("people") == 1
    with acting(gulnara):
        same.undo(gulnara, merged)
    assert total("people") == 2


@pytest.mark.django_db
def test_an_erased_person_stays_a_number_without_a_country(gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    made = region.case(gulnara)
    with acting(gulnara):
        people.erase(gulnara, made.participants.get().person, reason="asked")
    assert total("people", sex="female", country="", citizenship="") == 1
    assert total("cases", country="KZ") == 1


@pytest.mark.django_db
def test_money_won_back_is_counted_by_its_order_and_aid_is_not(gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    made = region.case(gulnara)
    with acting(gulnara):
        for kind, sum_ in (("wage-claim", "45000"), ("aid", "2000")):
            given = cases.ServiceWords(kind, region.IN_IT.date(), Decimal(sum_), "sum", "KGS")
            cases.add_service(gulnara, made, given)
    (line,) = counted("money")
    assert (line["currency"], line["sum"], line["service"], line["n"]) == (
        "KGS",
        "3-below-100000",
        "wage-claim",
        1,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.code)
def test_every_kind_has_its_function_and_answers_through_its_door_alone(kind, gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    region.talks(gulnara, 1)
    assert set(extract.records(kind).column_names) == {"org", "quarter", "n", *kind.codes}
    with transaction.atomic(), scope(org=gulnara.org_id), connection.cursor() as cursor:
        name = sql.Identifier(f"insight_records_{kind.code}")
        cursor.execute(sql.SQL("select count(*) from {}()").format(name))
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_a_snapshot_tells_how_far_it_is_and_holds_no_identity(gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    region.talks(gulnara, 4)
    made = region.case(gulnara)
    heard: list[str] = []
    run = make.make(heard.append)
    assert heard[0] == f"1 of {len(KINDS)}: contacts"
    assert (run.done, run.total, run.trouble) == (len(KINDS), len(KINDS), "")
    assert run.records["contacts"] == {"2026-Q1": 4}
    with acting(gulnara):
        ids = {str(made.pk), str(made.participants.get().person_id)}
    for kind in KINDS:
        read = parquet.read_table(store.nightly(kind.code))
        assert set(read.column_names) <= {"org", "quarter", "n", *kind.codes}
        assert not ids & {str(value) for column in read.to_pydict().values() for value in column}


@pytest.mark.django_db
def test_a_frozen_quarter_stays_as_it_was_and_a_changed_file_is_refused(gulnara):
    with acting(gulnara):
        actions.agree(gulnara)
    region.talks(gulnara, 4)
    first = make.freeze(region.QUARTER)
    region.talks(gulnara, 4, seed=1)
    assert make.freeze(region.QUARTER).hashes == first.hashes
    assert parquet.read_table(store.frozen(region.QUARTER, "contacts"))["n"].to_pylist() != []
    store.frozen(region.QUARTER, "contacts").write_bytes(b"other")
    with pytest.raises(make.Changed):
        make.freeze(region.QUARTER)


def test_the_web_program_never_loads_a_library_of_numbers():
    """All addresses are resolved and all applications ready, as in a web worker."""
    asked = (
        "import django; django.setup(); import sys; from django.urls import get_resolver; get_resolver().url_patterns;"
        "from django.core.wsgi import get_wsgi_application; get_wsgi_application(); import sapar.insight.tasks;"
        "print([one for one in ('numpy', 'pyarrow', 'ibis', 'duckdb', 'scipy', 'opendp', 'pandas') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "sapar.config.settings"},
    )
    assert done.stdout.strip() == "[]"
