"""A deadline that a rule of law gave knows its rule, so that it can be counted anew when the rule changes."""

import sapar.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_hidden_once'),
        ('organisations', '0002_profile_version'),
        ('vault', '0002_walls'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='rule',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='task',
            name='rule_facts',
            field=sapar.vault.fields.SealedField(null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='rule_notice',
            field=models.CharField(blank=True, choices=[('moved', 'The rule has changed, and the day with it'), ('silent', 'The rule gives no answer any more: ask a lawyer')], max_length=6),
        ),
        migrations.AddField(
            model_name='task',
            name='rule_state',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='task',
            name='rule_version',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='task',
            name='was_due_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('state', 'open'), models.Q(('rule', ''), _negated=True)), fields=['org', 'owner'], name='task_by_rule'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rule', ''), ('rule_notice', ''), ('rule_state', ''), ('rule_version', ''), ('was_due_on__isnull', True)), models.Q(models.Q(('rule', ''), _negated=True), models.Q(('rule_version', ''), _negated=True), models.Q(('rule_state', ''), _negated=True)), _connector='OR'), name='task_rule_has_its_version'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('rule_notice', ''), ('rule_notice__in', ['moved', 'silent']), _connector='OR'), name='task_rule_notice_known'),
        ),
    ]
