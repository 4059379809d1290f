"""Every page of guidance of a running Sapar, walked as a telephone does: weight and time, as JSON.

`python -m bench.guidance_pages http://127.0.0.1:8000`. The baseline is the page "Who can help me?" of the same run.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bench import machine
from sapar.guidance.flows import Question, the_library
from sapar.guidance.flows.model import TYPED

ADDRESS = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"
MOST_BYTES = 14 * 1024
STATIC = Path(__file__).resolve().parent.parent / "sapar" / "ui" / "static" / "ui"
_WAY = re.compile(r'name="way" value="([^"]+)"')
_TYPICAL = {
    "date": {"say": "day", "day_day": "10", "day_month": "2", "day_year": "2026"},
    "whole": {"say": "number", "number": "5"},
}


class Telephone:
    """A browser's cookies, the page in front, and what each page weighed and took."""

    def __init__(self, language: str) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.home = f"{ADDRESS}/{language}/guide/"
        self.page = ""
        self.milliseconds = 0.0

    def ask(self, **sent: str) -> None:
        if sent:
            sent["way"] = _WAY.findall(self.page)[0]
        body = urllib.parse.urlencode(sent).encode() if sent else None
        began = time.perf_counter()
        with self.opener.open(self.home, body) as answer:
            self.page = answer.read().decode()
        self.milliseconds = (time.perf_counter() - began) * 1000


def sheet() -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in ("sapar.css", "icon.svg"))


def weight(page: str) -> int:
    """With the stylesheet and the icon, compressed."""
    return len(gzip.compress(page.encode(), 6)) + sheet()


def walked(language: str) -> list[dict[str, Any]]:
    """Each node of each flow once, by one way that leads there."""
    found = []
    for flow in the_library().flows.values():
        for node, answers in _roads(flow).items():
            telephone = Telephone(language)
            telephone.ask()
            telephone.ask(flow=flow.id)
            for sent in answers:
                telephone.ask(**sent)
            found.append(
                {
                    "page": f"{flow.id}/{node}",
                    "outcome": not isinstance(flow.nodes[node], Question),
                    "bytes": weight(telephone.page),
                    "ms": telephone.milliseconds,
                }
            )
    return found


def _roads(flow: Any) -> dict[str, list[dict[str, str]]]:
    roads: dict[str, list[dict[str, str]]] = {flow.start: []}
    waiting = [flow.start]
    while waiting:
        name = waiting.pop()
        node = flow.nodes[name]
        for code, after in node.answers.items() if isinstance(node, Question) else ():
            if after not in roads:
                typed = code == TYPED.get(node.kind)
                roads[after] = [*roads[name], _TYPICAL[node.kind] if typed else {"say": code}]
                waiting.append(after)
    return roads


def told(pages: list[dict[str, Any]]) -> dict[str, Any]:
    heaviest = max(pages, key=lambda one: one["bytes"])
    times = sorted(one["ms"] for one in pages)
    return {
        "pages": len(pages),
        "median_bytes": int(statistics.median(one["bytes"] for one in pages)),
        "heaviest": {"page": heaviest["page"], "bytes": heaviest["bytes"]},
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
    }


def main() -> None:
    figures: dict[str, Any] = {
        "machine": machine.described(),
        "before": machine.load(),
        "most_bytes": MOST_BYTES,
    }
    with urllib.request.urlopen(f"{ADDRESS}/ru/find/?what=p-unpaid-wages&where=RU") as answer:  # noqa: S310 - our own
        figures["baseline_find_bytes"] = weight(answer.read().decode())
    for language in ("ru", "ky"):
        pages = walked(language)
        figures[language] = {
            "questions": told([one for one in pages if not one["outcome"]]),
            "outcomes": told([one for one in pages if one["outcome"]]),
        }
    heaviest = max(figures[language]["outcomes"]["heaviest"]["bytes"] for language in ("ru", "ky"))
    figures["times_the_baseline"] = round(heaviest / figures["baseline_find_bytes"], 2)
    figures["met"] = heaviest <= MOST_BYTES
    figures["after"] = machine.load()
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
