"""What an organisation counts of its own work.

The functions bypass the policies, because a restricted case is a case too and a donor's figure that leaves it out is wrong.
They read the organisation in scope and nothing else, and give back codes with counts, never a row of anybody.
`""` stands for "not chosen" in an argument and for "not known" in a code.
"""

from django.db import migrations

OWN = "nullif(current_setting('sapar.org', true), '')::uuid"

CONTACTS = f"""
create function insight_contacts(begins timestamptz, ends timestamptz, zone text, of_topic text, of_language text, of_country text)
returns table (dimension text, code text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with counted as (
        select to_char(began_at at time zone zone, 'YYYY-MM') as month, topic::text, language::text, country::text,
            channel::text, outcome::text, violence::text, discrimination::text, documents_taken::text
        from intake_contact
        where org_id = {OWN} and began_at >= begins and began_at < ends
            and (of_topic = '' or topic = of_topic)
            and (of_language = '' or language = of_language)
            and (of_country = '' or country = of_country)
    )
    select
        case
            when grouping(month) = 0 then 'month' when grouping(topic) = 0 then 'topic'
            when grouping(language) = 0 then 'language' when grouping(country) = 0 then 'country'
            when grouping(channel) = 0 then 'channel' when grouping(outcome) = 0 then 'outcome'
            when grouping(violence) = 0 then 'violence' when grouping(discrimination) = 0 then 'discrimination'
            when grouping(documents_taken) = 0 then 'documents_taken' else 'all' end,
        coalesce(month, topic, language, country, channel, outcome, violence, discrimination, documents_taken, ''),
        count(*)
    from counted
    group by grouping sets
        ((), (month), (topic), (language), (country), (channel), (outcome), (violence), (discrimination), (documents_taken))
$$;
"""

# The cases that a choice of codes leaves: the other functions start from them.
CHOSEN = f"""
create function insight_chosen(of_topic text, of_language text, of_country text, of_project text)
returns setof cases_case
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select c.* from cases_case c
    where c.org_id = {OWN}
        and (of_language = '' or c.language = of_language)
        and (of_country = '' or c.country = of_country)
        and (of_topic = '' or exists (select 1 from cases_problem p where p.case_id = c.id and p.code = of_topic))
        and (of_project = '' or exists (
            select 1 from cases_servicegiven s
            where s.case_id = c.id and s.state = 'kept' and s.project_id::text = of_project))
$$;
"""

CASES = """
create function insight_cases(
    begins timestamptz, ends timestamptz, zone text, of_topic text, of_language text, of_country text, of_project text)
returns table (dimension text, code text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with chosen as materialized (
        select id, state, waiting_for, opened_at, closed_at, language::text, country::text
        from insight_chosen(of_topic, of_language, of_country, of_project)
        where opened_at < ends and (closed_at is null or closed_at >= begins)
    ),
    opened as (select * from chosen where opened_at >= begins)
    select 'opened', to_char(opened_at at time zone zone, 'YYYY-MM'), count(*) from opened group by 2
    union all
    select 'closed', to_char(closed_at at time zone zone, 'YYYY-MM'), count(*) from chosen
        where closed_at >= begins and closed_at < ends group by 2
    union all select 'language', language, count(*) from opened group by 2
    union all select 'country', country, count(*) from opened group by 2
    union all
    select 'problem', p.code::text, count(distinct p.case_id)
        from opened o join cases_problem p on p.case_id = o.id group by 2
    union all
    select 'outcome', p.outcome::text, count(*)
        from chosen c join cases_problem p on p.case_id = c.id
        where p.settled_at >= begins and p.settled_at < ends group by 2
    union all select 'open', '', count(*) from chosen where closed_at is null
    union all select 'worked-on', '', count(*) from chosen
    union all select 'waiting-for', waiting_for::text, count(*) from chosen where state = 'waiting' group by 2
$$;
"""

SERVICES = f"""
create function insight_services(
    begins date, ends date, of_topic text, of_language text, of_country text, of_project text)
returns table (kind text, unit text, currency text, project text, times bigint, quantity numeric, cases bigint, people bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select s.kind::text, s.unit::text, s.currency::text, coalesce(p.name, '')::text,
        count(*), sum(s.quantity), count(distinct s.case_id), count(distinct s.person_id)
    from cases_servicegiven s
    join insight_chosen(of_topic, of_language, of_country, '') c on c.id = s.case_id
    left join cases_project p on p.id = s.project_id
    where s.org_id = {OWN} and s.state = 'kept' and s.given_on >= begins and s.given_on < ends
        and (of_project = '' or s.project_id::text = of_project)
    group by 1, 2, 3, 4
$$;
"""

