"""Counts of an organisation's own referrals for its coordinator: codes, months and partners, restricted cases among them."""

from django.db import migrations

from sapar.common.rls import ORG

FACTS = f"""
create function referrals_facts(one uuid, begins timestamptz, ends timestamptz, zone text)
returns table (side text, month date, partner uuid, service text, way text, state text, n bigint, in_time bigint, unanswered bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select case when r.from_org_id = one then 'sent' else 'received' end,
        date_trunc('month', r.offered_at at time zone zone)::date,
        case when r.from_org_id = one then r.to_org_id else r.from_org_id end,
        service::text, r.way::text, r.state::text, count(*),
        count(*) filter (where r.answered_at <= r.answer_by),
        count(*) filter (where r.answered_at is null and (r.state = 'expired' or r.state = 'offered' and r.answer_by <= now()))
    from referrals_referral r, unnest(r.asked_for) service
    where one = {ORG} and (r.from_org_id = one or r.to_org_id = one and r.way = 'inside')
        and r.offered_at >= begins and r.offered_at < ends
    group by 1, 2, 3, 4, 5, 6
    order by 1, 2, 3, 4, 5, 6
$$;
alter function referrals_facts(uuid, timestamptz, timestamptz, text) owner to sapar_search;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_rules_outside")]

    operations = [
        migrations.RunSQL(FACTS, "drop function referrals_facts(uuid, timestamptz, timestamptz, text)")
    ]
