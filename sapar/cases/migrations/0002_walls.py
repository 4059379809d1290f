"""Who reaches which row of a case, and that a child row never hangs on another organisation's parent.

A restricted case is seen by the members named on it and by nobody else, not even by a colleague with a database prompt.
Its people, phones, notes and all else follow it: a person who stands in hidden cases only is hidden too.
"""

from django.db import migrations
from django.db.migrations import RunSQL

from sapar.common.rls import MEMBER, Protect, ProtectOwn, SameTenant, own

NAMED = f"id in (select case_id from cases_caseaccess where member_id = (select {MEMBER}))"
OPEN_TO_ME = f"{own()} and (not restricted or {NAMED})"
OF_OPEN_CASE = f"{own()} and case_id <> all ((select cases_hidden())::uuid[])"
PERSON = f"{own()} and id <> all ((select cases_hidden_people())::uuid[])"
CASE_VERSION = f"{own()} and pgh_obj_id <> all ((select cases_hidden())::uuid[])"
PERSON_VERSION = f"{own()} and pgh_obj_id <> all ((select cases_hidden_people())::uuid[])"
OF_PERSON = f"{own()} and person_id <> all ((select cases_hidden_people())::uuid[])"

# They bypass the policies, because the policies ask them; each is computed once a statement.
HIDDEN = """
create function cases_hidden() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(array_agg(c.id), '{}')
    from cases_case c
    where c.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and c.restricted
        and not exists (
            select 1 from cases_caseaccess a
            where a.case_id = c.id
                and a.member_id = nullif(current_setting('sapar.member', true), '')::uuid
        )
$$;
alter function cases_hidden() owner to sapar_search;

create function cases_hidden_people() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with hidden as (select unnest(cases_hidden()) as id)
    select coalesce(array_agg(distinct p.person_id), '{}')
    from cases_participant p join hidden h on h.id = p.case_id
    where not exists (
        select 1 from cases_participant q
        where q.person_id = p.person_id and q.case_id not in (select id from hidden)
    )
$$;
alter function cases_hidden_people() owner to sapar_search;
"""

# A restricted case must not be lost with the last member named on it: whoever ended that membership, a supervisor, is
# named instead. It gives nothing away as long as anybody who works here is named.
INHERIT = """
create function cases_inherit(leaver uuid) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into cases_caseaccess (id, org_id, case_id, member_id, named_at)
    select gen_random_uuid(), c.org_id, c.id, heir.id, now()
    from cases_case c
        join cases_caseaccess a on a.case_id = c.id and a.member_id = leaver
        join organisations_membership gone
            on gone.id = leaver and gone.org_id = c.org_id and gone.left_at is not null
        join organisations_membership heir
            on heir.id = nullif(current_setting('sapar.member', true), '')::uuid
            and heir.org_id = c.org_id and heir.left_at is null and heir.role = 'supervisor'
    where c.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and c.restricted
        and not exists (
            select 1 from cases_caseaccess b join organisations_membership m on m.id = b.member_id
            where b.case_id = c.id and m.left_at is null
        )
    returning case_id
$$;
alter function cases_inherit(uuid) owner to sapar_search;
grant insert on cases_caseaccess to sapar_search;
"""
SHOWN = "drop function cases_hidden_people(); drop function cases_hidden();"

CASE = "cases_case"
STAFF = "organisations_membership"
KEY = "vault_datakey"


def tenant_keys() -> list[SameTenant]:
    children = ["cases_caseaccess", "cases_participant", "cases_problem", "cases_task", "cases_note", "cases_paper"]
    return [
        SameTenant(CASE, "owner_id", STAFF),
        SameTenant(CASE, "opened_by_id", STAFF),
        *[SameTenant(table, "case_id", CASE) for table in children],
        *[SameTenant(f"cases_{name}", "data_key_id", KEY) for name in ("case", "task", "note", "paper")],
        *[SameTenant(f"cases_{name}", "person_id", "people_person") for name in ("participant", "problem", "paper")],
        SameTenant("cases_caseaccess", "member_id", STAFF),
        SameTenant("cases_task", "owner_id", STAFF),
        SameTenant("cases_note", "author_id", STAFF),
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("people", "0002_walls")]

    operations = [
        RunSQL(sql=HIDDEN, reverse_sql=SHOWN),
        RunSQL(sql=INHERIT, reverse_sql="drop function cases_inherit(uuid)"),
        Protect(CASE, read=OPEN_TO_ME),
        ProtectOwn("cases_casecounter"),
        Protect("cases_caseaccess", read=OF_OPEN_CASE),
        Protect("cases_participant", read=OF_OPEN_CASE),
        Protect("cases_problem", read=OF_OPEN_CASE),
        Protect("cases_task", read=OF_OPEN_CASE),
        Protect("cases_note", read=OF_OPEN_CASE, append_only=True),
        Protect("cases_paper", read=OF_OPEN_CASE),
        Protect("cases_caseversion", read=CASE_VERSION, append_only=True),
        Protect("cases_problemversion", read=OF_OPEN_CASE, append_only=True),
        Protect("cases_paperversion", read=OF_OPEN_CASE, append_only=True),
        Protect("people_person", read=PERSON),
        Protect("people_personversion", read=PERSON_VERSION, append_only=True),
        Protect("people_phone", read=OF_PERSON),
        Protect("people_consentperson", read=OF_PERSON),
        # A new person cannot be hidden yet: no need to ask who is.
        RunSQL(
            sql=[
                f"alter policy sapar_insert on {table} with check ({own()})"
                for table in ("people_person", "people_personversion")
            ],
            reverse_sql=RunSQL.noop,
        ),
        # Nobody is pulled out of a hidden case into one that is seen.
        RunSQL(
            sql=[
                f"alter policy sapar_insert on cases_participant with check ({OF_OPEN_CASE} and {OF_PERSON})",
                f"alter policy sapar_update on cases_participant with check ({OF_OPEN_CASE} and {OF_PERSON})",
            ],
            reverse_sql=RunSQL.noop,
        ),
        *tenant_keys(),
    ]
