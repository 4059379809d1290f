"""The files of rules as a new deployment brings them: a copy that a test changes, read in place of those that ship."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sapar.guidance.rules import book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def rewrite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str, str], None]]:
    """`rewrite(file, old, new)`: another text in `parameters/<file>`, or in `acts/…`, and the book is read anew."""
    shipped = book.HERE
    for folder in ("parameters", "acts", "words"):
        shutil.copytree(shipped / folder, tmp_path / folder)
    monkeypatch.setattr(book, "HERE", tmp_path)

    def change(file: str, old: str, new: str) -> None:
        path = tmp_path / (file if "/" in file else f"parameters/{file}")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {text.count(old)} times {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        book.the_book.cache_clear()

    book.the_book.cache_clear()
    yield change
    monkeypatch.undo()
    book.the_book.cache_clear()
