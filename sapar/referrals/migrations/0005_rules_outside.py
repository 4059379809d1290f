"""The rules of 0003, told anew for referrals that leave Sapar and for what rests on a disclosure instead of consents.

Outside nobody of the other organisation acts in Sapar: the sender types the answer back, or it comes through the one-time
link (door "link"); either way no move without an `OutsideAnswer` that says who said it, when and how. A grant exists only
where something can be read: inside, and through a link.

A referral rests on consents or on one disclosure, never on both. A disclosure that a second person has not upheld within
24 hours ends what rests on it, by the grant's own time first and by the clock after.
"""

from django.db import migrations

from sapar.common.rls import MEMBER, Protect, SameTenant, either, own, through_door

HIDDEN = "all ((select cases_hidden())::uuid[])"
SENDER = own("from_org_id")
RECEIVER = f"({own('to_org_id')} and offered_at is not null and way = 'inside')"
LINK = through_door("link")
# Who comes by the link is no member and named on no case; that code asks for one referral only.
OPEN_TO_ME = f"(case_id <> {HIDDEN} and (to_case_id is null or to_case_id <> {HIDDEN}) or {LINK})"
MAY_SEE = "exists (select 1 from referrals_referral r where r.id = {table}.referral_id)"
REVIEWS = (
    f"(select exists (select 1 from organisations_membership m "
    f"where m.id = {MEMBER} and m.role = 'supervisor' and m.left_at is null))"
)
DISCLOSURE_SEEN = f"{own()} and (case_id <> {HIDDEN} or {REVIEWS})"
OUTCOME_WRITE = (
    f"({own('to_org_id')} and packet_id is not null or {own('from_org_id')} and answer_id is not null) "
    f"and {MAY_SEE.format(table='referrals_reportedoutcome')}"
)
GRANT_SEEN = (
    f"{either('from_org_id', 'to_org_id')} and case_id <> {HIDDEN} and {MAY_SEE.format(table='referrals_grant')}"
)

POLICIES = f"""
alter policy sapar_read on referrals_referral using (({SENDER} or {RECEIVER}) and {OPEN_TO_ME});
alter policy sapar_update on referrals_referral using ({SENDER} or {RECEIVER}) with check ({SENDER} or {RECEIVER});
alter policy sapar_insert on referrals_reportedoutcome with check ({OUTCOME_WRITE});
alter policy sapar_read on referrals_grant using ({GRANT_SEEN});
revoke delete, truncate on referrals_disclosure, referrals_sealedlink from sapar_web;
"""

GUARD = """
create or replace function referrals_guard() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    scope uuid := nullif(current_setting('sapar.org', true), '')::uuid;
    by_link boolean := coalesce(current_setting('sapar.door', true), '') = 'link';
    acting text := case
        when current_user = 'sapar_search' then 'rule'
        when scope = new.from_org_id and by_link then 'outsider'
        when scope = new.from_org_id then 'sender'
        when scope = new.to_org_id and new.way = 'inside' then 'receiver'
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
    if not (acting = move.side
        or acting = 'rule' and move.verb in ('expire', 'withdraw')
        or move.side = 'receiver' and (
            acting = 'sender' and new.way <> 'inside' or acting = 'outsider' and new.way = 'link')) then
        perform referrals_refuse('referral_moved_by_the_right_side');
    end if;
    if not changed <@ referrals_columns(move.verb) then
        perform referrals_refuse('referral_move_changes_its_own_columns');
    end if;
    if move.side = 'receiver' and new.way <> 'inside' and not exists (
        select 1 from referrals_outsideanswer a
        where a.referral_id = new.id and a.verb = move.verb and a.decline_reason = new.decline_reason
            and (a.how = 'link') = by_link) then
        perform referrals_refuse('referral_outside_moves_by_an_answer');
    end if;
    if move.verb in ('offer', 'accept') and new.answer_by <= now() then
        perform referrals_refuse('referral_answered_in_time');
    end if;
    if move.verb = 'expire' and new.answer_by > now() then
        perform referrals_refuse('referral_expires_after_its_time');
    end if;
    if move.verb = 'accept' and new.way = 'inside' and (new.to_case_id is null or new.answered_by_id is null) then
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
"""

