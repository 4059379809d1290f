"""The search's rows are written and read by functions of the database alone.

They bypass the policies, because operators on arrays and trigrams may not use an index under one, and carry the same
condition: an entry that is hidden is found by nobody. They give back ids and figures, never a row.
"""

from django.db import migrations

from sapar.common.rls import Protect, ReadOnlyTable

# Every way to a row is by a key here. Right after a large import the planner knows no sizes yet and would read whole tables.
KEYS = "set enable_seqscan = off"
HEAD = "security definer set search_path = pg_catalog, public, pg_temp"

# Hours of one owner as minutes of the week; none where days of the calendar change them, now or later.
WEEK = """
create function directory_week(offer uuid, place uuid, offer_there uuid, org uuid) returns int4multirange
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    with own as (
        select h.*, case when h.offer_at_id is not null then 1 when h.offer_id is not null then 2
            when h.site_id is not null then 3 else 4 end as rank
        from directory_hours h
        where h.offer_at_id = offer_there or h.offer_id = offer or h.site_id = place
            or (h.org_id = org and h.offer_at_id is null and h.offer_id is null and h.site_id is null)
    ), said as (select * from own where rank = (select min(rank) from own))
    select case when bool_or(
            rule <> '{}' or ((is_closed or valid_from is not null) and coalesce(valid_to, current_date) >= current_date)
        ) then null
        else range_agg(int4range(
            day * 1440 + (extract(epoch from opens) / 60)::int,
            day * 1440 + (extract(epoch from closes) / 60)::int + case when closes <= opens then 1440 else 0 end
        )) filter (where opens is not null and not is_closed and valid_to is null) end
    from said left join lateral unnest(case when weekdays = '{}' then '{0,1,2,3,4,5,6}' else weekdays end) day on true
$$;
"""

