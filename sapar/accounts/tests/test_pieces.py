"""The small pure pieces: back-off, codes, keys, devices, app codes."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sapar.accounts import backoff, codes, devices, keys, passkeys, totp
from sapar.common.ids import uuid7

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@given(some.integers(min_value=0, max_value=10_000))
def test_the_wait_never_shrinks_and_never_exceeds_a_quarter_of_an_hour(tries: int) -> None:
    assert backoff.wait_after(tries) <= backoff.wait_after(tries + 1) <= timedelta(minutes=15)


def test_four_wrong_tries_cost_nothing() -> None:
    assert not backoff.must_wait([NOON] * 4, NOON)
    assert backoff.must_wait([NOON] * 5, NOON)
    assert not backoff.must_wait([NOON] * 5, NOON + timedelta(seconds=30))


def test_a_code_read_from_paper_may_be_typed_as_it_looks() -> None:
    assert codes.plain(" 0ILO-uabc ") == codes.plain("011o-VABC") == "0110vabc"


@given(some.text())
def test_anything_typed_as_a_code_is_only_read(typed: str) -> None:
    assert codes.plain(codes.plain(typed)) == codes.plain(typed)


def test_fresh_codes_survive_printing_and_typing() -> None:
    for _time in range(50):
        code = codes.fresh(codes.INVITATION)
        assert codes.plain(codes.grouped(code).upper()) == code


def test_the_app_code_is_the_one_of_the_standard() -> None:
    moment = datetime.fromtimestamp(1_111_111_109, UTC)
    assert totp.code_at(b"12345678901234567890", moment) == "081804"  # RFC 6238, appendix B, last six digits


@pytest.mark.parametrize(("seconds", "fits"), [(0, True), (-30, True), (30, True), (-90, False), (90, False)])
def test_a_phone_may_be_half_a_minute_wrong(seconds: int, *, fits: bool) -> None:
    secret = totp.new_secret()
    code = totp.code_at(secret, NOON + timedelta(seconds=seconds))
    assert (totp.matching_step(secret, code, NOON) is not None) is fits


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/140 Mobile Safari/537.36", ("Chrome", "Android")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("<script>alert(1)</script>", ("", "")),
    ],
)
def test_a_browsers_description_becomes_two_broad_words(agent: str, words: tuple[str, str]) -> None:
    assert devices.broad_words(agent) == words


def test_a_secret_opens_only_for_its_own_user_and_key(tmp_path: Path, settings: object) -> None:
    settings.SAPAR_HOME = tmp_path
    ours, theirs = uuid7(), uuid7()
    sealed = keys.seal(ours, b"secret")
    assert keys.unseal(ours, sealed) == b"secret"
    with pytest.raises(keys.WrongKey):
        keys.unseal(theirs, sealed)
    settings.SAPAR_HOME = tmp_path / "other"
    with pytest.raises(keys.WrongKey):
        keys.unseal(ours, sealed)


def test_the_key_file_is_its_owners_alone(tmp_path: Path, settings: object) -> None:
    settings.SAPAR_HOME = tmp_path
    keys.keyed_hash("sheet", 1)
    assert stat.S_IMODE(keys.path().stat().st_mode) == 0o600
    assert [one.name for one in keys.path().parent.iterdir()] == ["signin.key"]


def test_parts_of_a_hash_cannot_be_shifted_into_each_other() -> None:
    assert keys.keyed_hash("sheet", "1", "23") != keys.keyed_hash("sheet", "12", "3")
    assert keys.keyed_hash("sheet", "1") != keys.keyed_hash("reset", "1")


@pytest.mark.parametrize(
    ("host", "possible"),
    [
        ("localhost:8000", True),
        ("sapar.example", True),
        ("127.0.0.1:8000", False),
        ("[::1]:8000", False),
        ("[::1]", False),
    ],
)
def test_keys_need_a_name_not_a_number(host: str, *, possible: bool) -> None:
    assert passkeys.possible_on(host) is possible
