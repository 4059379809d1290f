"""The rules that the database keeps by itself, whoever writes: the flow, the grant, what a consent's end empties.

`MOVES` repeats `flow.REFERRAL` as it was when this migration was written; a test compares the two, so a changed flow
needs a new migration. Refusals name themselves like constraints do (see `refusals.py`).

Functions that must see both organisations belong to `sapar_search`, which bypasses the policies; what they write is
recognised by `referrals_guard` as the doing of a rule, not of a side.
"""

from django.db import migrations

MOVES = """
    ('draft', 'offer', 'offered', 'sender'),
    ('draft', 'withdraw', 'withdrawn', 'sender'),
    ('offered', 'accept', 'accepted', 'receiver'),
    ('offered', 'decline', 'declined', 'receiver'),
    ('offered', 'expire', 'expired', 'clock'),
    ('offered', 'withdraw', 'withdrawn', 'sender'),
    ('accepted', 'start', 'in-work', 'receiver'),
    ('accepted', 'withdraw', 'withdrawn', 'sender'),
    ('accepted', 'complete', 'completed', 'receiver'),
    ('in-work', 'complete', 'completed', 'receiver'),
    ('in-work', 'withdraw', 'withdrawn', 'sender')
"""

TABLES = f"""
create function referrals_moves() returns table (before text, verb text, after text, side text)
language sql immutable set search_path = pg_catalog, public, pg_temp as $$ values {MOVES} $$;

create function referrals_columns(verb text) returns text[]
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
    select '{{state}}'::text[] || case verb
        when 'offer' then '{{asked_for,urgent,answer_by}}'::text[]
        when 'accept' then '{{to_case_id,answered_by_id}}'::text[]
        when 'decline' then '{{decline_reason,answered_by_id}}'::text[]
        when 'withdraw' then '{{withdrawn_because}}'::text[]
        else '{{}}'::text[] end
$$;

create function referrals_refuse(rule text) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception using errcode = '23514', constraint = rule, table = 'referrals_referral', message = 'refused: ' || rule;
end
$$;
"""

# Which side may change what of a referral, and when. The times are the database's own.
GUARD = """
create function referrals_guard() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    scope uuid := nullif(current_setting('sapar.org', true), '')::uuid;
    acting text := case
        when current_user = 'sapar_search' then 'rule'
        when scope = new.from_org_id then 'sender'
        when scope = new.to_org_id then 'receiver'
        else 'nobody' end;
    changed text[];
    move record;
begin
    if current_user = 'sapar_operator' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if acting <> 'sender' then
            perform referrals_refuse('referral_made_by_its_sender');
        end if;
        if new.state <> 'draft' or num_nonnulls(
            new.offered_at, new.answered_at, new.ended_at, new.to_case_id, new.answered_by_id) > 0 then
            perform referrals_refuse('referral_begins_as_a_draft');
        end if;
        return new;
    end if;
    new.offered_at := old.offered_at;
    new.answered_at := old.answered_at;
    new.ended_at := old.ended_at;
    changed := array(
        select n.key from jsonb_each(to_jsonb(new)) n where n.value is distinct from to_jsonb(old) -> n.key);
    if changed = '{}' then
        return new;
    end if;
    if new.state = old.state then
        if acting <> 'sender' or old.state <> 'draft' or not changed <@ '{asked_for,urgent,answer_by}' then
            perform referrals_refuse('referral_changes_only_as_a_draft');
        end if;
        return new;
    end if;
    select * into move from referrals_moves() m where m.before = old.state and m.after = new.state;
    if not found then
        perform referrals_refuse('referral_moves_by_the_flow');
    end if;
    if acting <> move.side and not (acting = 'rule' and move.verb in ('expire', 'withdraw')) then
        perform referrals_refuse('referral_moved_by_the_right_side');
    end if;
    if not changed <@ referrals_columns(move.verb) then
        perform referrals_refuse('referral_move_changes_its_own_columns');
    end if;
    if move.verb in ('offer', 'accept') and new.answer_by <= now() then
        perform referrals_refuse('referral_answered_in_time');
    end if;
    if move.verb = 'expire' and new.answer_by > now() then
        perform referrals_refuse('referral_expires_after_its_time');
    end if;
    if move.verb = 'accept' and (new.to_case_id is null or new.answered_by_id is null) then
        perform referrals_refuse('referral_accepted_into_a_case');
    end if;
    if move.verb = 'offer' then
        new.offered_at := now();
    elsif move.verb in ('accept', 'decline') then
        new.answered_at := now();
    end if;
    if new.state in ('declined', 'expired', 'withdrawn', 'completed') then
        new.ended_at := now();
    end if;
    return new;
end
$$;
create trigger referrals_guard before insert or update on referrals_referral
    for each row execute function referrals_guard();
"""

