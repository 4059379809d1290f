"""The book's dates: unknown beginnings, ends, reviews, disagreeing sources; on small books made for the question."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from sapar.guidance.rules import NoRuleForDate, NotCovered, Withheld, acts, book, checking, evaluate
from sapar.guidance.rules.reading import BadContent

SOURCE = {"url": "https://example.org/rule", "told_on": date(2024, 6, 1), "confidence": "high"}
VERSION = {
    "id": "one",
    "value": 7,
    "says": {"en": "Seven.", "ru": "Семь."},
    "review_by": date(2027, 1, 1),
    "source": SOURCE,
}
ACT = {
    "id": "act",
    "kind": "law",
    "parties": ["RU"],
    "title": {"en": "Act", "ru": "Закон"},
    "url": "https://example.org",
}


@pytest.fixture
def bound(tmp_path):
    """A book bound from versions of one parameter "p", conflicts and acts."""

    def bind(*versions, conflicts=(), acts=()):
        (tmp_path / "parameters").mkdir(exist_ok=True)
        (tmp_path / "acts").mkdir(exist_ok=True)
        parameter = {
            "id": "p",
            "jurisdiction": "RU",
            "title": {"en": "P", "ru": "П"},
            "versions": list(versions),
        }
        files = {
            "parameters/collection.yaml": {"first_read": date(2026, 3, 4), "left_out": {}},
            "parameters/conflicts.yaml": {"conflicts": list(conflicts)},
            "parameters/p.yaml": {"parameters": [parameter]},
            "acts/acts.yaml": {"acts": list(acts)},
        }
        for name, content in files.items():
            (tmp_path / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return book.read(tmp_path)

    return bind


def version(**changes):
    return {**VERSION, **changes}


def told(day):
    return {**SOURCE, "told_on": day}


def test_an_unknown_beginning_holds_from_the_day_it_was_told_and_says_so(bound):
    small = bound(version())

    answer = evaluate("p", date(2024, 6, 1), {}, small)

    assert answer.result["value"] == 7
    assert answer.result["valid_from"] is None
    assert "As told on 2024-06-01." in " ".join(map(str, answer.marks))
    with pytest.raises(NoRuleForDate, match="The first day for which one is known is 2024-06-01"):
        evaluate("p", date(2024, 5, 31), {}, small)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("2025-11", date(2025, 11, 30)),
        ("2024-02", date(2024, 2, 29)),
        (2017, date(2017, 12, 31)),
        (None, date(2026, 3, 4)),
    ],
)
def test_a_source_with_a_month_a_year_or_no_date_tells_nothing_earlier(bound, written, first):
    small = bound(version(source=told(written)))

    assert evaluate("p", first, {}, small).result["value"] == 7
    with pytest.raises(NoRuleForDate):
        evaluate("p", date.fromordinal(first.toordinal() - 1), {}, small)


def test_after_its_last_day_a_rule_is_not_given_and_the_day_is_named(bound):
    small = bound(version(valid_from=date(2024, 1, 1), valid_to=date(2025, 9, 10)))

    assert evaluate("p", date(2025, 9, 10), {}, small).result["value"] == 7
    with pytest.raises(NoRuleForDate, match="The last day for which one is known is 2025-09-10") as refusal:
        evaluate("p", date(2025, 9, 11), {}, small)
    assert refusal.value.last_day == date(2025, 9, 10)


def test_past_its_review_an_answer_may_have_changed(bound):
    small = bound(version(review_by=date(2026, 1, 1)))

    assert "may have changed" not in " ".join(map(str, evaluate("p", date(2026, 1, 1), {}, small).marks))
    assert "may have changed" in " ".join(map(str, evaluate("p", date(2026, 1, 2), {}, small).marks))


def test_a_reviewed_rule_with_a_known_beginning_is_certain_and_unmarked(bound):
    small = bound(
        version(valid_from=date(2024, 1, 1), review={"by": "A lawyer of the tests", "day": date(2025, 1, 1)})
    )

    answer = evaluate("p", date(2025, 6, 1), {}, small)

    assert answer.is_certain
    assert answer.marks == ()


def test_the_version_for_a_citizenship_goes_before_the_one_for_all(bound):
    small = bound(version(), version(id="two", **{"for": ["KG"]}, value=30))

    assert evaluate("p", date(2025, 1, 1), {"citizenship": "KG"}, small).result["value"] == 30
    assert evaluate("p", date(2025, 1, 1), {"citizenship": "TM"}, small).result["value"] == 7


def test_before_a_special_rule_is_known_the_general_one_is_not_guessed(bound):
    """A special rule without a beginning may have held already; one with a beginning did not."""
    general = version(valid_from=date(2020, 1, 1))
    unknown = bound(general, version(id="two", **{"for": ["KG"]}, value=30))
    with pytest.raises(NoRuleForDate):
        evaluate("p", date(2022, 1, 1), {"citizenship": "KG"}, unknown)

    known = bound(general, version(id="two", **{"for": ["KG"]}, value=30, valid_from=date(2023, 1, 1)))
    assert evaluate("p", date(2022, 1, 1), {"citizenship": "KG"}, known).result["value"] == 7


def test_a_rule_told_for_some_citizenships_covers_no_others(bound):
    small = bound(version(**{"for": ["KG"]}))

    with pytest.raises(NotCovered):
        evaluate("p", date(2025, 1, 1), {"citizenship": "TM"}, small)
    with pytest.raises(NotCovered, match="some citizenships only"):
        evaluate("p", date(2025, 1, 1), {}, small)


CONFLICT = {
    "id": "quarrel",
    "parameter": "p",
    "for": ["KG"],
    "from": date(2025, 1, 1),
    "claims": [
        {"says": {"en": "Seven.", "ru": "Семь."}, "source": SOURCE},
        {"says": {"en": "Nine.", "ru": "Девять."}, "source": SOURCE},
    ],
}


def test_disagreeing_sources_withhold_the_answer_for_those_people_and_days_only(bound):
    small = bound(version(), conflicts=[CONFLICT])

    with pytest.raises(Withheld) as refusal:
        evaluate("p", date(2025, 1, 1), {"citizenship": "KG"}, small)
    assert [claim["says"] for claim in refusal.value.more["claims"]] == ["Seven.", "Nine."]
    assert evaluate("p", date(2024, 12, 31), {"citizenship": "KG"}, small).result["value"] == 7
    assert evaluate("p", date(2025, 1, 1), {"citizenship": "UZ"}, small).result["value"] == 7


def test_a_reviewers_decision_ends_the_conflict(bound):
    decided = {**CONFLICT, "decided": {"by": "A lawyer of the tests", "day": date(2025, 2, 1)}}
    small = bound(version(), conflicts=[decided])

    assert evaluate("p", date(2025, 1, 1), {"citizenship": "KG"}, small).result["value"] == 7


def test_the_version_of_an_answer_changes_with_its_rules_only(bound):
    first = evaluate("p", date(2025, 1, 1), {}, bound(version())).version
    again = evaluate("p", date(2025, 5, 1), {}, bound(version(says={"en": "7.", "ru": "7."}))).version
    changed = evaluate("p", date(2025, 1, 1), {}, bound(version(value=8))).version

    assert first == again
    assert first != changed


def faults(small):
    return [
        line
        for line in checking.check(small, date(2026, 3, 10)).faults
        if line.startswith(("one", "two", "quarrel", "act"))
    ]


def test_the_check_finds_two_answers_at_once_unless_they_are_withheld(bound):
    pair = (version(**{"for": ["KG"]}), version(id="two", **{"for": ["KG", "UZ"]}, value=9))

    assert faults(bound(*pair)) == ["one and two: both answer p at the same time"]
    assert faults(bound(*pair, conflicts=[{**CONFLICT, "from": date(2024, 1, 1)}])) == []


def test_the_check_finds_what_has_no_source_and_acts_that_nobody_registered(bound):
    unsourced = version(source={**SOURCE, "url": "", "act": "nowhere"})

    assert faults(bound(unsourced)) == ["one: has no source", "one: its act nowhere is not in the register"]


def test_an_act_without_a_beginning_is_not_said_to_be_in_force(bound):
    small = bound(
        version(), acts=[{**ACT, "signed": date(2025, 1, 1)}, {**ACT, "id": "bill", "kind": "bill"}]
    )

    assert small.acts["act"].state(date(2024, 12, 31)) == "not-yet"
    assert small.acts["act"].state(date(2026, 1, 1)) == "unknown"
    assert small.acts["bill"].state(date(2026, 1, 1)) == "bill"


def test_an_act_is_in_force_from_its_first_to_its_last_day(bound):
    days = {"in_force_from": date(2025, 1, 1), "in_force_to": date(2025, 12, 31)}
    act = bound(version(), acts=[{**ACT, **days}]).acts["act"]

    states = [
        act.state(date(2024, 12, 31)),
        act.state(date(2025, 1, 1)),
        act.state(date(2025, 12, 31)),
        act.state(date(2026, 1, 1)),
    ]
    assert states == ["not-yet", "in-force", "in-force", "ended"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"source": {"url": "x"}}, "confidence"),
        ({"says": {"en": "Seven."}}, "missing in ru"),
        ({"says": {"en": "7.5", "ru": "7", "5": None}}, "has to stand in quotes"),
        ({"value": [{"code": "one", "en": "One", "ru": "Одна", "которую": None}]}, "has to stand in quotes"),
        ({"review_by": "soon"}, "is not a day"),
        ({"source": told("2025-13")}, "told_on"),
        ({"value": {"amount": 3, "unit": "weeks"}}, "a term has a unit"),
    ],
)
def test_a_file_that_says_nonsense_is_refused_by_name(bound, broken, says):
    with pytest.raises(BadContent, match=says) as refusal:
        bound(version(**broken))
    assert "one" in str(refusal.value)


def test_the_book_that_ships_has_no_faults_on_the_day_it_was_made():
    report = checking.check(book.the_book(), date(2026, 3, 10))

    assert report.faults == []
    assert len(report.awaiting_review) == len(list(book.the_book().versions()))


def test_a_change_of_an_act_names_the_rules_and_calculators_that_lean_on_it():
    found = acts.standing(book.the_book(), "ru-tj.2013", date(2026, 3, 10))

    assert found.leaning == ("ru.registration",)
    assert found.used_by == ("registration-deadline",)
    assert acts.standing(book.the_book(), "ru.272-fz-2016", date(2026, 3, 10)).leaning == (
        "ru.court.wages",
        "ru.wages.interest",
    )


LEANING = {**SOURCE, "act": "act"}


@pytest.mark.parametrize(
    ("moved", "on", "is_told"),
    [
        ({}, date(2026, 3, 10), False),
        ({"changed": [date(2024, 6, 2)]}, date(2024, 6, 1), False),
        ({"changed": [date(2024, 6, 2)]}, date(2024, 6, 2), True),
        ({"changed": [date(2024, 5, 31)]}, date(2026, 3, 10), False),
        ({"in_force_to": date(2025, 1, 1)}, date(2025, 1, 1), False),
        ({"in_force_to": date(2025, 1, 1)}, date(2025, 1, 2), True),
        ({"replaced_by": "act"}, date(2026, 3, 10), True),
    ],
)
def test_what_rests_on_an_act_that_moved_since_is_answered_with_a_warning_and_listed(
    bound, moved, on, is_told
):
    small = bound(version(source=LEANING), acts=[{**ACT, **moved}])

    answer = evaluate("p", on, {}, small)

    assert [act.id for act in answer.moved] == (["act"] if is_told else [])
    assert ("This may have changed. Ask" in " ".join(map(str, answer.marks))) == is_told
    assert bool(checking.check(small, on).moved) == is_told
    assert acts.standing(small, "act", on).to_read_again == (("p",) if is_told else ())


@pytest.mark.parametrize(("written", "is_told"), [("2024-06", True), (None, True), ("2024-07", False)])
def test_where_nobody_knows_whether_the_change_was_read_it_was_not(bound, written, is_told):
    act = {**ACT, "changed": [date(2024, 6, 15)]}
    small = bound(version(source={**LEANING, "told_on": written}), acts=[act])
    assert bool(evaluate("p", date(2026, 3, 10), {}, small).moved) == is_told


def test_a_lawyer_who_has_read_it_since_takes_the_warning_away(bound):
    review = {"by": "A lawyer of the tests", "day": date(2025, 1, 1)}
    act = {**ACT, "changed": [date(2024, 6, 15)]}
    small = bound(version(source=LEANING, review=review), acts=[act])
    assert not evaluate("p", date(2026, 3, 10), {}, small).moved


def test_every_fact_of_the_first_collection_is_a_rule_a_conflict_or_left_out_with_its_reason():
    collection = Path(__file__).resolve().parents[4] / "shared" / "data" / "law" / "facts.json"
    if not collection.exists():
        pytest.skip("the first collection of facts is not beside this checkout")
    gathered = {one["id"] for one in json.loads(collection.read_text())["facts"]}
    ours = {one.id for one in book.the_book().versions()} | set(book.the_book().left_out)

    assert gathered - ours == set()
