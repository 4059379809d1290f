"""A case opened by mistake can be deleted whole, also the notes and versions that the web role may only add to.

The function deletes in the scope's organisation only, and nothing that is hidden from the member in scope.
"""

from django.db import migrations
from django.db.migrations import RunSQL

CHILDREN = (
    "paperversion", "paper", "note", "task", "problemversion", "problem", "participant", "caseaccess",
)  # fmt: skip
# The triggers that keep history append-only stand aside inside the function, and nowhere else.
ASIDE = ("pgtrigger_append_only_8630e", "pgtrigger_append_only_c1653", "pgtrigger_append_only_39a06")


def taking_back(children: tuple[str, ...], aside: tuple[str, ...]) -> str:
    deletes = "\n".join(f"    delete from cases_{child} where case_id = one;" for child in children)
    return f"""
create or replace function cases_take_back(one uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if one = any (cases_hidden()) or not exists (
        select 1 from cases_case c
        where c.id = one and c.org_id = nullif(current_setting('sapar.org', true), '')::uuid
    ) then
        raise exception 'refused: no such case' using errcode = '42501';
    end if;
    perform set_config('pgtrigger.ignore', '{{{",".join(aside)}}}', true);
{deletes}
    delete from cases_caseversion where pgh_obj_id = one;
    delete from cases_case where id = one;
    perform set_config('pgtrigger.ignore', '{{}}', true);
end
$$;
alter function cases_take_back(uuid) owner to sapar_search;
grant delete on cases_case, cases_caseversion, {", ".join("cases_" + child for child in children)} to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_walls")]

    operations = [RunSQL(sql=taking_back(CHILDREN, ASIDE), reverse_sql="drop function cases_take_back(uuid)")]
