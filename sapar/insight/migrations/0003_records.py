"""What the region's picture is made of, and that nothing once released can change or vanish.

The record functions read every organisation that takes part, restricted cases too, through the door "figures" alone. They give
back codes with numbers, never a row of anybody: people are told apart, and the same one recognised, inside of them.
"""

from django.db import migrations

from sapar.common.rls import DOOR, ORG, Protect, ProtectOwn, SameTenant, through_door

INNER = f"""
create function insight_taking_part() returns table (org_id uuid, zone text, country text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select o.id, o.time_zone::text, o.country::text
    from insight_participation p join organisations_organisation o on o.id = p.org_id
    where p.ended_at is null and (select {DOOR}) = 'figures'
        -- With an organisation in scope its own alone: what a coordinator sees beside the region's.
        and ((select {ORG}) is null or p.org_id = (select {ORG}))
$$;

-- One person in two organisations: the main person of a case and of the case that was opened for it on a referral inside Sapar.
-- `root` is the one recorded first; somebody whom nobody passed on is not in here.
create function insight_known_same() returns table (person_id uuid, root uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with recursive pairs as (
        select there.person_id as later, here.person_id as earlier
        from referrals_referral r
            join cases_participant here on here.case_id = r.case_id and here.relation = 'self'
            join cases_participant there on there.case_id = r.to_case_id and there.relation = 'self'
        where r.to_case_id is not null
            and r.from_org_id in (select t.org_id from insight_taking_part() t)
            and r.to_org_id in (select t.org_id from insight_taking_part() t)
    ),
    chain as (
        select later as person, earlier as root from pairs
        union
        select c.person, p.earlier from chain c join pairs p on p.later = c.root
    )
    select person, least(person, min(root::text)::uuid) from chain group by person
$$;

create function insight_citizenship(codes text[], state text) returns text
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
    select case when cardinality(codes) > 1 then 'several' when state = 'none' then 'none' else coalesce(codes[1], '') end
$$;

create function insight_place(country text, province text) returns text
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
    select case when country <> '' and province <> '' then country || '-' || province else country end
$$;
"""

CONTACTS = """
create function insight_records_contacts()
returns table (org text, quarter text, month text, topic text, country text, language text, channel text, result text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.org_id::text, to_char(l.at, 'YYYY-"Q"Q'), to_char(l.at, 'YYYY-MM'), c.topic::text, c.country::text, c.language::text,
        c.channel::text, c.outcome::text, count(*)
    from insight_taking_part() p join intake_contact c on c.org_id = p.org_id
        cross join lateral (select c.began_at at time zone p.zone as at) l
    group by 1, 2, 3, 4, 5, 6, 7, 8
$$;
"""

CASES = """
create function insight_records_cases()
returns table (org text, quarter text, month text, place text, country text, language text, sex text, age text,
    citizenship text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.org_id::text, to_char(l.at, 'YYYY-"Q"Q'), to_char(l.at, 'YYYY-MM'), insight_place(c.country, c.province),
        c.country::text, c.language::text, coalesce(h.sex, 'unknown')::text, coalesce(h.age_band, 'unknown')::text,
        coalesce(insight_citizenship(h.citizenships::text[], h.citizenship_state), ''), count(*)
    from insight_taking_part() p join cases_case c on c.org_id = p.org_id
        left join cases_participant q on q.case_id = c.id and q.relation = 'self'
        left join people_person h on h.id = q.person_id
        cross join lateral (select c.opened_at at time zone p.zone as at) l
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
$$;

create function insight_records_outcomes()
returns table (org text, quarter text, month text, problem text, outcome text, country text, place text, sex text, age text,
    n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.org_id::text, to_char(l.at, 'YYYY-"Q"Q'), to_char(l.at, 'YYYY-MM'), s.code::text, s.outcome::text, c.country::text,
        insight_place(c.country, c.province), coalesce(h.sex, 'unknown')::text, coalesce(h.age_band, 'unknown')::text, count(*)
    from insight_taking_part() p
        join cases_case c on c.org_id = p.org_id
        join cases_problem s on s.case_id = c.id and s.state = 'settled'
        left join cases_participant q on q.case_id = c.id and q.relation = 'self'
        left join people_person h on h.id = coalesce(s.person_id, q.person_id)
        cross join lateral (select s.settled_at at time zone p.zone as at) l
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
$$;
"""

