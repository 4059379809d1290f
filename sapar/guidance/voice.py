"""Recordings: made with espeak-ng and Opus into a folder, found there by name. Knows neither Django nor who listens."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from sapar.guidance.flows.aloud import RECORDED, VOICES

if TYPE_CHECKING:
    from pathlib import Path

    from sapar.guidance.flows.aloud import Reading

PROGRAMS = {"espeak-ng": "espeak-ng", "opusenc": "opus-tools"}
"""Each program and the package of Debian that brings it."""
ENDING = ".opus"
_OPUS = b"OggS"
# Slower than usual: people listen in noise, in a language that may not be their first.
_WORDS_A_MINUTE = "135"
_BITRATE = "10"  # kbit/s: a sentence of three seconds is four kilobytes
_SECONDS = 60


class NoVoice(RuntimeError):
    """A recording could not be made or taken; the text says why."""


def missing() -> list[str]:
    """Packages of Debian that have to be installed first."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


def find(folder: Path, reading: Reading) -> str:
    """The name of a recording of exactly these words, "" where there is none."""
    return next((name for name in reading.names if path_of(folder, name).is_file()), "")


def path_of(folder: Path, name: str) -> Path:
    """In 256 folders, so that none holds thousands."""
    return folder / name[:2] / f"{name}{ENDING}"


def make(folder: Path, reading: Reading) -> int:
    """Record what a machine's voice can read; returns the bytes, 0 where it is there already. Raises `NoVoice`."""
    voice = VOICES[reading.language]
    place = path_of(folder, reading.name(voice))
    if place.is_file():
        return 0
    place.parent.mkdir(parents=True, exist_ok=True)
    spoken = _run(["espeak-ng", "-v", voice, "-s", _WORDS_A_MINUTE, "--stdout"], reading.text.encode())
    encode = [
        "opusenc",
        "--quiet",
        "--bitrate",
        _BITRATE,
        "--framesize",
        "60",
        "--discard-comments",
        "-",
        "-",
    ]
    opus = _run(encode, spoken)
    part = place.with_suffix(".part")
    part.write_bytes(opus)
    part.replace(place)
    return len(opus)


def add(folder: Path, reading: Reading, recording: Path) -> Path:
    """Take in a person's recording of these words. Raises `NoVoice` for a file that is no Opus."""
    try:
        held = recording.read_bytes()
    except OSError as refused:
        raise NoVoice(f"{recording} cannot be read: {refused.strerror}.") from None
    if not held.startswith(_OPUS):
        raise NoVoice(
            f"{recording} is not an Opus file. `opusenc --bitrate 10 voice.wav voice.opus` makes one."
        )
    place = path_of(folder, reading.name(RECORDED))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(held)
    return place


def _run(command: list[str], given: bytes) -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=_SECONDS, check=False)
    except FileNotFoundError:
        raise NoVoice(f"{command[0]} is not installed: apt install {PROGRAMS[command[0]]}") from None
    if done.returncode or not done.stdout:
        raise NoVoice(f"{command[0]} did not answer: {done.stderr.decode(errors='replace').strip()[-200:]}")
    return done.stdout
