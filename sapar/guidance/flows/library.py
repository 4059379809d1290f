"""The flows and their words, read from files once a process.

`order.yaml` says in which order flows are shown; `graphs/<flow>.yaml` routes; `words/<flow>/<node>.<language>.yaml` speaks; `words/common.<language>.yaml` holds what many nodes say.
Every scalar is text ("yes" stays "yes"). Russian is what translations are made from: each carries the fingerprint of the
Russian it was made from, and is out of date when that changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sapar.guidance.flows.model import (
    PARTS,
    Flow,
    Outcome,
    OutcomeWords,
    Question,
    QuestionWords,
    RuleCall,
    Spoken,
)
from sapar.guidance.rules.model import Review
from sapar.guidance.rules.reading import BadContent

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).resolve().parent
ORIGINAL = "ru"
_TEXT_ONLY = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FINGERPRINT = 12


@dataclass(frozen=True)
class Library:
    """`written` maps (flow, node, language) to the words as they stand in the file; flow "" holds the common ones."""

    flows: Mapping[str, Flow]
    written: Mapping[tuple[str, str, str], Mapping[str, Any]]

    def has(self, flow: str, node: str, language: str) -> bool:
        return (flow, node, language) in self.written

    def is_current(self, flow: str, node: str, language: str) -> bool:
        """Whether the words were made from the Russian as it stands now."""
        if language == ORIGINAL:
            return True
        made_from = self.written[flow, node, language].get("of", "")
        return bool(made_from == fingerprint(self.written[flow, node, ORIGINAL]))

    def speak(self, flow: str, node: str, language: str) -> Spoken:
        """The node in a language, or in Russian where the language lacks it; with Russian beside where it is out of date."""
        original = self.words(flow, node, ORIGINAL)
        if not self.has(flow, node, language) or not self.has("", "common", language):
            return Spoken(original, None, "missing", "")
        words = self.words(flow, node, language)
        signed: str = self.written[flow, node, language].get("reviewed_by", "")
        if self.is_current(flow, node, language):
            return Spoken(words, None, "current", signed)
        return Spoken(words, original, "outdated", "")

    def words(self, flow: str, node: str, language: str) -> QuestionWords | OutcomeWords:
        """`KeyError` where the language does not have the node."""
        written, common = self.written[flow, node, language], self.written["", "common", language]
        found = self.flows[flow].nodes[node]
        if isinstance(found, Question):
            answers = {code: self._label(written, common, code) for code in found.answers}
            return QuestionWords(written["title"], written.get("hint", ""), answers)
        parts = {part: tuple(_spoken(line, common) for line in written[part]) for part in PARTS}
        return OutcomeWords(title=written["title"], short=written["short"], **parts)

    def _label(self, written: Mapping[str, Any], common: Mapping[str, Any], code: str) -> str:
        label: str = written.get("answers", {}).get(code) or common["answers"][code]
        return label

    def headings(self, language: str) -> dict[str, str]:
        """What a voice says before each part of an outcome."""
        return dict(self.written["", "common", language]["headings"])

    def title(self, flow: str, language: str) -> str:
        """The flow's name, as a list of flows shows it."""
        title: str = self.written[flow, "flow", language]["title"]
        return title


def fingerprint(written: Mapping[str, Any]) -> str:
    """Twelve characters over the words, not over how the file is laid out."""
    plain = yaml.safe_dump(
        {name: value for name, value in written.items() if name not in ("of", "reviewed_by")},
        allow_unicode=True,
    )
    return hashlib.sha256(plain.encode()).hexdigest()[:_FINGERPRINT]


def _spoken(line: str, common: Mapping[str, Any]) -> str:
    """A line, or the common phrase that it names with an @."""
    if not line.startswith("@"):
        return line
    phrase: str = common["phrases"][line[1:]]
    return phrase


def flow_of(entry: Mapping[str, Any]) -> Flow:
    nodes: dict[str, Question | Outcome] = {}
    for name, one in entry["questions"].items():
        nodes[name] = Question(name, one.get("kind", "choice"), dict(one["answers"]), one.get("fact", ""))
    for name, one in entry["outcomes"].items():
        if name in nodes:
            raise BadContent(f"{entry['flow']}: {name} is a question and an outcome")
        calls = tuple(RuleCall(call["rule"], dict(call["facts"])) for call in one.get("rules", ()))
        nodes[name] = Outcome(
            id=name,
            help_with=one["help"],
            where=one.get("where", ""),
            rules=calls,
            leans_on=tuple(one.get("leans_on", ())),
            see=tuple(one.get("see", ())),
            is_danger=one.get("danger") == "yes",
            count=one.get("count", ""),
        )
    return Flow(entry["flow"], entry["problem"], entry["start"], _review(entry), nodes)


def _review(entry: Mapping[str, Any]) -> Review:
    signed = entry.get("reviewed")
    return (
        Review("reviewed", signed["by"], date.fromisoformat(signed["day"])) if signed else Review("gathered")
    )


def read(folder: Path) -> Library:
    flows = {
        one.id: one for one in (flow_of(_yaml(path)) for path in sorted((folder / "graphs").glob("*.yaml")))
    }
    order = _yaml(folder / "order.yaml")
    if sorted(order) != sorted(flows):
        raise BadContent(f"order.yaml and graphs/ differ in: {', '.join(sorted(set(order) ^ set(flows)))}")
    written = {}
    for path in sorted((folder / "words").rglob("*.yaml")):
        node, language = path.name.removesuffix(".yaml").rsplit(".", 1)
        flow = "" if path.parent.name == "words" else path.parent.name
        written[flow, node, language] = _yaml(path)
    return Library({name: flows[name] for name in order}, written)


def _yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_TEXT_ONLY)  # noqa: S506 - makes nothing but text, lists and maps
    except yaml.YAMLError as trouble:
        raise BadContent(f"{path.name} is not YAML: {trouble}") from trouble


@lru_cache(maxsize=1)
def the_library() -> Library:
    """The flows that ship with Sapar."""
    return read(HERE)