PEOPLE = """
-- Each person once a quarter, in however many organisations they were helped: as the one that knew them first has them.
create function insight_records_people()
returns table (org text, quarter text, sex text, age text, citizenship text, country text, place text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with helped as (
        select c.id as case_id, q.person_id, p.org_id, p.zone, c.opened_at
        from insight_taking_part() p
            join cases_case c on c.org_id = p.org_id
            join cases_participant q on q.case_id = c.id and q.role in ('helped', 'both')
    ),
    days as (
        select person_id, org_id, (opened_at at time zone zone)::date as day from helped
        union
        select h.person_id, h.org_id, s.given_on from helped h join cases_servicegiven s on s.case_id = h.case_id
            where s.state = 'kept' and (s.person_id is null or s.person_id = h.person_id)
        union
        select h.person_id, h.org_id, (t.began_at at time zone h.zone)::date
            from helped h join intake_contact t on t.case_id = h.case_id
    ),
    once as (
        select distinct on (coalesce(k.root, d.person_id), to_char(d.day, 'YYYY-"Q"Q'))
            to_char(d.day, 'YYYY-"Q"Q') as quarter, d.person_id, d.org_id
        from days d left join insight_known_same() k on k.person_id = d.person_id
        order by coalesce(k.root, d.person_id), to_char(d.day, 'YYYY-"Q"Q'), d.person_id
    )
    select o.org_id::text, o.quarter, h.sex::text, h.age_band::text,
        insight_citizenship(h.citizenships::text[], h.citizenship_state), h.country::text,
        insight_place(h.country, h.province), count(*)
    from once o join people_person h on h.id = o.person_id
    group by 1, 2, 3, 4, 5, 6, 7
$$;
"""

WAITING = """
create function insight_records_waiting()
returns table (org text, quarter text, waited text, promise text, way text, country text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.org_id::text, to_char(w.ended_at at time zone p.zone, 'YYYY-"Q"Q'),
        case when w.state = 'stopped' then '5-never'
            when w.ended_at - w.waits_since <= interval '2 hours' then '1-hours'
            when w.ended_at - w.waits_since <= interval '24 hours' then '2-day'
            when w.ended_at - w.waits_since <= interval '72 hours' then '3-days' else '4-longer' end,
        case when w.state = 'stopped' then 'never' when w.ended_at <= w.promised_by then 'in-time' else 'late' end,
        w.kind::text, coalesce(t.country, r.country, '')::text, count(*)
    from insight_taking_part() p
        join intake_callback w on w.org_id = p.org_id and w.state in ('done', 'stopped')
        left join intake_contact t on t.id = w.contact_id
        left join vault_datakey k on k.id = t.data_key_id
        left join intake_helprequest r on r.id = w.request_id
    where (r.id is null or not r.quarantined) and (t.id is null or k.erased_at is null)
    group by 1, 2, 3, 4, 5, 6
$$;
"""

MONEY = """
-- Money won back is a service counted in money of one of these kinds; aid handed out is none.
create function insight_records_money()
returns table (org text, quarter text, currency text, sum text, country text, service text, sex text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.org_id::text, to_char(s.given_on, 'YYYY-"Q"Q'), s.currency::text,
        case when s.quantity < 1000 then '1-below-1000' when s.quantity < 10000 then '2-below-10000'
            when s.quantity < 100000 then '3-below-100000' else '4-100000-and-more' end,
        c.country::text, s.kind::text, coalesce(h.sex, 'unknown')::text, count(*)
    from insight_taking_part() p
        join cases_servicegiven s on s.org_id = p.org_id and s.state = 'kept' and s.unit = 'sum'
            and s.kind in ('wage-claim', 'employer-talks', 'complaint', 'legal-representation')
        join cases_case c on c.id = s.case_id
        left join cases_participant q on q.case_id = c.id and q.relation = 'self'
        left join people_person h on h.id = coalesce(s.person_id, q.person_id)
    group by 1, 2, 3, 4, 5, 6, 7
$$;
"""

REFERRALS = """
create function insight_records_referrals()
returns table (org text, quarter text, service text, answer text, state text, home text, host text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.org_id::text, to_char(r.offered_at at time zone p.zone, 'YYYY-"Q"Q'), service::text,
        case when r.answered_at <= r.answer_by then 'in-time' when r.answered_at is not null then 'late'
            when r.state = 'offered' and r.answer_by >= now() then 'waiting' else 'none' end,
        r.state::text, p.country, o.country::text, count(*)
    from insight_taking_part() p
        join referrals_referral r on r.from_org_id = p.org_id and r.offered_at is not null
        join organisations_organisation o on o.id = r.to_org_id
        cross join lateral unnest(r.asked_for) service
    group by 1, 2, 3, 4, 5, 6, 7
$$;
"""

