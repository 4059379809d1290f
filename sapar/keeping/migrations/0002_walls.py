"""Who reaches which row, what is due, and that nothing on hold is erased.

The night's job is no member of staff, so restricted cases and other people's drafts are hidden from it. The functions here
see them, for the organisation in scope and through the door "retention" alone, and give back ids and times only.
"""

from django.db import migrations

from sapar.common.rls import DOOR, ORG, Protect, ProtectOwn, SameTenant, own, through_door

HOLD = "keeping_hold"
STAFF = "organisations_membership"
KEY = "vault_datakey"

# A hold is as hidden as what it holds; the job sees all of them.
HOLD_SEEN = f"""{own()} and ({through_door("retention")} or (
    (case_id is null or case_id <> all ((select cases_hidden())::uuid[]))
    and (person_id is null or person_id <> all ((select cases_hidden_people())::uuid[]))
    and (contact_id is null or contact_id in (select id from intake_contact))))"""

FUNCTIONS = f"""
-- These three answer for any organisation, so nobody but the functions and the trigger below may call them.
create function keeping_standing(office uuid) returns setof keeping_hold
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select * from keeping_hold
    where org_id = office and lifted_at is null and (until is null or until >= current_date)
$$;

-- Cases on hold: named themselves, or by a person in them.
create function keeping_held_cases(office uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select h.case_id from keeping_standing(office) h where h.case_id is not null
    union
    select p.case_id from keeping_standing(office) h join cases_participant p on p.person_id = h.person_id
    union
    select c.case_id from keeping_standing(office) h join intake_contact c on c.id = h.contact_id
        where c.case_id is not null
$$;

-- The keys that nothing may destroy: of held cases, of the people in a case that is itself on hold, of their talks.
create function keeping_held_keys(office uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select c.data_key_id from cases_case c where c.id in (select keeping_held_cases(office))
    union
    select t.data_key_id from intake_contact t
        where t.case_id in (select keeping_held_cases(office))
            or t.id in (select contact_id from keeping_standing(office))
            or t.caller_id in (select person_id from keeping_standing(office))
    union
    select p.data_key_id from people_person p
        where p.id in (select person_id from keeping_standing(office))
            or p.id in (select q.person_id from cases_participant q
                join keeping_standing(office) h on h.case_id = q.case_id)
    union
    select f.data_key_id from vault_sealedfile f
        where f.org_id = office and (
            f.attached_id in (select keeping_held_cases(office))
            or f.attached_id in (select contact_id from keeping_standing(office)))
$$;

-- Whether a person of the organisation in scope, or something that would be lost with them, stands on hold.
create function keeping_is_held(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (
        select 1 from people_person p
        where p.id = person and p.org_id = (select {ORG}) and (
            p.data_key_id in (select keeping_held_keys(p.org_id))
            or exists (select 1 from cases_participant q
                where q.person_id = p.id and q.case_id in (select keeping_held_cases(p.org_id))))
    )
$$;

-- What of one kind is older than `before` and may go: (id, its key where it has one of its own, since when, hidden case?).
create function keeping_due(kind text, before timestamptz)
returns table (id uuid, data_key_id uuid, since timestamptz, restricted boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    office uuid := {ORG};
    held_keys uuid[];
    held_cases uuid[];
begin
    if {DOOR} <> 'retention' or office is null then
        return;
    end if;
    held_keys := array(select keeping_held_keys(office));
    held_cases := array(select keeping_held_cases(office));
    if kind = 'contact' then return query
        select c.id, c.data_key_id, c.began_at, false
        from intake_contact c join vault_datakey k on k.id = c.data_key_id
        where c.org_id = office and c.case_id is null and c.began_at <= before and k.wrapped is not null
            and c.data_key_id <> all (held_keys)
            and (c.outcome <> 'call-back' or c.called_back_at is not null);
    elsif kind = 'request' then return query
        select r.id, null::uuid, coalesce(r.ended_at, r.taken_at, r.received_at), false
        from intake_helprequest r
        where r.org_id = office and r.contact_id is null and octet_length(r.sealed) > 0
            and (r.state in ('answered', 'closed') or r.quarantined)
            and coalesce(r.ended_at, r.taken_at, r.received_at) <= before;
    elsif kind = 'draft' then return query
        select d.id, d.data_key_id, d.kept_at, false
        from intake_draft d where d.org_id = office and d.kept_at <= before;
    elsif kind = 'case' then return query
        select c.id, c.data_key_id, c.closed_at, c.restricted
        from cases_case c join vault_datakey k on k.id = c.data_key_id
        where c.org_id = office and c.state = 'closed' and c.closed_at <= before and k.wrapped is not null
            and c.id <> all (held_cases);
    elsif kind = 'person' then return query
        select p.id, p.data_key_id, l.at, false
        from people_person p
            cross join lateral (select greatest(
                p.recorded_at,
                (select max(c.closed_at) from cases_participant q join cases_case c on c.id = q.case_id
                    where q.person_id = p.id),
                (select max(t.began_at) from intake_contact t where t.caller_id = p.id)
            ) as at) l
        where p.org_id = office and p.erased_at is null and p.recorded_at <= before and l.at <= before
            and p.data_key_id <> all (held_keys)
            and not exists (
                select 1 from cases_participant q join cases_case c on c.id = q.case_id
                    join vault_datakey k on k.id = c.data_key_id
                where q.person_id = p.id and k.wrapped is not null);
    elsif kind = 'file' then return query
        select f.id, case when k.subject_kind = 'file' then f.data_key_id end,
            coalesce(c.closed_at, t.began_at), coalesce(c.restricted, false)
        from vault_sealedfile f join vault_datakey k on k.id = f.data_key_id
            left join intake_contact t on f.attached_kind = 'contact' and t.id = f.attached_id
            left join cases_case c on c.id = coalesce(t.case_id, case when f.attached_kind = 'case' then f.attached_id end)
        where f.org_id = office and f.state = 'stored' and k.wrapped is not null
            and (c.id is not null and c.state = 'closed' and c.closed_at <= before
                or c.id is null and t.began_at <= before)
            and (c.id is null or c.id <> all (held_cases)) and f.data_key_id <> all (held_keys);
    elsif kind = 'sheet' then return query
        select b.id, b.data_key_id, coalesce(b.loaded_at, b.brought_at), false
        from sheets_batch b join vault_datakey k on k.id = b.data_key_id
        where b.org_id = office and k.wrapped is not null and coalesce(b.loaded_at, b.brought_at) <= before;
    elsif kind = 'packet' then return query
        select p.id, null::uuid, r.ended_at, false
        from referrals_packet p join referrals_referral r on r.id = p.referral_id
        where r.ended_at <= before
            and (p.author_org_id = office and p.for_author is not null
                or p.reader_org_id = office and p.for_reader is not null)
            and (r.from_org_id <> office or r.case_id <> all (held_cases))
            and (r.to_case_id is null or r.to_case_id <> all (held_cases));
    end if;
end
$$;

-- What goes with the key of a case: the talks that belong to it.
create function keeping_keys_of_cases(cases uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select t.data_key_id from intake_contact t join vault_datakey k on k.id = t.data_key_id
    where (select {DOOR}) = 'retention' and t.org_id = (select {ORG}) and t.case_id = any (cases)
        and k.wrapped is not null
$$;

-- Letters and passed-on words that have no key of their own, and drafts, of which nothing is counted.
create function keeping_empty(kind text, ids uuid[]) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    office uuid := {ORG};
    done bigint := 0;
begin
    if {DOOR} <> 'retention' or office is null then
        return 0;
    end if;
    if kind = 'request' then
        update intake_helprequest set sealed = '\\x' where org_id = office and id = any (ids);
    elsif kind = 'draft' then
        delete from intake_draft where org_id = office and id = any (ids);
    elsif kind = 'packet' then
        update referrals_packet set
            for_author = case when author_org_id = office then null else for_author end,
            for_reader = case when reader_org_id = office then null else for_reader end
        where id = any (ids) and office in (author_org_id, reader_org_id);
    end if;
    get diagnostics done = row_count;
    return done;
end
$$;

-- The second wall: whatever the application forgot, the key of something on hold is not destroyed. A restore may: it
-- repeats what was erased after the hold was lifted.
create function keeping_guard() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user = 'sapar_web' and new.id in (select keeping_held_keys(new.org_id)) then
        raise exception using errcode = 'check_violation', constraint = 'keeping_on_hold', message = 'on hold';
    end if;
    return new;
end
$$;
create trigger keeping_guard before update on vault_datakey for each row
    when (old.wrapped is not null and new.wrapped is null) execute function keeping_guard();

-- The members named on restricted cases, one a case, and none who only broke the glass: an export that includes them reads as each in turn.
create function keeping_named() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct on (c.id) a.member_id
    from cases_case c join cases_caseaccess a on a.case_id = c.id
    where (select {DOOR}) = 'export' and c.org_id = (select {ORG}) and c.restricted and a.until is null
    order by c.id, a.named_at, a.id
$$;

-- What anybody may learn who holds the number of a certificate.
create function keeping_certificate(wanted text)
returns table (number text, organisation text, kinds jsonb, reason text, role text, erased_at timestamptz, ledger_hash bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select c.number, o.name, c.kinds, c.reason, c.role, c.erased_at, c.ledger_hash
    from keeping_certificate c join organisations_organisation o on o.id = c.org_id
    where c.number = wanted
$$;
"""
INNER = ("keeping_standing(uuid)", "keeping_held_cases(uuid)", "keeping_held_keys(uuid)")
NAMES = (
    "keeping_is_held(uuid)",
    "keeping_due(text, timestamptz)",
    "keeping_keys_of_cases(uuid[])",
    "keeping_empty(text, uuid[])",
    "keeping_named()",
    "keeping_certificate(text)",
)
CLOSE = [
    f"revoke all on function {name} from public; grant execute on function {name} to sapar_web; "
    f"alter function {name} owner to sapar_search"
    for name in NAMES
]
CLOSE += [
    f"revoke all on function {name} from public, sapar_web; alter function {name} owner to sapar_search"
    for name in INNER
]
CLOSE += [
    "alter function keeping_guard() owner to sapar_search",
    "grant update, select on intake_helprequest, referrals_packet to sapar_search",
    "grant delete, select on intake_draft to sapar_search",
]
OPEN = [
    "drop trigger keeping_guard on vault_datakey",
    "drop function keeping_guard()",
    *[f"drop function {name}" for name in reversed((*INNER, *NAMES))],
]


