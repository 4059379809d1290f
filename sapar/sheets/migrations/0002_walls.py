"""Who reaches which row, and that a row never hangs on another organisation's sheet.

A row whose case or person is hidden from the member in scope still stands in its sheet: it tells ids and codes; its
cells are what that very organisation's supervisor brought.
"""

from django.db import migrations

from sapar.common.rls import ProtectOwn, SameTenant

BATCH, ROW = "sheets_batch", "sheets_row"
STAFF = "organisations_membership"
KEY = "vault_datakey"


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_initial"), ("vault", "0002_walls"), ("organisations", "0001_initial")]

    operations = [
        ProtectOwn(BATCH),
        ProtectOwn(ROW),
        ProtectOwn("sheets_columnmap"),
        ProtectOwn("sheets_valuemap"),
        ProtectOwn("sheets_paperrun", append_only=True),
        SameTenant(BATCH, "data_key_id", KEY),
        SameTenant(BATCH, "brought_by_id", STAFF),
        SameTenant(ROW, "data_key_id", KEY),
        SameTenant(ROW, "batch_id", BATCH),
        SameTenant("sheets_paperrun", "printed_by_id", STAFF),
    ]
