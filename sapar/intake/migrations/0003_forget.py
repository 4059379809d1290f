"""The letter of a call for help goes with the key of the talk that was made of it, after a restore too."""

from django.db import migrations

FORGET = r"""
create function intake_forget() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update intake_helprequest r set sealed = '\x'
        from intake_contact c where c.id = r.contact_id and c.data_key_id = new.id;
    return null;
end
$$;
alter function intake_forget() owner to sapar_search;
grant select, update on intake_helprequest to sapar_search;
create trigger intake_forget after update on vault_datakey for each row
    when (old.erased_at is null and new.erased_at is not null) execute function intake_forget();
"""

UNDO = """
drop trigger intake_forget on vault_datakey;
drop function intake_forget();
revoke update on intake_helprequest from sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_walls"), ("vault", "0002_walls")]

    operations = [migrations.RunSQL(FORGET, UNDO)]
