"""People who may be one person are found by their keyed hashes.

The operators of arrays are not leakproof, so under a policy their index would not be used: a function carries the same
predicate instead. It answers for the organisation in scope, leaves out whom the member does not see, and gives ids only.
"""

from django.db import migrations

from sapar.common.rls import DOOR, ORG

HEAD = "security definer set search_path = pg_catalog, public, pg_temp"

# Who shares a phone, or keys that few people share, comes first; the keys that thousands share are asked only where
# those have brought fewer than `enough`. Of a name that more than CAP people bear the rest is left: only a second fact
# finds somebody among them. A shared phone is nobody's mark.
CAP = 2000
ALIKE = f"""
create function people_ranked(ids uuid[], dated int[], narrow int[], loose int[])
returns table (id uuid, weight bigint)
language sql stable {HEAD} as $$
    select s.subject_id, sum(q.weight)
    from (select b.subject_id, unnest(b.digests) as digest from vault_blindset b where b.subject_id = any (ids)) s
        join (
            select unnest(dated) as digest, 6 as weight
            union all select unnest(narrow), 4
            union all select unnest(loose), 1
        ) q on q.digest = s.digest
    group by s.subject_id
$$;
alter function people_ranked(uuid[], int[], int[], int[]) owner to sapar_search;
revoke execute on function people_ranked(uuid[], int[], int[], int[]) from public;

create function people_alike(dated int[], narrow int[], loose int[], phones bytea[], enough int, most int)
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
        where r.id <> all (hidden) and r.id <> all (by_phone) order by r.weight desc, r.id limit most
    );
    if cardinality(found) < enough then
        met := array(
            select b.subject_id from vault_blindset b where b.digests && loose and b.org_id = office limit {CAP}
        );
        found := found || array(
            select r.id from people_ranked(met, dated, narrow, loose) r
            where r.id <> all (hidden) and r.id <> all (found) order by r.weight desc, r.id limit most
        );
    end if;
    return query select unnest(found[:most]);
end
$$;
alter function people_alike(int[], int[], int[], bytea[], int, int) owner to sapar_search;
"""
UNALIKE = """
drop function people_alike(int[], int[], int[], bytea[], int, int);
drop function people_ranked(uuid[], int[], int[], int[]);
"""

# People without keys, or with keys made by older rules, for the job that makes them: also those whom a job does not see.
UNINDEXED = f"""
create function people_unindexed(made_by int, after uuid, most int) returns setof people_person
language sql stable {HEAD} as $$
    select p.* from people_person p
    where (select {DOOR}) = 'index' and p.org_id = (select {ORG}) and p.erased_at is null and p.id > after
        and not exists (select 1 from vault_blindset s where s.subject_id = p.id and s.recipe >= made_by)
    order by p.id limit most
$$;
alter function people_unindexed(int, uuid, int) owner to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_walls_of_needs"),
        ("cases", "0006_hidden_once"),
        ("vault", "0003_blind_sets"),
    ]

    operations = [
        migrations.RunSQL(ALIKE, UNALIKE),
        migrations.RunSQL(UNINDEXED, "drop function people_unindexed(int, uuid, int)"),
    ]
