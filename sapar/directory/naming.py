"""The spellings by which an organisation is found."""

from __future__ import annotations

import re

from sapar.directory.spelling import words

_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]+)[»”“\"]")


def search_names(*names: str) -> str:
    """The folded words of each name, one name a line; what stands in quotes is a name by itself: people say «Road», not
    "Hotline «Road»"."""
    lines = (" ".join(words(way)) for name in names for way in (name, *_QUOTED.findall(name)))
    return "\n".join(dict.fromkeys(line for line in lines if line))
