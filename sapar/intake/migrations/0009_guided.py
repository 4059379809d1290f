"""How far a talk went in a flow of guidance, sealed with the contact."""

import sapar.vault.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0008_overdue_offices'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='guided',
            field=sapar.vault.fields.SealedField(null=True),
        ),
    ]
