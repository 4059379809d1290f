"""How the web role stands to tables that are not ours: closed to it, or open and free of people."""

from django.db import migrations

from sapar.config.tenancy import CLOSED_TABLES

CLOSE = [f'revoke all on "{table}" from sapar_web' for table in CLOSED_TABLES]
OPEN = [f'grant select, insert, update, delete on "{table}" to sapar_web' for table in CLOSED_TABLES]


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("pghistory", "0001_initial"),
    ]

    operations = [migrations.RunSQL(CLOSE, OPEN)]
