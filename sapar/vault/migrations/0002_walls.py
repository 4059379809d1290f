"""Who reaches which key."""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, SameTenant, own, through_door


# The nightly sweep compares the files folder with all tenants' rows; it learns ids and nothing else.
SWEEP = """
create function vault_known_files(wanted uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select id from vault_sealedfile where id = any(wanted) and state = 'stored'
$$;
create function vault_stored_files(after uuid, until uuid, most int) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select id from vault_sealedfile where id > after and id < until and state = 'stored' order by id limit most
$$;
alter function vault_known_files(uuid[]) owner to sapar_search;
alter function vault_stored_files(uuid, uuid, int) owner to sapar_search;
revoke execute on function vault_known_files(uuid[]), vault_stored_files(uuid, uuid, int) from public;
grant execute on function vault_known_files(uuid[]), vault_stored_files(uuid, uuid, int) to sapar_web, sapar_operator;
grant select on vault_sealedfile to sapar_search;
"""
UNSWEEP = "drop function vault_known_files(uuid[]); drop function vault_stored_files(uuid, uuid, int);"


# Keys are emptied, never removed: what they sealed must go on reading as erased, not as a fault.
KEPT = "revoke delete, truncate on vault_organisationkey, vault_publickey, vault_datakey, vault_systemkey from sapar_web"
UNKEPT = "grant delete on vault_organisationkey, vault_publickey, vault_datakey, vault_systemkey to sapar_web"


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        ProtectOwn("vault_organisationkey"),
        ProtectOwn("vault_datakey"),
        ProtectOwn("vault_blindentry"),
        ProtectOwn("vault_sealedfile"),
        Protect("vault_publickey", read="true", write=own()),
        Protect("vault_systemkey", read=through_door("keys")),
        migrations.RunSQL(sql=KEPT, reverse_sql=UNKEPT),
        SameTenant("vault_blindentry", "data_key_id", "vault_datakey"),
        SameTenant("vault_sealedfile", "data_key_id", "vault_datakey"),
        migrations.RunSQL(sql=SWEEP, reverse_sql=UNSWEEP),
    ]
