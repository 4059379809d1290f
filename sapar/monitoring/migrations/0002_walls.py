"""Who sees what of monitoring, and what the database keeps by itself: two people, the time to reply, the way to a status.

Refusals name themselves like constraints do (see `refusals.py`).
"""

from django.db import migrations

from sapar.common.rls import Protect, SameTenant, own, through_door

MONITORS = through_door("monitor", "trust-rules")
# A warning: two people, and the organisation has answered or has let its time pass. As `rules.Concern.stands_from`.
STANDS = """
create function monitoring_stands(c monitoring_concern, day date) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select c.state <> 'dropped' and c.seconded_by is not null and c.seconded_by <> c.raised_by
        and case when c.replied_on is not null and c.replied_on <= c.reply_by
            then c.state = 'upheld' and c.judged_by <> c.raised_by and c.judged_on <= day
            else c.reply_by < day end
$$;

create function monitoring_refuse(rule text) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception using errcode = '23514', constraint = rule, message = 'refused: ' || rule;
end
$$;

-- Whoever works there, or did within a year.
create function monitoring_belongs(usr uuid, organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select current_setting('sapar.door', true) = 'monitor' and exists (
        select 1 from organisations_membership m
        where m.user_id = usr and m.org_id = organisation
            and (m.left_at is null or m.left_at > now() - interval '1 year'))
$$;
alter function monitoring_belongs(uuid, uuid) owner to sapar_search;
"""

GUARDS = """
create function monitoring_guard_visit() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user <> 'sapar_operator' and monitoring_belongs(new.by_user, new.about_id) then
        perform monitoring_refuse('monitor_not_of_the_organisation');
    end if;
    return new;
end
$$;
create trigger monitoring_guard_visit before insert on monitoring_visit
    for each row execute function monitoring_guard_visit();

create function monitoring_guard_concern() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user in ('sapar_operator', 'sapar_search') then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.state <> 'raised' or num_nonnulls(new.seconded_by, new.asked_on, new.reply_by, new.replied_on,
            new.judged_by, new.judged_on) > 0 then
            perform monitoring_refuse('concern_begins_with_one_person');
        end if;
    elsif (new.raised_by, new.about_id, new.fault, new.words, new.visits, new.feedback, new.raised_on, new.replied_on)
        is distinct from
        (old.raised_by, old.about_id, old.fault, old.words, old.visits, old.feedback, old.raised_on, old.replied_on)
        or old.seconded_by is not null and (new.seconded_by, new.asked_on, new.reply_by)
            is distinct from (old.seconded_by, old.asked_on, old.reply_by) then
        perform monitoring_refuse('concern_stays_as_it_was_raised');
    elsif (old.state, new.state) not in (('raised', 'asked'), ('raised', 'dropped'), ('asked', 'dropped'),
        ('replied', 'upheld'), ('replied', 'dropped')) then
        perform monitoring_refuse('concern_moves_by_the_flow');
    elsif new.state = 'dropped' and old.state = 'asked' and old.reply_by < current_date then
        perform monitoring_refuse('concern_stands_already');
    elsif new.state = 'asked' and new.reply_by < new.asked_on + (case when new.fault = 'danger' then 3 else 14 end) then
        perform monitoring_refuse('concern_leaves_time_to_reply');
    end if;
    if monitoring_belongs(new.raised_by, new.about_id) or monitoring_belongs(new.seconded_by, new.about_id)
        or monitoring_belongs(new.judged_by, new.about_id) then
        perform monitoring_refuse('monitor_not_of_the_organisation');
    end if;
    return new;
end
$$;
create trigger monitoring_guard_concern before insert or update on monitoring_concern
    for each row execute function monitoring_guard_concern();

create function monitoring_guard_feedback() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user = 'sapar_operator' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.state <> 'new' or new.reviewed_by is not null or new.reviewed_on is not null then
            perform monitoring_refuse('feedback_begins_unreviewed');
        end if;
    elsif (new.about_id, new.code, new."when", new."on") is distinct from (old.about_id, old.code, old."when", old."on") then
        perform monitoring_refuse('feedback_stays_as_it_was_told');
    elsif monitoring_belongs(new.reviewed_by, new.about_id) then
        perform monitoring_refuse('monitor_not_of_the_organisation');
    end if;
    return new;
end
$$;
create trigger monitoring_guard_feedback before insert or update on monitoring_feedback
    for each row execute function monitoring_guard_feedback();
"""

# A reply opens the visit it answers and moves the concern it answers, if it comes in time.
REPLY = """
create function monitoring_take_reply() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if session_user = 'sapar_operator' then
        return new;
    end if;
    if not exists (select 1 from monitoring_visit v where v.id = new.visit_id and v.about_id = new.org_id)
        and not exists (select 1 from monitoring_concern c
            where c.id = new.concern_id and c.about_id = new.org_id and c.asked_on is not null and c.state <> 'dropped') then
        perform monitoring_refuse('reply_to_what_was_asked');
    end if;
    update monitoring_visit set open_from = new."on"
        where id = new.visit_id and open_from > new."on" and "on" <= new."on";
    update monitoring_concern set state = 'replied', replied_on = new."on"
        where id = new.concern_id and state = 'asked' and new."on" between asked_on and reply_by;
    return new;
end
$$;
alter function monitoring_take_reply() owner to sapar_search;
grant update (open_from) on monitoring_visit to sapar_search;
grant update (state, replied_on) on monitoring_concern to sapar_search;
create trigger monitoring_take_reply before insert on monitoring_reply
    for each row execute function monitoring_take_reply();
"""

