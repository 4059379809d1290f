"""Lines are public: each organisation writes its own, the steward's door sets their order. Shifts are the office's own.

An organisation that received public calls before there were lines gets one: from anywhere, around the clock, by its order
of joining.
"""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, SameTenant, own, through_door

LINE = "rota_publicline"
SHIFT = "rota_shift"
STAFF = "organisations_membership"

FILL = f"""insert into {LINE}
    (id, org_id, countries, languages, weekdays, answers_within, position, offered_at, version)
select gen_random_uuid(), id, '{{}}', case when languages = '{{}}' then '{{ru}}' else languages end, '{{0,1,2,3,4,5,6}}',
    24, row_number() over (order by joined_at, id), now(), 1
from organisations_organisation where takes_requests and kind not in ('consulate', 'state')"""


class Migration(migrations.Migration):
    dependencies = [("rota", "0001_initial")]

    operations = [
        migrations.RunSQL([FILL, "set constraints all immediate"], migrations.RunSQL.noop),
        Protect(LINE, read="true", write=f"{own()} or {through_door('steward')}"),
        # Nobody offers for another, not even through the steward's door.
        migrations.RunSQL(
            sql=[
                f"drop policy sapar_insert on {LINE}",
                f"create policy sapar_insert on {LINE} for insert with check ({own()})",
                f"drop policy sapar_delete on {LINE}",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        ProtectOwn(SHIFT),
        SameTenant(SHIFT, "member_id", STAFF),
        SameTenant(SHIFT, "planned_by_id", STAFF),
    ]
