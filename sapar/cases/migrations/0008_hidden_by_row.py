"""Whether a row is hidden is asked of the row's own case, not of a list of all cases that are hidden.

The list had to be found out once a transaction and read again by every table of a page: with 380 restricted cases in an
organisation that was 3 to 4 of the 6 ms that the database worked for a page, and three times as much for a new case, which
took the list away again at every step. A page shows one case, or twenty-five: two functions answer for one row by key in
7 µs. What is hidden stays the same, to the letter. The lists stay for what is asked seldom.

The functions say that they cost nothing: sub-selects in their place, which the planner knows to cost something, made it
read an organisation's whole index first to ask them of fewer rows (65 ms for the two problems of a case).
"""

from django.db import migrations
from django.db.migrations import RunSQL

from sapar.common.rls import MEMBER, ORG, own

HEAD = "language plpgsql stable cost 1 security definer set search_path = pg_catalog, public, pg_temp"
# Restricted, of the organisation in scope, and the member in scope is not named on it, or not any more.
HIDDEN = f"""c.restricted and c.org_id = {ORG} and not exists (
    select 1 from cases_caseaccess a
    where a.case_id = c.id and a.member_id = {MEMBER} and (a.until is null or a.until > now())
)"""

FUNCTIONS = f"""
create function cases_hides(one uuid) returns boolean {HEAD} as $$
begin
    return exists (select 1 from cases_case c where c.id = one and {HIDDEN});
end
$$;

-- Who stands in hidden cases only is hidden; who stands in none is not.
create function cases_hides_person(one uuid) returns boolean {HEAD} as $$
begin
    return exists (
        select 1 from cases_participant p join cases_case c on c.id = p.case_id where p.person_id = one and {HIDDEN}
    ) and not exists (
        select 1 from cases_participant p join cases_case c on c.id = p.case_id where p.person_id = one and not ({HIDDEN})
    );
end
$$;
"""
CLOSE = [
    f"revoke all on function {name}(uuid) from public; grant execute on function {name}(uuid) to sapar_web; "
    f"alter function {name}(uuid) owner to sapar_search"
    for name in ("cases_hides", "cases_hides_person")
]

OF_CASE = f"{own()} and not cases_hides(case_id)"
OF_PERSON = f"{own()} and not cases_hides_person(person_id)"
PERSON = f"{own()} and not cases_hides_person(id)"
# Nobody is pulled out of a hidden case into one that is seen.
PUT_INTO_CASE = f"{OF_CASE} and not cases_hides_person(person_id)"
# A job has no member and sees every consent of its organisation.
CONSENT = f"{own()} and ((select {MEMBER}) is null or for_case is null or not cases_hides(for_case))"
DECISION = f"{OF_PERSON} and (for_case is null or not cases_hides(for_case))"
LINK = f"{OF_PERSON} and not cases_hides_person(other_id)"
VERSION = f"{own()} and not cases_hides(pgh_obj_id)"

OF_CASES = ("problem", "task", "paper", "servicegiven", "otherparty", "followup", "handover", "openform")
OF_PEOPLE = ("phone", "consentperson", "personneed")
APPEND_ONLY = ("note", "problemversion", "paperversion", "servicegivenversion", "otherpartyversion")


def walls(table: str, seen: str, written: str = "") -> list[str]:
    """The four policies anew."""
    written = written or seen
    return [
        f"alter policy sapar_read on {table} using ({seen})",
        f"alter policy sapar_insert on {table} with check ({written})",
        f"alter policy sapar_update on {table} using ({seen}) with check ({written})",
        f"alter policy sapar_delete on {table} using ({seen})",
    ]


def append_only(table: str, seen: str) -> list[str]:
    return [
        f"alter policy sapar_read on {table} using ({seen})",
        f"alter policy sapar_insert on {table} with check ({seen})",
    ]


ALL = [
    *[line for name in OF_CASES for line in walls(f"cases_{name}", OF_CASE)],
    *walls("cases_participant", OF_CASE, PUT_INTO_CASE),
    *[line for name in APPEND_ONLY for line in append_only(f"cases_{name}", OF_CASE)],
    *append_only("cases_caseversion", VERSION),
    # A new person cannot be hidden yet: the check of an insert stays as it is.
    f"alter policy sapar_read on people_person using ({PERSON})",
    f"alter policy sapar_update on people_person using ({PERSON}) with check ({PERSON})",
    f"alter policy sapar_delete on people_person using ({PERSON})",
    *[line for name in OF_PEOPLE for line in walls(f"people_{name}", OF_PERSON)],
    *walls("people_familylink", LINK),
    *walls("people_jointdecision", DECISION),
    *walls("people_consent", CONSENT),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_deadlines_by_rule"), ("people", "0006_walls_of_needs")]

    operations = [
        RunSQL([FUNCTIONS, *CLOSE], RunSQL.noop),
        RunSQL(ALL, RunSQL.noop),
    ]