DONOR = f"""
-- What donors ask for: services given on these days and the people they went to, each once, of the organisation in scope.
create function insight_donor(first date, last date)
returns table (project text, country text, sex text, age text, services bigint, people bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(j.name, '')::text, c.country::text, h.sex::text, h.age_band::text, count(distinct s.id), count(distinct h.id)
    from cases_servicegiven s
        join cases_case c on c.id = s.case_id
        join cases_participant q on q.case_id = c.id and q.role in ('helped', 'both')
            and (s.person_id is null or s.person_id = q.person_id)
        join people_person h on h.id = q.person_id
        left join cases_project j on j.id = s.project_id
    where s.org_id = {ORG} and s.state = 'kept' and s.given_on between first and last
    group by 1, 2, 3, 4
$$;
"""

# Nothing that went out changes or vanishes, whatever the application says; tables come only while a release is being made.
RULES = """
create function insight_release_stays() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.state in ('published', 'refused', 'withdrawn', 'blocked', 'failed') then
        raise exception using errcode = 'check_violation', constraint = 'release_stays',
            message = 'refused: a release that is over never changes';
    end if;
    if old.state <> 'asked' and (new.quarter, new.mode, new.threshold, new.epsilon, new.wanted, new.where, new.purpose)
        is distinct from (old.quarter, old.mode, old.threshold, old.epsilon, old.wanted, old.where, old.purpose) then
        raise exception using errcode = 'check_violation', constraint = 'release_stays',
            message = 'refused: what a release is of was decided before it was made';
    end if;
    return new;
end
$$;
create trigger insight_release_stays before update on insight_release for each row execute function insight_release_stays();

create function insight_tables_while_made() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (
        select 1 from insight_release r
        where r.state = 'making' and r.id = case when tg_table_name = 'insight_releasepart' then (to_jsonb(new) ->> 'release_id')::uuid
            else (select p.release_id from insight_releasepart p where p.id = (to_jsonb(new) ->> 'part_id')::uuid) end
    ) then
        raise exception using errcode = 'check_violation', constraint = 'tables_while_made',
            message = 'refused: tables come only while a release is being made';
    end if;
    return new;
end
$$;
create trigger insight_tables_while_made before insert on insight_releasepart
    for each row execute function insight_tables_while_made();
create trigger insight_tables_while_made before insert on insight_releasedtable
    for each row execute function insight_tables_while_made();
"""

CLOSED = ("insight_taking_part()", "insight_known_same()")
PLAIN = ("insight_citizenship(text[], text)", "insight_place(text, text)")
RECORDS = tuple(
    f"insight_records_{kind}()" for kind in ("contacts", "cases", "outcomes", "people", "waiting", "money", "referrals")
) + ("insight_donor(date, date)",)
CLOSE = [
    *(
        f"revoke all on function {name} from public; grant execute on function {name} to sapar_search; "
        f"alter function {name} owner to sapar_search"
        for name in CLOSED
    ),
    *(
        f"revoke all on function {name} from public; grant execute on function {name} to sapar_web; "
        f"alter function {name} owner to sapar_search"
        for name in RECORDS
    ),
    "alter function insight_tables_while_made() owner to sapar_search",
]
OPEN = [
    "drop trigger insight_tables_while_made on insight_releasedtable",
    "drop trigger insight_tables_while_made on insight_releasepart",
    "drop function insight_tables_while_made()",
    "drop trigger insight_release_stays on insight_release",
    "drop function insight_release_stays()",
    *[f"drop function {name}" for name in (*RECORDS, *PLAIN, *reversed(CLOSED))],
]
FIGURES = through_door("figures")


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_releases"), ("intake", "0008_overdue_offices"), ("vault", "0002_walls")]

    operations = [
        ProtectOwn("insight_participation"),
        SameTenant("insight_participation", "agreed_by_id", "organisations_membership"),
        SameTenant("insight_participation", "ended_by_id", "organisations_membership"),
        Protect("insight_snapshotrun", read=FIGURES),
        Protect("insight_cutoff", read=FIGURES, append_only=True),
        Protect("insight_release", read=f"(state = 'published' and purpose = 'public') or {FIGURES}", write=FIGURES),
        Protect("insight_releasepart", read="release_id in (select id from insight_release)", write=FIGURES, append_only=True),
        Protect("insight_releasedtable", read="part_id in (select id from insight_releasepart)", write=FIGURES, append_only=True),
        Protect("insight_ledgerentry", read="true", write=FIGURES, append_only=True),
        migrations.RunSQL(
            [INNER, CONTACTS, CASES, PEOPLE, WAITING, MONEY, REFERRALS, DONOR, RULES, *CLOSE,
             "revoke delete, truncate on insight_release, insight_participation from sapar_web"],
            OPEN,
        ),
    ]
