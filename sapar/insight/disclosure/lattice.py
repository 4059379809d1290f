"""Which cells add up to which: every table of up to three dimensions, laid end to end in one vector.

An *equation* says that a line of cells of one table adds up to one cell (the *total*) of the table without that dimension:
for each table and each of its axes as many equations as the smaller table has cells. All that a reader can compute from
additive tables follows from these equations and from counts not being negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Table: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """The equations along one axis of one table. `first` is the number of the first of them."""

    table: Table
    axis: int
    total: Table
    first: int


@dataclass(frozen=True)
class Lattice:
    """`tables` begins with () (one cell: all records), then one-way tables, and so on; `offsets[t]` is the first cell of t."""

    sizes: tuple[int, ...]
    order: int
    tables: tuple[Table, ...]
    offsets: Ints

    @classmethod
    def of(cls, sizes: tuple[int, ...], order: int = 3) -> Lattice:
        lengths = range(min(order, len(sizes)) + 1)
        tables = tuple(one for length in lengths for one in combinations(range(len(sizes)), length))
        cells = [int(np.prod([sizes[d] for d in one], dtype=np.int64)) for one in tables]
        return cls(
            sizes, min(order, len(sizes)), tables, np.concatenate([[0], np.cumsum(cells)]).astype(np.int64)
        )

    @property
    def cells(self) -> int:
        return int(self.offsets[-1])

    @cached_property
    def number(self) -> dict[Table, int]:
        return {table: number for number, table in enumerate(self.tables)}

    def shape(self, table: Table) -> tuple[int, ...]:
        return tuple(self.sizes[one] for one in table)

    def span(self, table: Table) -> slice:
        number = self.number[table]
        return slice(int(self.offsets[number]), int(self.offsets[number + 1]))

    def view(self, vector: npt.NDArray[Any], table: Table) -> npt.NDArray[Any]:
        """The part of a vector over all cells that belongs to one table, in the table's shape, without a copy."""
        return vector[self.span(table)].reshape(self.shape(table))

    def table_of(self, cells: Ints) -> Ints:
        """The number of the table of each cell."""
        return np.asarray(np.searchsorted(self.offsets, cells, side="right") - 1, dtype=np.int64)

    def coordinates(self, table: Table, cells: Ints) -> tuple[Ints, ...]:
        """Categories of cells of one table, an array for each of its dimensions."""
        local = cells - self.offsets[self.number[table]]
        return (
            tuple(one.astype(np.int64) for one in np.unravel_index(local, self.shape(table))) if table else ()
        )

    def cell(self, table: Table, coordinates: tuple[Ints, ...]) -> Ints:
        """The inverse of `coordinates`."""
        first = self.offsets[self.number[table]]
        if not table:
            return np.full(1, first, dtype=np.int64)
        local: Ints = np.asarray(np.ravel_multi_index(coordinates, self.shape(table)), dtype=np.int64)
        return local + np.int64(first)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        found, first = [], 0
        for table in self.tables[1:]:
            for axis in range(len(table)):
                total = table[:axis] + table[axis + 1 :]
                found.append(Group(table, axis, total, first))
                first += int(np.prod(self.shape(total), dtype=np.int64))
        return tuple(found)

    @cached_property
    def equations(self) -> int:
        last = self.groups[-1]
        return last.first + int(np.prod(self.shape(last.total), dtype=np.int64))

    @cached_property
    def firsts(self) -> Ints:
        return np.array([group.first for group in self.groups], dtype=np.int64)

    @cached_property
    def as_part(self) -> dict[Table, list[Group]]:
        """The groups in which a table's cells are added up."""
        return {table: [group for group in self.groups if group.table == table] for table in self.tables}

    @cached_property
    def as_total(self) -> dict[Table, list[Group]]:
        """The groups in which a table's cells are the sums."""
        return {table: [group for group in self.groups if group.total == table] for table in self.tables}

    def lines(self, group: Group, equations: Ints) -> Ints:
        """Cells of some equations of a group: a row an equation, the total in the last column."""
        span = self.span(group.table)
        cells = np.arange(span.start, span.stop).reshape(self.shape(group.table))
        parts = np.moveaxis(cells, group.axis, -1).reshape(-1, self.sizes[group.table[group.axis]])
        local = equations - group.first
        return np.column_stack([parts[local], local + self.offsets[self.number[group.total]]])

    def part_equations(self, table: Table, cells: Ints) -> Ints:
        """For cells of one table the equations that add them up: a row a cell, a column an axis."""
        where = self.coordinates(table, cells)
        columns = []
        for group in self.as_part[table]:
            rest = where[: group.axis] + where[group.axis + 1 :]
            local = np.ravel_multi_index(rest, self.shape(group.total)) if rest else np.zeros_like(cells)
            columns.append(group.first + np.asarray(local, dtype=np.int64))
        return np.column_stack(columns)

    def total_equations(self, table: Table, cells: Ints) -> Ints:
        """For cells of one table the equations whose sum they are: a row a cell."""
        local = cells - self.offsets[self.number[table]]
        return np.column_stack([group.first + local for group in self.as_total[table]])
