"""Pairs of records that are alike, and how far a comparison has come."""


import django.db.models.deletion
import django.utils.timezone
import sapar.common.ids
from django.db import migrations, models

from sapar.common.rls import Protect, ProtectOwn, SameTenant, own

HIDDEN = "((select cases_hidden_people())::uuid[])"
SEEN = f"{own()} and one_id <> all {HIDDEN} and other_id <> all {HIDDEN}"


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_profile_version'),
        ('people', '0007_alike'),
        ('same', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparing',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('found', models.PositiveIntegerField(default=0)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['org', '-began_at'], name='comparing_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='comparing_done_of_total')],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('same', 'the same'), ('perhaps', 'perhaps')], max_length=8)),
                ('bits', models.FloatField()),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decision', models.CharField(blank=True, choices=[('one', 'One person'), ('two', 'Two people')], max_length=4)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.membership')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('decision', '')), fields=['org', '-bits', 'id'], name='likeness_open'), models.Index(fields=['org', 'answer', 'decision'], name='likeness_decided')],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='likeness_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='likeness_in_order'), models.CheckConstraint(condition=models.Q(('answer__in', ['same', 'perhaps'])), name='likeness_answer_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['one', 'two'])), _connector='OR'), name='likeness_open_or_decided')],
            },
        ),
        Protect("same_likeness", read=SEEN),
        ProtectOwn("same_comparing"),
        SameTenant("same_likeness", "one_id", "people_person"),
        SameTenant("same_likeness", "other_id", "people_person"),
        SameTenant("same_likeness", "decided_by_id", "organisations_membership"),
    ]
