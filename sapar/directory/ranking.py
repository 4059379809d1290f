"""The statement that puts the candidates of `directory_candidates` in order and reads what their cards say."""

from __future__ import annotations

from typing import Any

from sapar.common.ready import ask

# `doors` is how many of the services for a problem are right first doors. `nearness`: 0 in the town or by a telephone that is there for just this, 1 reaches the place, 2 near it or farther.
_SQL = """
with levelled as (
    select c.*, l.org_id, l.status, coalesce(extract(year from l.confirmed_on), l.described_in) as fresh,
        l.confirmed_on, l.fee, g.slug, g.kind, l.status = 'ended' or l.trust = 'suspended' as is_last,
        array_position('{confirmed,unconfirmed,warning,suspended}', l.trust::text) as doubt,
        case when not %(placed)s::boolean or c.km <= %(town)s::float or (c.reaches and c.code = any(%(telephone)s::text[])) then 0 when c.reaches then 1 else 2 end
            as nearness,
        count(*) filter (where l.status <> 'ended' and l.trust <> 'suspended') over (order by c.level)
        - count(*) filter (where l.status <> 'ended' and l.trust <> 'suspended') over (partition by c.level) as before,
        count(*) filter (where l.status <> 'ended' and l.trust <> 'suspended' and c.level < 3) over () as alive
    from directory_candidates(%(asked)s::jsonb) c
    join directory_listing l on l.id = c.listing_id
    join organisations_organisation g on g.id = l.org_id
    where l.org_id <> coalesce(%(but)s::uuid, '00000000-0000-0000-0000-000000000000')
), ranked as (
    select *, count(*) over () as total, row_number() over (
        order by is_last, level, not is_here, fit > %(doors)s::int, nearness, fit,
            case when %(consulates)s::boolean and kind = 'consulate' then 0 else 1 end, is_made_for desc, is_for_all desc,
            matched desc, doubt, case when nearness = 2 then km end nulls last, fresh desc, km nulls last, fee <> 'free', slug
    ) as rank
    from levelled where before < %(few)s::int
    order by rank limit %(limit)s::int offset %(offset)s::int
)
select r.org_id, r.slug, g.name, l.names::text, g.kind, g.country, g.is_fictional, g.takes_requests,
    coalesce(p.name, '') as town, coalesce(p.names, '{}')::text, p.latitude, p.longitude, l.place_is_assumed,
    coalesce((
        select t.number from directory_telephone t
        where t.org_id = r.org_id and t.representative_id is null and t.kind = 'voice'
            and (t.offer_id = r.offer_id or l.phone = '')
        order by t.offer_id = r.offer_id desc nulls last, t.offer_id nulls first, t.position, t.id limit 1
    ), l.phone),
    l.website, l.fee, coalesce(nullif(l.fee_note, ''), l.particulars ->> 'fee_note', ''), l.around_the_clock,
    l.described_in, l.confirmed_on, l.trust, l.trust_since, l.trust_rule, l.trust_reasons::text, l.checked_on, l.status,
    g.languages, array(
        select c from directory_offer o, unnest(o.codes::text[]) as c
        where o.org_id = r.org_id and o.status = 'active'
        group by c order by array_position(%(services)s::text[], c) nulls last, c
    ) as codes,
    case when r.site_id is not null or not (l.place_is_assumed or l.place_is_secret) then r.km end, r.reaches, r.spoken, r.matched, r.level,
    g.time_zone, r.is_made_for, (
        select jsonb_build_object(
            'fee', o.fee, 'fee_note', o.fee_note, 'sex', o.sex, 'minimum_age', o.minimum_age, 'maximum_age', o.maximum_age,
            'groups', o.groups, 'standings', o.standings, 'citizenships', o.citizenships, 'papers', o.papers,
            'by_appointment', o.by_appointment
        ) from directory_offer o where o.id = r.offer_id
    ), coalesce((
        select jsonb_agg(to_jsonb(h) order by h.position) from directory_hours h
        where h.org_id = r.org_id and (
            h.offer_id = r.offer_id or h.site_id = r.site_id
            or (h.offer_id is null and h.site_id is null and h.offer_at_id is null)
            or h.offer_at_id = (select a.id from directory_offerat a where a.offer_id = r.offer_id and a.site_id = r.site_id)
        )
    ), '[]'), coalesce((
        select jsonb_agg(to_jsonb(k) order by k.position) from directory_spoken k
        where k.org_id = r.org_id and (k.offer_id = r.offer_id or k.site_id = r.site_id)
    ), '[]'), (
        select jsonb_build_object(
            'name', i.name, 'address', i.address, 'address_more', i.address_more, 'town', i.town, 'way', i.way,
            'country', i.country, 'latitude', i.latitude, 'longitude', i.longitude, 'place', t.name, 'places', t.names
        ) from directory_site i left join directory_place t on t.id = i.place_id
        where i.id = r.site_id and not i.is_secret
    ), r.alive, r.total
from ranked r
    join directory_listing l on l.id = r.listing_id
    join organisations_organisation g on g.id = r.org_id
    left join directory_place p on p.id = l.place_id and not l.place_is_secret
order by r.rank
"""


def rows(parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The columns of `search.Result` in their order, then how many are near and alive, then how many there are."""
    return ask(_SQL, parameters)
