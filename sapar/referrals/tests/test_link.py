"""The one-time sealed link: two secrets, one opening, one browser, and an end with the deadline or the consent."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.ids import uuid7
from sapar.directory.taxonomy import Problem
from sapar.organisations import actions as organisations
from sapar.referrals import actions, link_seal
from sapar.referrals.models import SealedLink
from sapar.referrals.tests.scene import ask, refused, run
from sapar.referrals.tests.story import NAME, SAFETY, TALE, turn
from sapar.vault import keys

pytestmark = pytest.mark.django_db
KEPT = "select token_hash, salt, summary, details, marked, kept from referrals_sealedlink"


class Reader:
    """Somebody of the other organisation in front of a browser."""

    def __init__(self, token, language="en"):
        self.client = Client()
        self.address = f"/{language}/r/{token}/"

    def get(self):
        return self.client.get(self.address)

    def post(self, do, **typed):
        return self.client.post(self.address, {"do": do, **typed})

    def open(self, code):
        return self.post("code", code=code)

    def words(self):
        return self.get().content.decode()


@pytest.fixture
def linked(outside):
    outside.draft(way="link").offer()
    with turn(outside.sender):
        outside.given = actions.make_link(outside.sender, outside.referral, "en")
    outside.reader = Reader(outside.given.token)
    return outside


def test_the_code_opens_what_is_needed_and_acceptance_the_people(linked):
    reader = linked.reader
    assert reader.get().status_code == 200
    assert 'name="code"' in reader.words()
    assert reader.open(link_seal.grouped(linked.given.code)).status_code == 302
    before = reader.words()
    assert str(Problem("unpaid-wages").label) in before
    assert not [one for one in (NAME, TALE, SAFETY) if one in before]
    assert reader.post("accept").status_code == 302
    after = reader.words()
    assert [one for one in (NAME, TALE, SAFETY) if one not in after] == []
    assert linked.state() == "accepted"
    assert linked.events(linked.sender)[-1] == ("referral.accepted", "system")


@pytest.mark.parametrize("hour", [0, 6, 18, 23])
def test_at_any_hour_they_see_the_terms_of_today_and_their_own_clock(hour, linked, gulnara):
    """The sender's office goes by Bishkek's clock, the reader's by Almaty's; nobody is signed in, so the server's is UTC."""
    assert (linked.sender.org.time_zone, linked.to_org.time_zone) == ("Asia/Bishkek", "Asia/Almaty")
    at = dt.datetime.combine(dt.datetime.now(dt.UTC), dt.time(hour, 30), dt.UTC)
    with time_machine.travel(at, tick=False):
        with turn(gulnara):
            organisations.write_agreement(
                gulnara, uuid7(), partner=linked.to_org, scope="Legal help", discount_percent=35,
                in_force_from=timezone.localdate(), in_force_to=timezone.localdate(),
            )  # fmt: skip
        linked.reader.open(linked.given.code)
        shown = linked.reader.words()
    assert "35 per cent" in shown
    answer_by = linked.fresh().answer_by.astimezone(ZoneInfo("Asia/Almaty"))
    assert f"{answer_by:%B} {answer_by.day}, {answer_by:%Y, %H:%M}</time></strong> (Almaty)" in shown


def test_they_report_and_finish_and_it_closes(linked):
    reader = linked.reader
    reader.open(linked.given.code)
    reader.post("accept")
    reader.post("start")
    reader.post("report", words="We wrote to him.", **{"outcome-unpaid-wages": "partly"})
    assert linked.state() == "in-work"
    assert reader.post("report", words="Paid.", finished="on").status_code == 200
    assert linked.state() == "completed"
    assert [one.words for one in linked.answers() if one.words] == ["We wrote to him.", "Paid."]
    assert reader.get().status_code == 410
    with turn(linked.sender):
        assert ask("select 1 from referrals_sealedlink where num_nonnulls(summary, details, kept) > 0") == []


def test_they_decline_and_say_why(linked):
    linked.reader.open(linked.given.code)
    assert linked.reader.post("decline").status_code == 422
    assert linked.state() == "offered"
    linked.reader.post("decline", decline_reason="not-our-place")
    assert linked.state() == "declined"


def test_a_second_browser_is_shut_out(linked):
    assert linked.reader.open(linked.given.code).status_code == 302
    other = Reader(linked.given.token)
    assert other.get().status_code == 410
    assert other.open(linked.given.code).status_code == 410
    assert NAME not in other.words()


def test_two_links_in_one_browser_both_stay_open(linked):
    first, code = linked.reader, linked.given.code
    linked.consents = []
    linked.list_another("union")
    linked.draft(way="link").offer()
    with turn(linked.sender):
        another = actions.make_link(linked.sender, linked.referral, "en")
    second = Reader(another.token)
    second.client = first.client
    assert first.open(code).status_code == 302
    assert second.open(another.code).status_code == 302
    assert first.get().status_code == second.get().status_code == 200
    assert 'name="code"' not in first.words() + second.words()


def test_a_lost_answer_to_the_right_code_shuts_nobody_out(linked):
    reader = linked.reader
    reader.get()
    kept = reader.client.cookies.output()
    reader.open(linked.given.code)
    reader.client.cookies.clear()
    reader.client.cookies.load(kept.replace("Set-Cookie: ", ""))
    assert reader.open(linked.given.code).status_code == 302
    assert reader.get().status_code == 200


