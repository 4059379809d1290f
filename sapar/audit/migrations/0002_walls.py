"""Who sees which event, and the function that chains events at commit."""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, own, through_door

# Any scope may add an event that concerns no organisation; only the scope of that very chain reads it.
NOBODY = "org_id = '00000000-0000-0000-0000-000000000000'"

# Runs at commit, once for each new event; the first run chains all of the transaction's events, organisation by
# organisation in one order, so that two transactions never wait for each other. Unchained rows that are visible are the
# transaction's own: nobody else's can be committed without having been chained here.
CHAIN = """
create function audit_chain() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    event record;
    head audit_chainhead;
begin
    if not exists (select 1 from audit_event where id = new.id and seq is null) then
        return null;
    end if;
    for event in select id, org_id, digest from audit_event where seq is null order by org_id, at, id loop
        if head.org_id is distinct from event.org_id then
            insert into audit_chainhead (org_id, seq, hash)
                values (event.org_id, 0, sha256(convert_to('sapar audit chain ' || event.org_id::text, 'UTF8')))
                on conflict (org_id) do nothing;
            select * into head from audit_chainhead where org_id = event.org_id for update;
        end if;
        update audit_event
            set seq = head.seq + 1, previous_hash = head.hash, hash = sha256(head.hash || event.digest)
            where id = event.id
            returning event.org_id, seq, hash into head;
        update audit_chainhead set seq = head.seq, hash = head.hash where org_id = head.org_id;
    end loop;
    return null;
end
$$;
alter function audit_chain() owner to sapar_search;
grant select, update on audit_event to sapar_search;
grant select, insert, update on audit_chainhead to sapar_search;
create constraint trigger audit_event_chain after insert on audit_event
    deferrable initially deferred for each row when (new.seq is null) execute function audit_chain();
"""
UNCHAIN = "drop trigger audit_event_chain on audit_event; drop function audit_chain();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        Protect("audit_event", read=own(), write=f"({own()} or {NOBODY}) and seq is null", append_only=True),
        Protect("audit_chainhead", read=own(), write="false", append_only=True),
        ProtectOwn("audit_dayroot", append_only=True),
        Protect("audit_signingkey", read="true", write=through_door("keys"), append_only=True),
        migrations.RunSQL(sql=CHAIN, reverse_sql=UNCHAIN),
    ]
