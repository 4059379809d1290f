"""An entry remembers with what it was made; those made before this are compared with nobody until entered again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acquaintance", "0003_follow")]

    operations = [
        migrations.AddField(model_name="entry", name="facts", field=models.BinaryField(default=bytes)),
    ]