# The grant follows the referral. While the offer is unanswered it ends with the time for the answer.
GRANT = """
create function referrals_consents(which uuid)
returns table (id uuid, org_id uuid, recipient_id uuid, purpose varchar, safe_to_tell varchar, fields varchar[],
    until timestamptz, holds boolean)
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select c.id, c.org_id, c.recipient_id, c.purpose, c.safe_to_tell, c.fields, c.until,
        c.withdrawn_at is null and c.ended_at is null and c.until > now()
    from people_consent c join referrals_referralconsent rc on rc.consent_id = c.id
    where rc.referral_id = which
$$;

-- What every one of its consents covers.
create function referrals_fields(which uuid) returns varchar[]
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(array_agg(f.code), '{}') from (
        select code from referrals_consents(which) c, unnest(c.fields) code
        group by code having count(distinct c.id) = (select count(*) from referrals_consents(which))
    ) f
$$;

create function referrals_open_grant(r referrals_referral) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    receiver organisations_organisation;
begin
    -- Locked: a withdrawal under way is waited for, a later one finds this referral.
    perform 1 from people_consent c join referrals_referralconsent rc on rc.consent_id = c.id
        where rc.referral_id = r.id order by c.id for share of c;
    if not found or not exists (select 1 from cases_case where id = r.case_id and org_id = r.from_org_id) then
        perform referrals_refuse('referral_of_own_case_and_consent');
    end if;
    select * into receiver from organisations_organisation where id = r.to_org_id;
    if receiver.joined_at is null then
        perform referrals_refuse('referral_receiver_has_joined');
    end if;
    if exists (select 1 from referrals_consents(r.id) c where not c.holds) then
        perform referrals_refuse('referral_consent_holds');
    end if;
    if exists (select 1 from referrals_consents(r.id) c
        where c.org_id <> r.from_org_id or c.recipient_id <> r.to_org_id or c.purpose <> 'referral') then
        perform referrals_refuse('referral_consent_names_the_receiver');
    end if;
    if receiver.kind in ('consulate', 'state')
        and exists (select 1 from referrals_consents(r.id) c where c.safe_to_tell <> 'safe') then
        perform referrals_refuse('referral_official_only_if_safe');
    end if;
    if exists (select 1 from referrals_consents(r.id) c where not exists (
            select 1 from people_consentperson cp where cp.consent_id = c.id))
        or exists (
            select 1 from referrals_consents(r.id) c join people_consentperson cp on cp.consent_id = c.id
            where not exists (
                select 1 from cases_participant p where p.case_id = r.case_id and p.person_id = cp.person_id)) then
        perform referrals_refuse('referral_consent_is_about_the_case');
    end if;
    if not r.fields <@ referrals_fields(r.id)
        or not exists (select 1 from referrals_packet where referral_id = r.id and kind = 'summary') then
        perform referrals_refuse('referral_packet_within_the_consent');
    end if;
    insert into referrals_grant (id, referral_id, case_id, from_org_id, to_org_id, stage, fields, opened_at, ends_at)
    values (gen_random_uuid(), r.id, r.case_id, r.from_org_id, r.to_org_id, 'offer', r.fields, now(),
        least(r.answer_by, (select min(c.until) from referrals_consents(r.id) c)));
end
$$;

create function referrals_keep_grant() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state = 'offered' then
        perform referrals_open_grant(new);
    elsif new.state = 'accepted' then
        update referrals_grant g set stage = 'accepted', ends_at = (select min(c.until) from referrals_consents(new.id) c)
            where g.referral_id = new.id and g.closed_at is null and g.ends_at > now()
                and not exists (select 1 from referrals_consents(new.id) c where not c.holds);
        if not found then
            perform referrals_refuse('referral_consent_holds');
        end if;
    elsif new.state in ('declined', 'expired', 'withdrawn', 'completed') then
        update referrals_grant set closed_at = now() where referral_id = new.id and closed_at is null;
        update referrals_packet set for_reader = null
            where referral_id = new.id and author_org_id = new.from_org_id and for_reader is not null;
    end if;
    return null;
end
$$;
create trigger referrals_keep_grant after update on referrals_referral
    for each row when (old.state is distinct from new.state) execute function referrals_keep_grant();
"""

