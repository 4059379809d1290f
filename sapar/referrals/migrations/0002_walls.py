"""Who reaches which row, and that every row hangs on rows of the right organisation.

A referral is seen by its two sides, by the receiver only once it was offered, and by nobody to whom their own restricted
case is hidden. Packets lean on the policies of referrals and grants; those two ask neither packets nor each other.
"""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, ReadOnlyTable, SameTenant, either, own

REFERRAL = "referrals_referral"
STAFF = "organisations_membership"
CASE = "cases_case"
HIDDEN = "all ((select cases_hidden())::uuid[])"

SENDER = own("from_org_id")
RECEIVER = f"({own('to_org_id')} and offered_at is not null)"
OPEN_TO_ME = f"case_id <> {HIDDEN} and (to_case_id is null or to_case_id <> {HIDDEN})"

MAY_SEE = "exists (select 1 from referrals_referral r where r.id = {table}.referral_id)"
GRANTED = """exists (
    select 1 from referrals_grant g
    where g.referral_id = referrals_packet.referral_id and g.closed_at is null and g.ends_at > now()
        and (referrals_packet.kind = 'summary' or g.stage = 'accepted'))"""
PACKET = (
    f"({own('author_org_id')} or ({own('reader_org_id')} and (kind = 'report' or {GRANTED}))) "
    f"and {MAY_SEE.format(table='referrals_packet')}"
)
OUTCOME = f"{either('from_org_id', 'to_org_id')} and {MAY_SEE.format(table='referrals_reportedoutcome')}"

# Each side may change a referral; what of it, the rules of the next migration say. None is ever deleted.
BOTH_CHANGE = f"""
drop policy sapar_update on referrals_referral;
create policy sapar_update on referrals_referral for update
    using ({SENDER} or {RECEIVER}) with check ({SENDER} or {RECEIVER});
revoke delete, truncate on referrals_referral from sapar_web;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("cases", "0002_walls"), ("people", "0002_walls")]

    operations = [
        Protect(REFERRAL, read=f"({SENDER} or {RECEIVER}) and {OPEN_TO_ME}", write=SENDER),
        migrations.RunSQL(BOTH_CHANGE, migrations.RunSQL.noop),
        Protect("referrals_grant", read=f"{either('from_org_id', 'to_org_id')} and case_id <> {HIDDEN}", write="false"),
        ReadOnlyTable("referrals_grant"),
        ProtectOwn("referrals_referralconsent", append_only=True),
        Protect("referrals_packet", read=PACKET, write=own("author_org_id"), append_only=True),
        Protect("referrals_reportedoutcome", read=OUTCOME, write=own("to_org_id"), append_only=True),
        SameTenant(REFERRAL, "case_id", CASE, org="from_org_id"),
        SameTenant(REFERRAL, "made_by_id", STAFF, org="from_org_id"),
        SameTenant(REFERRAL, "to_case_id", CASE, org="to_org_id"),
        SameTenant(REFERRAL, "answered_by_id", STAFF, org="to_org_id"),
        SameTenant("referrals_grant", "case_id", CASE, org="from_org_id"),
        SameTenant("referrals_referralconsent", "consent_id", "people_consent"),
        SameTenant("referrals_referralconsent", "referral_id", REFERRAL, parent_org="from_org_id"),
        SameTenant("referrals_packet", "written_by_id", STAFF, org="author_org_id"),
    ]
