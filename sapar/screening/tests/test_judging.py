"""Every rule reached by a row of a table; the range of results against trying every answer there could be."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.screening.indicators import frames, library
from sapar.screening.indicators.judging import Found, ages, judge
from sapar.screening.indicators.model import RECRUITED, Answer, EditionBroken, NoEdition, Result

EDITION = library.edition("delphi-2009")
# Two yeses that make each dimension, for adults and children alike.
EX = ("ex-hours", "ex-low-pay")
DR = ("dr-job", "dr-wages")
CR = ("cr-violence", "cr-papers")
VR = ("vr-family-hard", "vr-status", "vr-language")
CD = ("cd-papers", "cd-debt")
VD = ("vd-dependent", "vd-unknown-area", "vd-poverty")

ADULT, CHILD = False, True
# (which list, what was said yes to, rule, result); all else was answered with no.
TABLE = [
    (ADULT, (), None, Result.NOTHING),
    (ADULT, (RECRUITED,), None, Result.NOTHING),
    (ADULT, DR, "pressed-not-exploited", Result.SIGNS),
    (ADULT, CR, "pressed-not-exploited", Result.SIGNS),
    (ADULT, VR, "pressed-not-exploited", Result.SIGNS),
    (ADULT, CD, "pressed-not-exploited", Result.SIGNS),
    (ADULT, VD, "pressed-not-exploited", Result.SIGNS),
    (ADULT, EX, "exploited", Result.LABOUR_RIGHTS),
    (ADULT, EX + VR, "exploited", Result.LABOUR_RIGHTS),
    (ADULT, EX + VD, "exploited", Result.LABOUR_RIGHTS),
    (ADULT, (*EX, RECRUITED), "exploited", Result.LABOUR_RIGHTS),
    (ADULT, EX + DR, "deceived", Result.DECEIVED),
    (ADULT, EX + DR + VR, "deceived", Result.DECEIVED),
    (ADULT, EX + CD, "coerced", Result.FORCED_LABOUR),
    (ADULT, EX + CR, "coerced", Result.FORCED_LABOUR),
    (ADULT, EX + VR + VD, "vulnerability-at-both-ends", Result.FORCED_LABOUR),
    (ADULT, EX + VR + CD, "vulnerability-stands-for-means", Result.TRAFFICKING),
    (ADULT, EX + DR + VD, "vulnerability-stands-for-means", Result.TRAFFICKING),
    (ADULT, EX + CR + VD, "vulnerability-stands-for-means", Result.TRAFFICKING),
    (ADULT, EX + DR + CD, "means-at-both-ends", Result.TRAFFICKING),
    (ADULT, EX + CR + CD, "means-at-both-ends", Result.TRAFFICKING),
    (CHILD, DR, "pressed-not-exploited", Result.SIGNS),
    (CHILD, EX, "exploited", Result.LABOUR_RIGHTS),
    (CHILD, EX + VD, "child-dependent", Result.FORCED_LABOUR),
    (CHILD, EX + CD, "coerced", Result.FORCED_LABOUR),
    (CHILD, (*EX, RECRUITED), "child-recruited", Result.TRAFFICKING),
    (CHILD, EX + DR, "child-recruited", Result.TRAFFICKING),
    (CHILD, EX + CR, "child-recruited", Result.TRAFFICKING),
    (CHILD, EX + VR, "child-recruited", Result.TRAFFICKING),
]


def answered(yes, *, open_ones=()):
    """All questions answered with no, but for these."""
    said = dict.fromkeys(EDITION.questions, Answer.NO) | dict.fromkeys(yes, Answer.YES)
    return {key: answer for key, answer in said.items() if key not in open_ones}


@pytest.mark.parametrize(("child", "yes", "rule", "result"), TABLE)
def test_what_was_said_leads_to_the_rule_of_the_table(child, yes, rule, result):
    found = judge(EDITION, answered(yes), child=child)
    assert (found.possible, found.decision and found.decision.code) == ((result,), rule)


def test_the_table_reaches_every_rule_and_every_line_of_it():
    reached = {(child, rule) for child, _yes, rule, _result in TABLE}
    for decision in EDITION.decisions:
        for child in (ADULT, CHILD):
            if decision.whom in ("both", "child" if child else "adult"):
                assert (child, decision.code) in reached
    lines = {line for one in EDITION.decisions for line in one.needs}
    tried = [_terms(child, yes) for child, yes, _rule, _result in TABLE]
    assert [line for line in lines if not any(line <= terms for terms in tried)] == []


def _terms(child, yes):
    found = {
        one.dimension
        for one in judge(EDITION, answered(yes), child=child).dimensions
        if one.found == Found.YES
    }
    return found | ({RECRUITED} & set(yes))


# "2 strong, or 1 strong + 1 medium or weak, or 3 medium, or 2 medium + 1 weak": the source, by hand.
WEIGHED = [
    ("", False), ("S", False), ("M", False), ("W", False), ("MM", False), ("MW", False), ("MWW", False), ("WWW", False),
    ("SS", True), ("SM", True), ("SW", True), ("MMM", True), ("MMW", True), ("SMW", True),
]  # fmt: skip


@pytest.mark.parametrize(("letters", "makes_it"), WEIGHED)
def test_weights_make_a_dimension_as_the_source_says(letters, makes_it):
    names = {"S": "strong", "M": "medium", "W": "weak"}
    assert EDITION.is_found([names[one] for one in letters]) is makes_it


def brute(answers, child):
    """Every result that some way to answer the open questions gives."""
    free = [one for one in EDITION.questions if answers.get(one) not in (Answer.YES, Answer.NO)]
    results = set()
    for age in ages(child):
        for filled in itertools.product((Answer.YES, Answer.NO), repeat=len(free)):
            said = answers | dict(zip(free, filled, strict=True))
            found = frozenset([RECRUITED] if said[RECRUITED] == Answer.YES else []) | frozenset(
                dimension
                for dimension in {one.dimension for one in EDITION.indicators.values()}
                if EDITION.is_found(
                    one.weight(child=age)
                    for one in EDITION.indicators.values()
                    if one.dimension == dimension and said[one.id] == Answer.YES
                )
            )
            decision = EDITION.decide(found, child=age)
            results.add(decision.result if decision else Result.NOTHING)
    return tuple(sorted(results))


@st.composite
def talks(draw):
    """Answers to everything, with up to six left open in each of the three ways there are."""
    said = {one: draw(st.sampled_from([Answer.YES, Answer.NO, Answer.NO])) for one in EDITION.questions}
    free = draw(st.lists(st.sampled_from(EDITION.questions), max_size=6, unique=True))
    for one in free:
        way = draw(st.sampled_from([Answer.UNKNOWN, Answer.NOT_SAFE, None]))
        if way is None:
            del said[one]
        else:
            said[one] = way
    return said, draw(st.sampled_from([True, False, None]))


@settings(max_examples=20, deadline=None)
@given(talks())
def test_the_results_still_possible_are_exactly_those_of_trying_every_answer(talk):
    answers, child = talk
    assert judge(EDITION, answers, child=child).possible == brute(answers, child)


# Openings where the bound has to tell apart what looks alike: one sign short, two dimensions at once, an unknown age.
TIGHT = [
    (answered(EX[:1], open_ones=EX[1:]), ADULT),
    (answered(EX + DR, open_ones=CD), ADULT),
    (answered(EX + VR[:2], open_ones=(VR[2], *VD)), ADULT),
    (answered((*EX, *DR[:1]), open_ones=(DR[1], CR[0], CR[1], CD[0], CD[1])), None),
    (answered(EX, open_ones=(RECRUITED,)), None),
    (answered(("cr-debt", "cr-papers", *EX)), None),
]


@pytest.mark.parametrize(("answers", "child"), TIGHT)
def test_the_range_is_exact_where_one_answer_decides(answers, child):
    assert judge(EDITION, answers, child=child).possible == brute(answers, child)


def test_with_nothing_answered_everything_is_possible():
    assert judge(EDITION, {}, child=None).possible == tuple(Result)


@settings(max_examples=15, deadline=None)
@given(talks(), st.sampled_from(EDITION.questions))
def test_a_further_yes_never_lowers_a_result(talk, question):
    answers, child = talk
    before, after = (
        judge(EDITION, answers | {question: one}, child=child) for one in (Answer.NO, Answer.YES)
    )
    assert before.lowest <= after.lowest
    assert before.highest <= after.highest


def test_debt_bondage_at_recruitment_weighs_more_for_a_child():
    """Medium for adults, strong for children: with papers taken it makes the dimension for a child alone."""
    said = answered(("cr-debt", "cr-papers"))
    assert judge(EDITION, said, child=ADULT).possible == (Result.NOTHING,)
    assert judge(EDITION, said, child=CHILD).possible == (Result.SIGNS,)
    assert judge(EDITION, said, child=None).possible == (Result.NOTHING, Result.SIGNS)


def test_an_indicator_that_stands_on_no_child_list_counts_for_no_child():
    only_adults = ("ex-low-pay", "ex-wage-tricks", "ex-insurance")
    assert judge(EDITION, answered(only_adults), child=ADULT).possible == (Result.LABOUR_RIGHTS,)
    assert judge(EDITION, answered(only_adults), child=CHILD).possible == (Result.NOTHING,)


def test_consent_is_void_once_a_means_was_used_and_always_for_a_child():
    for yes, child, void in (
        ((), ADULT, False),
        (EX, ADULT, False),
        (("cd-violence",), ADULT, True),
        ((), CHILD, True),
    ):
        said = answered(yes)
        seen = frames.palermo(judge(EDITION, said, child=child), said)
        assert seen.consent_void is void
        assert seen.means_needed is not child


def test_act_means_and_purpose_are_seen_in_the_answers():
    said = answered((*EX, *DR, "cd-violence"))
    seen = frames.palermo(judge(EDITION, said, child=ADULT), said)
    assert (seen.act, seen.purpose, set(seen.means)) == (Found.YES, Found.YES, {"deception", "force"})
    nothing = frames.palermo(judge(EDITION, {}, child=ADULT), {})
    assert (nothing.act, nothing.purpose, nothing.means) == (Found.OPEN, Found.OPEN, ())


def test_forced_labour_needs_both_sides():
    for yes, sides in (
        (("ex-hours",), (Found.YES, Found.NO)), (("cd-denounce",), (Found.NO, Found.YES)),
        (("cr-debt",), (Found.YES, Found.YES)), ((), (Found.NO, Found.NO)),
    ):  # fmt: skip
        said = answered(yes)
        seen = frames.forced_labour(judge(EDITION, said, child=ADULT), said)
        assert (seen.involuntary, seen.menace) == sides


def test_every_one_of_the_eleven_is_spoken_for_by_some_indicator():
    said = dict.fromkeys(EDITION.questions, Answer.YES)
    assert list(frames.eleven(judge(EDITION, said, child=ADULT), said)) == list(range(1, 12))


def test_the_lists_have_as_many_indicators_as_their_source():
    indicators = EDITION.indicators.values()
    assert sum(one.adult is not None for one in indicators) == 67
    assert sum(one.child is not None for one in indicators) == 65


def test_no_table_passes_for_checked_before_somebody_checked_it():
    assert [one.id for one in library.sources() if one.is_checked] == []
    assert all(one.taken_on and one.publisher and one.published for one in library.sources())


def test_a_day_before_every_edition_is_refused_not_guessed():
    import datetime as dt

    assert library.on(dt.date(2026, 11, 22)).id == "delphi-2009"
    with pytest.raises(NoEdition):
        library.on(dt.date(2009, 8, 31))


def test_an_edition_whose_rules_are_out_of_order_is_refused(tmp_path):
    for name in ("delphi-2009.csv", "asking.csv"):
        (tmp_path / name).write_text((library.TABLES / name).read_text())
    head = (
        (library.TABLES / "delphi-2009.yaml").read_text().replace("result: trafficking", "result: signs", 1)
    )
    (tmp_path / "delphi-2009.yaml").write_text(head)
    with pytest.raises(EditionBroken, match="gravest"):
        library.read(tmp_path, "delphi-2009")
