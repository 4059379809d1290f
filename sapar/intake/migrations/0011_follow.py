"""Talks follow the person who called into a merge; those of a case that has gone back go with it."""

from django.db import migrations

from sapar.same.moving import Follow, Place

SINCE = """
    update intake_contact t set caller_id = m.gone_id
    where t.caller_id = m.kept_id and t.org_id = m.org_id and t.case_id in (
        select p.case_id from cases_participant p join same_movedrow r on r.row_id = p.id
        where r.merge_id = m.id and r.place = 'cases_participant.person_id' and p.person_id = m.gone_id
            and not exists (
                select 1 from cases_participant q where q.case_id = p.case_id and q.person_id = m.kept_id
            )
    );"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_hidden_by_row"), ("same", "0002_walls"), ("cases", "0009_follow")]

    operations = [Follow("intake", [Place("intake_contact", "caller_id")], histories=[], afterwards=SINCE)]
