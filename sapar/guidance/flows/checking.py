"""What is wrong with a flow: roads that lead nowhere, nodes that nobody reaches, words that are missing or out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.guidance.flows import ease
from sapar.guidance.flows.library import ORIGINAL
from sapar.guidance.flows.model import PARTS, SILENT, TYPED, UNKNOWN, Outcome, Question
from sapar.guidance.rules.evaluation import rules
from sapar.guidance.rules.reading import OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.guidance.flows.library import Library
    from sapar.guidance.flows.model import Flow
    from sapar.guidance.rules.book import Book

COMPLETE = ("ru", "en")


def faults(library: Library, book: Book) -> list[str]:
    """Everything that would leave a person without a next step."""
    found = []
    for flow in library.flows.values():
        broken = list(_routes(flow))
        found += broken
        found += [] if broken else _loops_and_islands(flow)
        found += _rules(flow, book)
        found += _further(library, flow)
        wordless = list(_words(library, flow))
        found += wordless
        found += [] if wordless else ease.faults(library, flow)
    return found


def _routes(flow: Flow) -> Iterator[str]:
    if flow.start not in flow.nodes:
        yield f"{flow.id}: starts at {flow.start}, which is not there"
    for question in flow.questions:
        for code, after in question.answers.items():
            if after not in flow.nodes:
                yield f"{flow.id} / {question.id}: “{code}” leads to {after}, which is not there"
        typed = TYPED.get(question.kind)
        if typed and set(question.answers) != {typed, UNKNOWN}:
            yield f"{flow.id} / {question.id}: a {question.kind} has the answers {typed} and unknown"
        if not SILENT & set(question.answers):
            yield f"{flow.id} / {question.id}: nobody may say “I don't know” or “something else”"
        if not question.fact and question.kind == "choice" and len(set(question.answers.values())) == 1:
            yield f"{flow.id} / {question.id}: whatever is answered, nothing changes"


def _loops_and_islands(flow: Flow) -> list[str]:
    reached: set[str] = set()
    loops: list[str] = []

    def walk(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            loops.append(f"{flow.id} / {name}: leads back to itself")
            return
        reached.add(name)
        node = flow.nodes[name]
        if isinstance(node, Question):
            for after in node.answers.values():
                walk(after, (*above, name))

    walk(flow.start, ())
    islands = [f"{flow.id} / {name}: nobody gets there" for name in flow.nodes if name not in reached]
    return sorted(set(loops)) + islands


def _rules(flow: Flow, book: Book) -> Iterator[str]:
    known = {question.fact for question in flow.questions}
    for outcome in flow.outcomes:
        for name in outcome.leans_on:
            if name not in book.parameters:
                yield f"{flow.id} / {outcome.id}: leans on {name}, which is not there"
        if outcome.count and outcome.count not in rules():
            yield f"{flow.id} / {outcome.id}: counts by {outcome.count}, which is not there"
        if outcome.where and not outcome.where.startswith("=") and outcome.where not in known:
            yield f"{flow.id} / {outcome.id}: looks for help by “{outcome.where}”, which nobody asks"
        for call in outcome.rules:
            rule = rules().get(call.rule)
            if rule is None:
                yield f"{flow.id} / {outcome.id}: asks {call.rule}, which is not there"
                continue
            strange = set(call.facts) - {fact.name for fact in rule.facts}
            strange |= {
                told for told in call.facts.values() if not told.startswith("=") and told not in known
            }
            yield from (
                f"{flow.id} / {outcome.id}: {call.rule} is asked with {name}" for name in sorted(strange)
            )


def _further(library: Library, flow: Flow) -> Iterator[str]:
    for outcome in flow.outcomes:
        for name in outcome.see:
            if name not in library.flows:
                yield f"{flow.id} / {outcome.id}: sends on to {name}, which is not there"


def _words(library: Library, flow: Flow) -> Iterator[str]:
    for language in COMPLETE:
        for node in ("flow", *flow.nodes):
            if not library.has(flow.id, node, language):
                yield f"{flow.id} / {node}: has no words in {language}"
            elif node != "flow":
                yield from _complete(library, flow, node, language)


def _complete(library: Library, flow: Flow, node: str, language: str) -> Iterator[str]:
    try:
        words = library.words(flow.id, node, language)
    except KeyError as missing:
        yield f"{flow.id} / {node}: lacks {missing} in {language}"
        return
    if isinstance(flow.nodes[node], Outcome):
        empty = [part for part in PARTS if not getattr(words, part)]
        yield from (f"{flow.id} / {node}: says nothing under “{part}” in {language}" for part in empty)


def awaiting_review(library: Library) -> list[str]:
    """Flows whose steps no lawyer has signed."""
    return [f"flow {one.id}" for one in library.flows.values() if one.review.state != "reviewed"]


def not_spoken(library: Library) -> list[str]:
    """For each other language, how many nodes it lacks."""
    nodes = [(flow.id, node) for flow in library.flows.values() for node in flow.nodes]
    found = []
    for language in OTHERS:
        lacking = sum(not library.has(flow, node, language) for flow, node in nodes)
        if lacking:
            found.append(f"{language}: {lacking} of {len(nodes)} nodes, shown in Russian")
    return found


def unsigned(library: Library) -> list[str]:
    """For each other language, how many translations no speaker has signed: drafts of a machine."""
    drafts = [
        language
        for flow, node, language in library.written
        if language in OTHERS and not library.written[flow, node, language].get("reviewed_by")
    ]
    return [
        f"{language}: {drafts.count(language)} drafts of a machine, no reviewer"
        for language in OTHERS
        if language in drafts
    ]


def out_of_date(library: Library) -> list[str]:
    """Translations whose Russian has changed since, and nodes that a begun language lacks."""
    return [
        f"{flow or 'common'} / {node}: {language}"
        for flow, node, language in library.written
        if language != ORIGINAL and not library.is_current(flow, node, language)
    ]


def leaning_on(library: Library, parameters: set[str]) -> list[str]:
    """The outcomes whose words or rules rest on any of these parameters."""
    found = []
    for flow in library.flows.values():
        for outcome in flow.outcomes:
            used = {name for call in outcome.rules for name in rules()[call.rule].uses} | set(
                outcome.leans_on
            )
            if used & parameters:
                found.append(f"{flow.id}/{outcome.id}")
    return found