# What may be written into a packet, by whom and when: the sender's before the offer, a report while there is work.
PACKET = """
create function referrals_check_packet() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    scope uuid := nullif(current_setting('sapar.org', true), '')::uuid;
    r referrals_referral;
begin
    if session_user = 'sapar_operator' then
        return new;
    end if;
    select * into r from referrals_referral
        where id = new.referral_id and scope in (from_org_id, to_org_id) for share;
    if not found or scope <> new.author_org_id or num_nulls(new.for_reader, new.for_author) > 0 then
        perform referrals_refuse('packet_written_by_its_author');
    end if;
    if new.kind = 'report' then
        if (new.author_org_id, new.reader_org_id) <> (r.to_org_id, r.from_org_id)
            or r.state not in ('accepted', 'in-work') then
            perform referrals_refuse('packet_report_while_there_is_work');
        end if;
        return new;
    end if;
    if (new.author_org_id, new.reader_org_id) <> (r.from_org_id, r.to_org_id) or r.state <> 'draft' then
        perform referrals_refuse('packet_sealed_before_the_offer');
    end if;
    if not new.fields <@ r.fields then
        perform referrals_refuse('referral_packet_within_the_consent');
    end if;
    if new.kind = 'summary' and not new.fields::text[] <@ '{problems,languages,place,needs}' then
        perform referrals_refuse('packet_summary_names_nobody');
    end if;
    return new;
end
$$;
create trigger referrals_check_packet before insert on referrals_packet
    for each row execute function referrals_check_packet();

create function referrals_check_consent() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user <> 'sapar_operator' and not exists (
        select 1 from referrals_referral r
        where r.id = new.referral_id and r.from_org_id = new.org_id and r.state = 'draft') then
        perform referrals_refuse('referral_consents_before_the_offer');
    end if;
    return new;
end
$$;
create trigger referrals_check_consent before insert on referrals_referralconsent
    for each row execute function referrals_check_consent();

create function referrals_check_outcome() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user <> 'sapar_operator' and not exists (
        select 1 from referrals_packet p join referrals_referral r on r.id = p.referral_id
        where p.id = new.packet_id and p.kind = 'report' and r.id = new.referral_id
            and r.from_org_id = new.from_org_id and r.to_org_id = new.to_org_id
            and r.to_org_id = nullif(current_setting('sapar.org', true), '')::uuid
            and r.state in ('accepted', 'in-work')) then
        perform referrals_refuse('outcome_belongs_to_a_report');
    end if;
    return new;
end
$$;
create trigger referrals_check_outcome before insert on referrals_reportedoutcome
    for each row execute function referrals_check_outcome();
"""

# A consent that ends takes its running referrals with it; a person or case erased takes every word of it.
CONSENT = """
create function referrals_end_with_consent() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update referrals_referral
        set state = 'withdrawn',
            withdrawn_because = case when new.withdrawn_at is null then 'consent-ended' else 'consent' end
        where id in (select referral_id from referrals_referralconsent where consent_id = new.id)
            and state in ('draft', 'offered', 'accepted', 'in-work');
    return null;
end
$$;
create trigger referrals_end_with_consent after update on people_consent for each row
    when (old.withdrawn_at is null and new.withdrawn_at is not null or old.ended_at is null and new.ended_at is not null)
    execute function referrals_end_with_consent();

create function referrals_forget() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    sent uuid[] := array(
        select rc.referral_id from referrals_referralconsent rc
            join people_consentperson cp on cp.consent_id = rc.consent_id
            join people_person p on p.id = cp.person_id
            where p.data_key_id = new.id
        union
        select r.id from referrals_referral r join cases_case c on c.id = r.case_id where c.data_key_id = new.id);
    received uuid[] := array(
        select r.id from referrals_referral r join cases_case c on c.id = r.to_case_id where c.data_key_id = new.id);
begin
    update referrals_referral set state = 'withdrawn', withdrawn_because = 'consent'
        where id = any (sent) and state in ('draft', 'offered', 'accepted', 'in-work');
    -- The sender's words everywhere, and the copies of the receiver's reports that the sender reads.
    update referrals_packet p set
            for_reader = null,
            for_author = case when p.author_org_id = r.from_org_id then null else p.for_author end
        from referrals_referral r
        where r.id = p.referral_id and r.id = any (sent);
    update referrals_packet p set for_author = null
        from referrals_referral r
        where r.id = p.referral_id and r.id = any (received) and p.author_org_id = r.to_org_id;
    return null;
end
$$;
create trigger referrals_forget after update on vault_datakey for each row
    when (old.erased_at is null and new.erased_at is not null) execute function referrals_forget();
"""

