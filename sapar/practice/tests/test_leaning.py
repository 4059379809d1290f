"""An entry knows when the law behind it moves."""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys

from sapar.guidance.rules.book import the_book
from sapar.practice import leaning

DAY = dt.date(2026, 3, 10)
RULE, ACT = "ru.wages.interest", "ru.115-fz"


def changed(book, **parts):
    return dataclasses.replace(book, **parts)


def states(pinned, on=DAY, book=None):
    return {one.id: one.state for one in leaning.supports(pinned, on, book)}


def test_nothing_moves_while_the_book_stays():
    assert states(leaning.pin([RULE, ACT])) == {RULE: "same", ACT: "same"}


def test_a_rule_whose_value_changes_is_seen():
    book = the_book()
    rule = book.parameters[RULE]
    other = dataclasses.replace(
        rule, versions=tuple(dataclasses.replace(one, value=1) for one in rule.versions)
    )
    new = changed(book, parameters={**book.parameters, RULE: other})
    assert states(leaning.pin([RULE]), book=new) == {RULE: "changed"}


def test_a_change_of_an_act_is_seen_by_what_rests_on_its_rules():
    book = the_book()
    act = book.parameters[RULE].versions[0].source.act
    ended = dataclasses.replace(book.acts[act], in_force_to=dt.date(2026, 1, 1))
    new = changed(book, acts={**book.acts, act: ended})
    assert states(leaning.pin([RULE]), book=new) == {RULE: "changed"}


def test_another_translation_is_no_change_of_the_law():
    book = the_book()
    act = book.acts[ACT]
    other = dataclasses.replace(act, title={**act.title, "ky": "Башкача айтылган"})
    assert states(leaning.pin([ACT]), book=changed(book, acts={**book.acts, ACT: other})) == {ACT: "same"}
    other = dataclasses.replace(act, title={**act.title, "ru": "Иначе названный"})
    assert states(leaning.pin([ACT]), book=changed(book, acts={**book.acts, ACT: other})) == {ACT: "changed"}


def test_a_rule_that_is_gone_and_one_that_has_ended_are_told_apart():
    assert states({"no.such.rule": "abc"}) == {"no.such.rule": "gone"}
    book = the_book()
    rule = book.parameters[RULE]
    over = tuple(dataclasses.replace(one, valid_to=dt.date(2026, 1, 1)) for one in rule.versions)
    new = changed(book, parameters={**book.parameters, RULE: dataclasses.replace(rule, versions=over)})
    assert states(leaning.pin([RULE], new), book=new) == {RULE: "ended"}


def test_a_fingerprint_is_the_same_in_another_process():
    """Sets are ordered by hashes that change with each process: the fingerprint must not be."""
    name = "ru.patent.deadline"  # for named citizenships, which are a set
    told = "from sapar.practice.leaning import pin; print(pin(['ru.patent.deadline'])['ru.patent.deadline'])"
    other = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )
    assert other.stdout.strip() == leaning.pin([name])[name]
