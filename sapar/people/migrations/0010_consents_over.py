"""Which organisations have a consent whose time is over and of whom nobody was told: asked by the clock every hour.

A job for each of 5,000 organisations kept a processor busy for forty seconds of every hour, to find nothing in nearly all.
"""

from django.db import migrations, models

FIND = """
create function people_organisations_with_consents_over(now timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct org_id from people_consent
    where current_setting('sapar.door', true) = 'jobs'
        and until <= now and withdrawn_at is null and ended_at is null
$$;
alter function people_organisations_with_consents_over(timestamptz) owner to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0009_alike_by_traits")]

    operations = [
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                fields=["until"],
                condition=models.Q(withdrawn_at__isnull=True, ended_at__isnull=True),
                name="consent_running",
            ),
        ),
        migrations.RunSQL(FIND, "drop function people_organisations_with_consents_over(timestamptz);"),
    ]
