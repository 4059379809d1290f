"""Who reaches which row of screening: all of it is hidden with its case, and no row hangs on another organisation's parent."""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, SameTenant, own

OF_OPEN_CASE = f"{own()} and case_id <> all ((select cases_hidden())::uuid[])"

CASE = "cases_case"
PERSON = "people_person"
STAFF = "organisations_membership"
KEY = "vault_datakey"
IN_CASE = ("screening", "determination", "support", "notice")
MEMBERS = (
    ("training", "member_id"),
    ("training", "recorded_by_id"),
    ("screening", "asked_by_id"),
    ("determination", "recorded_by_id"),
    ("duty", "recorded_by_id"),
    ("notice", "made_by_id"),
    ("exchange", "made_by_id"),
)


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial"), ("cases", "0006_hidden_once"), ("people", "0006_walls_of_needs")]

    operations = [
        ProtectOwn("screening_training"),
        ProtectOwn("screening_duty"),
        ProtectOwn("screening_exchange", append_only=True),
        *[Protect(f"screening_{name}", read=OF_OPEN_CASE) for name in ("screening", "determination", "support")],
        Protect("screening_notice", read=OF_OPEN_CASE, append_only=True),
        Protect("screening_supportversion", read=OF_OPEN_CASE, append_only=True),
        *[SameTenant(f"screening_{name}", "case_id", CASE) for name in IN_CASE],
        *[SameTenant(f"screening_{name}", "person_id", PERSON) for name in IN_CASE],
        *[SameTenant(f"screening_{name}", "data_key_id", KEY) for name in (*IN_CASE, "exchange")],
        *[SameTenant(f"screening_{name}", column, STAFF) for name, column in MEMBERS],
        SameTenant("screening_notice", "duty_id", "screening_duty"),
        SameTenant("screening_notice", "consent_id", "people_consent"),
    ]
