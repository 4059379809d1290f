"""Who was entered follows their person into a merge, and back; what was entered since in a case that goes back goes with it."""

from django.db import migrations

from sapar.same.moving import Follow, Place

# One that stands for each person: where both were entered, the other's stays, and is ended.
ENTRY = Place("acquaintance_entry", once=("org_id",), where="t.ended_at is null")
SINCE = f"""
    update {ENTRY.table} t set person_id = m.gone_id
    where t.person_id = m.kept_id and t.org_id = m.org_id and {ENTRY.free("m.gone_id")} and t.case_id in (
        select p.case_id from cases_participant p join same_movedrow r on r.row_id = p.id
        where r.merge_id = m.id and r.place = 'cases_participant.person_id' and p.person_id = m.gone_id
            and not exists (
                select 1 from cases_participant q where q.case_id = p.case_id and q.person_id = m.kept_id
            )
    );"""


class Migration(migrations.Migration):
    dependencies = [("acquaintance", "0002_walls")]

    operations = [Follow("acquaintance", [ENTRY], histories=[], afterwards=SINCE)]
