"""Who reaches which row: contacts follow the case they belong to, requests come in by a door and are read by their office.

The four functions bypass the policies, because they answer somebody who has no organisation, or a question whose answer
lies behind a wall. Each answers as little as it can.
"""

from django.db import migrations

from sapar.common.rls import Protect, SameTenant, own, through_door

CONTACT = "intake_contact"
REQUEST = "intake_helprequest"
STAFF = "organisations_membership"

CONTACT_SEEN = f"{own()} and (case_id is null or case_id <> all ((select cases_hidden())::uuid[]))"
REQUEST_LEFT = f"""{through_door("public-request")} and state = 'new' and answer_code = '' and contact_id is null
    and exists (select 1 from organisations_organisation o where o.id = org_id and o.takes_requests)"""

FUNCTIONS = """
-- What the holder of a receipt may see, and nothing else.
create function intake_request_state(receipt bytea)
returns table (state text, answer_code text, received_at timestamptz, organisation text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.state, r.answer_code, r.received_at, o.name
    from intake_helprequest r join organisations_organisation o on o.id = r.org_id
    where r.receipt_hash = receipt
$$;

-- Whether this very form has come in already: a token holds 122 bits that only its form knows.
create function intake_request_known(form_token uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select 1 from intake_helprequest where token = form_token)
$$;

-- How many calls for help an organisation got since a moment: a flood is set aside.
create function intake_requests_since(office uuid, since timestamptz) returns bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select count(*) from intake_helprequest where org_id = office and received_at >= since
$$;

-- Whether one of these people or contacts stands in a case that is hidden from the member in scope.
create function intake_tied_to_hidden(people uuid[], contacts uuid[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select 1 from cases_participant p where p.person_id = any (people) and p.case_id = any (cases_hidden())
    ) or exists (
        select 1 from intake_contact c where c.id = any (contacts) and c.case_id = any (cases_hidden())
    )
$$;
"""
NAMES = (
    "intake_request_state(bytea)",
    "intake_request_known(uuid)",
    "intake_requests_since(uuid, timestamptz)",
    "intake_tied_to_hidden(uuid[], uuid[])",
)
CLOSE = [
    f"revoke all on function {name} from public; grant execute on function {name} to sapar_web; "
    f"alter function {name} owner to sapar_search"
    for name in NAMES
]


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("cases", "0002_walls")]

    operations = [
        migrations.RunSQL(
            sql=[FUNCTIONS, *CLOSE], reverse_sql=[f"drop function {name}" for name in reversed(NAMES)]
        ),
        Protect(CONTACT, read=CONTACT_SEEN),
        # A call whose talk belongs to a hidden case is hidden with it.
        Protect(REQUEST, read=f"{own()} and (contact_id is null or contact_id in (select id from {CONTACT}))"),
        # Only the public door lets a request in, and only to an organisation that takes them.
        migrations.RunSQL(
            sql=[
                f"drop policy sapar_insert on {REQUEST}",
                f"create policy sapar_insert on {REQUEST} for insert with check ({REQUEST_LEFT})",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        SameTenant(CONTACT, "data_key_id", "vault_datakey"),
        SameTenant(CONTACT, "taken_by_id", STAFF),
        SameTenant(CONTACT, "case_id", "cases_case"),
        SameTenant(CONTACT, "caller_id", "people_person"),
        SameTenant(REQUEST, "taken_by_id", STAFF),
        SameTenant(REQUEST, "contact_id", CONTACT),
    ]
