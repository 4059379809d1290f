"""`sapar guidance speak`: recordings of the flows, made and taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.config.words import Trouble, complain, say, step
from sapar.guidance import voice
from sapar.guidance.flows import aloud, the_library

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LANGUAGES = (*aloud.VOICES, "tg")
_KILO = 1000


def every(folder: Path, wanted: Sequence[str]) -> int:
    """Record every node in these languages, or in all that espeak-ng speaks; tell what waits for a person's voice."""
    unknown = [one for one in wanted if one not in LANGUAGES]
    if unknown:
        raise Trouble(f"No flow is written in “{unknown[0]}”. Choose from: {', '.join(LANGUAGES)}.")
    languages = tuple(wanted) or LANGUAGES
    if lacking := voice.missing():
        raise Trouble(f"Not installed: {', '.join(lacking)}. On Debian: apt install {' '.join(lacking)}")
    found = list(aloud.readings(the_library(), languages))
    by_machine = [one for one in found if one.language in aloud.VOICES]
    made = size = 0
    with step(f"Recordings in {folder}") as current:
        for number, one in enumerate(by_machine, start=1):
            current.now = f"{number} of {len(by_machine)}"
            try:
                written = voice.make(folder, one)
            except voice.NoVoice as trouble:
                raise Trouble(f"{one.flow} / {one.node} in {one.language}: {trouble}") from None
            made, size = made + bool(written), size + written
    say(f"{made} made ({size // _KILO} kB), {len(by_machine) - made} were there already.")
    _tell_waiting(folder, [one for one in found if one.language not in aloud.VOICES])
    return 0


def _tell_waiting(folder: Path, others: list[aloud.Reading]) -> None:
    for language in sorted({one.language for one in others}):
        waiting = [one for one in others if one.language == language and not voice.find(folder, one)]
        if waiting:
            complain(
                f"{language}: espeak-ng does not speak it; {len(waiting)} wait for a person's voice.",
                f"  sapar guidance speak --language {language} --text FLOW NODE    what to read",
                f"  sapar guidance speak --language {language} --take FLOW NODE FILE.opus",
            )


def one(
    folder: Path, languages: Sequence[str], text: Sequence[str] | None, take: Sequence[str] | None
) -> int:
    """Print what is to be read, or take in who has read it."""
    from pathlib import Path

    flow, node, *file = text or take or ()
    language = languages[0] if len(languages) == 1 else ""
    library = the_library()
    if not library.has(flow, node, language) or node == "flow":
        raise Trouble(
            f"There are no words of {flow} / {node} in “{language}”. Name a flow, a node and one --language."
        )
    found = aloud.reading(library, flow, node, language)
    if text:
        say(found.text)
        return 0
    try:
        place = voice.add(folder, found, Path(file[0]))
    except voice.NoVoice as trouble:
        raise Trouble(str(trouble)) from None
    say(f"Taken in: {place}")
    return 0
