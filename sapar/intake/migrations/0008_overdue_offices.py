"""Which organisations have a broken promise that nobody was told of: asked by the clock every ten minutes.

A job for each of 5,000 organisations kept a processor a third busy, to find nothing in nearly all of them.
"""

from django.db import migrations

FIND = """
create function intake_organisations_overdue() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct c.org_id
    from intake_callback c left join intake_helprequest r on r.id = c.request_id
    where current_setting('sapar.door', true) = 'jobs'
        and c.state = 'waiting' and c.told_at is null and c.promised_by < now()
        and r.quarantined is not true
$$;
alter function intake_organisations_overdue() owner to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_call_walls")]

    operations = [migrations.RunSQL(FIND, "drop function intake_organisations_overdue();")]
