"""Counts over all cases of an organisation, restricted ones too, for whoever may not see the cases themselves.

The functions bypass the policies and give codes and numbers only, for the organisation in scope and no other.
"""

from django.db import migrations
from django.db.migrations import RunSQL

ORG = "nullif(current_setting('sapar.org', true), '')::uuid"
HEAD = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

FLOW = f"""
create function cases_facts_flow(one uuid, since timestamptz, until timestamptz, zone text)
returns table (what text, month date, dimension text, code text, cases bigint)
{HEAD}
    with hit as materialized (
        select 'opened' as what, date_trunc('month', c.opened_at at time zone zone)::date as month, c.id, c.language, c.country
        from cases_case c
        where c.org_id = one and one = {ORG} and c.opened_at >= since and c.opened_at < until
        union all
        select 'closed', date_trunc('month', c.closed_at at time zone zone)::date, c.id, c.language, c.country
        from cases_case c
        where c.org_id = one and one = {ORG} and c.closed_at >= since and c.closed_at < until
    )
    select h.what, h.month, 'all', '', count(*) from hit h group by 1, 2
    union all
    select h.what, h.month, 'language', h.language, count(*) from hit h group by 1, 2, 4
    union all
    select h.what, h.month, 'country', h.country, count(*) from hit h group by 1, 2, 4
    union all
    select h.what, h.month, 'problem', p.code, count(distinct h.id)
    from hit h join cases_problem p on p.case_id = h.id and p.org_id = one group by 1, 2, 4
    union all
    select h.what, h.month, 'project', s.project_id::text, count(distinct h.id)
    from hit h join cases_servicegiven s
        on s.case_id = h.id and s.org_id = one and s.state = 'kept' and s.project_id is not null
    group by 1, 2, 4
$$;
"""

SERVICES = f"""
create function cases_facts_services(one uuid, since date, until date)
returns table (
    kind text, unit text, currency text, project uuid, services bigint, quantity numeric, people bigint, families bigint
)
{HEAD}
    select s.kind, s.unit, s.currency, s.project_id, count(*), sum(s.quantity), count(distinct s.person_id),
        count(distinct s.case_id) filter (where s.person_id is null)
    from cases_servicegiven s
    where s.org_id = one and one = {ORG} and s.state = 'kept' and s.given_on >= since and s.given_on < until
    group by 1, 2, 3, 4
$$;
"""

OUTCOMES = f"""
create function cases_facts_outcomes(one uuid, since timestamptz, until timestamptz)
returns table (problem text, outcome text, problems bigint)
{HEAD}
    select p.code, p.outcome, count(*)
    from cases_problem p
    where p.org_id = one and one = {ORG} and p.state = 'settled' and p.settled_at >= since and p.settled_at < until
    group by 1, 2
$$;
"""

PEOPLE = f"""
create function cases_facts_people(one uuid, since timestamptz, until timestamptz, zone text)
returns table (sex text, age_band text, country text, people bigint)
{HEAD}
    with given as (
        select s.case_id, s.person_id from cases_servicegiven s
        where s.org_id = one and one = {ORG} and s.state = 'kept'
            and s.given_on >= (since at time zone zone)::date and s.given_on < (until at time zone zone)::date
    ), whole as (
        select c.id from cases_case c
        where c.org_id = one and one = {ORG} and c.opened_at >= since and c.opened_at < until
        union
        select g.case_id from given g where g.person_id is null
    ), helped as (
        select p.person_id from cases_participant p
        where p.org_id = one and p.role in ('helped', 'both') and p.case_id in (select id from whole)
        union
        select g.person_id from given g where g.person_id is not null
    )
    select r.sex, r.age_band, r.country, count(*)
    from people_person r where r.org_id = one and r.id in (select person_id from helped)
    group by 1, 2, 3
$$;
"""

NOW = f"""
create function cases_facts_now(one uuid, day date)
returns table (what text, code text, n bigint)
{HEAD}
    select 'open', c.state, count(*) from cases_case c
    where c.org_id = one and one = {ORG} and c.state <> 'closed' group by 2
    union all
    select 'waiting', c.waiting_for, count(*) from cases_case c
    where c.org_id = one and one = {ORG} and c.state = 'waiting' group by 2
    union all
    select 'overdue', 'tasks', count(*) from cases_task t
    where t.org_id = one and one = {ORG} and t.state = 'open' and t.due_on < day
    union all
    select 'overdue', 'follow-ups', count(*) from cases_followup f
    where f.org_id = one and one = {ORG} and f.state = 'planned' and f.due_on < day
$$;
"""

FUNCTIONS = {
    "cases_facts_flow(uuid, timestamptz, timestamptz, text)": FLOW,
    "cases_facts_services(uuid, date, date)": SERVICES,
    "cases_facts_outcomes(uuid, timestamptz, timestamptz)": OUTCOMES,
    "cases_facts_people(uuid, timestamptz, timestamptz, text)": PEOPLE,
    "cases_facts_now(uuid, date)": NOW,
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_glass"), ("people", "0003_forget")]

    operations = [
        RunSQL(sql=f"{made}\nalter function {name} owner to sapar_search;", reverse_sql=f"drop function {name}")
        for name, made in FUNCTIONS.items()
    ]
