"""Sentences that pages translate: an English msgid with named places, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Text:
    """`params` holds dates, numbers, codes and other texts as themselves, so that each language writes them its own way.

    `words` by language where the sentence comes from the files of rules and not from the catalogue of messages: Russian and
    English always, the other languages where they have it, else Russian.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def into(self, language: str, translate: Callable[[str], str], show: Callable[[Any], str]) -> str:
        """The sentence in a language: `translate` is gettext, `show` writes a parameter that is not itself a text."""
        if self.words:
            return self.words.get(language) or self.words.get("ru", self.msgid)
        filled = {
            name: value.into(language, translate, show) if isinstance(value, Text) else show(value)
            for name, value in self.params.items()
        }
        return translate(self.msgid).format(**filled)

    def __str__(self) -> str:
        return self.into("en", str, show)

    def as_json(self) -> dict[str, Any]:
        return {
            "text": str(self),
            "msgid": self.msgid,
            "params": {name: plain(value) for name, value in self.params.items()},
        }


def own_words(words: Mapping[str, str]) -> Text:
    """A sentence that a file of rules holds in its languages."""
    return Text(words["en"], words=words)


def text(msgid: str, **params: Any) -> Text:
    """Imported as `_`, which is how the catalogue of messages finds its strings."""
    return Text(msgid, params)


def show(value: Any) -> str:
    """A parameter in English: a list with commas, everything else as it writes itself."""
    if isinstance(value, (tuple, list)):
        return ", ".join(show(one) for one in value)
    return str(value)


def plain(value: Any) -> Any:
    """A value as JSON has it: dates as ISO text, exact decimals as text, texts with their parts."""
    if isinstance(value, Text):
        return value.as_json()
    if isinstance(value, (date, Decimal)):
        return str(value)
    if isinstance(value, (tuple, list, frozenset)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value
