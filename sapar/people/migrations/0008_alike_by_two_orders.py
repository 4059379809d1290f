"""Who is opened among those who share keys with the sought: by two orders, of which each has its share.

Whoever has the year of birth right, or none written down, comes before namesakes of another year, however much of the name
they share: initials and slips are found so. But papers do not always agree on a year, so every third of those who are
opened is the likest by name alone.
"""

from __future__ import annotations

import importlib

from django.db import migrations

from sapar.common.rls import ORG

before = importlib.import_module("sapar.people.migrations.0007_alike")
HEAD, CAP = before.HEAD, before.CAP

ALIKE = f"""
create function people_ranked(ids uuid[], dated int[], narrow int[], loose int[])
returns table (id uuid, weight bigint, place bigint)
language sql stable {HEAD} as $$
    select r.subject_id, r.by_name,
        least(
            row_number() over (order by r.by_year desc, r.by_name desc, r.subject_id),
            2 * row_number() over (order by r.by_name desc, r.by_year desc, r.subject_id)
        )
    from (
        select s.subject_id, sum(q.by_year) as by_year, sum(q.by_name) as by_name
        from (select b.subject_id, unnest(b.digests) as digest from vault_blindset b where b.subject_id = any (ids)) s
            join (
                select unnest(dated) as digest, 1 as by_year, 0 as by_name
                union all select unnest(narrow), 0, 4
                union all select unnest(loose), 0, 1
            ) q on q.digest = s.digest
        group by s.subject_id
    ) r
$$;
alter function people_ranked(uuid[], int[], int[], int[]) owner to sapar_search;
revoke execute on function people_ranked(uuid[], int[], int[], int[]) from public;

create or replace function people_alike(
    dated int[], narrow int[], loose int[], phones bytea[], enough int, most int
)
returns setof uuid
language plpgsql stable {HEAD} set plan_cache_mode = force_custom_plan as $$
declare
    office uuid := {ORG};
    hidden uuid[] := cases_hidden_people();
    by_phone uuid[];
    met uuid[];
    found uuid[];
begin
    by_phone := array(
        select p.person_id from vault_blindentry b join people_phone p on p.id = b.subject_id
        where b.org_id = office and b.kind = 'phone' and b.subject_kind = 'phone' and b.digest = any (phones)
            and p.phone_of in ('own', 'unknown') and p.person_id <> all (hidden)
        limit most
    );
    met := array(
        (select b.subject_id from vault_blindset b where b.digests && dated and b.org_id = office limit {CAP})
        union
        (select b.subject_id from vault_blindset b where b.digests && narrow and b.org_id = office limit {CAP})
    );
    found := by_phone || array(
        select r.id from people_ranked(met, dated, narrow, loose) r
        where r.id <> all (hidden) and r.id <> all (by_phone) order by r.place, r.weight desc, r.id limit most
    );
    if cardinality(found) < enough then
        met := array(
            select b.subject_id from vault_blindset b where b.digests && loose and b.org_id = office limit {CAP}
        );
        found := found || array(
            select r.id from people_ranked(met, dated, narrow, loose) r
            where r.id <> all (hidden) and r.id <> all (found) order by r.place, r.weight desc, r.id limit most
        );
    end if;
    return query select unnest(found[:most]);
end
$$;
"""
_DROPPED = "drop function people_ranked(uuid[], int[], int[], int[]);"


class Migration(migrations.Migration):
    dependencies = [("people", "0007_alike")]

    operations = [
        migrations.RunSQL(_DROPPED + ALIKE, before.UNALIKE + before.ALIKE),
    ]
