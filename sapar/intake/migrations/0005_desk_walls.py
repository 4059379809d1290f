"""Who reaches a draft; what stands behind a number; and the counts of contacts.

A draft is its member's own until it is passed on. What stands behind a number is asked and noted here, past the
policies, so that whoever looked it up learns nothing from it: neither what is there nor that a note was taken.
"""

from django.db import migrations

from sapar.common.rls import MEMBER, Protect, SameTenant, own, through_door

CONTACT, DRAFT, TRY = "intake_contact", "intake_draft", "intake_try"
STAFF = "organisations_membership"

MINE = f"""{own()} and (member_id = (select {MEMBER}) or passed_to_id = (select {MEMBER})
    or (passed_at is not null and passed_to_id is null) or {through_door("jobs")})"""
OF_SEEN_CASE = f"{own()} and case_id <> all ((select cases_hidden())::uuid[])"

FUNCTIONS = """
-- The cases hidden from the member in scope that these phones or contacts lead to.
create function intake_behind(phones uuid[], contacts uuid[]) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with hidden as (select unnest(cases_hidden()) as id),
    people as (
        select person_id from people_phone where id = any (phones)
        union
        select caller_id from intake_contact where id = any (contacts) and caller_id is not null
    )
    select coalesce(array_agg(h.id), '{}') from hidden h
    where exists (
        select 1 from cases_participant p where p.case_id = h.id and p.person_id in (select person_id from people)
    ) or exists (
        select 1 from intake_contact c where c.id = any (contacts) and c.case_id = h.id
    )
$$;

-- Note on hidden cases that the member in scope has to do with a number of theirs.
create function intake_note_try(cases uuid[], kind text, message uuid) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into intake_try (id, org_id, case_id, kind, contact_id, member_id, at)
    select gen_random_uuid(), nullif(current_setting('sapar.org', true), '')::uuid, h.id, kind, message,
        nullif(current_setting('sapar.member', true), '')::uuid, now()
    from unnest(cases_hidden()) as h (id) where h.id = any (cases)
$$;
"""
NAMES = (
    "intake_behind(uuid[], uuid[])",
    "intake_note_try(uuid[], text, uuid)",
)
CLOSE = [
    f"revoke all on function {name} from public; grant execute on function {name} to sapar_web; "
    f"alter function {name} owner to sapar_search"
    for name in NAMES
]
# `intake_behind` answers what this one did.
OLD = """
create function intake_tied_to_hidden(people uuid[], contacts uuid[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select false $$
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_the_desk")]

    operations = [
        migrations.RunSQL(
            sql=[FUNCTIONS, *CLOSE, "grant insert on intake_try to sapar_search"],
            reverse_sql=[f"drop function {name}" for name in reversed(NAMES)],
        ),
        migrations.RunSQL(sql="drop function intake_tied_to_hidden(uuid[], uuid[])", reverse_sql=OLD),
        Protect(DRAFT, read=MINE),
        Protect(TRY, read=OF_SEEN_CASE),
        migrations.RunSQL(
            sql=f"revoke insert, delete, truncate on {TRY} from sapar_web",
            reverse_sql=f"grant insert, delete on {TRY} to sapar_web",
        ),
        SameTenant(CONTACT, "entered_by_id", STAFF),
        SameTenant(DRAFT, "data_key_id", "vault_datakey"),
        SameTenant(DRAFT, "member_id", STAFF),
        SameTenant(DRAFT, "passed_to_id", STAFF),
        SameTenant(TRY, "case_id", "cases_case"),
        SameTenant(TRY, "contact_id", CONTACT),
        SameTenant(TRY, "member_id", STAFF),
        SameTenant(TRY, "seen_by_id", STAFF),
    ]
