"""Who is opened among those who share keys with the sought: put in order by bits that stand in the row itself.

Hashes were taken apart and joined for each of up to 6,000 people (0008): that was most of a search's time, and sharing a
pair of names told nothing of the third. Now each row is read once, by two `and`s of 256 bits. The weights are bits of
likelihood, fitted to later visits of 150,000 generated people (docs/decisions/0027): a word that sounds alike, one whose
consonants are alike, a word left over on both sides, the year of birth, no year written down.
"""

from __future__ import annotations

import importlib

from django.db import migrations

from sapar.common.rls import ORG

before = importlib.import_module("sapar.people.migrations.0008_alike_by_likelihood")
HEAD = before.HEAD

# Of a name that more than CAP people bear the rest is left: only a second fact finds somebody among them.
CAP = 3000
# In half bits, so that the database reckons in whole numbers.
SOUNDS, BONES, LEFT_OVER, YEAR, NO_YEAR = 8, 5, 14, 19, 7
# What is less likely than the likeliest by so much is not opened; where the likeliest is no better than UNLIKELY, keys
# that thousands share are asked too.
MARGIN, UNLIKELY = 16, 24
# Whose row has no marks yet, because the night has not made them, counts as somebody of that name.
UNMARKED = 26
BITS = f"""coalesce(
            {SOUNDS} * bit_count(b.marks & sounds) + {BONES} * bit_count(b.marks & bones)
                - case when least(words, b.size) > bit_count(b.marks & bones) then {LEFT_OVER} else 0 end,
            {UNMARKED}
        )"""


def sharing(keys: str, more: int) -> str:
    return f"""(
        select b.subject_id, {BITS} + {more} as bits
        from vault_blindset b where b.digests && {keys} and b.org_id = office limit {CAP}
    )"""


def seen(rows: str) -> str:
    """The likeliest first. Whom the member does not see is left out one by one, down to where the reader stops: they
    decide nothing, not even about others, and a list of all of them would be found out first."""
    return f"(select * from {rows} order by bits desc, subject_id offset 0) s where not cases_hides_person(s.subject_id)"


ALIKE = f"""
create function people_alike(
    dated int[], undated int[], narrow int[], loose int[], sounds bit, bones bit, words int, phones bytea[], most int
)
returns table (id uuid, shares_phone boolean)
language plpgsql stable rows 40 {HEAD} set enable_seqscan = off as $$
declare
    office uuid := {ORG};
    by_phone uuid[];
begin
    by_phone := array(
        select p.person_id from vault_blindentry b join people_phone p on p.id = b.subject_id
        where b.org_id = office and b.kind = 'phone' and b.subject_kind = 'phone' and b.digest = any (phones)
            and p.phone_of in ('own', 'unknown') and not cases_hides_person(p.person_id)
        limit most
    );
    return query
    with near as materialized (
        {sharing("dated", YEAR)} union all {sharing("undated", NO_YEAR)} union all {sharing("narrow", 0)}
    ), likeliest as materialized (
        select coalesce((select s.bits from {seen("near")} limit 1), 0) as bits
    ), found as (
        select n.* from near n where n.bits >= (select l.bits from likeliest l) - {MARGIN}
        union all
        select f.* from {sharing("loose", 0)} f where (select l.bits from likeliest l) < {UNLIKELY}
    ), each_once as (
        select f.subject_id, max(f.bits) as bits from found f where f.subject_id <> all (by_phone) group by f.subject_id
    )
    select unnest(by_phone), true
    union all
    (select s.subject_id, false from {seen("each_once")} limit most);
end
$$;
alter function people_alike(int[], int[], int[], int[], bit, bit, int, bytea[], int) owner to sapar_search;
"""
UNALIKE = "drop function people_alike(int[], int[], int[], int[], bit, bit, int, bytea[], int);"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_alike_by_likelihood"),
        ("vault", "0004_marks"),
        ("cases", "0008_hidden_by_row"),
    ]

    operations = [
        migrations.RunSQL(before.UNALIKE + ALIKE, UNALIKE + before.ALIKE),
    ]
