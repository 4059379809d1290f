"""Who reaches which call-back: it is hidden with the talk or the request that it comes of. A public request brings its
own through the public door, and only to an organisation with a public line.

Calls that were promised before this table was made are written into it.
"""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, SameTenant, own, through_door

CONTACT = "intake_contact"
REQUEST = "intake_helprequest"
CALL = "intake_callback"
MISSED = "intake_missedcall"
CLAIM = "intake_callclaim"
STAFF = "organisations_membership"

HAS_LINE = "exists (select 1 from rota_publicline l where l.org_id = {table}.org_id and l.withdrawn_at is null)"
REQUEST_LEFT = f"""{through_door("public-request")} and state = 'new' and answer_code = '' and contact_id is null
    and {HAS_LINE.format(table=REQUEST)}"""
CALL_SEEN = f"""{own()} and (contact_id is null or contact_id in (select id from {CONTACT}))
    and (request_id is null or request_id in (select id from {REQUEST}))"""
CALL_LEFT = f"""{own()} or {through_door("public-request")} and kind = 'request' and state = 'waiting' and tries = 0
    and {HAS_LINE.format(table=CALL)}"""

# The owner reads no tenant's rows while the policies are forced on it.
FILL = [
    f"alter table {CONTACT} no force row level security",
    f"alter table {REQUEST} no force row level security",
    f"""insert into {CALL} (id, org_id, kind, contact_id, state, waits_since, promised_by, next_at, tries)
        select gen_random_uuid(), org_id, 'contact', id, 'waiting', began_at, began_at + interval '24 hours', began_at, 0
        from {CONTACT} where outcome = 'call-back' and called_back_at is null""",
    f"""insert into {CALL} (id, org_id, kind, request_id, state, waits_since, promised_by, next_at, tries)
        select gen_random_uuid(), org_id, 'request', id, 'waiting', received_at, received_at + interval '24 hours',
            received_at, 0
        from {REQUEST} where state in ('new', 'taken') and contact_id is null""",
    "set constraints all immediate",
    "set constraints all deferred",
    f"alter table {CONTACT} force row level security",
    f"alter table {REQUEST} force row level security",
]

STATE = """
drop function intake_request_state(bytea);
-- What the holder of a receipt may see, and nothing else.
create function intake_request_state(receipt bytea)
returns table (state text, answer_code text, received_at timestamptz, promised_by timestamptz, organisation text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.state, r.answer_code, r.received_at, r.promised_by, o.name
    from intake_helprequest r join organisations_organisation o on o.id = r.org_id
    where r.receipt_hash = receipt
$$;
revoke all on function intake_request_state(bytea) from public;
grant execute on function intake_request_state(bytea) to sapar_web;
alter function intake_request_state(bytea) owner to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_call_backs"), ("rota", "0002_walls")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(STATE, migrations.RunSQL.noop),
        Protect(CALL, read=CALL_SEEN, write=CALL_SEEN),
        migrations.RunSQL(
            sql=[
                f"drop policy sapar_insert on {CALL}",
                f"create policy sapar_insert on {CALL} for insert with check ({CALL_LEFT})",
                f"drop policy sapar_insert on {REQUEST}",
                f"create policy sapar_insert on {REQUEST} for insert with check ({REQUEST_LEFT})",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        ProtectOwn(MISSED),
        ProtectOwn(CLAIM),
        SameTenant(CALL, "contact_id", CONTACT),
        SameTenant(CALL, "missed_id", MISSED),
        SameTenant(CALL, "request_id", REQUEST),
        SameTenant(CALL, "ended_by_id", STAFF),
        SameTenant(MISSED, "data_key_id", "vault_datakey"),
        SameTenant(MISSED, "logged_by_id", STAFF),
        SameTenant(CLAIM, "call_back_id", CALL),
        SameTenant(CLAIM, "member_id", STAFF),
    ]
