"""The three options before each of twelve kinds of actor, from `options.yaml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from sapar.watch.codes import ActorKind, Course

if TYPE_CHECKING:
    import datetime as dt

LANGUAGES = ("ru", "en", "ky", "uz", "tg", "kk", "tk", "ro")
_FILE = Path(__file__).parent / "options.yaml"


@dataclass(frozen=True)
class Row:
    """One kind of actor with what each option would mean for it, in the order of `codes.Course`."""

    kind: str
    options: list[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """All of it in one language; `language` is what the words are written in, `written`: when."""

    language: str
    source: str
    state: str
    written: dt.date
    rows: list[Row]


@functools.cache
def in_language(wanted: str) -> Told:
    """In Russian for who reads a language we have no words in. Raises `ValueError` where the file leaves an actor out."""
    code = wanted if wanted in LANGUAGES else "ru"
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    actors = read["actors"]
    if list(actors) != ActorKind.values:
        raise ValueError("options.yaml has other actors than codes.ActorKind")
    return Told(
        language=code,
        source=read["source"][code],
        state=read["state"],
        written=read["written"],
        rows=[Row(kind, [(course, actors[kind][course][code]) for course in Course]) for kind in ActorKind],
    )
