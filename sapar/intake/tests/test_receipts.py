"""The number somebody keeps, and the brake on guessing it."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as some

from sapar.common.brake import Brake
from sapar.intake import receipts

ONCE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def test_a_receipt_follows_from_the_form_and_what_stood_in_it():
    tokens = [receipts.token_of(ONCE, content, attempt) for content in (b"a", b"b") for attempt in (0, 1)]
    assert len({receipts.receipt_of(token) for token in tokens}) == 4
    assert tokens[0] == receipts.token_of(ONCE, b"a", 0)


def test_a_receipt_needs_this_installation_s_key(settings):
    token = receipts.token_of(ONCE, b"a", 0)
    receipt, stored = receipts.receipt_of(token), receipts.digest(receipts.receipt_of(token))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert receipts.receipt_of(token) != receipt
    assert receipts.digest(receipt) != stored
    assert stored in list(receipts.digests(receipt))


@given(some.text(max_size=60))
def test_reading_never_fails(typed):
    assert receipts.read(typed) is None or len(receipts.read(typed)) == receipts.DIGITS


@given(some.uuids())
def test_what_is_written_down_is_read_back(token):
    receipt = receipts.receipt_of(token)
    assert receipts.read(receipts.grouped(receipt)) == receipt


def test_the_brake_lets_go_after_its_time():
    seconds = iter([0.0] * 7 + [61.0])
    brake = Brake(each=2, all_together=3, seconds=60, clock=lambda: next(seconds))
    for _try in range(2):
        brake.count("192.0.2.1")
    assert brake.holds("192.0.2.1")
    assert not brake.holds("192.0.2.2")
    brake.count("192.0.2.2")
    assert brake.holds("192.0.2.3")
    assert brake.holds(None)
    assert not brake.holds("192.0.2.1")


def test_two_at_once_take_one_place():
    both = threading.Barrier(2, timeout=5)
    brake = Brake(each=1, all_together=9, seconds=60, clock=lambda: float(both.wait() >= 0))
    with ThreadPoolExecutor(2) as pool:
        took = list(pool.map(brake.take, ["one number"] * 2))
    assert sorted(took) == [False, True]


def test_one_subscriber_of_ipv6_is_one_caller():
    brake = Brake(each=1, all_together=9, seconds=60)
    brake.count("2001:db8:1:1::1")
    assert brake.holds("2001:db8:1:1:ffff::2")
    assert not brake.holds("2001:db8:1:2::1")
    assert not brake.holds("what the proxy said")