WRITE = f"""
create function directory_write_lines(listings uuid[]) returns void language sql volatile {HEAD} {KEYS} as $$
    delete from directory_line where listing_id = any(listings);
    insert into directory_line (
        id, org_id, listing_id, offer_id, site_id, code, country, reach, latitude, longitude, languages, is_free, sex,
        minimum_age, maximum_age, groups, standings, week, time_zone, said
    )
    with entry as (
        select l.*, g.country, g.kind, g.languages, g.time_zone, g.name,
            exists (
                select 1 from directory_offer h
                where h.listing_id = l.id and h.status = 'active' and 'hotline' = any(h.codes)
            ) as has_hotline
        from directory_listing l join organisations_organisation g on g.id = l.org_id where l.id = any(listings)
    ), service as (
        select o.id as offer_id, o.listing_id, o.codes, o.ways, o.fee, o.sex, o.minimum_age, o.maximum_age, o.groups,
            o.standings, o.words
        from directory_offer o where o.listing_id = any(listings) and o.status = 'active'
        union all
        -- An embassy gives consular help whether or not its description says so; an entry may name no service at all.
        select null, e.id, case when e.kind = 'consulate' then '{{consular}}'::text[] else '{{}}' end, '{{}}', '', '', null,
            null, '{{}}', '{{}}', '{{}}'
        from entry e where case when e.kind = 'consulate' then not exists (
            select 1 from directory_offer o where o.listing_id = e.id and o.status = 'active' and 'consular' = any(o.codes)
        ) else not exists (
            select 1 from directory_offer o where o.listing_id = e.id and o.status = 'active'
        ) end
    ), given as (
        select s.*, p.site_id, p.offer_at_id, p.latitude, p.longitude
        from service s left join lateral (
            select a.site_id, a.id as offer_at_id, coalesce(i.latitude, t.latitude) as latitude,
                coalesce(i.longitude, t.longitude) as longitude
            from directory_offerat a join directory_site i on i.id = a.site_id left join directory_place t on t.id = i.place_id
            where a.offer_id = s.offer_id and not i.is_secret and not 'shelter' = any(s.codes)
                and (i.kind <> 'access-point' or i.wished_on is not null)
                and (i.latitude is not null or i.place_id is not null)
            union all
            select null, null, t.latitude, t.longitude
            from directory_area r join directory_place t on t.id = r.place_id where r.offer_id = s.offer_id
        ) p on true
    ), drawn as (
        select e.org_id, e.id as listing_id, d.offer_id, d.site_id, c.code, e.country,
            array(
                select r.country from directory_area r
                where r.offer_id = d.offer_id and r.country <> '' and r.place_id is null
                union
                select e.country where (d.latitude is null and h.id is null) or e.kind = 'consulate' or e.has_hotline
                    or c.code = any('{{hotline,entry-ban,referral,consular}}')
                    or (d.ways <> '{{}}' and not d.ways && '{{visit,outreach}}'::varchar[])
            ) as reach,
            coalesce(d.latitude, h.latitude) as latitude, coalesce(d.longitude, h.longitude) as longitude,
            coalesce(
                (select array_agg(distinct k.code) from directory_spoken k where k.offer_id = d.offer_id),
                (select array_agg(distinct k.code) from directory_spoken k where k.site_id = d.site_id),
                e.languages
            ) as languages,
            coalesce(nullif(d.fee, ''), e.fee) = 'free' as is_free, d.sex, d.minimum_age, d.maximum_age, d.groups, d.standings,
            coalesce(
                directory_week(d.offer_id, d.site_id, d.offer_at_id, e.org_id),
                case when e.around_the_clock and not exists (select 1 from directory_hours w where w.offer_id = d.offer_id)
                    then int4multirange(int4range(0, 10080)) end
            ) as week,
            e.time_zone,
            lower(concat_ws(' ', e.name, (select string_agg(v, ' ') from jsonb_each_text(e.names) n(k, v)), (
                select string_agg(w, ' ') from jsonb_each(d.words) l(k, said), jsonb_each_text(said) m(part, w)
            ))) as said
        from given d join entry e on e.id = d.listing_id
            left join directory_place h on h.id = e.place_id and not e.place_is_secret
            left join lateral unnest(d.codes) c(code) on true
    )
    select gen_random_uuid(), org_id, listing_id, offer_id, site_id, coalesce(code, '-'), country, reach, latitude, longitude,
        languages, is_free, sex, minimum_age, maximum_age, groups, standings, week, time_zone, said
    from drawn where offer_id is not null or code is not null
    union all
    -- The entry as a whole at each of its places: the answer to a question for anything.
    select gen_random_uuid(), d.org_id, d.listing_id, null, d.site_id, '', d.country, coalesce(u.reach, '{{}}'), d.latitude,
        d.longitude, coalesce(u.languages, '{{}}'), bool_or(d.is_free),
        case when count(distinct d.sex) = 1 then min(d.sex) else '' end,
        case when bool_and(d.minimum_age is not null) then min(d.minimum_age) end,
        case when bool_and(d.maximum_age is not null) then max(d.maximum_age) end,
        case when bool_and(d.groups <> '{{}}') then u.groups else '{{}}' end,
        case when bool_and(d.standings <> '{{}}') then u.standings else '{{}}' end, range_agg(d.week), d.time_zone, ''
    from drawn d join (
        select w.listing_id, array_agg(distinct r) filter (where part = 1) as reach,
            array_agg(distinct r) filter (where part = 2) as languages, array_agg(distinct r) filter (where part = 3) as groups,
            array_agg(distinct r) filter (where part = 4) as standings
        from drawn w, lateral (
            select 1, unnest(w.reach) union all select 2, unnest(w.languages) union all select 3, unnest(w.groups)
            union all select 4, unnest(w.standings)
        ) p(part, r) group by w.listing_id
    ) u on u.listing_id = d.listing_id
    group by d.org_id, d.listing_id, d.site_id, d.country, d.latitude, d.longitude, d.time_zone, u.reach, u.languages,
        u.groups, u.standings;
$$;
"""