# What a referral rests on, and until when.
BASIS = """
create or replace function referrals_fields(which uuid) returns varchar[]
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(array_agg(f.code), '{}') from (
        select code from referrals_consents(which) c, unnest(c.fields) code
        group by code having count(distinct c.id) = (select count(*) from referrals_consents(which))
        union
        select unnest(d.fields) from referrals_disclosure d where d.referral_id = which
    ) f
$$;

-- The first end of what it rests on. A disclosure that waits for its review ends with the time for it.
create function referrals_until(which uuid) returns timestamptz
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select min(e.until) from (
        select c.until from referrals_consents(which) c
        union all
        select least(d.until, case when d.state = 'waiting' then d.review_by end)
            from referrals_disclosure d where d.referral_id = which
    ) e
$$;

create function referrals_rests(which uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(referrals_until(which) > now(), false)
        and not exists (select 1 from referrals_consents(which) c where not c.holds)
        and not exists (
            select 1 from referrals_disclosure d
            where d.referral_id = which and d.state not in ('waiting', 'upheld'))
$$;

create function referrals_check_basis(r referrals_referral, receiver organisations_organisation) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    d referrals_disclosure;
    is_official boolean := receiver.kind in ('consulate', 'state');
begin
    select * into d from referrals_disclosure where referral_id = r.id for share;
    if (d.id is not null) = exists (select 1 from referrals_consents(r.id)) then
        perform referrals_refuse('referral_of_own_case_and_consent');
    end if;
    if not referrals_rests(r.id) then
        perform referrals_refuse('referral_consent_holds');
    end if;
    if exists (select 1 from referrals_consents(r.id) c
        where c.org_id <> r.from_org_id or c.recipient_id <> r.to_org_id or c.purpose <> 'referral')
        or d.recipient_id <> r.to_org_id or d.case_id <> r.case_id then
        perform referrals_refuse('referral_consent_names_the_receiver');
    end if;
    if is_official and exists (select 1 from referrals_consents(r.id) c where c.safe_to_tell <> 'safe')
        or d.id is not null and is_official <> (d.belief <> 'not-official') then
        perform referrals_refuse('referral_official_only_if_safe');
    end if;
    if exists (select 1 from referrals_consents(r.id) c where not exists (
            select 1 from people_consentperson cp where cp.consent_id = c.id))
        or exists (
            select 1 from referrals_consents(r.id) c join people_consentperson cp on cp.consent_id = c.id
            where not exists (
                select 1 from cases_participant p where p.case_id = r.case_id and p.person_id = cp.person_id))
        or d.id is not null and not exists (select 1 from referrals_disclosureperson x where x.disclosure_id = d.id)
        or exists (
            select 1 from referrals_disclosureperson x where x.disclosure_id = d.id and not exists (
                select 1 from cases_participant p where p.case_id = r.case_id and p.person_id = x.person_id)) then
        perform referrals_refuse('referral_consent_is_about_the_case');
    end if;
end
$$;
"""

