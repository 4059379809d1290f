"""Everybody reads what is published; the rest is its organisation's, or goes by the readers' door. Search by functions."""

from django.db import migrations

from sapar.common.rls import Protect, own, through_door

READERS = through_door("practice-readers")
SEED = f"({through_door('practice-seed')} and org_id is null)"
WRITE = f"{own()} or {SEED} or ({READERS} and state in ('seconded', 'published', 'withdrawn', 'draft'))"
READ = f"state = 'published' or {own()} or {SEED} or ({READERS} and state = 'seconded')"
WORDS_READ = "exists (select 1 from practice_entry e where e.id = entry_id)"

TABLES = """
create index practice_by_problem on practice_entry using gin (problems) where state = 'published';
create index practice_by_country on practice_entry (country, published_at desc) where state = 'published';
alter table practice_wording add column document tsvector generated always as (
    setweight(case language
        when 'ru' then to_tsvector('pg_catalog.russian'::regconfig, title)
        when 'en' then to_tsvector('pg_catalog.english'::regconfig, title)
        else to_tsvector('pg_catalog.simple'::regconfig, title) end, 'A')
    || setweight(case language
        when 'ru' then to_tsvector('pg_catalog.russian'::regconfig, situation || ' ' || steps || ' ' || law || ' ' || result || ' ' || failed)
        when 'en' then to_tsvector('pg_catalog.english'::regconfig, situation || ' ' || steps || ' ' || law || ' ' || result || ' ' || failed)
        else to_tsvector('pg_catalog.simple'::regconfig, situation || ' ' || steps || ' ' || law || ' ' || result || ' ' || failed) end, 'C')
    || setweight(to_tsvector('pg_catalog.simple'::regconfig, sounds), 'D')
) stored;
create index practice_document on practice_wording using gin (document);

revoke all on practice_sound from sapar_web;
grant select, insert on practice_sound to sapar_search;

create function practice_listen() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into practice_sound select distinct s from regexp_split_to_table(new.sounds, ' ') s where s <> ''
        on conflict do nothing;
    return null;
end
$$;
alter function practice_listen() owner to sapar_search;
create trigger practice_listen after insert or update of sounds on practice_wording
    for each row execute function practice_listen();
"""

# Three ways to an entry, the surest first: all words by their stems; all words by their sound (another script, a slip of the
# pen), asked only where stems do not fill the page; the trouble that the words mean. Where none leads anywhere, any of the
# words. In each way at most 150 entries are weighed against each other.
SEARCH = """
create function practice_alike(word text) returns tsquery
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(string_agg(quote_literal(a.sound), ' | ')::tsquery, quote_literal(word)::tsquery)
    from (
        select s.sound from practice_sound s where s.sound % word order by similarity(s.sound, word) desc, s.sound limit 8
    ) a
$$;
alter function practice_alike(text) owner to sapar_search;

create function practice_search(
    typed text, sounds text[], meant text[], only_problem text, near text, only_near boolean, most int, past int
) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    stems tsquery := plainto_tsquery('pg_catalog.russian', typed) || plainto_tsquery('pg_catalog.english', typed);
    every_sound tsquery;
    any_sound tsquery;
    alike tsquery;
    word text;
    filled boolean := false;
begin
    -- Not in the function's head: whoever restores a backup is no superuser and has not called pg_trgm yet.
    perform set_config('pg_trgm.similarity_threshold', '0.45', true);
    if numnode(stems) > 0 then
        select count(*) = most + past into filled from (
            select 1 from practice_wording w join practice_entry e on e.id = w.entry_id
            where w.document @@ stems and e.state = 'published'
                and (only_problem = '' or only_problem = any(e.problems)) and (not only_near or e.country = near)
            limit most + past
        ) seen;
    end if;
    if not filled then
        foreach word in array sounds loop
            alike := practice_alike(word);
            every_sound := coalesce(every_sound && alike, alike);
            any_sound := coalesce(any_sound || alike, alike);
        end loop;
    end if;
    return query with ways as (
        (select e.id, 1 as way, ts_rank(w.document, stems) as weight, e.country, e.published_at
            from practice_wording w join practice_entry e on e.id = w.entry_id
            where numnode(stems) > 0 and w.document @@ stems and e.state = 'published'
                and (only_problem = '' or only_problem = any(e.problems)) and (not only_near or e.country = near)
            limit 150)
        union all
        (select e.id, 2, ts_rank(w.document, every_sound), e.country, e.published_at
            from practice_wording w join practice_entry e on e.id = w.entry_id
            where every_sound is not null and w.document @@ every_sound and e.state = 'published'
                and (only_problem = '' or only_problem = any(e.problems)) and (not only_near or e.country = near)
            limit 150)
        union all
        (select e.id, 3, 0, e.country, e.published_at from practice_entry e
            where not filled and e.state = 'published' and e.problems && meant::varchar[]
                and (not only_near or e.country = near)
            order by (e.country = near) desc, e.published_at desc limit 150)
        union all
        (select e.id, 3, 0, e.country, e.published_at from practice_entry e
            where e.state = 'published' and cardinality(meant) = 0 and cardinality(sounds) = 0
                and (near = '' or e.country = near)
            order by e.published_at desc limit 150)
    ), found as (
        select * from ways
        union all
        (select e.id, 4, ts_rank(w.document, any_sound), e.country, e.published_at
            from practice_wording w join practice_entry e on e.id = w.entry_id
            where not exists (select 1 from ways) and any_sound is not null and w.document @@ any_sound
                and e.state = 'published' and (only_problem = '' or only_problem = any(e.problems))
                and (not only_near or e.country = near)
            limit 150)
    )
    select f.id from found f
        group by f.id, f.country, f.published_at
        order by min(f.way), (near <> '' and f.country = near) desc, max(f.weight) desc, f.published_at desc, f.id
        limit most offset past;
end
$$;
alter function practice_search(text, text[], text[], text, text, boolean, int, int) owner to sapar_search;

create function practice_beside(asked text[], near text, region text, most int) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select e.id from practice_entry e
    where e.state = 'published' and e.problems && asked::varchar[]
    order by cardinality(array(select unnest(e.problems) intersect select unnest(asked))) desc,
        (region <> '' and e.country = near and e.province = region) desc, (near <> '' and e.country = near) desc,
        array_position(array['reached', 'partly', 'not-reached'], e.result_code::text), e.published_at desc, e.id
    limit most
$$;
alter function practice_beside(text[], text, text, int) owner to sapar_search;
"""

UNDO = """
drop function practice_beside(text[], text, text, int);
drop function practice_search(text, text[], text[], text, text, boolean, int, int);
drop function practice_alike(text);
drop trigger practice_listen on practice_wording;
drop function practice_listen();
alter table practice_wording drop column document;
drop index practice_by_country;
drop index practice_by_problem;
"""


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_initial")]

    operations = [
        # Drafts have words too: the web role reads this list only through the search.
        Protect("practice_sound", read="false"),
        migrations.RunSQL(TABLES + SEARCH, UNDO),
        Protect("practice_entry", read=READ, write=WRITE),
        Protect("practice_wording", read=WORDS_READ, write=f"{own()} or {SEED}"),
    ]
