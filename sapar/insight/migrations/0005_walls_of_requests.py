"""Requests are reached by named code alone: they say what somebody wants to find out."""

from django.db import migrations

from sapar.common.rls import Protect, SameTenant, through_door


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_requests")]

    operations = [
        Protect("insight_researchrequest", read=through_door("figures")),
        migrations.RunSQL("revoke delete, truncate on insight_researchrequest from sapar_web", migrations.RunSQL.noop),
        SameTenant("insight_researchrequest", "asked_by_id", "organisations_membership"),
        SameTenant("insight_researchrequest", "first_by_id", "organisations_membership", org="first_org_id"),
        SameTenant("insight_researchrequest", "second_by_id", "organisations_membership", org="second_org_id"),
    ]