GRANT = """
create or replace function referrals_open_grant(r referrals_referral) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    receiver organisations_organisation;
begin
    -- Locked: a withdrawal under way is waited for, a later one finds this referral.
    perform 1 from people_consent c join referrals_referralconsent rc on rc.consent_id = c.id
        where rc.referral_id = r.id order by c.id for share of c;
    if not exists (select 1 from cases_case where id = r.case_id and org_id = r.from_org_id) then
        perform referrals_refuse('referral_of_own_case_and_consent');
    end if;
    select * into receiver from organisations_organisation where id = r.to_org_id;
    if r.way = 'inside' and receiver.joined_at is null then
        perform referrals_refuse('referral_receiver_has_joined');
    end if;
    if r.way <> 'inside' and receiver.joined_at is not null then
        perform referrals_refuse('referral_outside_to_those_listed');
    end if;
    perform referrals_check_basis(r, receiver);
    if not r.fields <@ referrals_fields(r.id)
        or not exists (select 1 from referrals_packet where referral_id = r.id and kind = 'summary') then
        perform referrals_refuse('referral_packet_within_the_consent');
    end if;
    -- By phone and on paper nothing is read in Sapar, so there is nothing to grant.
    if r.way in ('inside', 'link') then
        insert into referrals_grant (id, referral_id, case_id, from_org_id, to_org_id, stage, fields, opened_at, ends_at)
        values (gen_random_uuid(), r.id, r.case_id, r.from_org_id, r.to_org_id, 'offer', r.fields, now(),
            least(r.answer_by, referrals_until(r.id)));
    end if;
end
$$;

create or replace function referrals_keep_grant() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state = 'offered' then
        perform referrals_open_grant(new);
    elsif new.state = 'accepted' and new.way in ('phone', 'sheet') then
        if not referrals_rests(new.id) then
            perform referrals_refuse('referral_consent_holds');
        end if;
    elsif new.state = 'accepted' then
        update referrals_grant g set stage = 'accepted', ends_at = referrals_until(new.id)
            where g.referral_id = new.id and g.closed_at is null and g.ends_at > now() and referrals_rests(new.id);
        if not found then
            perform referrals_refuse('referral_consent_holds');
        end if;
    elsif new.state in ('declined', 'expired', 'withdrawn', 'completed') then
        update referrals_grant set closed_at = now() where referral_id = new.id and closed_at is null;
        update referrals_packet set for_reader = null
            where referral_id = new.id and author_org_id = new.from_org_id and for_reader is not null;
        update referrals_sealedlink set summary = null, details = null, kept = null, ended_at = now()
            where referral_id = new.id and ended_at is null;
    end if;
    return null;
end
$$;
"""

PACKET = """
create or replace function referrals_check_packet() returns trigger
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
    if not found or scope <> new.author_org_id or new.for_author is null
        or (r.way = 'inside') <> (new.for_reader is not null) then
        perform referrals_refuse('packet_written_by_its_author');
    end if;
    if new.kind = 'report' then
        if (new.author_org_id, new.reader_org_id) <> (r.to_org_id, r.from_org_id) or r.way <> 'inside'
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

create or replace function referrals_check_consent() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user <> 'sapar_operator' and (not exists (
        select 1 from referrals_referral r
        where r.id = new.referral_id and r.from_org_id = new.org_id and r.state = 'draft')
        or exists (select 1 from referrals_disclosure d where d.referral_id = new.referral_id)) then
        perform referrals_refuse('referral_consents_before_the_offer');
    end if;
    return new;
end
$$;

create or replace function referrals_check_outcome() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    scope uuid := nullif(current_setting('sapar.org', true), '')::uuid;
begin
    if session_user <> 'sapar_operator' and not exists (
        select 1 from referrals_packet p join referrals_referral r on r.id = p.referral_id
        where p.id = new.packet_id and p.kind = 'report' and r.id = new.referral_id
            and r.from_org_id = new.from_org_id and r.to_org_id = new.to_org_id
            and r.to_org_id = scope and r.state in ('accepted', 'in-work')
        union all
        select 1 from referrals_outsideanswer a join referrals_referral r on r.id = a.referral_id
        where a.id = new.answer_id and a.verb in ('report', 'complete') and r.id = new.referral_id
            and r.from_org_id = new.from_org_id and r.to_org_id = new.to_org_id
            and r.from_org_id = scope and r.state in ('accepted', 'in-work')) then
        perform referrals_refuse('outcome_belongs_to_a_report');
    end if;
    return new;
end
$$;
"""

