"""The trust of an entry, and the wall before it: only a rule of the database, acting for `monitoring`, writes it."""

import sapar.directory.trust
from django.db import migrations, models

# `sapar_search` is whom the copying trigger of `monitoring` acts as; the operator restores backups.
GUARD = """
create function directory_guard_trust() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_user in ('sapar_search', 'sapar_operator') then
        return new;
    end if;
    if tg_op = 'INSERT'
        and (new.trust, new.trust_rule, new.trust_reasons) = ('unconfirmed', 'T10', '[{"rule": "T10"}]')
        and num_nonnulls(new.trust_since, new.checked_on) = 0 then
        return new;
    end if;
    if tg_op = 'UPDATE' and (new.trust, new.trust_since, new.trust_rule, new.trust_reasons, new.checked_on)
        is not distinct from (old.trust, old.trust_since, old.trust_rule, old.trust_reasons, old.checked_on) then
        return new;
    end if;
    raise exception using errcode = '23514', constraint = 'listing_trust_by_rules_only',
        table = 'directory_listing', message = 'refused: listing_trust_by_rules_only';
end
$$;
create trigger directory_guard_trust before insert or update on directory_listing
    for each row execute function directory_guard_trust();
"""

UNDO = """
drop trigger directory_guard_trust on directory_listing;
drop function directory_guard_trust();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_walls_of_services'),
        ('organisations', '0002_profile_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='listing',
            name='checked_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='last checked by a monitor'),
        ),
        migrations.AddField(
            model_name='listing',
            name='trust',
            field=models.CharField(choices=[('confirmed', 'Confirmed'), ('unconfirmed', 'Not confirmed'), ('warning', 'Warning'), ('suspended', 'Suspended')], default='unconfirmed', editable=False, max_length=11),
        ),
        migrations.AddField(
            model_name='listing',
            name='trust_reasons',
            field=models.JSONField(default=sapar.directory.trust.unreckoned, editable=False),
        ),
        migrations.AddField(
            model_name='listing',
            name='trust_rule',
            field=models.CharField(default='T10', editable=False, max_length=3),
        ),
        migrations.AddField(
            model_name='listing',
            name='trust_since',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('trust__in', ['confirmed', 'unconfirmed', 'warning', 'suspended'])), name='listing_trust_known'),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
