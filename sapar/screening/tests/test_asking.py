"""The next question: it can change the result, it is not asked twice, and violence does not come first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.screening.indicators import asking, library
from sapar.screening.indicators.judging import judge
from sapar.screening.indicators.model import RECRUITED, Answer
from sapar.screening.questions import QUESTIONS

EDITION = library.edition("delphi-2009")


def hard(question: str) -> int:
    return 0 if question == RECRUITED else EDITION.indicators[question].hard


@pytest.mark.parametrize(
    ("said", "child"),
    [
        (Answer.YES, True), (Answer.YES, False), (Answer.YES, None), (Answer.NO, True), (Answer.NO, None),
        (Answer.UNKNOWN, False), (Answer.NOT_SAFE, True),
    ],
)  # fmt: skip
def test_a_talk_ends_without_asking_anything_twice(said, child):
    answers: dict[str, str] = {}
    while found := asking.next_question(EDITION, answers, child=child):
        assert found.question not in answers
        answers[found.question] = said
    if said in (Answer.YES, Answer.NO):
        assert judge(EDITION, answers, child=child).is_settled
    if said == Answer.YES and child is not None:
        assert len(answers) < 15  # a clear story needs few questions


def test_the_first_questions_are_about_work_and_none_about_violence():
    answers: dict[str, str] = {}
    for _number in range(asking.BEFORE_HARD[2]):
        found = asking.next_question(EDITION, answers, child=False)
        assert hard(found.question) < 2
        answers[found.question] = Answer.NO


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(EDITION.questions), st.sampled_from([Answer.YES, Answer.NO, Answer.NOT_SAFE])
    ),
    st.sampled_from([True, False]),
)
def test_what_is_suggested_can_still_change_the_result(answers, child):
    found = asking.next_question(EDITION, answers, child=child)
    if found is None:
        return
    assert found.question not in answers
    assert found.bits > 0
    assert not judge(EDITION, answers, child=child).is_settled


def test_one_sign_short_of_a_dimension_is_worth_more_than_the_first_of_three():
    """Exploitation and deceit stand; one more sign of force decides between "deceived" and trafficking."""
    said = dict.fromkeys(EDITION.questions, Answer.NO)
    said |= dict.fromkeys(("ex-hours", "ex-low-pay", "dr-job", "dr-wages", "cd-papers"), Answer.YES)
    for one in ("cd-wages", "vd-poverty", "vd-family", "vd-dependent"):
        del said[one]
    assert asking.next_question(EDITION, said, child=False).question == "cd-wages"


def test_every_question_has_words_and_no_words_are_left_over():
    assert set(QUESTIONS) == set(EDITION.questions)
