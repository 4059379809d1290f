"""Answers and places in a flow as lines for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from sapar.guidance.flows import Library, Place
    from sapar.guidance.flows.model import OutcomeWords
    from sapar.guidance.rules import Answer, GuidanceError
    from sapar.guidance.rules.acts import Standing

_HEADINGS = {
    "now": "Now",
    "when": "By when",
    "papers": "Papers",
    "cost": "What it costs",
    "free": "What must be free",
    "never": "What not to do",
}


def answer(found: Answer) -> list[str]:
    """The answer, its result, its steps with their sources, its marks."""
    lines = [f"{found.rule} on {found.on}", ""]
    lines += [f"  {one}" for one in found.says]
    lines += ["", "Result"]
    lines += [f"  {name}: {value}" for name, value in found.as_json()["result"].items()]
    lines += ["", "How it was found"]
    for number, one in enumerate(found.steps, 1):
        lines.append(f"  {number}. {one.text}")
        if one.source:
            lines.append(f"     {one.version}: {source(one.source.as_json())}")
    lines += ["", *(f"! {one}" for one in found.marks)]
    lines += [f"Who helps: the directory by “{found.help_with}”. Version of the rules: {found.version}"]
    return lines


def source(told: dict[str, Any]) -> str:
    parts = [told["act"], told["article"] and f"art. {told['article']}", told["url"] or "no address kept"]
    parts.append(f"told {told['told_on']}" if told["told_on"] else "no date")
    return ", ".join(part for part in parts if part)


def place(library: Library, found: Place, language: str, on: date) -> list[str]:
    """A question with its answers, or an outcome with the deadlines of the day."""
    from sapar.guidance.flows import deadlines
    from sapar.guidance.flows.model import QuestionWords
    from sapar.guidance.rules import Answer
    from sapar.guidance.rules.answers import NOT_REVIEWED

    spoken = library.speak(found.flow.id, found.node.id, language)
    note = [] if spoken.state == "current" else [f"(the translation is {spoken.state})"]
    if isinstance(spoken.words, QuestionWords):
        hint = [f"  {spoken.words.hint}"] if spoken.words.hint else []
        answers = [f"  {code}: {label}" for code, label in spoken.words.answers.items()]
        return [*note, f"{found.node.id}: {spoken.words.title}", *hint, *answers]
    lines = [*note, *_outcome(spoken.words), ""]
    for one in deadlines(found, on):
        said = [*one.says, *one.marks] if isinstance(one, Answer) else [one, *claims(one)]
        lines += [f"  · {sentence}" for sentence in said]
    if found.flow.review.state != "reviewed":
        lines.append(f"! {NOT_REVIEWED}")
    asked = found.help(language)
    where = f"in {asked.where}" if asked and asked.where else "anywhere"
    return [*lines, f"Who helps: the directory by “{asked.what if asked else ''}”, {where}"]


def act(one: Standing, flows: list[str]) -> list[str]:
    """An act of the register with its state, its days and what leans on it."""
    from sapar.guidance import letters
    from sapar.guidance.rules.book import the_book

    found = one.act
    note = f" ({found.note['en']})" if found.note else ""
    days = (("signed", found.signed), ("from", found.in_force_from), ("to", found.in_force_to))
    articles = (f"{name}{f' (art. {article})' if article else ''}" for name, article in one.articles)
    leaning = {
        "rules": articles,
        "calculators": one.used_by,
        "letters": (letter.id for letter in letters.leaning_on(one.leaning)),
        "flows": flows,
        "! to be read again, for the act has moved since": one.to_read_again,
    }
    listed = ((heading, ", ".join(names)) for heading, names in leaning.items())
    return [
        f"{found.id}: {found.title['en']} [{', '.join(found.parties)}]",
        f"  {the_book().states[one.state]['en']}{note}",
        "  " + ", ".join(f"{name} {day or 'not told'}" for name, day in days if day or name == "from"),
        *(f"  {heading}: {names}" for heading, names in listed if names),
    ]


def claims(refusal: GuidanceError) -> list[str]:
    """What the disagreeing sources say, side by side; nothing for other refusals."""
    return [f"{one['says']} ({source(one['source'])})" for one in refusal.more.get("claims", ())]


def _outcome(words: OutcomeWords) -> list[str]:
    lines = [words.title]
    for part, heading in _HEADINGS.items():
        lines += ["", heading, *(f"  – {line}" for line in getattr(words, part))]
    return lines
