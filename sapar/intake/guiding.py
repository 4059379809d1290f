"""A flow of guidance beside the talk at the desk: where it stands, what was told, and the deadlines that a case takes over."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from sapar.guidance import walking
from sapar.guidance.answers import answers_in_words, outcome_context
from sapar.guidance.flows import BadAnswer, Question, deadlines, the_library
from sapar.guidance.flows.model import TYPED, UNKNOWN
from sapar.guidance.forms import DayForm, NumberForm
from sapar.guidance.rules import Answer, rules
from sapar.guidance.situations import SITUATIONS
from sapar.guidance.speaking import Said, said, title_of, words_of
from sapar.guidance.way import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.guidance.walking import Standing

LONGEST = 4000
# What is pressed for an answer: letters that neither the desk nor a browser's own menus take (Alt and a digit turns tabs).
KEYS = "AORVYZIMH"
# Buttons of the panel: what stands before the colon of their value.
VERBS = frozenset({"flow", "say", "at", "stop"})


def read(written: str) -> dict[str, Any] | None:
    """What the form carries (`Way.kept` as JSON), None for nothing and for what cannot be read."""
    if not written or len(written) > LONGEST:
        return None
    try:
        kept = json.loads(written)
    except ValueError:
        return None
    return kept if isinstance(kept, dict) and walking.standing_of(kept) else None


def written(kept: Mapping[str, Any] | None) -> str:
    if not kept:
        return ""
    return json.dumps(
        {name: kept.get(name, "") for name in ("flow", "answers", "on", "at")}, ensure_ascii=False
    )


def is_verb(verb: str) -> bool:
    return verb.partition(":")[0] in VERBS


def moved(
    kept: Mapping[str, Any] | None, verb: str, sent: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, Any]:
    """The flow after a button of the panel, and the form of the question where what was typed could not be read."""
    name, _colon, value = verb.partition(":")
    stands = _standing(kept)
    if name == "stop":
        return None, None
    if name == "flow":
        known = the_library().flows.get(value)
        way = walking.entered(stands.way if stands else Way(), known) if known else None
        return (_kept(way) if way else dict(kept or {}) or None), None
    if stands is None:
        return None, None
    if name == "at":
        return _kept(walking.looked_back(stands, value)), None
    return _said(stands, value, sent)


def _said(stands: Standing, given: str, sent: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    question, form = stands.node, None
    if isinstance(question, Question) and question.kind in TYPED and given != UNKNOWN:
        form = typed_form(question, sent)
        if not form.is_valid():
            return _kept(stands.way), form
        value = next(iter(form.cleaned_data.values()))
        given = value.isoformat() if isinstance(value, dt.date) else str(value)
    try:
        return _kept(walking.answered(stands, given)), None
    except BadAnswer:
        return _kept(stands.way), None


def typed_form(question: Question, sent: Mapping[str, Any] | None, chosen: str = "") -> Any:
    """The field of a question whose answer is typed, under names that the talk's form does not have."""
    known = chosen if chosen != UNKNOWN else ""
    if question.kind == "date":
        initial = {"day": dt.date.fromisoformat(known)} if known else None
        return DayForm(sent, prefix="guide", initial=initial)
    return NumberForm(sent, prefix="guide", initial={"number": known})


def _standing(kept: Mapping[str, Any] | None) -> Standing | None:
    stands = walking.standing_of(kept)
    return walking.standing(stands.way.but(at=str((kept or {}).get("at") or ""))) if stands else None


def _kept(way: Way) -> dict[str, Any]:
    return way.kept() | ({"at": way.at} if way.at else {})


def panel(kept: Mapping[str, Any] | None, topic: str, form: Any = None) -> dict[str, Any]:
    """What the panel shows: the flows to choose from, a question, or an outcome."""
    stands = _standing(kept)
    if stands is None:
        fitting = [name for name, flow in the_library().flows.items() if topic and flow.problem == topic]
        others = [
            (heading, [(name, title_of(name)) for name in names]) for heading, _icon, names in SITUATIONS
        ]
        return {"guide": {"fitting": _keyed([(name, title_of(name)) for name in fitting]), "others": others}}
    if isinstance(stands.node, Question):
        return {"guide": _question(stands, stands.node, form)}
    return {"guide": outcome_context(stands, with_help=False) | {"is_over": True, "written": written(kept)}}


def _question(stands: Standing, question: Question, form: Any) -> dict[str, Any]:
    spoken = words_of(stands.flow.id, question.id)
    words: Any = spoken.words
    typed = TYPED.get(question.kind, "")
    return {
        "title": title_of(stands.flow.id),
        "spoken": spoken,
        "options": _keyed([(code, label) for code, label in words.answers.items() if code != typed]),
        "typed": typed,
        "form": (form or typed_form(question, None, stands.chosen)) if typed else None,
        "chosen": stands.chosen,
        "before": answers_in_words(stands),
        "written": written(_kept(stands.way)),
    }


def _keyed(pairs: list[tuple[str, Any]]) -> list[tuple[str, Any, str]]:
    """The first ones with their letter, the rest without."""
    return [(*pair, KEYS[number : number + 1]) for number, pair in enumerate(pairs)]


def recorded(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is sealed with the contact: the answers, the outcome, and each day that was told with its rule and version."""
    stands = walking.standing_of(kept)
    if stands is None:
        return None
    found = stands.way.kept() | {"on": stands.on.isoformat(), "outcome": "", "deadlines": []}
    if stands.place.is_over:
        found |= {"outcome": stands.place.node.id, "deadlines": _deadlines(stands)}
    return found


def _deadlines(stands: Standing) -> list[dict[str, Any]]:
    calls: Any = stands.place.node
    found = []
    for call, one in zip(calls.rules, deadlines(stands.place, stands.on), strict=True):
        if isinstance(one, Answer) and one.result.get("last_day"):
            facts = {
                name: told[1:] if told.startswith("=") else stands.place.facts[told]
                for name, told in call.facts.items()
                if told.startswith("=") or told in stands.place.facts
            }
            last = one.result["last_day"].isoformat()
            found.append({"rule": one.rule, "facts": facts, "last_day": last, "version": one.version})
    return found


def told(guided: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A contact's flow for its page: the words of the answers and of the outcome as the files have them now."""
    if not guided:
        return None
    stands = walking.standing_of(guided)
    days = [
        (_title(one["rule"]), dt.date.fromisoformat(one["last_day"]), one["rule"], one["version"])
        for one in guided.get("deadlines", ())
    ]
    if stands is None:
        return {"title": Said(str(guided.get("flow", ""))), "days": days}
    over = words_of(stands.flow.id, stands.node.id).words if stands.place.is_over else None
    return {"title": title_of(stands.flow.id), "before": answers_in_words(stands), "over": over, "days": days}


def _title(rule: str) -> Said:
    return said(rules()[rule].title) if rule in rules() else Said(rule)


def problem_of(guided: Mapping[str, Any] | None) -> str:
    """The code of the taxonomy that the flow stands for, "" for none."""
    stands = walking.standing_of(guided)
    return stands.flow.problem if stands else ""


def step_of(guided: Mapping[str, Any] | None) -> str:
    """What the outcome says in one line, "" before there is one."""
    stands = walking.standing_of(guided)
    return words_of(stands.flow.id, stands.node.id).words.title if stands and stands.place.is_over else ""


def country_of(kept: Mapping[str, Any] | None) -> str:
    """Where it happens, as far as the answers say."""
    stands = walking.standing_of(kept)
    return stands.place.facts.get("country", "") if stands else ""
