"""The stylesheet keeps its promises: small, and readable in both schemes."""

import gzip
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parent.parent
SHEET = (UI / "static/ui/sapar.css").read_text()
STAFF_SHEET = (UI / "static/ui/staff.css").read_text()
MOST_BYTES = 5_000

TEXT = 4.5
CONTROL = 3.0
GROUNDS = ("paper", "card", "sunk")
WASHES = ("teal-wash", "green-wash", "apricot-wash", "red-wash")
# (what is read or found, what it stands on, the least ratio)
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("ink", "soft", "teal", "teal-deep", "red", "amber", "green")
        for ground in GROUNDS
    ],
    *[("ink", wash, TEXT) for wash in WASHES],
    *[("teal", wash, TEXT) for wash in WASHES],
    *[("soft", wash, TEXT) for wash in WASHES],
    ("teal-deep", "teal-wash", TEXT),
    ("red", "red-wash", TEXT),
    ("amber", "apricot-wash", TEXT),
    ("green", "green-wash", TEXT),
    ("on-teal", "teal", TEXT),
    ("on-teal", "teal-deep", TEXT),
    ("on-apricot", "apricot", TEXT),
    ("on-apricot", "apricot-glow", TEXT),
    ("on-bar", "bar", TEXT),
    *[("edge", ground, CONTROL) for ground in GROUNDS],
    *[("apricot-edge", ground, CONTROL) for ground in GROUNDS],
    *[("focus", ground, CONTROL) for ground in GROUNDS],
    *[("red", ground, CONTROL) for ground in GROUNDS],
    ("apricot", "bar", CONTROL),
]


def tokens(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})\b", part))


def schemes() -> dict[str, dict[str, str]]:
    dark_starts = SHEET.index("@media screen and (prefers-color-scheme:dark)")
    light = tokens(SHEET[:dark_starts])
    dark = tokens(SHEET[dark_starts : SHEET.index("}}", dark_starts)])
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_stylesheet_is_at_most_5000_bytes_compressed():
    assert len(gzip.compress(SHEET.encode(), 9)) <= MOST_BYTES


def test_what_staff_pages_add_is_as_small_and_brings_no_colour_of_its_own():
    assert len(gzip.compress(STAFF_SHEET.encode(), 9)) <= MOST_BYTES
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", STAFF_SHEET)


def test_both_schemes_name_the_same_colours():
    both = schemes()
    assert both["light"].keys() == both["dark"].keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_can_be_read(scheme):
    colours = schemes()[scheme]
    poor = {
        f"{front} on {ground}": round(contrast(colours[front], colours[ground]), 2)
        for front, ground, least in PAIRS
        if contrast(colours[front], colours[ground]) < least
    }
    assert not poor


def test_no_colour_is_written_outside_the_tokens():
    rules = SHEET[SHEET.index("}}") :]
    print_rules = rules.index("@media print")
    # Shadows are black with alpha in both schemes; print is black on white.
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rules[:print_rules])) <= {"#0003", "#0004"}


def test_every_token_that_is_used_exists():
    named = set(re.findall(r"--([a-z-]+):", SHEET))
    assert set(re.findall(r"var\(--([a-z-]+)", SHEET)) <= named


def test_sheet_knows_print_forced_colours_and_both_schemes():
    for query in ("@media print", "forced-colors:active", "color-scheme:light dark"):
        assert query in SHEET


def test_nothing_moves():
    # So there is nothing to still for those who ask for less motion.
    assert not re.search(r"transition|animation|scroll-behavior", SHEET)
