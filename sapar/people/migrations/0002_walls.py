"""Who reaches which row, and that a child row never hangs on another organisation's parent."""

from django.db import migrations

from sapar.common.rls import ProtectOwn, SameTenant

MEMBER = "organisations_membership"
PERSON = "people_person"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        # The cases package narrows people and their phones further, by the cases they stand in.
        ProtectOwn(PERSON),
        ProtectOwn("people_personversion", append_only=True),
        ProtectOwn("people_phone"),
        ProtectOwn("people_consent"),
        ProtectOwn("people_consentperson"),
        SameTenant(PERSON, "data_key_id", "vault_datakey"),
        SameTenant("people_phone", "data_key_id", "vault_datakey"),
        SameTenant("people_phone", "person_id", PERSON),
        SameTenant("people_consent", "data_key_id", "vault_datakey"),
        SameTenant("people_consent", "taken_by_id", MEMBER),
        SameTenant("people_consent", "withdrawn_by_id", MEMBER),
        SameTenant("people_consentperson", "consent_id", "people_consent"),
        SameTenant("people_consentperson", "person_id", PERSON),
    ]