# What time does. It reaches restricted cases too, which a job, being no member, cannot see; it gives back ids only.
CLOCK = """
create function referrals_organisations_due() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select from_org_id from referrals_referral
        where current_setting('sapar.door', true) = 'jobs' and state = 'offered' and answer_by <= now()
    union
    select from_org_id from referrals_grant
        where current_setting('sapar.door', true) = 'jobs' and closed_at is null and ends_at <= now()
$$;

-- What the end of a consent has just ended, in this very transaction.
create function referrals_ended_with(consent uuid)
returns table (referral_id uuid, case_id uuid, to_org_id uuid, to_case_id uuid, after text, because text, offered_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.id, r.case_id, r.to_org_id, r.to_case_id, r.state, r.withdrawn_because, r.offered_at
    from referrals_referral r join referrals_referralconsent rc on rc.referral_id = r.id
    where rc.consent_id = consent and r.from_org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and r.state = 'withdrawn' and r.withdrawn_because <> 'sender' and r.ended_at = now()
    order by r.id
$$;

create function referrals_let_time_pass() returns table (referral_id uuid, case_id uuid, to_org_id uuid, to_case_id uuid, after text, because text, offered_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    if current_setting('sapar.door', true) is distinct from 'jobs' then
        return;
    end if;
    return query
        update referrals_referral r set
            state = case when c.until <= now() then 'withdrawn' else 'expired' end,
            withdrawn_because = case when c.until <= now() then 'consent-ended' else '' end
        from referrals_grant g
            cross join lateral (select min(f.until) as until from referrals_consents(g.referral_id) f) c
        where g.referral_id = r.id and g.closed_at is null and g.ends_at <= now()
            and r.from_org_id = nullif(current_setting('sapar.org', true), '')::uuid
            and r.state in ('offered', 'accepted', 'in-work')
        returning r.id, r.case_id, r.to_org_id, r.to_case_id, r.state::text, r.withdrawn_because::text, r.offered_at;
end
$$;
"""

DEFINERS = (
    "referrals_keep_grant()",
    "referrals_check_packet()",
    "referrals_check_consent()",
    "referrals_check_outcome()",
    "referrals_end_with_consent()",
    "referrals_forget()",
    "referrals_organisations_due()",
    "referrals_ended_with(uuid)",
    "referrals_let_time_pass()",
)
RIGHTS = """
grant insert, update on referrals_grant to sapar_search;
grant update on referrals_referral, referrals_packet to sapar_search;
grant update (id) on people_consent to sapar_search;
revoke all on function referrals_open_grant(referrals_referral) from public;
grant execute on function referrals_open_grant(referrals_referral) to sapar_search;
""" + "".join(f"alter function {name} owner to sapar_search;\n" for name in DEFINERS)

UNDO = """
drop trigger referrals_forget on vault_datakey;
drop trigger referrals_end_with_consent on people_consent;
drop trigger referrals_check_consent on referrals_referralconsent;
drop trigger referrals_check_outcome on referrals_reportedoutcome;
drop trigger referrals_check_packet on referrals_packet;
drop trigger referrals_keep_grant on referrals_referral;
drop trigger referrals_guard on referrals_referral;
drop function referrals_open_grant(referrals_referral);
drop function referrals_fields(uuid);
drop function referrals_consents(uuid);
drop function referrals_guard();
drop function referrals_refuse(text);
drop function referrals_columns(text);
drop function referrals_moves();
""" + "".join(f"drop function {name};\n" for name in DEFINERS)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_walls")]

    operations = [
        migrations.RunSQL(TABLES + GUARD + GRANT + PACKET + CONSENT + CLOCK + RIGHTS, UNDO),
    ]
