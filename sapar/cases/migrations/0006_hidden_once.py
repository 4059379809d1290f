"""Which cases and people are hidden from the member in scope is found out once in a transaction, not in every statement.

A page of a case asks twelve tables that have these walls; with 400 restricted cases in an organisation each of them took
1.2 ms to learn what the others had learnt. The answer stands beside the scope it was found in (`sapar.org`,
`sapar.member`) and holds for five seconds at most, so that an export that runs for an hour sees what is restricted meanwhile. Whatever may change it, a case restricted, somebody named,
somebody put into a case, takes it away again; a rollback brings back what stood before.
"""

from django.db import migrations

HEAD = "security definer set search_path = pg_catalog, public, pg_temp"

CASES = """
    select coalesce(array_agg(c.id), '{}')
    from cases_case c
    where c.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and c.restricted
        and not exists (
            select 1 from cases_caseaccess a
            where a.case_id = c.id
                and a.member_id = nullif(current_setting('sapar.member', true), '')::uuid
                and (a.until is null or a.until > now())
        )
"""
PEOPLE = """
    with hidden as (select unnest(cases_hidden()) as id)
    select coalesce(array_agg(distinct p.person_id), '{}')
    from cases_participant p join hidden h on h.id = p.case_id
    where not exists (
        select 1 from cases_participant q
        where q.person_id = p.person_id and q.case_id not in (select id from hidden)
    )
"""


def kept(function: str, setting: str, question: str) -> str:
    return f"""
create or replace function {function}() returns uuid[]
language plpgsql stable {HEAD} as $$
declare
    scope text := concat_ws(':', 'of', current_setting('sapar.org', true), current_setting('sapar.member', true),
        extract(epoch from clock_timestamp())::bigint / 5, '');
    known text := current_setting('{setting}', true);
    found uuid[];
begin
    if starts_with(known, scope) then
        return substr(known, length(scope) + 1)::uuid[];
    end if;
    found := ({question});
    perform set_config('{setting}', scope || found::text, true);
    return found;
end
$$;
"""


def asked(function: str, question: str) -> str:
    return f"create or replace function {function}() returns uuid[] language sql stable {HEAD} as $${question}$$;"


FORGET = """
create function cases_forget_hidden() returns trigger language plpgsql as $$
begin
    perform set_config('sapar.hidden_cases', '', true), set_config('sapar.hidden_people', '', true);
    return null;
end
$$;
create trigger cases_forget_hidden after insert or delete or update of restricted, org_id on cases_case
    for each statement execute function cases_forget_hidden();
create trigger cases_forget_hidden after insert or delete or update on cases_caseaccess
    for each statement execute function cases_forget_hidden();
create trigger cases_forget_hidden after insert or delete or update on cases_participant
    for each statement execute function cases_forget_hidden();
"""
REMEMBER = """
drop trigger cases_forget_hidden on cases_case;
drop trigger cases_forget_hidden on cases_caseaccess;
drop trigger cases_forget_hidden on cases_participant;
drop function cases_forget_hidden();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_glass")]

    operations = [
        migrations.RunSQL(FORGET, REMEMBER),
        migrations.RunSQL(
            kept("cases_hidden", "sapar.hidden_cases", CASES), asked("cases_hidden", CASES)
        ),
        migrations.RunSQL(
            kept("cases_hidden_people", "sapar.hidden_people", PEOPLE), asked("cases_hidden_people", PEOPLE)
        ),
    ]
