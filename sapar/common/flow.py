"""A flow is data: which verb leads from which state to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.errors import IllegalMove

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Flow:
    """A table {(state, verb): next state}. The same table feeds choices, check constraints and tests.

    `FLOW.move(state, verb)` gives the next state or raises `IllegalMove`.
    """

    def __init__(self, moves: Mapping[tuple[str, str], str]) -> None:
        self.moves = dict(moves)

    @property
    def states(self) -> list[str]:
        """Every state named in the table, in the order of first mention."""
        seen: dict[str, None] = {}
        for (state, _verb), after in self.moves.items():
            seen.setdefault(str(state))
            seen.setdefault(str(after))
        return list(seen)

    @property
    def verbs(self) -> list[str]:
        """Every verb named in the table, in the order of first mention."""
        return list(dict.fromkeys(verb for _state, verb in self.moves))

    def move(self, state: str, verb: str) -> str:
        try:
            return self.moves[(state, verb)]
        except KeyError:
            raise IllegalMove(str(state), verb) from None

    def allows(self, state: str, verb: str) -> bool:
        return (state, verb) in self.moves

    def verbs_from(self, state: str) -> list[str]:
        return [verb for (before, verb) in self.moves if before == state]

    def final_states(self) -> Iterator[str]:
        starts = {state for state, _verb in self.moves}
        return (state for state in self.states if state not in starts)
