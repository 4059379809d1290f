"""Tables of referrals that leave Sapar, and of what is disclosed without consent."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import sapar.common.ids
import sapar.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_walls'),
        ('organisations', '0001_initial'),
        ('people', '0003_forget'),
        ('referrals', '0003_rules'),
        ('vault', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('danger', models.CharField(choices=[('life', "Somebody's life is in danger"), ('child', 'A child is in danger')], max_length=5)),
                ('no_consent', models.CharField(choices=[('not-reached', 'The person cannot be reached in time'), ('not-able', 'The person cannot speak or decide now'), ('held', 'Asking would put the person in more danger: somebody listens or holds them'), ('no-guardian', 'A child, and nobody who may speak for it is safe or can be reached')], max_length=12)),
                ('belief', models.CharField(choices=[('not-official', 'The recipient is not a state body'), ('safe', 'We believe that telling them is safe for the person'), ('less-harm', 'Telling them has a danger, but silence has a greater one')], max_length=12)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('problems', 'Which problems'), ('languages', 'Which languages the person speaks'), ('place', 'Country and region'), ('needs', 'Sex and age group'), ('names', 'Name'), ('birth', 'Date or year of birth'), ('citizenship', 'Citizenship'), ('phones', 'Phone numbers'), ('safety', 'How to contact safely'), ('papers', 'Papers and their state'), ('story', 'What happened, in words')], max_length=12), size=None)),
                ('reason', sapar.vault.fields.SealedField()),
                ('belief_why', sapar.vault.fields.SealedField()),
                ('review_words', sapar.vault.fields.SealedField()),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('upheld', 'Upheld by a second person'), ('refused', 'Refused by a second person'), ('lapsed', 'Nobody looked at it in time')], default='waiting', max_length=8)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('review_by', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DisclosurePerson',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='HandedOver',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('how', models.CharField(choices=[('told', 'Told by phone'), ('printed', 'Sheet printed'), ('linked', 'Link and code made')], max_length=8)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('problems', 'Which problems'), ('languages', 'Which languages the person speaks'), ('place', 'Country and region'), ('needs', 'Sex and age group'), ('names', 'Name'), ('birth', 'Date or year of birth'), ('citizenship', 'Citizenship'), ('phones', 'Phone numbers'), ('safety', 'How to contact safely'), ('papers', 'Papers and their state'), ('story', 'What happened, in words')], max_length=12), size=None)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='OutsideAnswer',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('verb', models.CharField(choices=[('accept', 'They accept'), ('decline', 'They decline'), ('start', 'They have begun'), ('complete', 'They have finished'), ('report', 'They report how it stands'), ('destroyed', 'They confirm that everything was destroyed')], max_length=9)),
                ('decline_reason', models.CharField(blank=True, choices=[('no-capacity', 'No capacity now'), ('not-our-work', 'Not what we do'), ('not-our-place', 'Not where we work'), ('not-reached', 'Could not reach the person'), ('conflict', 'Conflict of interest'), ('other', 'Another reason')], max_length=16)),
                ('how', models.CharField(choices=[('phone', 'By phone'), ('slip', 'On the return slip of the sheet'), ('mail', 'By e-mail or letter'), ('in-person', 'In person'), ('link', 'Through the sealed link')], max_length=9)),
                ('told_at', models.DateTimeField()),
                ('words', models.BinaryField(blank=True, null=True)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='SealedLink',
            fields=[
                ('id', models.UUIDField(default=sapar.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(unique=True)),
                ('salt', models.BinaryField()),
                ('language', models.CharField(max_length=5)),
                ('summary', models.BinaryField(blank=True, null=True)),
                ('details', models.BinaryField(blank=True, null=True)),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('marked', models.BinaryField(blank=True, null=True)),
                ('kept', models.BinaryField(blank=True, null=True)),
                ('sits_until', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='referral',
            name='referral_withdrawn_says_why',
        ),
        migrations.AddField(
            model_name='referral',
            name='way',
            field=models.CharField(choices=[('inside', 'Inside Sapar'), ('phone', 'By phone'), ('sheet', 'Printed sheet'), ('link', 'One-time sealed link')], db_default='inside', default='inside', max_length=6, verbose_name='how it reaches them'),
        ),
        migrations.AlterField(
            model_name='referral',
            name='withdrawn_because',
            field=models.CharField(blank=True, choices=[('sender', 'The organisation that sent it took it back'), ('consent', 'The person has withdrawn consent'), ('consent-ended', 'The time of the consent is over'), ('disclosure', 'The disclosure without consent was not upheld, or its time is over')], max_length=16),
        ),
        migrations.AlterField(
            model_name='reportedoutcome',
            name='packet',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='referrals.packet'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['inside', 'phone', 'sheet', 'link'])), name='referral_way_known'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('way', 'inside'), models.Q(('answered_by__isnull', True), ('to_case__isnull', True)), _connector='OR'), name='referral_outside_has_no_case_there'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_because__in', ['sender', 'consent', 'consent-ended', 'disclosure'])), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_because', '')), _connector='OR'), name='referral_withdrawn_says_why'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='data_key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.datakey'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.membership'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='org',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='referral',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='disclosure', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.membership'),
        ),
        migrations.AddField(
            model_name='disclosureperson',
            name='disclosure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='about', to='referrals.disclosure'),
        ),
        migrations.AddField(
            model_name='disclosureperson',
            name='org',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='disclosureperson',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='handedover',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.membership'),
        ),
        migrations.AddField(
            model_name='handedover',
            name='org',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='handedover',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='outsideanswer',
            name='org',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='outsideanswer',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='referrals.referral'),
        ),
        migrations.AddField(
            model_name='outsideanswer',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.membership'),
        ),
        migrations.AddField(
            model_name='reportedoutcome',
            name='answer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='referrals.outsideanswer'),
        ),
        migrations.AddConstraint(
            model_name='reportedoutcome',
            constraint=models.UniqueConstraint(fields=('answer', 'problem'), name='reported_once_in_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='reportedoutcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('packet__isnull', True)), models.Q(('answer__isnull', True), ('packet__isnull', False)), _connector='OR'), name='reported_in_a_report_or_an_answer'),
        ),
        migrations.AddField(
            model_name='sealedlink',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.membership'),
        ),
        migrations.AddField(
            model_name='sealedlink',
            name='org',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='sealedlink',
            name='referral',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='referrals.referral'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['org', 'review_by'], name='disclosure_waiting'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'upheld', 'refused', 'lapsed'])), name='disclosure_state_known'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('fields__contained_by', ['problems', 'languages', 'place', 'needs', 'names', 'phones', 'safety']), ('fields__len__gt', 0)), name='disclosure_least_packet', violation_error_message='Without consent only the least may go: never the story or the papers.'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('made_by')), _negated=True), _connector='OR'), name='disclosure_reviewed_by_another', violation_error_message='Somebody else must look at what you passed on.'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), ('state__in', ('upheld', 'refused'))), models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True), ('state__in', ('waiting', 'lapsed'))), _connector='OR'), name='disclosure_reviewed_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('review_by__gt', models.F('made_at')), ('until__gt', models.F('made_at'))), name='disclosure_times_in_order'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('danger__in', ['life', 'child'])), name='disclosure_danger_known'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('no_consent__in', ['not-reached', 'not-able', 'held', 'no-guardian'])), name='disclosure_why_known'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(('belief__in', ['not-official', 'safe', 'less-harm'])), name='disclosure_belief_known'),
        ),
        migrations.AddConstraint(
            model_name='disclosureperson',
            constraint=models.UniqueConstraint(fields=('disclosure', 'person'), name='disclosure_person_once'),
        ),
        migrations.AddConstraint(
            model_name='handedover',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['told', 'printed', 'linked'])), name='handed_how_known'),
        ),
        migrations.AddConstraint(
            model_name='outsideanswer',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['accept', 'decline', 'start', 'complete', 'report', 'destroyed'])), name='outside_answer_verb_known'),
        ),
        migrations.AddConstraint(
            model_name='outsideanswer',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['phone', 'slip', 'mail', 'in-person', 'link'])), name='outside_answer_how_known'),
        ),
        migrations.AddConstraint(
            model_name='outsideanswer',
            constraint=models.CheckConstraint(condition=models.Q(('told_at__lte', models.F('written_at'))), name='outside_answer_told_before_written'),
        ),
        migrations.AddConstraint(
            model_name='outsideanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'link'), ('written_by__isnull', True)), models.Q(models.Q(('how', 'link'), _negated=True), ('written_by__isnull', False)), _connector='OR'), name='outside_answer_typed_or_by_link'),
        ),
        migrations.AddConstraint(
            model_name='sealedlink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('referral',), name='sealed_link_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='sealedlink',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('details__isnull', True), ('kept__isnull', True), ('summary__isnull', True)), _connector='OR'), name='sealed_link_ended_is_empty'),
        ),
    ]
