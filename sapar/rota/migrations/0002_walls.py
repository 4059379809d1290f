"""Lines are public: each organisation writes its own, the steward's door sets their order. Shifts are the office's own."""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, SameTenant, own, through_door

LINE = "rota_publicline"
SHIFT = "rota_shift"
STAFF = "organisations_membership"


class Migration(migrations.Migration):
    dependencies = [("rota", "0001_initial")]

    operations = [
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
