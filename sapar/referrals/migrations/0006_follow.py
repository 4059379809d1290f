"""What went out without consent about a person follows them into a merge."""

from django.db import migrations

from sapar.same.moving import Follow, Place


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_rules_outside"), ("same", "0002_walls")]

    operations = [
        Follow("referrals", [Place("referrals_disclosureperson", once=("disclosure_id",))], histories=[])
    ]
