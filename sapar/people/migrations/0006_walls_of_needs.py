"""Needs, links and decisions follow their people; what was asked for or proposed in a hidden case is hidden with it.

A job has no member and sees every consent of its organisation, so that those of hidden cases run out like others.
"""

from django.db import migrations

from sapar.common.rls import MEMBER, Protect, SameTenant, own

PERSON = "people_person"
MEMBERSHIP = "organisations_membership"
SEEN = "<> all ((select cases_hidden_people())::uuid[])"
OF_PERSON = f"{own()} and person_id {SEEN}"
LINK = f"{OF_PERSON} and other_id {SEEN}"
DECISION = f"{OF_PERSON} and (for_case is null or for_case <> all ((select cases_hidden())::uuid[]))"
CONSENT = (
    f"{own()} and ((select {MEMBER}) is null or for_case is null "
    "or for_case <> all ((select cases_hidden())::uuid[]))"
)

# Whoever destroys the key: consents of hidden cases end too, and nothing is left of needs and links.
FORGET = """
create or replace function people_forget() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    gone uuid[];
begin
    with erased as (
        update people_person
            set erased_at = new.erased_at, country = '', province = '', citizenship_state = 'unknown',
                citizenships = '{}', languages = '{}', version = version + 1
            where data_key_id = new.id and erased_at is null
            returning id
    )
    select coalesce(array_agg(id), '{}') into gone from (
        select id from erased union select id from people_person where data_key_id = new.id
    ) p;
    if gone <> '{}' then
        delete from people_personneed where person_id = any(gone);
        delete from people_familylink where person_id = any(gone) or other_id = any(gone);
        update people_consent set withdrawn_at = greatest(clock_timestamp(), given_at)
            where withdrawn_at is null
                and id in (select consent_id from people_consentperson where person_id = any(gone));
    end if;
    return null;
end
$$;
grant select, delete on people_personneed, people_familylink to sapar_search;
grant select, update on people_consent to sapar_search;
grant select on people_consentperson to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_needs_links_and_decisions_of_two"),
        ("cases", "0002_walls"),
        ("vault", "0002_walls"),
    ]

    operations = [
        Protect("people_personneed", read=OF_PERSON),
        Protect("people_familylink", read=LINK),
        Protect("people_jointdecision", read=DECISION),
        Protect("people_consent", read=CONSENT),
        SameTenant("people_personneed", "person_id", PERSON),
        SameTenant("people_personneed", "added_by_id", MEMBERSHIP),
        SameTenant("people_familylink", "person_id", PERSON),
        SameTenant("people_familylink", "other_id", PERSON),
        SameTenant("people_familylink", "added_by_id", MEMBERSHIP),
        SameTenant("people_jointdecision", "person_id", PERSON),
        SameTenant("people_jointdecision", "data_key_id", "vault_datakey"),
        SameTenant("people_jointdecision", "consent_id", "people_consent"),
        SameTenant("people_jointdecision", "proposed_by_id", MEMBERSHIP),
        SameTenant("people_jointdecision", "decided_by_id", MEMBERSHIP),
        SameTenant("people_consent", "guardian_id", PERSON),
        SameTenant("people_consent", "decided_by_id", MEMBERSHIP),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
    ]
