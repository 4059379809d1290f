"""Screenings, decisions, help wanted and notices follow their person into a merge; those of a case go back with it."""

from django.db import migrations

from sapar.same.moving import Follow, Place

PLACES = [
    Place("screening_screening"),
    Place("screening_determination"),
    Place("screening_support", once=("case_id", "kind")),
    Place("screening_notice"),
]
SINCE = "".join(
    f"""
    update {one.table} t set person_id = m.gone_id
    where t.person_id = m.kept_id and t.org_id = m.org_id and {one.free("m.gone_id")} and t.case_id in (
        select p.case_id from cases_participant p join same_movedrow r on r.row_id = p.id
        where r.merge_id = m.id and r.place = 'cases_participant.person_id' and p.person_id = m.gone_id
            and not exists (
                select 1 from cases_participant q where q.case_id = p.case_id and q.person_id = m.kept_id
            )
    );"""
    for one in PLACES
)


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_counts"), ("same", "0002_walls"), ("cases", "0009_follow")]

    operations = [
        Follow("screening", PLACES, histories=["screening_supportversion"], afterwards=SINCE),
    ]
