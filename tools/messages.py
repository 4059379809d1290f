"""Collect every translatable string into `sapar/locale/<language>/LC_MESSAGES/django.po`, without system gettext.

    python -m tools.messages            update all catalogues, keep what is translated
    python -m tools.messages --missing  list what is not translated: all of Russian, the public pages of the others

Templates are turned into code by Django's own `templatize`, then Babel reads both alike.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tokenize
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from sapar.ui.public import PUBLIC_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "sapar"
LOCALE = SOURCE / "locale"
LANGUAGES = ("ru", "ky", "uz", "tg", "kk", "tk", "ro")
KEYWORDS: dict[str, object] = {
    **dict.fromkeys(("_", "__", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
CALL = re.compile(r"(?<![\w.])(?:n?p?gettext|_)\(")
HEADER = """# Sapar's words.
# Drafted by machine, not yet read by a native speaker, unless settings.REVIEWED_LANGUAGES names who signed.
#"""


def messages() -> Iterator[tuple[str, int, object, str | None]]:
    """(file, line, msgid, context) of every string in the source, in a stable order."""
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        name = path.relative_to(ROOT).as_posix()
        if "/tests/" in name or "/migrations/" in name:
            continue
        text = path.read_text(encoding="utf-8")
        code = calls(templatize(text, origin=name)) if path.suffix == ".html" else text
        for line, words, _comments, context in extract(
            "python", io.BytesIO(code.encode()), keywords=KEYWORDS
        ):
            if words and (words if isinstance(words, str) else words[0]):
                yield name, line, words, context


def calls(templatized: str) -> str:
    """Only the gettext calls of what `templatize` gives, each on its line: the rest of it is not Python."""
    found: dict[int, list[str]] = {}
    for match in CALL.finditer(templatized):
        line = templatized.count("\n", 0, match.start())
        found.setdefault(line, []).append(_call_at(templatized, match.start()))
    return "\n".join("; ".join(found.get(line, [])) for line in range(templatized.count("\n") + 1))


def _call_at(text: str, start: int) -> str:
    """The call that begins at `start`, up to its closing bracket, on one line."""
    depth, pieces = 0, []
    for token in tokenize.generate_tokens(io.StringIO(text[start:]).readline):
        if token.type not in (tokenize.NL, tokenize.NEWLINE):
            pieces.append(token.string)
        depth += {"(": 1, ")": -1}.get(token.string, 0) if token.type == tokenize.OP else 0
        if token.string == ")" and depth == 0:
            break
    return "".join(pieces)


def template() -> Catalog:
    catalog = Catalog(project="Sapar", charset="utf-8", fuzzy=False)
    for name, line, words, context in messages():
        catalog.add(words, None, [(name, line)], context=context)
    return catalog


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Sapar", charset="utf-8", fuzzy=False, header_comment=HEADER)
    with path.open("rb") as source:
        return read_po(source, locale=language, charset="utf-8")


def is_public(message: Message) -> bool:
    """Whether somebody without an account reads it: then it is there in all eight languages."""
    return any(
        Path(name).is_relative_to("sapar") and fnmatch(name.removeprefix("sapar/"), source)
        for name, _line in message.locations
        for source in PUBLIC_SOURCES
    )


def is_translated(message: Message) -> bool:
    parts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(parts) and not message.fuzzy


def missing(language: str) -> list[Message]:
    """What a reader of this language would meet in English."""
    catalog = load(language)
    found = []
    for message in template():
        if not message.id or (language != "ru" and not is_public(message)):
            continue
        known = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        if known is None or not is_translated(known):
            found.append(message)
    return found


def update() -> None:
    fresh = template()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        catalog.header_comment = HEADER
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            write_po(out, catalog, width=0, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__.partition("\n")[0])
    options.add_argument(
        "--missing", action="store_true", help="change nothing; fail when something is not translated"
    )
    options.add_argument("--list", action="store_true", help="name what is not translated")
    chosen = options.parse_args()
    if not chosen.missing:
        update()
    lacking = {language: missing(language) for language in LANGUAGES}
    for language, found in lacking.items():
        print(f"{language}: {len(found)} to translate")
        if chosen.list:
            for message in found:
                print("   ", repr(message.id), message.locations[0][0])
    return 1 if chosen.missing and any(lacking.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
