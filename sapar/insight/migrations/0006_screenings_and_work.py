"""Screenings are counted for the region too, the kind of work of a case, and records that were merged as one person."""

from django.db import migrations

HEAD = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
QUARTER = "'YYYY-\"Q\"Q'"

# As before; whoever was found to be written down twice in one organisation is one person as well.
SAME = f"""
create or replace function insight_known_same() returns table (person_id uuid, root uuid) {HEAD} as $$
    with recursive pairs as (
        select there.person_id as later, here.person_id as earlier
        from referrals_referral r
            join cases_participant here on here.case_id = r.case_id and here.relation = 'self'
            join cases_participant there on there.case_id = r.to_case_id and there.relation = 'self'
        where r.to_case_id is not null
            and r.from_org_id in (select t.org_id from insight_taking_part() t)
            and r.to_org_id in (select t.org_id from insight_taking_part() t)
        union all
        select m.gone_id, m.kept_id from same_merge m
        where m.undone_at is null and m.org_id in (select t.org_id from insight_taking_part() t)
    ),
    chain as (
        select later as person, earlier as root from pairs
        union
        select c.person, p.earlier from chain c join pairs p on p.later = c.root
    )
    select person, least(person, min(root::text)::uuid) from chain group by person
$$;
"""

CASES = f"""
create function insight_records_cases()
returns table (org text, quarter text, month text, place text, country text, language text, industry text, sex text, age text,
    citizenship text, n bigint)
{HEAD} as $$
    select p.org_id::text, to_char(l.at, {QUARTER}), to_char(l.at, 'YYYY-MM'), insight_place(c.country, c.province),
        c.country::text, c.language::text, c.industry::text, coalesce(h.sex, 'unknown')::text,
        coalesce(h.age_band, 'unknown')::text, coalesce(insight_citizenship(h.citizenships::text[], h.citizenship_state), ''),
        count(*)
    from insight_taking_part() p join cases_case c on c.org_id = p.org_id
        left join cases_participant q on q.case_id = c.id and q.relation = 'self'
        left join people_person h on h.id = q.person_id
        cross join lateral (select c.opened_at at time zone p.zone as at) l
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
$$;

create function insight_records_outcomes()
returns table (org text, quarter text, month text, problem text, outcome text, country text, place text, industry text, sex text,
    age text, n bigint)
{HEAD} as $$
    select p.org_id::text, to_char(l.at, {QUARTER}), to_char(l.at, 'YYYY-MM'), s.code::text, s.outcome::text, c.country::text,
        insight_place(c.country, c.province), c.industry::text, coalesce(h.sex, 'unknown')::text,
        coalesce(h.age_band, 'unknown')::text, count(*)
    from insight_taking_part() p
        join cases_case c on c.org_id = p.org_id
        join cases_problem s on s.case_id = c.id and s.state = 'settled'
        left join cases_participant q on q.case_id = c.id and q.relation = 'self'
        left join people_person h on h.id = coalesce(s.person_id, q.person_id)
        cross join lateral (select s.settled_at at time zone p.zone as at) l
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
$$;

create function insight_records_money()
returns table (org text, quarter text, currency text, sum text, country text, service text, industry text, sex text, n bigint)
{HEAD} as $$
    select p.org_id::text, to_char(s.given_on, {QUARTER}), s.currency::text,
        case when s.quantity < 1000 then '1-below-1000' when s.quantity < 10000 then '2-below-10000'
            when s.quantity < 100000 then '3-below-100000' else '4-100000-and-more' end,
        c.country::text, s.kind::text, c.industry::text, coalesce(h.sex, 'unknown')::text, count(*)
    from insight_taking_part() p
        join cases_servicegiven s on s.org_id = p.org_id and s.state = 'kept' and s.unit = 'sum'
            and s.kind in ('wage-claim', 'employer-talks', 'complaint', 'legal-representation')
        join cases_case c on c.id = s.case_id
        left join cases_participant q on q.case_id = c.id and q.relation = 'self'
        left join people_person h on h.id = coalesce(s.person_id, q.person_id)
    group by 1, 2, 3, 4, 5, 6, 7, 8
$$;
"""

SCREENINGS = f"""
-- Each person once a quarter, by the last time they were asked; who came in with another organisation's file was not asked here.
-- `signs` is what holds whatever is still open; where nothing holds yet and questions are open it is 'open', not 'nothing'.
create function insight_records_screenings()
returns table (org text, quarter text, month text, signs text, decision text, industry text, country text, place text, sex text,
    age text, citizenship text, n bigint)
{HEAD} as $$
    with last as (
        select distinct on (coalesce(k.root, s.person_id), to_char(l.at, {QUARTER}))
            s.org_id, to_char(l.at, {QUARTER}) as quarter, to_char(l.at, 'YYYY-MM') as month, s.case_id, s.person_id, s.industry,
            case when s.lowest = 'nothing' and s.highest <> 'nothing' then 'open' else s.lowest end as signs
        from insight_taking_part() p
            join screening_screening s on s.org_id = p.org_id and s.state <> 'withdrawn' and s.origin <> 'brought'
            cross join lateral (select s.begun_at at time zone p.zone as at) l
            left join insight_known_same() k on k.person_id = s.person_id
        order by coalesce(k.root, s.person_id), to_char(l.at, {QUARTER}), s.begun_at desc, s.id desc
    )
    select t.org_id::text, t.quarter, t.month, t.signs::text, coalesce(d.status, 'none')::text,
        coalesce(nullif(t.industry, ''), c.industry)::text, c.country::text, insight_place(c.country, c.province), h.sex::text,
        h.age_band::text, coalesce(insight_citizenship(h.citizenships::text[], h.citizenship_state), ''), count(*)
    from last t join cases_case c on c.id = t.case_id join people_person h on h.id = t.person_id
        left join lateral (
            select g.status from screening_determination g
            where g.case_id = t.case_id and g.person_id = t.person_id and g.state = 'kept'
            order by g.decided_on desc, g.id desc limit 1
        ) d on true
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
$$;
"""

ANEW = tuple(f"insight_records_{kind}()" for kind in ("cases", "outcomes", "money"))
MADE = (*ANEW, "insight_records_screenings()")
CLOSE = [
    f"revoke all on function {name} from public; grant execute on function {name} to sapar_web; "
    f"alter function {name} owner to sapar_search"
    for name in MADE
]


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0005_walls_of_requests"),
        ("cases", "0010_kind_of_work"),
        ("screening", "0005_on_paper"),
        ("same", "0003_likeness"),
    ]

    operations = [
        migrations.RunSQL(
            [
                *[f"drop function {name}" for name in ANEW],
                SAME, CASES, SCREENINGS,
                *CLOSE,
            ]
        ),
    ]
