"""A fictional region: what is loaded is as the verbs would have written it, and the database is as strict as before."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

import pytest
from django.db import connection, transaction
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from sapar.audit import verify
from sapar.cases.models import Case, CaseCounter
from sapar.common import tenancy
from sapar.config import synthetic, synthetic_audit, synthetic_cli, synthetic_words
from sapar.config.synthetic_plan import Sizes
from sapar.config.words import Trouble
from sapar.intake.models import Contact
from sapar.organisations.models import Organisation
from sapar.people.models import Person
from sapar.ui.phones import read_number
from sapar.vault import blind
from tests.plugins import server

SIZES = Sizes(organisations=4, cases=60, contacts=300, staff=4)
SHAPE = """
select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated::text from pg_constraint
union all select 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid::text
    from pg_index join pg_class c on c.oid = indrelid where c.relnamespace = 'public'::regnamespace
union all select 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid), tgenabled::text, '' from pg_trigger where not tgisinternal
union all select 'walls', relname, '', relforcerowsecurity::text, relrowsecurity::text from pg_class where relnamespace = 'public'::regnamespace
order by 1, 2, 3, 4
"""


@pytest.fixture
def as_owner(transactional_db, database_name):
    """The command's own role, for this program's connection; back to the web's afterwards."""
    before = dict(connection.settings_dict)
    parts = conninfo_to_dict(server.conninfo("sapar_owner", database_name))
    connection.close()
    connection.settings_dict.update(USER="sapar_owner", PASSWORD=parts.get("password") or "")
    yield
    connection.close()
    connection.settings_dict.update(USER=before["USER"], PASSWORD=before["PASSWORD"])


def as_operator():
    """Inside a transaction: sees every row, as a check of the whole database does."""
    with connection.cursor() as cursor:
        cursor.execute("set local role sapar_operator")


@pytest.fixture
def shape(superuser):
    return superuser.execute(SHAPE).fetchall()


def test_a_region_is_sealed_found_counted_and_audited(as_owner, shape, superuser):
    synthetic.load(SIZES)
    assert superuser.execute(SHAPE).fetchall() == shape, "the database is as strict as before"
    with transaction.atomic():
        as_operator()
        assert (Person.objects.count(), Case.objects.count(), Contact.objects.count()) == (60, 60, 300)
        largest = Organisation.objects.get(slug="synthetic-00000")
        assert Case.objects.filter(org=largest).count() == 12
        for person in Person.objects.select_related("data_key"):
            assert person.names[0]["text"].endswith("(вымышлено)")
            assert person.versions.count() == 1
        for contact in Contact.objects.select_related("data_key"):
            assert contact.words
            found = blind.find(contact.org_id, "phone", contact.phone) if contact.phone else []
            assert [entry.subject_id for entry in found] == ([contact.pk] if contact.phone else [])
        for counter in CaseCounter.objects.all():
            numbers = Case.objects.filter(org=counter.org_id, number__startswith=f"{counter.year}-")
            assert sorted(one.number for one in numbers) == [
                f"{counter.year}-{place:04}" for place in range(1, counter.last + 1)
            ]
        assert not list(verify.verify(largest.pk))


def test_a_tenant_sees_its_part_alone_without_what_is_restricted(as_owner):
    synthetic.load(SIZES)
    with transaction.atomic():
        as_operator()
        largest = Organisation.objects.get(slug="synthetic-00000")
        open_to_all = Contact.objects.filter(org=largest).exclude(case__restricted=True).count()
    with transaction.atomic(), tenancy.scope(org=largest.pk):
        with connection.cursor() as cursor:
            cursor.execute("set local role sapar_owner")  # under FORCE as any tenant
        seen = Contact.objects.values_list("org_id", flat=True)
        assert set(seen) == {largest.pk}
        assert len(seen) == open_to_all > 0


def test_a_load_that_breaks_off_leaves_nothing(as_owner, shape, superuser, monkeypatch):
    def broken(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(synthetic_audit, "stretches", broken)
    with pytest.raises(KeyboardInterrupt):
        synthetic.load(SIZES)
    assert superuser.execute(SHAPE).fetchall() == shape
    assert superuser.execute("select count(*) from organisations_organisation").fetchone() == (0,)


def test_invented_people_do_not_come_among_real_ones(as_owner):
    with transaction.atomic():
        as_operator()
        Organisation.objects.create(
            slug="real", name="Real", kind="ngo", country="KG", joined_at=timezone.now()
        )
    with pytest.raises(Trouble, match="real"):
        synthetic.load(SIZES, into_demo=True)


def test_every_row_belongs_to_one_office_and_can_be_found_from_it():
    sizes = Sizes(organisations=7, cases=1000, contacts=10_000)
    seen, numbers = Counter(), defaultdict(list)
    for case in range(sizes.cases):
        office = sizes.office_of(case)
        assert sizes.rank(case, office) == seen[office]
        assert sizes.row_at(seen[office], office) == case
        seen[office] += 1
        numbers[office].append(sizes.number(case))
    assert seen[0] == sizes.cases // 5
    for office, given in numbers.items():
        assert len(set(given)) == len(given)
        assert sum(count for _year, count in sizes.counts(office)) == len(given)
    for contact in range(sizes.contacts):
        case = sizes.case_of(contact)
        assert case is None or sizes.office_of(case) == sizes.office_of(contact)


def test_every_number_can_be_typed_at_the_desk():
    for number in (0, Sizes().contacts, Sizes().contacts + Sizes().cases):
        assert read_number(synthetic_words.phone(number)) == synthetic_words.phone(number)


def test_sizes_are_chosen_by_options_and_nonsense_is_refused():
    parser = argparse.ArgumentParser()
    synthetic_cli.add_options(parser)
    full = synthetic_cli.sizes_of(parser.parse_args([]))
    assert (full.organisations, full.cases, full.contacts) == (5_000, 1_000_000, 10_000_000)
    small = synthetic_cli.sizes_of(parser.parse_args(["--small", "--contacts", "500"]))
    assert (small.organisations, small.cases, small.contacts) == (50, 10_000, 500)
    with pytest.raises(Trouble):
        synthetic_cli.sizes_of(parser.parse_args(["--organisations", "1"]))
