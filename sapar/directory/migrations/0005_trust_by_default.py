"""Rows that a load writes by itself begin unreckoned too: the database knows the beginning as the model does."""

from django.db import migrations

FORWARD = """
alter table directory_listing
    alter column trust set default 'unconfirmed',
    alter column trust_rule set default 'T10',
    alter column trust_reasons set default '[{"rule": "T10"}]';
"""
BACK = """
alter table directory_listing
    alter column trust drop default, alter column trust_rule drop default, alter column trust_reasons drop default;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_trust_by_rules")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