# What leaves the house and what comes back.
OUTSIDE = """
create function referrals_check_handed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    r referrals_referral;
begin
    if session_user = 'sapar_operator' then
        return new;
    end if;
    select * into r from referrals_referral where id = new.referral_id and from_org_id = new.org_id for share;
    if not found or r.way = 'inside' or r.state not in ('offered', 'accepted', 'in-work')
        or not new.fields <@ r.fields or (r.state = 'offered' and r.answer_by <= now()) or not referrals_rests(r.id) then
        perform referrals_refuse('handed_over_while_it_runs');
    end if;
    return new;
end
$$;
create trigger referrals_check_handed before insert on referrals_handedover
    for each row execute function referrals_check_handed();

create function referrals_check_answer() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    r referrals_referral;
begin
    if session_user = 'sapar_operator' then
        return new;
    end if;
    select * into r from referrals_referral
        where id = new.referral_id and from_org_id = new.org_id
            and from_org_id = nullif(current_setting('sapar.org', true), '')::uuid
        for share;
    if not found or r.way = 'inside' or r.offered_at is null
        or (new.how = 'link') <> (coalesce(current_setting('sapar.door', true), '') = 'link') then
        perform referrals_refuse('outside_answer_of_an_outside_referral');
    end if;
    if new.told_at < date_trunc('minute', r.offered_at) then
        perform referrals_refuse('outside_answer_after_the_offer');
    end if;
    if not (case new.verb
        when 'report' then r.state in ('accepted', 'in-work')
        when 'destroyed' then r.state in ('declined', 'expired', 'withdrawn', 'completed')
        else exists (select 1 from referrals_moves() m where m.before = r.state and m.verb = new.verb) end) then
        perform referrals_refuse('outside_answer_fits_the_state');
    end if;
    return new;
end
$$;
create trigger referrals_check_answer before insert on referrals_outsideanswer
    for each row execute function referrals_check_answer();

create function referrals_check_link() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user = 'sapar_operator' then
        return new;
    end if;
    if tg_op = 'INSERT' and not exists (
        select 1 from referrals_referral r
        where r.id = new.referral_id and r.from_org_id = new.org_id and r.way = 'link'
            and r.state in ('offered', 'accepted', 'in-work') and referrals_rests(r.id)) then
        perform referrals_refuse('handed_over_while_it_runs');
    end if;
    if tg_op = 'UPDATE' and (old.ended_at is not null
        or (new.referral_id, new.org_id, new.token_hash, new.salt) is distinct from
            (old.referral_id, old.org_id, old.token_hash, old.salt)
        or new.wrong < old.wrong or old.marked is not null and new.marked is distinct from old.marked
        or new.summary is not null and new.summary is distinct from old.summary
        or new.details is not null and new.details is distinct from old.details) then
        perform referrals_refuse('sealed_link_opens_once');
    end if;
    return new;
end
$$;
create trigger referrals_check_link before insert or update on referrals_sealedlink
    for each row execute function referrals_check_link();

-- Whether the other side may read through this link now, and how far: the stage of the grant, or nothing.
create function referrals_link_stage(link uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select g.stage from referrals_sealedlink l join referrals_grant g on g.referral_id = l.referral_id
    where l.id = link and l.ended_at is null and g.closed_at is null and g.ends_at > now()
        and l.org_id = nullif(current_setting('sapar.org', true), '')::uuid
$$;
"""

