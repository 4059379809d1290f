"""What is asked of the directory, in codes only: these are what stands in an address or a log. Pure but for words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sapar.directory.countries import COUNTRIES
from sapar.directory.taxonomy import GROUPS, HELPS_WITH, STANDS_FOR, Problem, Service
from sapar.directory.whom import WHOM

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LANGUAGES = ("ru", "ky", "uz", "tg", "kk", "tk", "ro", "en")
_LARGEST_PLACE = 2**31 - 1


@dataclass(frozen=True)
class What:
    """A need: `kind` is "s" (service), "p" (problem), "g" (group of services) or "" for anything."""

    kind: str = ""
    code: str = ""

    @classmethod
    def read(cls, text: str) -> What:
        """From «p-unpaid-wages»; anything unknown is "anything"."""
        kind, _dash, code = text.partition("-")
        known: dict[str, Collection[str]] = {"s": Service.values, "p": Problem.values, "g": GROUPS}
        return cls(kind, code) if code in known.get(kind, ()) else cls()

    @property
    def written(self) -> str:
        return f"{self.kind}-{self.code}" if self.kind else ""

    @property
    def services(self) -> tuple[str, ...]:
        """The services that answer the need, the best first; empty for anything."""
        if self.kind == "s":
            return (self.code, str(STANDS_FOR[self.code])) if self.code in STANDS_FOR else (self.code,)
        if self.kind == "p":
            return tuple(str(code) for code in HELPS_WITH[self.code])
        return tuple(str(code) for code in GROUPS[self.code][1]) if self.kind == "g" else ()

    @property
    def words(self) -> str:
        if self.kind == "s":
            return str(Service(self.code).label)
        if self.kind == "p":
            return str(Problem(self.code).label)
        return str(GROUPS[self.code][0]) if self.kind == "g" else ""


@dataclass(frozen=True)
class SearchTerms:
    """`what` as `What.written`; `where` a country's code, a place's id as text, or "" for anywhere; `whom` a code of `WHOM`."""

    what: str = ""
    where: str = ""
    language: str = ""
    free_only: bool = False
    whom: str = ""
    open_now: bool = False

    @classmethod
    def read(cls, values: Mapping[str, str]) -> SearchTerms:
        """From an address: `what`, `problem`, `where`, `language`, `whom`, `free`, `open`. What makes no sense is left out."""
        what = values.get("what", "") or (f"p-{values['problem']}" if values.get("problem") else "")
        language = values.get("language", "")
        return cls(
            what=What.read(what).written,
            where=_read_where(values.get("where", "")),
            language=language if language in LANGUAGES else "",
            free_only=values.get("free") == "1",
            whom=whom if (whom := values.get("whom", "")) in WHOM else "",
            open_now=values.get("open") == "1",
        )

    @property
    def need(self) -> What:
        return What.read(self.what)

    @property
    def country(self) -> str:
        return self.where if self.where in COUNTRIES else ""

    @property
    def place_id(self) -> int | None:
        return int(self.where) if self.where.isdecimal() and not self.country else None

    @property
    def is_empty(self) -> bool:
        return self == SearchTerms()

    def parameters(self) -> dict[str, str]:
        """What an address carries; never the typed text."""
        pairs = {
            "what": self.what,
            "where": self.where,
            "language": self.language,
            "whom": self.whom,
            "free": "1" if self.free_only else "",
            "open": "1" if self.open_now else "",
        }
        return {name: value for name, value in pairs.items() if value}

    def but(self, **changes: object) -> SearchTerms:
        return replace(self, **changes)  # type: ignore[arg-type] # its own fields, by name


def _read_where(text: str) -> str:
    if text in COUNTRIES:
        return text
    sensible = text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST_PLACE))
    return str(int(text)) if sensible and 0 < int(text) <= _LARGEST_PLACE else ""
