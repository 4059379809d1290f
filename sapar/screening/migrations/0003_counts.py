"""What an organisation counts of its screenings, as `insight` counts the rest: past the policies, codes with numbers only.

Each person of a case counts once, by the last screening of the period that was not withdrawn.
"""

from django.db import migrations

COUNTED = """
create function screening_counted(begins timestamptz, ends timestamptz)
returns table (dimension text, code text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with mine as (select nullif(current_setting('sapar.org', true), '')::uuid as org),
    last as (
        select distinct on (case_id, person_id) lowest, highest, industry
        from screening_screening, mine
        where org_id = mine.org and state <> 'withdrawn' and begun_at >= begins and begun_at < ends
        order by case_id, person_id, begun_at desc, id desc
    ),
    decided as (
        select distinct on (case_id, person_id) status
        from screening_determination, mine
        where org_id = mine.org and state = 'kept' and recorded_at >= begins and recorded_at < ends
        order by case_id, person_id, decided_on desc, id desc
    ),
    wanted as (
        select kind, state from screening_support, mine
        where org_id = mine.org and wanted_at >= begins and wanted_at < ends
    )
    select 'all', '', count(*) from last
    union all select 'lowest', lowest::text, count(*) from last group by lowest
    union all select 'highest', highest::text, count(*) from last group by highest
    union all select 'industry', industry::text, count(*) from last group by industry
    union all select 'status', status::text, count(*) from decided group by status
    union all select 'help', kind::text, count(*) from wanted group by kind
    union all select 'help-state', state::text, count(*) from wanted group by state
$$;
revoke all on function screening_counted(timestamptz, timestamptz) from public;
grant execute on function screening_counted(timestamptz, timestamptz) to sapar_web;
alter function screening_counted(timestamptz, timestamptz) owner to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_walls")]

    operations = [
        migrations.RunSQL(COUNTED, "drop function screening_counted(timestamptz, timestamptz)"),
    ]
