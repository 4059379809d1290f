"""An organisation counts its own new cases by region and by kind of work too."""

from django.db import migrations

BEFORE = """
create or replace function insight_cases(
    begins timestamptz, ends timestamptz, zone text, of_topic text, of_language text, of_country text, of_project text)
returns table (dimension text, code text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with chosen as materialized (
        select id, state, waiting_for, opened_at, closed_at, language::text, country::text, province::text, industry::text
        from insight_chosen(of_topic, of_language, of_country, of_project)
        where opened_at < ends and (closed_at is null or closed_at >= begins)
    ),
    opened as (select * from chosen where opened_at >= begins)
    select 'opened', to_char(opened_at at time zone zone, 'YYYY-MM'), count(*) from opened group by 2
    union all
    select 'closed', to_char(closed_at at time zone zone, 'YYYY-MM'), count(*) from chosen
        where closed_at >= begins and closed_at < ends group by 2
    union all select 'language', language, count(*) from opened group by 2
    union all select 'country', country, count(*) from opened group by 2
"""
ADDED = """
    union all select 'place', insight_place(country, province), count(*) from opened group by 2
    union all select 'industry', industry, count(*) from opened group by 2
"""
AFTER = """
    union all
    select 'problem', p.code::text, count(distinct p.case_id)
        from opened o join cases_problem p on p.case_id = o.id group by 2
    union all
    select 'outcome', p.outcome::text, count(*)
        from chosen c join cases_problem p on p.case_id = c.id
        where p.settled_at >= begins and p.settled_at < ends group by 2
    union all select 'open', '', count(*) from chosen where closed_at is null
    union all select 'worked-on', '', count(*) from chosen
    union all select 'waiting-for', waiting_for::text, count(*) from chosen where state = 'waiting' group by 2
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0006_screenings_and_work"), ("cases", "0010_kind_of_work")]

    operations = [migrations.RunSQL(BEFORE + ADDED + AFTER, BEFORE + AFTER)]
