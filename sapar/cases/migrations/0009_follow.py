"""Parts, problems, papers, services and follow-ups follow their person into a merge; a case goes back whole."""

from django.db import migrations

from sapar.same.moving import Follow, Place

OF_PERSON = [
    Place("cases_problem", once=("case_id", "code")),
    Place("cases_paper"),
    Place("cases_servicegiven"),
    Place("cases_followup"),
]
PLACES = [Place("cases_participant", once=("case_id",)), *OF_PERSON]
# What was written since in a case that goes back belongs to the person of that case.
GONE_BACK = """(
            select p.case_id from cases_participant p join same_movedrow r on r.row_id = p.id
            where r.merge_id = m.id and r.place = 'cases_participant.person_id' and p.person_id = m.gone_id
                and not exists (
                    select 1 from cases_participant q where q.case_id = p.case_id and q.person_id = m.kept_id
                )
        )"""
SINCE = "".join(
    f"""
    update {one.table} t set person_id = m.gone_id
    where t.person_id = m.kept_id and t.org_id = m.org_id and {one.free("m.gone_id")} and t.case_id in {GONE_BACK};"""
    for one in OF_PERSON
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_hidden_by_row"), ("same", "0002_walls")]

    operations = [
        Follow(
            "cases",
            PLACES,
            histories=["cases_problemversion", "cases_paperversion", "cases_servicegivenversion"],
            afterwards=SINCE,
        )
    ]
