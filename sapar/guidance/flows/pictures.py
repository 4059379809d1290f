"""A flow drawn from its files, as a Mermaid diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.guidance.flows.model import Question

if TYPE_CHECKING:
    from sapar.guidance.flows.library import Library
    from sapar.guidance.flows.model import Flow


def mermaid(library: Library, flow: Flow, language: str) -> str:
    """Questions in boxes, outcomes in rounded ones, an arrow for each way on with the answers that lead there."""
    lines = ["flowchart TD"]
    for name, node in flow.nodes.items():
        title = _quiet(library.words(flow.id, name, language).title)
        lines.append(
            f'  {_id(name)}["{title}"]' if isinstance(node, Question) else f'  {_id(name)}(["{title}"])'
        )
    for question in flow.questions:
        labels = library.words(flow.id, question.id, language).answers  # type: ignore[union-attr] # a question has answers, an outcome does not come here
        for after in dict.fromkeys(question.answers.values()):
            codes = [code for code, to in question.answers.items() if to == after]
            told = " · ".join(labels[code] for code in codes)
            lines.append(f'  {_id(question.id)} -->|"{_quiet(told)}"| {_id(after)}')
    return "\n".join(lines)


def page(library: Library, language: str = "en") -> str:
    """docs/guidance-flows.md."""
    parts = [
        "# The flows of guidance",
        "Drawn by `python -m tools.guidance` from `sapar/guidance/flows`; a test compares this page with the files. "
        "Boxes are questions, rounded boxes are outcomes.",
    ]
    for flow in library.flows.values():
        parts.append(f"## {library.title(flow.id, language)}")
        parts.append(f"`{flow.id}`, problem `{flow.problem}`")
        parts.append(f"```mermaid\n{mermaid(library, flow, language)}\n```")
    return "\n\n".join(parts) + "\n"


def _id(name: str) -> str:
    return name.replace("-", "_")


def _quiet(text: str) -> str:
    """What Mermaid would read as its own signs."""
    return text.replace('"', "'").replace("“", "'").replace("”", "'")
