"""A hold follows its person into a merge; and a record that was merged is kept as long as the one that was kept, so that
the two can be taken apart."""

from django.db import migrations

from sapar.same.moving import Follow, Place

DUE = """
alter function keeping_due(text, timestamptz) rename to keeping_due_by_time;
create function keeping_due(kind text, before timestamptz)
returns table (id uuid, data_key_id uuid, since timestamptz, restricted boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select d.* from keeping_due_by_time(kind, before) d
    where kind <> 'person' or not exists (
        select 1 from same_merge m join people_person k on k.id = m.kept_id
        where m.gone_id = d.id and m.undone_at is null and k.erased_at is null
    )
$$;
alter function keeping_due(text, timestamptz) owner to sapar_search;
"""
UNDUE = """
drop function keeping_due(text, timestamptz);
alter function keeping_due_by_time(text, timestamptz) rename to keeping_due;
"""


class Migration(migrations.Migration):
    dependencies = [("keeping", "0002_walls"), ("same", "0002_walls")]

    operations = [
        Follow("keeping", [Place("keeping_hold")], histories=[]),
        migrations.RunSQL(DUE, UNDUE),
    ]
