"""The report of a release in plain words, for the steward and for everybody who reads the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sapar.insight.disclosure.protect import Done

_MODE = {
    "exact": (
        "Every number shown is the true count. An empty cell marked 'hidden' stands for few people, or was hidden so that the "
        "few cannot be reckoned from the rest; a hidden cell may also be zero. A cell that is not listed is zero."
    ),
    "noise": (
        "Every number shown carries a small error (at most {bound}, usually 1 or 2) that the people in it decide: the same people "
        "always get the same error. Parts therefore do not add up exactly to their totals. Cells that stand for fewer than the "
        "threshold are hidden. A cell that is not listed is zero."
    ),
    "private": (
        "Every number carries a random error; 95 of 100 are within {error} of the truth. Zero cells are listed too and numbers "
        "may be negative. Whether one person is among the records changes the odds of any published number by a factor of at "
        "most e^{epsilon}."
    ),
}


def report(done: Done) -> str:
    """A page of text; every figure in it also stands in report.json."""
    notes, facts = done.release.notes, done.facts
    lines = [
        f"Release in {notes['mode']} mode, made {notes['made']}, threshold {notes['threshold']}.",
        "",
        _MODE[notes["mode"]].format(
            bound=notes.get("noise", {}).get("bound"),
            error=notes.get("error_95"),
            epsilon=notes.get("epsilon"),
        ),
        "",
        *_figures(facts),
        "",
        "What was tried against it before it was released:",
        *attack_lines(done.attacks),
    ]
    return "\n".join(lines) + "\n"


def _figures(facts: dict[str, Any]) -> list[str]:
    if "epsilon" in facts:
        return [
            f"Privacy spent: epsilon {facts['epsilon']:g}; left of the lifetime budget: {facts['left']:g}."
        ]
    lines = [f"{facts['tables']} tables; {facts['shown']:,} cells shown, {facts['hidden']:,} hidden."]
    lines.append(
        f"Of the cells that reach the threshold {facts['share_of_large_cells_hidden']:.1%} are hidden too."
    )
    if facts["carried"]:
        lines.append(
            f"{facts['carried']:,} cells are carried forward from an earlier release (marked 'carried'): too little changed "
            "to say so safely. Carried cells do not add up with the others."
        )
    if facts["withheld_tables"]:
        lines.append(f"{facts['withheld_tables']} tables are withheld whole; release.json lists them.")
    if facts["pooled_columns"]:
        lines.append(
            f"Rare categories are put together as '(other)' in: {', '.join(facts['pooled_columns'])}."
        )
    if "median_relative_error" in facts:
        lines.append(
            f"Half of the shown numbers are within {facts['median_relative_error']:.2%} of the truth."
        )
    return lines


def attack_lines(attacks: dict[str, Any]) -> list[str]:
    """What came of every attack, a line each."""
    lines = []
    for one in attacks["releases"]:
        if one["mode"] == "private":
            lines.append(
                f"- {one['release']}: differentially private; sums of its figures prove nothing about anyone."
            )
            continue
        got = sum(one["exact"].values())
        tried = ", ".join(f"{name} {count}" for name, count in one["exact"].items())
        lines.append(
            f"- {one['release']}: {one['hidden']:,} hidden cells; recovered exactly {got} ({tried}); narrower than the width "
            f"{one['narrow']}; {one['programs']} cells examined by linear programs of their own."
        )
    for one in attacks["pairs"]:
        got = ", ".join(f"{name} {count}" for name, count in one["counts"].items()) or "nothing"
        lines.append(f"- {one['older']} beside {one['newer']}: {got} came to light.")
    return lines
