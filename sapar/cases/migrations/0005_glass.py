"""A restricted case seen for a while through broken glass, and walls around the tables of the work.

The policies look at the clock: an access with `until` is over when its time has come, whoever forgets it. Through the glass
one reads and writes, but neither names anybody on the case nor lifts the restriction.
"""

from importlib import import_module

from django.db import migrations
from django.db.migrations import RunSQL

from sapar.common.rls import MEMBER, Protect, ProtectOwn, SameTenant, own

taking_back = import_module("sapar.cases.migrations.0003_taking_back")

NOW_NAMED = f"member_id = (select {MEMBER}) and (until is null or until > now())"
OPEN_TO_ME = f"{own()} and (not restricted or id in (select case_id from cases_caseaccess where {NOW_NAMED}))"
OF_OPEN_CASE = f"{own()} and case_id <> all ((select cases_hidden())::uuid[])"
NOT_THROUGH_GLASS = "case_id <> all ((select cases_through_glass())::uuid[])"
# A reviewer learns that the glass was broken and why, also of a case that they do not see themselves.
REVIEWS = f"""exists (
    select 1 from organisations_membership m
    where m.id = (select {MEMBER}) and m.role = 'supervisor' and m.left_at is null
)"""

HIDDEN = """
create or replace function cases_hidden() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
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
$$;
"""

THROUGH_GLASS = """
create function cases_through_glass() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(array_agg(a.case_id), '{}')
    from cases_caseaccess a
    where a.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and a.member_id = nullif(current_setting('sapar.member', true), '')::uuid
        and a.until is not null
$$;
alter function cases_through_glass() owner to sapar_search;
"""

# Gives the id of a case that is hidden from the member in scope, now open to them; null for any other number.
BREAK = """
create function cases_break_glass(which text, ends timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    me uuid := nullif(current_setting('sapar.member', true), '')::uuid;
    found uuid;
begin
    if ends is null or ends <= now() or ends > now() + interval '8 hours 1 minute' then
        raise exception 'refused: not for one to eight hours' using errcode = '42501';
    end if;
    select c.id into found
    from cases_case c
        join organisations_membership m
            on m.id = me and m.org_id = c.org_id and m.left_at is null and m.role in ('caseworker', 'supervisor')
    where c.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and c.number = which and c.restricted and c.id = any (cases_hidden());
    if found is null then
        return null;
    end if;
    insert into cases_caseaccess (id, org_id, case_id, member_id, named_at, until)
        select gen_random_uuid(), c.org_id, c.id, me, now(), ends from cases_case c where c.id = found
        on conflict (case_id, member_id) do update set until = excluded.until, named_at = excluded.named_at;
    return found;
end
$$;
alter function cases_break_glass(text, timestamptz) owner to sapar_search;

create function cases_mend_glass(one uuid) returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    delete from cases_caseaccess
    where case_id = one and until is not null
        and org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and member_id = nullif(current_setting('sapar.member', true), '')::uuid
$$;
alter function cases_mend_glass(uuid) owner to sapar_search;
grant insert, update, delete on cases_caseaccess to sapar_search;
"""

# As before, but a case seen only through broken glass has nobody named on it.
INHERIT = """
create or replace function cases_inherit(leaver uuid) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into cases_caseaccess (id, org_id, case_id, member_id, named_at)
    select gen_random_uuid(), c.org_id, c.id, heir.id, now()
    from cases_case c
        join cases_caseaccess a on a.case_id = c.id and a.member_id = leaver and a.until is null
        join organisations_membership gone
            on gone.id = leaver and gone.org_id = c.org_id and gone.left_at is not null
        join organisations_membership heir
            on heir.id = nullif(current_setting('sapar.member', true), '')::uuid
            and heir.org_id = c.org_id and heir.left_at is null and heir.role = 'supervisor'
    where c.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and c.restricted
        and not exists (
            select 1 from cases_caseaccess b join organisations_membership m on m.id = b.member_id
            where b.case_id = c.id and m.left_at is null and b.until is null
        )
    on conflict (case_id, member_id) do update set until = null
    returning case_id
$$;
"""