DISCLOSURE = """
create function referrals_check_disclosure() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user = 'sapar_operator' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.state <> 'waiting' or not exists (
            select 1 from referrals_referral r
            where r.id = new.referral_id and r.from_org_id = new.org_id and r.case_id = new.case_id
                and r.to_org_id = new.recipient_id and r.state = 'draft' and r.fields <@ new.fields)
            or exists (select 1 from referrals_referralconsent rc where rc.referral_id = new.referral_id) then
            perform referrals_refuse('disclosure_of_a_draft');
        end if;
        if exists (
            select 1 from referrals_disclosure d
            where d.org_id = new.org_id and d.case_id = new.case_id and d.recipient_id = new.recipient_id
                and d.made_by_id = new.made_by_id and d.state <> 'upheld') then
            perform referrals_refuse('disclosure_again_by_another');
        end if;
        new.made_at := now();
        new.review_by := now() + interval '24 hours';
        new.until := least(new.until, now() + interval '30 days');
        new.escalated_at := null;
        return new;
    end if;
    if to_jsonb(new) - '{state,reviewed_by_id,reviewed_at,review_words,escalated_at}'::text[]
        is distinct from to_jsonb(old) - '{state,reviewed_by_id,reviewed_at,review_words,escalated_at}'::text[] then
        perform referrals_refuse('disclosure_is_not_changed');
    end if;
    if new.state = old.state then
        new.reviewed_by_id := old.reviewed_by_id;
        new.reviewed_at := old.reviewed_at;
        new.review_words := old.review_words;
        return new;
    end if;
    if old.state <> 'waiting' or new.state = 'waiting' then
        perform referrals_refuse('disclosure_reviewed_once');
    end if;
    if new.state = 'lapsed' then
        if new.review_by > now() then
            perform referrals_refuse('disclosure_reviewed_in_time');
        end if;
        return new;
    end if;
    if new.review_by <= now() then
        perform referrals_refuse('disclosure_reviewed_in_time');
    end if;
    if new.reviewed_by_id is distinct from nullif(current_setting('sapar.member', true), '')::uuid then
        perform referrals_refuse('disclosure_reviewed_by_oneself');
    end if;
    new.reviewed_at := now();
    return new;
end
$$;
create trigger referrals_check_disclosure before insert or update on referrals_disclosure
    for each row execute function referrals_check_disclosure();

create function referrals_after_review() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.state = 'upheld' then
        update referrals_grant g set ends_at = case
                when r.state = 'offered' then least(r.answer_by, referrals_until(r.id)) else referrals_until(r.id) end
            from referrals_referral r
            where r.id = g.referral_id and g.referral_id = new.referral_id and g.closed_at is null and g.ends_at > now();
    else
        update referrals_referral set state = 'withdrawn', withdrawn_because = 'disclosure'
            where id = new.referral_id and state in ('draft', 'offered', 'accepted', 'in-work');
    end if;
    return null;
end
$$;
create trigger referrals_after_review after update on referrals_disclosure
    for each row when (old.state is distinct from new.state) execute function referrals_after_review();

create function referrals_check_disclosed_person() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user <> 'sapar_operator' and not exists (
        select 1 from referrals_disclosure d join referrals_referral r on r.id = d.referral_id
        where d.id = new.disclosure_id and d.org_id = new.org_id and r.state = 'draft') then
        perform referrals_refuse('disclosure_of_a_draft');
    end if;
    return new;
end
$$;
create trigger referrals_check_disclosed_person before insert on referrals_disclosureperson
    for each row execute function referrals_check_disclosed_person();
"""

FORGET = """
create or replace function referrals_forget() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    sent uuid[] := array(
        select rc.referral_id from referrals_referralconsent rc
            join people_consentperson cp on cp.consent_id = rc.consent_id
            join people_person p on p.id = cp.person_id
            where p.data_key_id = new.id
        union
        select d.referral_id from referrals_disclosure d
            join referrals_disclosureperson x on x.disclosure_id = d.id
            join people_person p on p.id = x.person_id
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
    update referrals_outsideanswer set words = null where referral_id = any (sent) and words is not null;
    update referrals_packet p set for_author = null
        from referrals_referral r
        where r.id = p.referral_id and r.id = any (received) and p.author_org_id = r.to_org_id;
    return null;
end
$$;
"""

