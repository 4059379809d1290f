"""Two of three keepers bring the master key back, and each mistake is told from the others."""

from __future__ import annotations

import itertools
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.common.errors import Invalid
from sapar.vault.keys import shares
from sapar.vault.keys.status import fingerprint

MASTER = secrets.token_bytes(32)
PRINTED = shares.split(MASTER)
KNOWN = {fingerprint(MASTER)}


@settings(max_examples=25, deadline=None)
@given(master=st.binary(min_size=32, max_size=32))
def test_any_two_of_three_make_the_key(master: bytes) -> None:
    printed = shares.split(master)
    for first, second in itertools.permutations(printed, 2):
        assert shares.combine(first, second, {fingerprint(master)}) == master


def test_a_share_is_sixteen_groups_of_four_and_shows_nothing_of_the_key() -> None:
    for text in PRINTED:
        assert [len(group) for group in text.split()] == [4] * 16
        assert not set("ILOU") & set(text)
        share = shares.parse(text, "share_a")
        assert share.secret not in (MASTER, MASTER[::-1])
        assert repr(share) == f"<share {share.number}>"


def test_what_hands_and_eyes_confuse_is_forgiven() -> None:
    typed = PRINTED[0].lower().replace("0", "o").replace("1", "l").replace(" ", "-")
    assert shares.combine(f"  {typed}\n", PRINTED[2], KNOWN) == MASTER


def refusal(first: str, second: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        shares.combine(first, second, KNOWN)
    assert all(str(words) for words in refused.value.problems.values())
    return refused.value.problems


def test_a_mistyped_letter_is_told_at_its_share() -> None:
    for place in range(0, 79, 5):
        letter = PRINTED[1][place]
        wrong = PRINTED[1][:place] + ("2" if letter != "2" else "3") + PRINTED[1][place + 1 :]
        assert set(refusal(PRINTED[0], wrong)) == {"share_b"}
        assert set(refusal(wrong, PRINTED[0])) == {"share_a"}


def test_what_is_no_share_is_told() -> None:
    for text in ("", "ABCD", PRINTED[0][:-1], PRINTED[0] + "A", "Ж" * 64, "x" * 100_000):
        assert set(refusal(text, PRINTED[0])) == {"share_a"}


def test_the_same_share_twice_is_told() -> None:
    assert "share_b" in refusal(PRINTED[0], PRINTED[0])


def test_a_share_of_another_key_is_told_by_its_mark() -> None:
    stranger = shares.split(secrets.token_bytes(32))
    assert set(refusal(PRINTED[0], stranger[1])) == {"share_b"}
    assert set(refusal(stranger[0], PRINTED[1])) == {"share_a"}


def test_a_forged_share_with_the_right_mark_makes_no_key() -> None:
    honest = shares.parse(PRINTED[1], "share_b")
    forged = shares.Share(honest.number, honest.mark, secrets.token_bytes(32)).printed()
    assert set(refusal(PRINTED[0], forged)) == {""}
