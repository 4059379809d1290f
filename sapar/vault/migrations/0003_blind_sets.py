"""Sets of short keyed hashes by which names that sound alike are found."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from sapar.common.rls import ProtectOwn, SameTenant


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="BlindSet",
            fields=[
                ("subject_id", models.UUIDField(primary_key=True, serialize=False)),
                ("org_id", models.UUIDField()),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("recipe", models.PositiveSmallIntegerField()),
                (
                    "data_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="vault.datakey"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False,
                        fields=["digests"],
                        name="vault_blindset_digests",
                    )
                ],
            },
        ),
        ProtectOwn("vault_blindset"),
        SameTenant("vault_blindset", "data_key_id", "vault_datakey"),
    ]