CLOCK = """
create or replace function referrals_organisations_due() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select from_org_id from referrals_referral
        where current_setting('sapar.door', true) = 'jobs' and state = 'offered' and answer_by <= now()
    union
    select from_org_id from referrals_grant
        where current_setting('sapar.door', true) = 'jobs' and closed_at is null and ends_at <= now()
    union
    select d.org_id from referrals_disclosure d
        where current_setting('sapar.door', true) = 'jobs' and d.state = 'waiting'
            and (d.review_by <= now() or d.escalated_at is null and d.made_at <= now() - interval '12 hours')
    union
    select d.org_id from referrals_disclosure d join referrals_referral r on r.id = d.referral_id
        where current_setting('sapar.door', true) = 'jobs' and d.state = 'upheld' and d.until <= now()
            and r.state in ('draft', 'offered', 'accepted', 'in-work')
$$;

-- What the end of a consent has just ended, in this very transaction.
drop function referrals_ended_with(uuid);
create function referrals_ended_with(consent uuid)
returns table (referral_id uuid, case_id uuid, to_org_id uuid, to_case_id uuid, way text, after text, because text, offered_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.id, r.case_id, r.to_org_id, r.to_case_id, r.way, r.state, r.withdrawn_because, r.offered_at
    from referrals_referral r join referrals_referralconsent rc on rc.referral_id = r.id
    where rc.consent_id = consent and r.from_org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and r.state = 'withdrawn' and r.withdrawn_because <> 'sender' and r.ended_at = now()
    order by r.id
$$;

drop function referrals_let_time_pass();
create function referrals_let_time_pass()
returns table (referral_id uuid, case_id uuid, to_org_id uuid, to_case_id uuid, way text, after text, because text, offered_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    scope uuid := nullif(current_setting('sapar.org', true), '')::uuid;
begin
    if current_setting('sapar.door', true) is distinct from 'jobs' then
        return;
    end if;
    return query
        with due as (
            select r.id from referrals_referral r
                where r.from_org_id = scope and r.state = 'offered' and r.answer_by <= now()
            union
            select g.referral_id from referrals_grant g
                where g.from_org_id = scope and g.closed_at is null and g.ends_at <= now()
            union
            select d.referral_id from referrals_disclosure d
                where d.org_id = scope and d.state = 'upheld' and d.until <= now())
        update referrals_referral r set
            state = case when e.over then 'withdrawn' else 'expired' end,
            withdrawn_because = case when not e.over then '' when e.disclosed then 'disclosure' else 'consent-ended' end
        from due cross join lateral (
            select referrals_until(due.id) <= now() as over,
                exists (select 1 from referrals_disclosure d where d.referral_id = due.id) as disclosed) e
        where r.id = due.id and r.from_org_id = scope and r.state in ('offered', 'accepted', 'in-work')
            and (e.over or r.state = 'offered' and r.answer_by <= now())
        returning r.id, r.case_id, r.to_org_id, r.to_case_id, r.way::text, r.state::text, r.withdrawn_because::text, r.offered_at;
end
$$;

-- Disclosures that nobody reviewed in time, with the referral each has just ended ("" where it was over before).
create function referrals_let_disclosures_lapse() returns table (disclosure_id uuid, referral_id uuid, case_id uuid, to_org_id uuid, to_case_id uuid, way text, after text, because text, offered_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
    lapsed uuid[];
begin
    if current_setting('sapar.door', true) is distinct from 'jobs' then
        return;
    end if;
    with late as (
        update referrals_disclosure d set state = 'lapsed'
        where d.org_id = nullif(current_setting('sapar.org', true), '')::uuid
            and d.state = 'waiting' and d.review_by <= now()
        returning d.id)
    select array_agg(late.id) into lapsed from late;
    return query
        select d.id, r.id, r.case_id, r.to_org_id, r.to_case_id, r.way::text,
            case when r.ended_at = now() and r.withdrawn_because = 'disclosure' then r.state::text else '' end,
            r.withdrawn_because::text, r.offered_at
        from referrals_disclosure d join referrals_referral r on r.id = d.referral_id
        where d.id = any (lapsed);
end
$$;

-- The referral that a refused review has just ended, in this very transaction; its case may be hidden from the reviewer.
create function referrals_ended_by_review(disclosure uuid)
returns table (referral_id uuid, case_id uuid, to_org_id uuid, to_case_id uuid, way text, after text, because text, offered_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.id, r.case_id, r.to_org_id, r.to_case_id, r.way, r.state, r.withdrawn_because, r.offered_at
    from referrals_disclosure d join referrals_referral r on r.id = d.referral_id
    where d.id = disclosure and d.org_id = nullif(current_setting('sapar.org', true), '')::uuid
        and d.state = 'refused' and r.withdrawn_because = 'disclosure' and r.ended_at = now()
$$;

-- Half of the time is over and nobody has looked: said once.
create function referrals_escalate_disclosures() returns table (disclosure_id uuid, case_id uuid)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
    if current_setting('sapar.door', true) is distinct from 'jobs' then
        return;
    end if;
    return query
        update referrals_disclosure d set escalated_at = now()
        where d.org_id = nullif(current_setting('sapar.org', true), '')::uuid and d.state = 'waiting'
            and d.escalated_at is null and d.made_at <= now() - interval '12 hours' and d.review_by > now()
        returning d.id, d.case_id;
end
$$;
"""