# The only way to a status: a row of what the rules reckoned, looked at once more here, then copied onto the entry.
TRUST = """
create function monitoring_write_trust() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.rule = 'T1' and not exists (
        select 1 from directory_legalstate s join organisations_organisation g on g.id = s.org_id
        where s.org_id = new.org_id and s.state = 'liquidated' and s.country = g.country and s.id = any (new.rests_on))
        or new.rule in ('T2', 'T3', 'T4', 'T5') and not exists (
            select 1 from monitoring_concern c
            where c.about_id = new.org_id and c.id = any (new.rests_on) and monitoring_stands(c, new."on"))
        or (new.trust in ('warning', 'suspended')) <> (new.rule in ('T1', 'T2', 'T3', 'T4', 'T5'))
        or new.trust = 'confirmed' and not exists (
            select 1 from directory_listing l where l.org_id = new.org_id and new."on" - l.confirmed_on <= 365)
            and not exists (select 1 from monitoring_visit v
                where v.about_id = new.org_id and v.id = any (new.rests_on) and new."on" - v."on" <= 548) then
        perform monitoring_refuse('trust_rests_on_evidence');
    end if;
    update directory_listing
        set trust = new.trust, trust_rule = new.rule, trust_since = new.since, trust_reasons = new.reasons,
            checked_on = new.checked_on, changed_at = now()
        where org_id = new.org_id;
    return null;
end
$$;
alter function monitoring_write_trust() owner to sapar_search;
grant update (trust, trust_rule, trust_since, trust_reasons, checked_on, changed_at) on directory_listing to sapar_search;
create trigger monitoring_write_trust after insert on monitoring_trustchange
    for each row execute function monitoring_write_trust();

-- How many told what, where it is enough to be said: the rows themselves are for monitors.
create function monitoring_told(organisation uuid, since date) returns table (code varchar, people bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select f.code, count(*) from monitoring_feedback f
        where f.about_id = organisation and f.state = 'credible' and f."on" >= since
        group by f.code having count(*) >= 3
$$;
alter function monitoring_told(uuid, date) owner to sapar_search;
"""

UNDO = """
drop function monitoring_told(uuid, date);
drop trigger monitoring_write_trust on monitoring_trustchange;
drop function monitoring_write_trust();
drop trigger monitoring_take_reply on monitoring_reply;
drop function monitoring_take_reply();
drop trigger monitoring_guard_feedback on monitoring_feedback;
drop function monitoring_guard_feedback();
drop trigger monitoring_guard_concern on monitoring_concern;
drop function monitoring_guard_concern();
drop trigger monitoring_guard_visit on monitoring_visit;
drop function monitoring_guard_visit();
drop function monitoring_belongs(uuid, uuid);
drop function monitoring_refuse(text);
drop function monitoring_stands(monitoring_concern, date);
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("directory", "0005_trust_by_default")]

    operations = [
        migrations.RunSQL(STANDS + GUARDS + REPLY + TRUST, UNDO),
        Protect(
            "monitoring_visit",
            read=f"{own()} or {own('about_id')} or {MONITORS} or open_from <= current_date",
            write=f"{own()} and {through_door('monitor')}",
            append_only=True,
        ),
        Protect(
            "monitoring_finding",
            read="exists (select 1 from monitoring_visit v where v.id = visit_id)",
            write=f"{own()} and {through_door('monitor')}",
            append_only=True,
        ),
        SameTenant("monitoring_finding", "visit_id", "monitoring_visit"),
        # Its organisation sees it once it is asked; everybody, from the day it is a warning.
        Protect(
            "monitoring_concern",
            read=f"{own()} or {own('about_id')} and asked_on is not null or {MONITORS}"
            " or monitoring_stands(monitoring_concern, current_date)",
            write=through_door("monitor"),
        ),
        migrations.RunSQL(
            "revoke delete, truncate on monitoring_concern, monitoring_feedback from sapar_web",
            "grant delete on monitoring_concern, monitoring_feedback to sapar_web",
        ),
        Protect(
            "monitoring_reply",
            read="exists (select 1 from monitoring_visit v where v.id = visit_id)"
            " or exists (select 1 from monitoring_concern c where c.id = concern_id)",
            write=own(),
            append_only=True,
        ),
        Protect(
            "monitoring_feedback",
            read=through_door("monitor", "trust-rules", "public-feedback"),
            write=through_door("monitor", "public-feedback"),
        ),
        Protect("monitoring_trustchange", read="true", write=through_door("trust-rules"), append_only=True),
        Protect("monitoring_reminder", read=f"{own()} or {through_door('reminder')}"),
        Protect("monitoring_correction", read=f"{own()} or {through_door('steward', 'reminder')}"),
    ]
