"""Compiling the translation catalogues in Python, so that no system gettext is needed. `python -m sapar.config.catalogues`."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def stale() -> list[Path]:
    """The .po files whose .mo is missing or older."""
    found = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    return [
        po for po in found if not _compiled(po).exists() or _compiled(po).stat().st_mtime < po.stat().st_mtime
    ]


def compile_stale() -> int:
    """Compile what is stale and say how many that were. A .mo takes its name only when it is complete."""
    todo = stale()
    for po in todo:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
        fresh = po.with_suffix(".mo.new")
        with fresh.open("wb") as out:
            write_mo(out, catalogue)
        fresh.replace(_compiled(po))
    return len(todo)


def _compiled(po: Path) -> Path:
    return po.with_suffix(".mo")


if __name__ == "__main__":
    compile_stale()
