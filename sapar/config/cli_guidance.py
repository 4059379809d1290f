"""`sapar guidance …`: rules asked in the terminal. Only `recount` needs the database; none needs the keys."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapar.config import guidance_words as told
from sapar.config.words import Trouble, say

if TYPE_CHECKING:
    import argparse

    from sapar.guidance.rules.facts import Fact


def add_to(commands: Any) -> None:
    top = commands.add_parser(
        "guidance", help="rules of law asked, checked and listed by a day; no database needed"
    )
    verbs = top.add_subparsers(metavar="VERB", required=True)
    one = verbs.add_parser("evaluate", help="the answer of a rule on a day, with its reasoning and sources")
    one.add_argument("rule", metavar="RULE", help="a calculator or a parameter; `guidance rules` lists them")
    one.add_argument(
        "--facts", metavar="FILE.json", default="", help="the facts as a JSON object; - reads them from here"
    )
    one.add_argument("--json", action="store_true", help="answer, or refuse, as JSON")
    _with_day(one, "the day of the question")
    one.set_defaults(act=evaluate)
    one = verbs.add_parser("rules", help="every rule with the facts it asks")
    one.add_argument("--json", action="store_true", help="as JSON")
    one.set_defaults(act=list_rules)
    one = verbs.add_parser(
        "flow", help="where a flow of questions stands after some answers; without one, all flows"
    )
    one.add_argument("flow", metavar="FLOW", nargs="?", default="")
    one.add_argument(
        "--answers", metavar="FILE.json", default="", help="a JSON object of question and answer; - reads it"
    )
    one.add_argument("--language", default="en")
    _with_day(one, "the day for deadlines")
    one.set_defaults(act=flow)
    one = verbs.add_parser("acts", help="the register of acts: what is in force, and which rules lean on it")
    _with_day(one, "the day to look at")
    one.set_defaults(act=acts)
    one = verbs.add_parser("check", help="faults in the rules and flows; what expired or waits for review")
    _with_day(one, "the day to look at")
    one.add_argument("--all", action="store_true", help="name everything that waits, not only how much")
    one.set_defaults(act=check)
    one = verbs.add_parser("recount", help="count anew the deadlines of cases whose rules have changed")
    one.set_defaults(act=recount)
    one = verbs.add_parser(
        "speak", help="record every question and outcome with espeak-ng, to be read to people on a tap"
    )
    one.add_argument("--out", metavar="FOLDER", default="", help="where to (the installation's own folder)")
    one.add_argument("--language", action="append", default=[], help="only this one; may be given again")
    one.add_argument(
        "--text", nargs=2, metavar=("FLOW", "NODE"), help="only print what a voice reads there, in --language"
    )
    one.add_argument(
        "--take",
        nargs=3,
        metavar=("FLOW", "NODE", "FILE.opus"),
        help="take in a person's recording, in --language",
    )
    one.set_defaults(act=speak)


def _with_day(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--on", metavar="DATE", default="", help=f"{words}, like 2026-03-10 (today)")


def _day(chosen: argparse.Namespace) -> date:
    if not chosen.on:
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(chosen.on)
    except ValueError:
        raise Trouble(f"“{chosen.on}” is not a day. Write it like 2026-03-10.") from None


def evaluate(chosen: argparse.Namespace) -> int:
    """Prints the answer, 0; a refusal is told the same way and gives 1."""
    from sapar.guidance.rules import GuidanceError
    from sapar.guidance.rules import evaluate as ask

    on, facts = _day(chosen), _facts(chosen.facts)
    try:
        answer = ask(chosen.rule, on, facts)
    except GuidanceError as refusal:
        if chosen.json:
            say(json.dumps(refusal.as_json(), ensure_ascii=False, indent=2))
            return 1
        claims = (f"  – {line}" for line in told.claims(refusal))
        raise Trouble("\n".join([str(refusal), *claims])) from None
    if chosen.json:
        say(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
    else:
        say(*told.answer(answer))
    return 0


def _facts(name: str) -> dict[str, Any]:
    if not name:
        return {}
    try:
        written = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        facts = json.loads(written)
    except (ValueError, UnicodeDecodeError) as trouble:
        raise Trouble(f"{name} is not JSON: {trouble}") from None
    if not isinstance(facts, dict):
        raise Trouble(f'{name} holds no object of facts, such as {{"country": "RU"}}.')
    return facts


def list_rules(chosen: argparse.Namespace) -> int:
    from sapar.guidance.rules import rules
    from sapar.guidance.rules.book import the_book

    if chosen.json:
        say(json.dumps([rule.as_json() for rule in rules().values()], ensure_ascii=False, indent=2))
        return 0
    for rule in rules().values():
        say(f"{rule.id}: {rule.title}", *(line for fact in rule.facts for line in _asked(fact, "  ")), "")
    say("Parameters, each with an optional fact “citizenship”:")
    say(*(f"  {one.id}: {one.title['en']} ({one.jurisdiction})" for one in the_book().parameters.values()))
    return 0


def _asked(fact: Fact, indent: str) -> list[str]:
    kind = "one of " + ", ".join(fact.choices) if fact.choices else fact.kind
    lines = [f"{indent}{fact.name} ({kind}{'' if fact.required else ', may be left out'}): {fact.says}"]
    return lines + [line for one in fact.fields for line in _asked(one, indent + "  ")]


def flow(chosen: argparse.Namespace) -> int:
    from sapar.guidance import flows
    from sapar.guidance.rules import GuidanceError

    library = flows.the_library()
    if not chosen.flow:
        say(*(f"{name}: {library.title(name, 'en')}" for name in library.flows))
        return 0
    if chosen.flow not in library.flows:
        raise Trouble(f"There is no flow “{chosen.flow}”. `sapar guidance flow` lists them.")
    try:
        place = flows.replay(library.flows[chosen.flow], _facts(chosen.answers))
    except GuidanceError as refusal:
        raise Trouble(str(refusal)) from None
    say(*told.place(library, place, chosen.language, _day(chosen)))
    return 0


def acts(chosen: argparse.Namespace) -> int:
    from sapar.guidance.flows.checking import leaning_on
    from sapar.guidance.flows.library import the_library
    from sapar.guidance.rules import acts as register
    from sapar.guidance.rules.book import the_book

    on = _day(chosen)
    say(f"Acts and agreements on {on}", "")
    for one in register.register(the_book(), on):
        say(*told.act(one, leaning_on(the_library(), set(one.leaning))))
    return 0


def check(chosen: argparse.Namespace) -> int:
    """1 where something is unsourced, answered although sources disagree, or leads nowhere."""
    from sapar.guidance.flows import checking as flows
    from sapar.guidance.flows.library import the_library
    from sapar.guidance.rules import checking
    from sapar.guidance.rules.book import the_book

    on = _day(chosen)
    report = checking.check(the_book(), on)
    report.faults += flows.faults(the_library(), the_book())
    report.awaiting_review += flows.awaiting_review(the_library())
    library = the_library()
    report.awaiting_translation += [
        *flows.out_of_date(library),
        *flows.not_spoken(library),
        *flows.unsigned(library),
    ]
    say(f"Rules and flows on {on}")
    for words, lines in (
        ("Sources disagree, the answer is withheld", report.disputed),
        ("Expired", report.expired),
        ("Past their review, answered with a warning", report.past_review),
        ("Rest on an act that has moved since, answered with a warning", report.moved),
        ("Await a lawyer's review", report.awaiting_review),
        ("Beginning unknown, shown “as told on …”", report.unknown_start),
        ("Await translation or its renewal", report.awaiting_translation),
    ):
        say(f"  {words}: {len(lines)}", *(f"    {line}" for line in lines if chosen.all))
    say(*(f"  ✗ {line}" for line in report.faults))
    if report.awaiting_review:
        say("What awaits a review is answered with the words that no lawyer has reviewed it.")
    return 1 if report.faults else 0


def recount(_chosen: argparse.Namespace) -> int:
    """Leaves it to the worker, which has the keys; it does the same every night."""
    from sapar.config import cli_run, prepare

    with prepare.database_at_hand():
        cli_run.open_django("web")
        from procrastinate.exceptions import AlreadyEnqueued

        from sapar.cases.tasks import recount_all_deadlines

        try:
            recount_all_deadlines.configure().defer(timestamp=int(datetime.now(UTC).timestamp()))
        except AlreadyEnqueued:
            say("This is waiting to be done already.")
            return 0
    say("The worker counts anew what leans on changed rules; owners find it on their page “Today”.")
    return 0


def speak(chosen: argparse.Namespace) -> int:
    """Recordings are named by their words: what is there already is not made again."""
    from sapar.config import home, speaking

    folder = Path(chosen.out) if chosen.out else home.path() / "voice"
    if chosen.text or chosen.take:
        return speaking.one(folder, chosen.language, chosen.text, chosen.take)
    return speaking.every(folder, chosen.language)
