"""The files of this folder, as objects. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TUNING, PRACTICE, FINAL = "tuning", "practice", "final"


@dataclass(frozen=True)
class Expected:
    """What must come first. Empty means: not asked. `place` is a GeoNames id."""

    organisation: str = ""
    service: tuple[str, ...] = ()
    place: int = 0
    country: str = ""
    speaks: str = ""
    free: bool = False


@dataclass(frozen=True)
class Query:
    """What a person typed. `language` is the person's, also where the words or letters are another's."""

    id: str
    language: str
    kind: str
    text: str
    means: str
    expect: Expected
    spelling: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return int(self.id[1:])


@lru_cache
def queries(which: str) -> tuple[Query, ...]:
    """Those of `TUNING`, `PRACTICE` or `FINAL`, in the order of the file."""
    return tuple(_query(dict(entry)) for entry in _read(which))


@lru_cache(maxsize=1)
def directory() -> tuple[dict[str, Any], ...]:
    """The invented organisations, as the file has them."""
    return tuple(_read("directory")["organisations"])


def _query(entry: dict[str, Any]) -> Query:
    expect = dict(entry.pop("expect"))
    expected = Expected(**expect | {"service": tuple(expect.get("service", ()))})
    return Query(**entry | {"expect": expected, "spelling": tuple(entry.get("spelling", ()))})


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