def test_the_same_browser_needs_the_code_again_for_each_sitting(linked):
    reader = linked.reader
    reader.open(linked.given.code)
    reader.post("accept")
    reader.post("close")
    assert NAME not in reader.words()
    assert reader.post("report", words="x").status_code == 200
    assert reader.open(linked.given.code).status_code == 302
    assert NAME in reader.words()
    with turn(linked.sender):
        run("update referrals_sealedlink set sits_until = now() - interval '1 second'")
    assert NAME not in reader.words()


def test_five_wrong_codes_end_it(linked):
    wrong = "000000000000" if linked.given.code != "000000000000" else "111111111111"
    answers = [linked.reader.open(wrong).status_code for _one in range(5)]
    assert answers == [422, 422, 422, 422, 410]
    assert linked.reader.open(linked.given.code).status_code == 410
    assert linked.events(linked.sender)[-1] == ("referral.link_ended", "system")
    with turn(linked.sender):
        again = actions.make_link(linked.sender, linked.referral, "en")
    assert Reader(again.token).open(again.code).status_code == 302


def test_a_code_that_is_no_code_costs_no_try(linked):
    assert linked.reader.open("12").status_code == 422
    with turn(linked.sender):
        assert SealedLink.objects.get().wrong == 0


def test_a_new_link_ends_the_one_before(linked):
    with turn(linked.sender):
        actions.make_link(linked.sender, linked.referral, "ru")
    assert linked.reader.open(linked.given.code).status_code == 410


def test_the_database_alone_opens_nothing(linked):
    linked.reader.open(linked.given.code)
    with turn(linked.sender):
        held = b"|".join(bytes(one) for one in ask(KEPT)[0] if one is not None)
    for plain in (linked.given.token, linked.given.code, NAME, "unpaid-wages"):
        assert plain.encode() not in held
    cookie = linked.reader.client.cookies["sapar_link"].value
    assert bytes.fromhex(cookie) not in held


def test_token_without_code_and_code_without_token_open_nothing(linked):
    with turn(linked.sender):
        link = SealedLink.objects.get()
    for token, code in ((linked.given.token, "123456789012"), (link_seal.new_token(), linked.given.code)):
        key = link_seal.key_of(token, code, bytes(link.salt))
        with pytest.raises(link_seal.cipher.SealBroken):
            link_seal.opened(key, bytes(link.summary), f"link|{link.pk}|summary")


@pytest.mark.parametrize("end", ["withdraw", "withdraw_consent"])
def test_it_closes_with_the_referral_while_somebody_reads(linked, end):
    linked.reader.open(linked.given.code)
    linked.reader.post("accept")
    getattr(linked, end)()
    assert linked.reader.get().status_code == 410
    assert linked.reader.post("report", words="x").status_code == 410


def test_it_closes_with_the_deadline_without_any_job(committed_outside, make_late):
    outside = committed_outside.draft(way="link").offer()
    with turn(outside.sender):
        given = actions.make_link(outside.sender, outside.referral, "en")
    reader = Reader(given.token)
    reader.open(given.code)
    assert reader.get().status_code == 200
    make_late()
    assert reader.get().status_code == 410
    assert reader.post("accept").status_code == 410


def test_a_restricted_cases_link_opens_too(linked):
    with turn(linked.chief):
        cases.restrict(linked.chief, linked.case, [linked.sender.membership])
    assert linked.reader.open(linked.given.code).status_code == 302
    linked.reader.post("accept")
    assert NAME in linked.reader.words()


def test_it_works_while_the_vault_is_locked(linked):
    keys.lock()
    assert linked.reader.open(linked.given.code).status_code == 302
    assert linked.reader.post("accept").status_code == 302
    assert NAME in linked.reader.words()


def test_nothing_of_it_is_cached_or_titled_and_no_script_runs(linked):
    linked.reader.open(linked.given.code)
    linked.reader.post("accept")
    answer = linked.reader.get()
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.content.decode()
    assert re.search(r"<title>\s*Sapar\s*</title>", page)
    assert "<script" not in page
    cookie = linked.reader.client.cookies["sapar_link"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_only_codes_and_ids_stand_in_its_addresses(linked):
    address = reverse("outside:link", args=[linked.given.token])
    assert re.fullmatch(r"/\w+/r/[a-z2-7]{32}/", address)


def test_an_answer_by_link_can_not_be_typed_by_staff_nor_the_other_way_round(linked):
    with turn(linked.sender), refused("outside_answer_of_an_outside_referral"):
        run(
            "insert into referrals_outsideanswer (id, org_id, referral_id, verb, decline_reason, how, told_at, written_at)"
            " values (gen_random_uuid(), %s, %s, 'accept', '', 'link', now(), now())",
            linked.sender.org_id, linked.referral.pk,
        )  # fmt: skip


def test_a_link_once_bound_is_bound_for_good(linked):
    linked.reader.open(linked.given.code)
    with turn(linked.sender), refused("sealed_link_opens_once"):
        run("update referrals_sealedlink set marked = null")
    with turn(linked.sender), refused("sealed_link_opens_once"):
        run("update referrals_sealedlink set wrong = wrong - 1")
