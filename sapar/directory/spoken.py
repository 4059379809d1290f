"""Languages by name in a line: which somebody should speak, and which is named because it is not spoken. Pure; words are folded."""

from __future__ import annotations

from sapar.directory.phrases import exactly, is_begun, is_nearly_begun, languages, telling, unknowing

_LONG = 6  # a name of a language in which a mistake is forgiven
_NEAR = 3  # words between «не» and a language


def languages_in(line: list[str], reader: str) -> tuple[str, set[str], set[str]]:
    """The language that is asked for, or ""; the word that names it; and, where somebody says which they do not speak («орусча
    билбейм»), the words that name those. Who only says what they do not speak is helped in the language that they read."""
    named = {at: code for at, word in enumerate(line) if (code := names_language(word))}
    unspoken = _unspoken(line, list(named))
    wanted = next((at for at in named if at not in unspoken), None)
    others = {line[at] for at in unspoken}
    if wanted is not None:
        return named[wanted], {line[wanted]}, others
    is_known = reader in languages() and reader not in {named[at] for at in unspoken}
    return reader if unspoken and is_known else "", set(), others


def names_language(word: str) -> str:
    """A land is not its language («узбекистан» is left for the places), nor a word that tells of a need by more letters."""
    if "stan" in word:
        return ""
    longest = max(map(len, exactly(word) & telling()), default=0)
    return next(
        (
            code
            for code, names in languages().items()
            if any(_is_name(word, one) and len(one) >= longest for one in names)
        ),
        "",
    )


def _is_name(word: str, name: str) -> bool:
    return is_begun(word, name) if len(name) < _LONG else is_nearly_begun(word, name)


def _unspoken(line: list[str], named: list[int]) -> set[int]:
    """Where languages are named that somebody does not speak: a «не» belongs to the nearest, of two to the one behind it, and
    «билбейм» to the one before it."""
    before, behind = unknowing()
    found = set()
    for at, word in enumerate(line):
        is_before = word in before
        near = [one for one in named if abs(one - at) <= _NEAR and (is_before or one < at)]
        if near and (is_before or word.startswith(behind)):
            found.add(min(near, key=lambda one: (abs(one - at), -one if is_before else one)))
    return found
