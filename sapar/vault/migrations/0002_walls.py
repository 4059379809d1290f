"""Who reaches which key."""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, own, through_door


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        ProtectOwn("vault_organisationkey"),
        ProtectOwn("vault_datakey"),
        ProtectOwn("vault_blindentry"),
        ProtectOwn("vault_sealedfile"),
        Protect("vault_publickey", read="true", write=own()),
        Protect("vault_systemkey", read=through_door("keys")),
    ]
