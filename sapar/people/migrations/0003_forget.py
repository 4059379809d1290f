"""A person whose key is destroyed is erased, whoever destroyed it: the page of a restored backup says so too."""

from django.db import migrations

FORGET = """
create function people_forget() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update people_person
        set erased_at = new.erased_at, country = '', province = '', citizenship_state = 'unknown',
            citizenships = '{}', languages = '{}', version = version + 1
        where data_key_id = new.id and erased_at is null;
    return null;
end
$$;
alter function people_forget() owner to sapar_search;
grant select, update on people_person to sapar_search;
grant insert on people_personversion to sapar_search;
create trigger people_forget after update on vault_datakey for each row
    when (old.erased_at is null and new.erased_at is not null) execute function people_forget();
"""

UNDO = """
drop trigger people_forget on vault_datakey;
drop function people_forget();
revoke update on people_person from sapar_search;
revoke insert on people_personversion from sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_walls"), ("vault", "0002_walls")]

    operations = [migrations.RunSQL(FORGET, UNDO)]
