"""A screening may have been on paper."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_kind_of_work'),
        ('organisations', '0003_monitors'),
        ('people', '0007_alike'),
        ('screening', '0004_follow'),
        ('vault', '0003_blind_sets'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='screening',
            name='screening_origin_known',
        ),
        migrations.AlterField(
            model_name='screening',
            name='origin',
            field=models.CharField(choices=[('asked', 'Asked here'), ('paper', 'Asked here on paper, typed in later'), ('brought', "Brought in from another organisation's file")], default='asked', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['asked', 'paper', 'brought'])), name='screening_origin_known'),
        ),
    ]