NEW_DEFINERS = (
    "referrals_ended_with(uuid)",
    "referrals_let_time_pass()",
    "referrals_check_handed()",
    "referrals_check_answer()",
    "referrals_check_link()",
    "referrals_link_stage(uuid)",
    "referrals_check_disclosure()",
    "referrals_after_review()",
    "referrals_check_disclosed_person()",
    "referrals_let_disclosures_lapse()",
    "referrals_ended_by_review(uuid)",
    "referrals_escalate_disclosures()",
)
RIGHTS = """
grant select, update on referrals_disclosure, referrals_outsideanswer, referrals_sealedlink to sapar_search;
grant select on referrals_disclosureperson, referrals_handedover to sapar_search;
""" + "".join(f"alter function {name} owner to sapar_search;\n" for name in NEW_DEFINERS)

STAFF, REFERRAL, KEY = "organisations_membership", "referrals_referral", "vault_datakey"
OF_REFERRAL = ("handedover", "outsideanswer", "sealedlink", "disclosure")


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_outside_and_disclosed"), ("cases", "0002_walls"), ("vault", "0002_walls")]

    operations = [
        migrations.RunSQL(
            GUARD + BASIS + GRANT + PACKET + OUTSIDE + DISCLOSURE + FORGET + CLOCK + RIGHTS, migrations.RunSQL.noop
        ),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        *[
            Protect(
                f"referrals_{name}",
                read=f"{own()} and {MAY_SEE.format(table=f'referrals_{name}')}",
                append_only=True,
            )
            for name in ("handedover", "outsideanswer")
        ],
        Protect(
            "referrals_sealedlink",
            read=f"{own()} and {MAY_SEE.format(table='referrals_sealedlink')} or {LINK}",
            write=f"{own()} and {MAY_SEE.format(table='referrals_sealedlink')}",
        ),
        Protect("referrals_disclosure", read=DISCLOSURE_SEEN),
        Protect(
            "referrals_disclosureperson",
            read=f"{own()} and exists (select 1 from referrals_disclosure d where d.id = disclosure_id)",
            append_only=True,
        ),
        *[SameTenant(f"referrals_{name}", "referral_id", REFERRAL, parent_org="from_org_id") for name in OF_REFERRAL],
        SameTenant("referrals_handedover", "by_id", STAFF),
        SameTenant("referrals_outsideanswer", "written_by_id", STAFF),
        SameTenant("referrals_sealedlink", "made_by_id", STAFF),
        SameTenant("referrals_disclosure", "made_by_id", STAFF),
        SameTenant("referrals_disclosure", "reviewed_by_id", STAFF),
        SameTenant("referrals_disclosure", "case_id", "cases_case"),
        SameTenant("referrals_disclosure", "data_key_id", KEY),
        SameTenant("referrals_disclosureperson", "disclosure_id", "referrals_disclosure"),
        SameTenant("referrals_disclosureperson", "person_id", "people_person"),
    ]
