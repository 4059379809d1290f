"""Bits by which people who share a hash are put in order; null until the night makes them."""

from django.db import migrations, models

from sapar.vault.marks import MarksField


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_blind_sets")]

    operations = [
        migrations.AddField(model_name="blindset", name="marks", field=MarksField(null=True)),
        migrations.AddField(
            model_name="blindset", name="size", field=models.PositiveSmallIntegerField(null=True)
        ),
    ]