# Who was helped in the period: people of cases that were opened in it, or in which somebody spoke or gave something in it.
PEOPLE = f"""
create function insight_helped(
    begins timestamptz, ends timestamptz, first date, last date,
    of_topic text, of_language text, of_country text, of_project text)
returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct part.person_id
    from insight_chosen(of_topic, of_language, of_country, of_project) c
    join cases_participant part on part.case_id = c.id and part.role in ('helped', 'both')
    where (c.opened_at >= begins and c.opened_at < ends)
        or exists (
            select 1 from cases_servicegiven s
            where s.case_id = c.id and s.state = 'kept' and s.given_on between first and last
                and (s.person_id is null or s.person_id = part.person_id))
        or exists (
            select 1 from intake_contact t
            where t.case_id = c.id and t.began_at >= begins and t.began_at < ends)
$$;

create function insight_people(
    begins timestamptz, ends timestamptz, first date, last date,
    of_topic text, of_language text, of_country text, of_project text)
returns table (sex text, age_band text, citizenship text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.sex::text, p.age_band::text,
        case when cardinality(p.citizenships) > 1 then 'several' when p.citizenship_state = 'none' then 'none'
            else coalesce(p.citizenships[1], '') end,
        count(*)
    from insight_helped(begins, ends, first, last, of_topic, of_language, of_country, of_project) h(id)
    join people_person p on p.id = h.id
    where p.org_id = {OWN}
    group by 1, 2, 3
$$;

create function insight_needs(
    begins timestamptz, ends timestamptz, first date, last date,
    of_topic text, of_language text, of_country text, of_project text)
returns table (code text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select n.code::text, count(distinct n.person_id)
    from insight_helped(begins, ends, first, last, of_topic, of_language, of_country, of_project) h(id)
    join people_personneed n on n.person_id = h.id
    where n.org_id = {OWN} and n.since <= last and (n.ended_on is null or n.ended_on >= first)
    group by 1
$$;
"""

REFERRALS = f"""
create function insight_referrals(begins timestamptz, ends timestamptz, zone text)
returns table (way text, dimension text, code text, n bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with counted as (
        select case when from_org_id = {OWN} then 'sent' else 'received' end as way,
            case when from_org_id = {OWN} then to_org_id else from_org_id end as partner,
            state::text, asked_for, offered_at, answered_at, answer_by
        from referrals_referral
        where (from_org_id = {OWN} or (to_org_id = {OWN} and way = 'inside'))
            and offered_at >= begins and offered_at < ends
    )
    select way, 'month', to_char(offered_at at time zone zone, 'YYYY-MM'), count(*) from counted group by 1, 3
    union all select way, 'state', state, count(*) from counted group by 1, 3
    union all select way, 'partner', o.name::text, count(*)
        from counted join organisations_organisation o on o.id = partner group by 1, 3
    union all select way, 'service', service::text, count(*) from counted, unnest(asked_for) service group by 1, 3
    union all select way, 'answer',
        case when answered_at <= answer_by then 'in-time' when answered_at is not null then 'late'
            when state = 'offered' and answer_by >= now() then 'waiting' else 'none' end, count(*)
        from counted group by 1, 3
$$;
"""

NAMES = (
    "insight_contacts(timestamptz, timestamptz, text, text, text, text)",
    "insight_chosen(text, text, text, text)",
    "insight_cases(timestamptz, timestamptz, text, text, text, text, text)",
    "insight_services(date, date, text, text, text, text)",
    "insight_helped(timestamptz, timestamptz, date, date, text, text, text, text)",
    "insight_people(timestamptz, timestamptz, date, date, text, text, text, text)",
    "insight_needs(timestamptz, timestamptz, date, date, text, text, text, text)",
    "insight_referrals(timestamptz, timestamptz, text)",
)
# Rows and ids come out of these: only the other functions may call them.
INNER = (NAMES[1], "insight_helped(timestamptz, timestamptz, date, date, text, text, text, text)")


def _close(name: str) -> str:
    caller = "sapar_search" if name in INNER else "sapar_web"
    return (
        f"revoke all on function {name} from public; grant execute on function {name} to {caller}; "
        f"alter function {name} owner to sapar_search"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_desk_walls"),
        ("cases", "0004_services_parties_follow_ups"),
        ("people", "0005_needs_links_and_decisions_of_two"),
        ("referrals", "0004_outside_and_disclosed"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[CONTACTS, CHOSEN, CASES, SERVICES, PEOPLE, REFERRALS, *map(_close, NAMES)],
            reverse_sql=[f"drop function {name}" for name in reversed(NAMES)],
        )
    ]
