"""A talk is hidden with its case, asked by key; and what is hidden behind a number is found from the number's own people.

Both asked for the list of all hidden cases: see the migration of cases of the same name.
"""

from django.db import migrations
from django.db.migrations import RunSQL

from sapar.common.rls import own

HEAD = "security definer set search_path = pg_catalog, public, pg_temp"
SEEN = f"{own()} and (case_id is null or not cases_hides(case_id))"

FUNCTIONS = f"""
create or replace function intake_behind(phones uuid[], contacts uuid[]) returns uuid[]
language sql stable {HEAD} as $$
    with people as (
        select person_id from people_phone where id = any (phones)
        union
        select caller_id from intake_contact where id = any (contacts) and caller_id is not null
    ),
    behind as (
        select p.case_id as id from cases_participant p where p.person_id in (select person_id from people)
        union
        select c.case_id from intake_contact c where c.id = any (contacts) and c.case_id is not null
    )
    select coalesce(array_agg(b.id), '{{}}') from behind b where cases_hides(b.id)
$$;

create or replace function intake_note_try(cases uuid[], kind text, message uuid) returns void
language sql volatile {HEAD} as $$
    insert into intake_try (id, org_id, case_id, kind, contact_id, member_id, at)
    select gen_random_uuid(), nullif(current_setting('sapar.org', true), '')::uuid, h.id, kind, message,
        nullif(current_setting('sapar.member', true), '')::uuid, now()
    from (select distinct id from unnest(cases) as given (id)) as h where cases_hides(h.id)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_guided"), ("cases", "0008_hidden_by_row")]

    operations = [
        RunSQL(
            [
                f"alter policy sapar_read on intake_contact using ({SEEN})",
                f"alter policy sapar_insert on intake_contact with check ({SEEN})",
                f"alter policy sapar_update on intake_contact using ({SEEN}) with check ({SEEN})",
                f"alter policy sapar_delete on intake_contact using ({SEEN})",
                FUNCTIONS,
            ],
            RunSQL.noop,
        )
    ]
