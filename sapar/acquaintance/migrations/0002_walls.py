"""Who reaches which row: all of it is hidden with its case, and no row hangs on another organisation's parent.

Two functions see more than the member does. One counts what the whole organisation entered, so that nobody makes room by
hiding cases; the other says who stands in a restricted case, so that they are left out by the night without anybody
being told why.
"""

from django.db import migrations

from sapar.common.rls import MEMBER, ORG, Protect, SameTenant, own

ENTRY, NOTICE, WORD = "acquaintance_entry", "acquaintance_notice", "acquaintance_word"
CASE, PERSON, STAFF = "cases_case", "people_person", "organisations_membership"
OF_CASE = f"{own()} and not cases_hides(case_id)"
OF_BOTH = f"{OF_CASE} and not cases_hides_person(person_id)"
HEAD = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"

FUNCTIONS = f"""
create function acquaintance_restricted(people uuid[]) returns setof uuid {HEAD} as $$
    select distinct p.person_id from cases_participant p join cases_case c on c.id = p.case_id
    where p.person_id = any (people) and p.org_id = {ORG} and c.restricted
$$;

-- Entered by the member in a day, by the organisation in a day, and in thirty.
create function acquaintance_entered(out mine bigint, out today bigint, out month bigint) {HEAD} as $$
    select count(*) filter (where entered_at > now() - interval '1 day' and entered_by_id = {MEMBER}),
        count(*) filter (where entered_at > now() - interval '1 day'), count(*)
    from acquaintance_entry where org_id = {ORG} and entered_at > now() - interval '30 days'
$$;
"""
CLOSE = [
    f"revoke all on function {name} from public; grant execute on function {name} to sapar_web; "
    f"alter function {name} owner to sapar_search"
    for name in ("acquaintance_restricted(uuid[])", "acquaintance_entered()")
]
UNDO = "drop function acquaintance_restricted(uuid[]); drop function acquaintance_entered()"


class Migration(migrations.Migration):
    dependencies = [
        ("acquaintance", "0001_initial"),
        ("cases", "0009_follow"),
        ("same", "0003_likeness"),
    ]

    operations = [
        Protect(ENTRY, read=OF_BOTH),
        Protect(NOTICE, read=OF_CASE),
        Protect(WORD, read=OF_CASE),
        *[SameTenant(table, "case_id", CASE) for table in (ENTRY, NOTICE, WORD)],
        SameTenant(ENTRY, "person_id", PERSON),
        *[SameTenant(table, "entry_id", ENTRY) for table in (NOTICE, WORD)],
        SameTenant(WORD, "data_key_id", "vault_datakey"),
        SameTenant(ENTRY, "entered_by_id", STAFF),
        SameTenant(NOTICE, "answered_by_id", STAFF),
        SameTenant(WORD, "settled_by_id", STAFF),
        # What was entered counts, so nobody takes it away.
        migrations.RunSQL(
            f"revoke delete, truncate on {ENTRY}, {NOTICE}, {WORD} from sapar_web",
            f"grant delete on {ENTRY}, {NOTICE}, {WORD} to sapar_web",
        ),
        migrations.RunSQL([f"grant select on {ENTRY}, cases_participant, cases_case to sapar_search", FUNCTIONS, *CLOSE], UNDO),
    ]