class Migration(migrations.Migration):
    dependencies = [
        ("keeping", "0001_initial"),
        ("cases", "0005_glass"),
        ("intake", "0004_the_desk"),
        ("referrals", "0003_rules"),
        ("vault", "0002_walls"),
    ]

    operations = [
        ProtectOwn("keeping_term"),
        ProtectOwn("keeping_schedule"),
        ProtectOwn("keeping_run"),
        Protect(HOLD, read=HOLD_SEEN),
        ProtectOwn("keeping_certificate"),
        ProtectOwn("keeping_export"),
        migrations.RunSQL([FUNCTIONS, *CLOSE], OPEN),
        # A hold and a certificate are never deleted; a certificate changes only by losing its way back to the person.
        migrations.RunSQL(
            f"revoke delete, truncate on {HOLD}, keeping_certificate, keeping_export from sapar_web",
            migrations.RunSQL.noop,
        ),
        SameTenant("keeping_term", "changed_by_id", STAFF),
        SameTenant("keeping_schedule", "confirmed_by_id", STAFF),
        SameTenant(HOLD, "data_key_id", KEY),
        SameTenant(HOLD, "case_id", "cases_case"),
        SameTenant(HOLD, "person_id", "people_person"),
        SameTenant(HOLD, "contact_id", "intake_contact"),
        SameTenant(HOLD, "placed_by_id", STAFF),
        SameTenant(HOLD, "reviewed_by_id", STAFF),
        SameTenant(HOLD, "lift_asked_by_id", STAFF),
        SameTenant(HOLD, "lifted_by_id", STAFF),
        SameTenant("keeping_certificate", "person_id", "people_person"),
        SameTenant("keeping_export", "data_key_id", KEY),
        SameTenant("keeping_export", "asked_by_id", STAFF),
        SameTenant("keeping_export", "decided_by_id", STAFF),
        SameTenant("keeping_export", "file_id", "vault_sealedfile"),
    ]
