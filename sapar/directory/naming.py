"""The spellings by which an organisation is found."""

from __future__ import annotations

from sapar.directory.spelling import words


def search_names(*names: str) -> str:
    """The folded words of each name, one name a line."""
    lines = (" ".join(words(name)) for name in names)
    return "\n".join(dict.fromkeys(line for line in lines if line))
