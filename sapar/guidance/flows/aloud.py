"""What a voice reads of a node, and under which name its recording is kept. Pure; `sapar guidance speak` makes the recordings.

A recording is named by what was read and by whom, so that it can never stand beside other words than its own: when a text
changes its recording is simply not found any more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.guidance.flows.model import PARTS, QuestionWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.guidance.flows.library import Library
    from sapar.guidance.flows.model import OutcomeWords

# Voices of espeak-ng by language. It has no Tajik: that language waits for a recorded voice.
VOICES = {"ru": "ru", "en": "en-gb", "ky": "ky", "kk": "kk", "uz": "uz", "tk": "tk", "ro": "ro"}
RECORDED = "recorded"
_NAME = 24


@dataclass(frozen=True)
class Reading:
    """One node in one language. `text` has a line for each breath."""

    flow: str
    node: str
    language: str
    text: str

    def name(self, voice: str) -> str:
        """Of its file, without the ending: 24 characters over the voice and the words."""
        return hashlib.sha256(f"{voice}\n{self.language}\n{self.text}".encode()).hexdigest()[:_NAME]

    @property
    def names(self) -> list[str]:
        """In the order in which a page looks for them: a person's voice goes before a machine's."""
        voices = [RECORDED, *([VOICES[self.language]] if self.language in VOICES else [])]
        return [self.name(voice) for voice in voices]


def reading(library: Library, flow: str, node: str, language: str) -> Reading:
    """What stands on the page for a reader of that language, which may be Russian."""
    spoken = library.speak(flow, node, language)
    heard = "ru" if spoken.state == "missing" else language
    return Reading(flow, node, heard, script(spoken.words, library.headings(heard)))


def script(words: QuestionWords | OutcomeWords, headings: dict[str, str]) -> str:
    """A line a breath; each ends with a sign at which a voice falls."""
    if isinstance(words, QuestionWords):
        lines = [words.title, words.hint, *words.answers.values()]
    else:
        lines = [words.title]
        for part in PARTS:
            lines += [headings[part], *getattr(words, part)]
    return "\n".join(line if line[-1] in ".!?…" else f"{line}." for line in lines if line)


def readings(library: Library, languages: tuple[str, ...]) -> Iterator[Reading]:
    """Every node that a language has of its own, out of date or not."""
    for flow in library.flows.values():
        for node in flow.nodes:
            for language in languages:
                if library.has(flow.id, node, language) and library.has("", "common", language):
                    yield reading(library, flow.id, node, language)