CASE, STAFF, PERSON = "cases_case", "organisations_membership", "people_person"
CHILDREN = ("openform", "handover", "followup", "servicegivenversion", "servicegiven", "otherpartyversion", "otherparty")
ASIDE = (*taking_back.ASIDE, "pgtrigger_append_only_8239a", "pgtrigger_append_only_79f27")


def walls() -> list[migrations.operations.base.Operation]:
    return [
        ProtectOwn("cases_project"),
        *[Protect(f"cases_{name}", read=OF_OPEN_CASE) for name in ("servicegiven", "otherparty", "followup", "handover", "openform")],
        *[
            Protect(f"cases_{name}", read=OF_OPEN_CASE, append_only=True)
            for name in ("servicegivenversion", "otherpartyversion")
        ],
        Protect(
            "cases_glassbreak",
            read=f"({OF_OPEN_CASE}) or ({own()} and {REVIEWS})",
            write=f"{own()} and {REVIEWS}",
        ),
        RunSQL(
            sql=[
                f"alter policy sapar_insert on cases_glassbreak with check ({OF_OPEN_CASE})",
                "revoke delete on cases_glassbreak from sapar_web",
            ],
            reverse_sql=RunSQL.noop,
        ),
    ]


def tenant_keys() -> list[SameTenant]:
    children = ("servicegiven", "otherparty", "followup", "handover", "openform", "glassbreak")
    sealed = ("servicegiven", "otherparty", "followup", "handover", "glassbreak")
    members = (
        ("servicegiven", "member_id"), ("servicegiven", "recorded_by_id"), ("followup", "owner_id"), ("followup", "done_by_id"),
        ("handover", "from_member_id"), ("handover", "to_member_id"), ("handover", "by_member_id"), ("openform", "member_id"),
        ("glassbreak", "member_id"), ("glassbreak", "reviewed_by_id"),
    )  # fmt: skip
    return [
        *[SameTenant(f"cases_{name}", "case_id", CASE) for name in children],
        *[SameTenant(f"cases_{name}", "data_key_id", "vault_datakey") for name in sealed],
        *[SameTenant(f"cases_{name}", column, STAFF) for name, column in members],
        *[SameTenant(f"cases_{name}", "person_id", PERSON) for name in ("servicegiven", "followup")],
        SameTenant("cases_servicegiven", "project_id", "cases_project"),
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_services_parties_follow_ups")]

    operations = [
        RunSQL(sql=HIDDEN, reverse_sql=RunSQL.noop),
        RunSQL(sql=THROUGH_GLASS, reverse_sql="drop function cases_through_glass()"),
        RunSQL(
            sql=BREAK,
            reverse_sql="drop function cases_break_glass(text, timestamptz); drop function cases_mend_glass(uuid)",
        ),
        RunSQL(sql=INHERIT, reverse_sql=RunSQL.noop),
        Protect(CASE, read=OPEN_TO_ME),
        Protect("cases_caseaccess", read=OF_OPEN_CASE),
        RunSQL(
            sql=[
                f"alter policy sapar_insert on cases_caseaccess with check ({OF_OPEN_CASE} and {NOT_THROUGH_GLASS} and until is null)",
                f"alter policy sapar_update on cases_caseaccess using ({OF_OPEN_CASE} and {NOT_THROUGH_GLASS})"
                f" with check ({OF_OPEN_CASE} and {NOT_THROUGH_GLASS})",
                f"alter policy sapar_delete on cases_caseaccess using ({OF_OPEN_CASE} and {NOT_THROUGH_GLASS})",
                f"alter policy sapar_update on cases_case with check ({OPEN_TO_ME}"
                " and (restricted or id <> all ((select cases_through_glass())::uuid[])))",
            ],
            reverse_sql=RunSQL.noop,
        ),
        *walls(),
        *tenant_keys(),
        RunSQL(sql=taking_back.taking_back((*CHILDREN, *taking_back.CHILDREN), ASIDE), reverse_sql=RunSQL.noop),
    ]