# Every entry that could be an answer, by its best row. `asked` holds codes and figures only: see `directory.search`.
# The level is how far the question was widened: 0 asked, 1 not open now, 2 other languages, 3 elsewhere in the country,
# 4 neighbours, 5 hotlines.
CANDIDATES = f"""
create function directory_candidates(asked jsonb) returns table (
    listing_id uuid, offer_id uuid, site_id uuid, level int, fit int, matched int, km float, spoken boolean,
    is_made_for boolean, is_for_all boolean, is_open boolean, is_here boolean, reaches boolean, code text
)
language plpgsql stable rows 100 {HEAD} set plan_cache_mode = force_generic_plan as $$
declare
    wanted text[] := array(select jsonb_array_elements_text(asked->'services'));
    around text[] := array(select jsonb_array_elements_text(asked->'around'));
    ordered boolean := (asked->>'ordered')::boolean;
    land text := asked->>'country';
    everywhere boolean := (asked->>'everywhere')::boolean;
    lang text := asked->>'language';
    free boolean := (asked->>'free')::boolean;
    open_now boolean := (asked->>'open')::boolean;
    lat float := (asked->>'latitude')::float;
    lon float := (asked->>'longitude')::float;
    far float := (asked->>'near')::float;
    -- With a box nobody outside of it is looked at but who reaches into it: enough wherever anybody is near.
    south float := (asked->'box'->>0)::float;
    north float := (asked->'box'->>1)::float;
    west float := (asked->'box'->>2)::float;
    east float := (asked->'box'->>3)::float;
    who boolean := (asked->>'whom')::boolean;
    who_sex text := asked->>'sex';
    who_low int := (asked->>'low')::int;
    who_high int := (asked->>'high')::int;
    who_groups text[] := array(select jsonb_array_elements_text(asked->'groups'));
    who_standing text := asked->>'standing';
begin
return query
with said as (
    select d.listing_id, d.offer_id, d.site_id, d.code, d.country,
        case when ordered then array_position(wanted, d.code::text) else 1 end as place,
        land = '' or d.country = land as here, land <> '' and land = any(d.reach) as reaching,
        case when lat is not null and d.latitude is not null then 12742 * asin(least(1, sqrt(
            sin(radians(d.latitude - lat) / 2) ^ 2
            + cos(radians(d.latitude)) * cos(radians(lat)) * sin(radians(d.longitude - lon) / 2) ^ 2
        ))) end as away,
        lang = '' or lang = any(d.languages) as speaks,
        who and ((who_sex <> '' and d.sex = who_sex) or d.groups::text[] && who_groups or who_standing = any(d.standings)
            or (who_low is not null and coalesce(d.maximum_age, 200) < 26)) as made,
        d.sex = '' and d.groups = '{{}}' and d.minimum_age is null and d.maximum_age is null and d.standings = '{{}}' as general,
        case when open_now then d.week @> m.minute or d.week @> m.minute + 10080 end as opened
    from directory_line d left join lateral (
        select ((extract(isodow from t.local) - 1) * 1440 + extract(hour from t.local) * 60 + extract(minute from t.local))::int
            as minute
        from (select now() at time zone d.time_zone as local) t where open_now
    ) m on true
    where d.code = any(wanted)
        and (land = '' or d.country = any(around) or land = any(d.reach))
        and (north is null or d.latitude between south and north and d.longitude between west and east or land = any(d.reach))
        and (not free or d.is_free)
        and (not who or (
            (who_sex = '' or d.sex in ('', who_sex))
            and (who_high is null or coalesce(d.minimum_age, 0) <= who_high)
            and (who_low is null or coalesce(d.maximum_age, 200) >= who_low)
            and (who_groups = '{{}}' or d.groups = '{{}}' or d.groups::text[] && who_groups)
            and (who_standing = '' or d.standings = '{{}}' or who_standing = any(d.standings))
            and d.groups <> '{{employers}}'
        ))
), levelled as materialized (
    select *, case
        when (here or reaching) and (lat is null or away <= far or reaching)
            then case when not speaks then 2 when open_now and opened is not true then 1 else 0 end
        when here then 3
        else 4 end as step
    from said
    union all
    -- Whoever cannot help may know who can.
    select d.listing_id, d.offer_id, d.site_id, d.code, d.country, 1000, land = '' or d.country = land, land = any(d.reach),
        null, lang = '' or lang = any(d.languages), false, true, null, 5
    from directory_line d
    where d.code = 'hotline' and (land <> '' or wanted <> '{{""}}') and (not free or d.is_free)
        and (everywhere or land = '' or d.country = any(around) or land = any(d.reach))
), best as (
    select distinct on (v.listing_id) v.*,
        count(*) filter (where v.step < 5) over (partition by v.listing_id) as many
    from levelled v
    order by v.listing_id, v.step, v.place, v.opened desc nulls last, v.made desc, v.away nulls last, v.offer_id
)
select b.listing_id, b.offer_id, b.site_id, b.step, b.place, b.many::int, b.away, b.speaks, b.made, b.general,
    b.opened, b.here, b.reaching, b.code::text
from best b
where exists (select 1 from directory_listing l where l.id = b.listing_id and l.status <> 'hidden');
end
$$;
"""

