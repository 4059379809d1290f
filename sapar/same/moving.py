"""Functions of the database that let rows follow a person into a merge and back out of it.

Each package whose rows name people makes a pair of them for its own tables, in a migration: `<package>_follow(merge)` and
`<package>_go_back(merge)`. They run without policies, because rows of hidden cases follow too, unseen by whoever merges; they
take nothing but the id of a merge, and move nothing but what that merge names, within the organisation in scope.
"""

# ruff: noqa: S608 - names of our own tables, written in migrations; nothing that anybody typed

from __future__ import annotations

from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

from sapar.common.rls import ORG

_HEAD = "security definer set search_path = pg_catalog, public, pg_temp"


@dataclass(frozen=True)
class Place:
    """A column that names a person. `once`: what such a row is unique by, with the person.

    A row that would be there twice stays where it is: nothing is lost, and it is found on the other record.
    """

    table: str
    column: str = "person_id"
    once: tuple[str, ...] = ()
    # A condition on a row "t" that the uniqueness holds for only.
    where: str = "true"
    # Rows "t" that do not follow, of the merge "m".
    unless: str = "false"

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"

    def free(self, who: str) -> str:
        if not self.once:
            return "true"
        alike = " and ".join(f"o.{column} is not distinct from t.{column}" for column in self.once)
        other = self.where.replace("t.", "o.")
        return f"not ({self.where} and exists (select 1 from {self.table} o where o.{self.column} = {who} and {alike} and {other}))"

    def follow(self) -> str:
        return f"""
    with moved as (
        update {self.table} t set {self.column} = m.kept_id
        where t.{self.column} = m.gone_id and t.org_id = m.org_id and not ({self.unless}) and {self.free("m.kept_id")}
        returning t.id
    )
    insert into same_movedrow (id, org_id, merge_id, place, row_id)
        select gen_random_uuid(), m.org_id, m.id, '{self.name}', moved.id from moved;"""

    def go_back(self) -> str:
        return f"""
    update {self.table} t set {self.column} = m.gone_id
    from same_movedrow r
    where r.merge_id = m.id and r.place = '{self.name}' and r.row_id = t.id
        and t.{self.column} = m.kept_id and t.org_id = m.org_id and {self.free("m.gone_id")};"""


def _function(name: str, state: str, body: str) -> str:
    return f"""
create function {name}(of_merge uuid) returns void language plpgsql volatile {_HEAD} as $$
declare
    m same_merge;
begin
    select * into m from same_merge where id = of_merge and org_id = {ORG} and undone_at is {state};
    if not found then
        return;
    end if;
{body}
end
$$;
alter function {name}(uuid) owner to sapar_search;
revoke execute on function {name}(uuid) from public;
grant execute on function {name}(uuid) to sapar_web;
"""


class Follow(RunSQL):
    """The pair of functions of one package. `afterwards` is SQL that puts right what else goes back; it reads `m`."""

    def __init__(
        self, package: str, places: list[Place], *, histories: list[str], afterwards: str = ""
    ) -> None:
        tables = ", ".join(sorted({one.table for one in places}))
        grants = [f"grant select, update on {tables} to sapar_search"]
        grants += [f"grant insert on {name} to sapar_search" for name in histories]
        super().__init__(
            sql=[
                *grants,
                _function(f"{package}_follow", "null", "".join(one.follow() for one in places)),
                _function(
                    f"{package}_go_back", "not null", "".join(one.go_back() for one in places) + afterwards
                ),
            ],
            reverse_sql=[f"drop function {package}_go_back(uuid)", f"drop function {package}_follow(uuid)"],
        )
