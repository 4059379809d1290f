"""Who is opened among those who share keys with the sought: the likeliest by what shared keys say.

In bits, by the slips and gaps that intake has: the year of birth right 10, none written down 4, another one 0; given and
family name alike to the vowels 6 and each further pair of names 3; half a bit for each looser key, up to 6. So initials of the
right year come before the whole name of another year, and the whole name without a year between them.
"""

from __future__ import annotations

import importlib

from django.db import migrations

from sapar.common.rls import ORG

before = importlib.import_module("sapar.people.migrations.0007_alike")
HEAD, CAP = before.HEAD, before.CAP

ALIKE = f"""
create function people_ranked(ids uuid[], dated int[], undated int[], narrow int[], loose int[])
returns table (id uuid, bits numeric)
language sql stable {HEAD} as $$
    select s.subject_id,
        greatest(10 * max(q.dated), 4 * max(q.undated))
            + 3 * sum(q.narrow) + 3 * max(q.narrow) + least(0.5 * sum(q.loose), 6)
    from (select b.subject_id, unnest(b.digests) as digest from vault_blindset b where b.subject_id = any (ids)) s
        join (
            select unnest(dated) as digest, 1 as dated, 0 as undated, 0 as narrow, 0 as loose
            union all select unnest(undated), 0, 1, 0, 0
            union all select unnest(narrow), 0, 0, 1, 0
            union all select unnest(loose), 0, 0, 0, 1
        ) q on q.digest = s.digest
    group by s.subject_id
$$;
alter function people_ranked(uuid[], int[], int[], int[], int[]) owner to sapar_search;
revoke execute on function people_ranked(uuid[], int[], int[], int[], int[]) from public;

create function people_alike(
    dated int[], undated int[], narrow int[], loose int[], phones bytea[], enough int, most int
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
        (select b.subject_id from vault_blindset b where b.digests && undated and b.org_id = office limit {CAP})
        union
        (select b.subject_id from vault_blindset b where b.digests && narrow and b.org_id = office limit {CAP})
    );
    found := by_phone || array(
        select r.id from people_ranked(met, dated, undated, narrow, loose) r
        where r.id <> all (hidden) and r.id <> all (by_phone) order by r.bits desc, r.id limit most
    );
    if cardinality(found) < enough then
        met := array(
            select b.subject_id from vault_blindset b where b.digests && loose and b.org_id = office limit {CAP}
        );
        found := found || array(
            select r.id from people_ranked(met, dated, undated, narrow, loose) r
            where r.id <> all (hidden) and r.id <> all (found) order by r.bits desc, r.id limit most
        );
    end if;
    return query select unnest(found[:most]);
end
$$;
alter function people_alike(int[], int[], int[], int[], bytea[], int, int) owner to sapar_search;
"""
UNALIKE = """
drop function people_alike(int[], int[], int[], int[], bytea[], int, int);
drop function people_ranked(uuid[], int[], int[], int[], int[]);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_alike")]

    operations = [
        migrations.RunSQL(before.UNALIKE + ALIKE, UNALIKE + before.ALIKE),
    ]