NAMED = f"""
create function directory_named(typed text, alike float) returns table (listing_id uuid, whole float, part float)
language plpgsql stable {HEAD} set plan_cache_mode = force_generic_plan as $$
begin
perform set_config('pg_trgm.word_similarity_threshold', alike::text, true);
return query
select l.id, max(similarity(line, typed))::float, max(word_similarity(typed, line))::float
from directory_listing l, unnest(string_to_array(l.search_names, E'\\n')) as line
where l.status <> 'hidden' and l.search_names %> typed
group by l.id order by 2 desc, 3 desc, 1 limit 12;
end
$$;
"""

# What the API's text asks: in own words, in names, in the words of the catalogue.
SAYING = f"""
create function directory_offers_saying(words text, sound text, codes text[]) returns setof uuid
language plpgsql stable {HEAD} as $$
begin
return query
select d.offer_id from directory_line d
where d.offer_id is not null and (d.said like '%' || words || '%' or d.code = any(codes))
union
select d.offer_id from directory_line d join directory_listing l on l.id = d.listing_id
where d.offer_id is not null and sound <> '' and l.search_names like '%' || sound || '%';
end
$$;
"""

FILL = f"""
create function directory_listings() returns uuid[] language sql stable {HEAD} as $$
    select coalesce(array_agg(id), '{{}}') from directory_listing
$$;
alter function directory_listings() owner to sapar_search;
select directory_write_lines(directory_listings());
drop function directory_listings();
"""

FUNCTIONS = (
    "directory_write_lines(uuid[])",
    "directory_candidates(jsonb)",
    "directory_named(text, float)",
    "directory_offers_saying(text, text, text[])",
)
OWNED = "\n".join(f"alter function {name} owner to sapar_search;" for name in FUNCTIONS)
GIVEN = """
alter table directory_line
    add constraint line_listing foreign key (listing_id) references directory_listing on delete cascade
        deferrable initially deferred,
    add constraint line_offer foreign key (offer_id) references directory_offer on delete cascade deferrable initially deferred,
    add constraint line_site foreign key (site_id) references directory_site on delete cascade deferrable initially deferred;
create index line_of_listing on directory_line (listing_id);
grant insert, delete on directory_line to sapar_search;
create index listing_names_alike on directory_listing using gin (search_names gin_trgm_ops);
"""
GONE = "drop index listing_names_alike;\n" + "\n".join(
    f"drop function {name};" for name in (*FUNCTIONS, "directory_week(uuid, uuid, uuid, uuid)")
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_search_lines")]

    operations = [
        Protect(
            "directory_line",
            read="exists (select 1 from directory_listing l where l.org_id = directory_line.org_id)",
            write="false",
        ),
        ReadOnlyTable("directory_line"),
        migrations.RunSQL(GIVEN + WEEK + WRITE + CANDIDATES + NAMED + SAYING + OWNED, GONE),
        # Entries that stand here already. The owner sees none of them; what asks for it does.
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
