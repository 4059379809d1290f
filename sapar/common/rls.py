"""Migration operations that put row-level security on a table.

Each tenant table gets `FORCE ROW LEVEL SECURITY` and two policies, one for reading and one for writing. The settings are
read in a sub-select, which PostgreSQL computes once a statement; a per-row function cost seconds on 500,000 rows.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunSQL

ORG = "nullif(current_setting('sapar.org', true), '')::uuid"
MEMBER = "nullif(current_setting('sapar.member', true), '')::uuid"
USER = "nullif(current_setting('sapar.user', true), '')::uuid"
DOOR = "coalesce(current_setting('sapar.door', true), '')"


def own(column: str = "org_id") -> str:
    """The condition "this row belongs to the organisation in scope"."""
    return f"{column} = (select {ORG})"


def either(first: str, second: str) -> str:
    """The condition "the organisation in scope stands in one of two columns"."""
    return f"({own(first)} or {own(second)})"


def through_door(*doors: str) -> str:
    """The condition "the code came in by one of these named doors"."""
    names = ", ".join(f"'{door}'" for door in doors)
    return f"(select {DOOR}) in ({names})"


class Protect(RunSQL):
    """Force row-level security on `table`.

    `read` is the condition for SELECT, `write` the one for INSERT, UPDATE and DELETE (default: the same as `read`).
    `append_only` takes UPDATE and DELETE away from the web role altogether.
    """

    def __init__(self, table: str, *, read: str, write: str | None = None, append_only: bool = False) -> None:
        write = read if write is None else write
        self.table, self.read, self.write, self.append_only = table, read, write, append_only
        forward: list[Any] = [
            f'alter table "{table}" enable row level security',
            f'alter table "{table}" force row level security',
            f'drop policy if exists sapar_read on "{table}"',
            f'drop policy if exists sapar_insert on "{table}"',
            f'drop policy if exists sapar_update on "{table}"',
            f'drop policy if exists sapar_delete on "{table}"',
            f'create policy sapar_read on "{table}" for select using ({read})',
            f'create policy sapar_insert on "{table}" for insert with check ({write})',
        ]
        if append_only:
            forward.append(f'revoke update, delete, truncate on "{table}" from sapar_web')
        else:
            forward += [
                f'create policy sapar_update on "{table}" for update using ({write}) with check ({write})',
                f'create policy sapar_delete on "{table}" for delete using ({write})',
            ]
        super().__init__(sql=forward, reverse_sql=[f'alter table "{table}" disable row level security'])

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (
            self.__class__.__name__,
            [self.table],
            {"read": self.read, "write": self.write, "append_only": self.append_only},
        )


class ProtectOwn(Protect):
    """The usual case: rows of one organisation, in column `org_id`."""

    def __init__(self, table: str, *, append_only: bool = False) -> None:
        super().__init__(table, read=own(), append_only=append_only)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, [self.table], {"append_only": self.append_only})


class ReadOnlyTable(RunSQL):
    """A table of the system's own (terms, places) that the web role reads and never writes."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=[f'revoke insert, update, delete, truncate on "{table}" from sapar_web'],
            reverse_sql=[f'grant insert, update, delete on "{table}" to sapar_web'],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, [self.table], {})


class SameTenant(RunSQL):
    """A child row belongs to the same organisation as its parent, by a composite foreign key.

    A plain foreign key is checked without the policies, so it would accept another tenant's parent.
    The unique index that the key leans on is made with it.
    """

    def __init__(
        self, table: str, column: str, parent: str, *, org: str = "org_id", parent_org: str = "org_id"
    ) -> None:
        self.args = (table, column, parent)
        self.kwargs = {"org": org, "parent_org": parent_org}
        name = f"{table}_{column}_same_tenant"[:63]
        unique = f"{parent}_id_{parent_org}_key"[:63]
        super().__init__(
            sql=[
                f'create unique index if not exists "{unique}" on "{parent}" (id, {parent_org})',
                f'alter table "{table}" add constraint "{name}" foreign key ({column}, {org}) '
                f'references "{parent}" (id, {parent_org}) deferrable initially deferred',
            ],
            reverse_sql=[f'alter table "{table}" drop constraint "{name}"'],
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, list(self.args), dict(self.kwargs))
