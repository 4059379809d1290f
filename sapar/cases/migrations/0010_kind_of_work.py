"""The kind of work that a case is about, as a section of ISIC."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_follow'),
        ('organisations', '0003_monitors'),
        ('vault', '0003_blind_sets'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='case',
            name='update_update',
        ),
        migrations.AddField(
            model_name='case',
            name='industry',
            field=models.CharField(blank=True, choices=[('A', 'Farming, forestry, fishing'), ('B', 'Mining'), ('C', 'Factory'), ('D', 'Electricity and gas'), ('E', 'Water, waste'), ('F', 'Building'), ('G', 'Shops, markets, car repair'), ('H', 'Transport, warehouse'), ('I', 'Hotel, restaurant'), ('J', 'Media, computers'), ('K', 'Finance'), ('L', 'Property'), ('M', 'Professional work'), ('N', 'Cleaning, guarding, agency work'), ('O', 'Public administration'), ('P', 'Education'), ('Q', 'Health and care'), ('R', 'Arts, sport'), ('S', 'Other services'), ('T', 'Work in a household'), ('U', 'International organisation')], max_length=1, verbose_name='kind of work'),
        ),
        migrations.AddField(
            model_name='caseversion',
            name='industry',
            field=models.CharField(blank=True, choices=[('A', 'Farming, forestry, fishing'), ('B', 'Mining'), ('C', 'Factory'), ('D', 'Electricity and gas'), ('E', 'Water, waste'), ('F', 'Building'), ('G', 'Shops, markets, car repair'), ('H', 'Transport, warehouse'), ('I', 'Hotel, restaurant'), ('J', 'Media, computers'), ('K', 'Finance'), ('L', 'Property'), ('M', 'Professional work'), ('N', 'Cleaning, guarding, agency work'), ('O', 'Public administration'), ('P', 'Education'), ('Q', 'Health and care'), ('R', 'Arts, sport'), ('S', 'Other services'), ('T', 'Work in a household'), ('U', 'International organisation')], max_length=1, verbose_name='kind of work'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_caseversion" ("closed_at", "country", "data_key_id", "id", "industry", "language", "number", "opened_at", "opened_by_id", "org_id", "owner_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province", "restricted", "state", "story", "version", "waiting_for") VALUES (NEW."closed_at", NEW."country", NEW."data_key_id", NEW."id", NEW."industry", NEW."language", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."org_id", NEW."owner_id", NOW(), \'insert\', NEW."id", NEW."province", NEW."restricted", NEW."state", NEW."story", NEW."version", NEW."waiting_for"); RETURN NULL;', hash='be606e7c3201c817680be55860efed9e3e627362', operation='INSERT', pgid='pgtrigger_insert_insert_0b483', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_caseversion" ("closed_at", "country", "data_key_id", "id", "industry", "language", "number", "opened_at", "opened_by_id", "org_id", "owner_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province", "restricted", "state", "story", "version", "waiting_for") VALUES (NEW."closed_at", NEW."country", NEW."data_key_id", NEW."id", NEW."industry", NEW."language", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."org_id", NEW."owner_id", NOW(), \'update\', NEW."id", NEW."province", NEW."restricted", NEW."state", NEW."story", NEW."version", NEW."waiting_for"); RETURN NULL;', hash='e918d880bba14c8b17f1e850ab7a0769c0566daf', operation='UPDATE', pgid='pgtrigger_update_update_f5146', table='cases_case', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('industry__in', ['', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U'])), name='case_industry_known'),
        ),
    ]
