"""Who reaches merges, and how rows of people follow into them and back.

A merge is as hidden as the two whom it names.
"""

from django.db import migrations

from sapar.common.rls import ORG, Protect, ProtectOwn, SameTenant, own
from sapar.same.moving import Follow, Place

PERSON, STAFF = "people_person", "organisations_membership"
HIDDEN = "((select cases_hidden_people())::uuid[])"
SEEN = f"{own()} and kept_id <> all {HIDDEN} and gone_id <> all {HIDDEN}"
LINK = "t.ended_at is null"

PLACES = [
    Place("people_phone"),
    Place("people_consent", "guardian_id"),
    Place("people_consentperson", once=("consent_id",)),
    Place("people_personneed", once=("code",), where="t.ended_on is null"),
    Place("people_familylink", once=("other_id", "kin"), where=LINK, unless="t.other_id = m.kept_id"),
    Place("people_familylink", "other_id", once=("person_id", "kin"), where=LINK, unless="t.person_id = m.kept_id"),
    Place("people_jointdecision", once=("consent_id",), where="t.verdict = '' and t.kind = 'withdrawal'"),
]

# Who of these stands in cases, all of them restricted: whether the actor is named on them does not matter.
ONLY_RESTRICTED = f"""
create function same_only_restricted(people uuid[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select 1 from unnest(people) as one (id)
        where exists (select 1 from cases_participant p where p.person_id = one.id and p.org_id = {ORG})
            and not exists (
                select 1 from cases_participant p join cases_case c on c.id = p.case_id
                where p.person_id = one.id and not c.restricted
            )
    )
$$;
alter function same_only_restricted(uuid[]) owner to sapar_search;
grant insert on same_movedrow to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("same", "0001_initial"), ("cases", "0006_hidden_once")]

    operations = [
        Protect("same_merge", read=SEEN),
        ProtectOwn("same_movedrow"),
        SameTenant("same_merge", "kept_id", PERSON),
        SameTenant("same_merge", "gone_id", PERSON),
        SameTenant("same_merge", "data_key_id", "vault_datakey"),
        SameTenant("same_merge", "merged_by_id", STAFF),
        SameTenant("same_merge", "undone_by_id", STAFF),
        SameTenant("same_movedrow", "merge_id", "same_merge"),
        migrations.RunSQL(ONLY_RESTRICTED, "drop function same_only_restricted(uuid[])"),
        Follow("people", PLACES, histories=[]),
    ]
