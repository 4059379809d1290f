"""The database's own rules, met by bare statements as the web role."""

from __future__ import annotations

import pytest
from django.db import transaction

from sapar.common import tenancy
from sapar.referrals.flow import REFERRAL, side_of
from sapar.referrals.tests.scene import ask, consent, office, person, refused, run

LET_PASS = "select after from referrals_let_time_pass()"
DUE = "select * from referrals_organisations_due()"


def test_the_database_knows_the_same_flow(scene):
    told = {
        (before, verb, after, side) for before, verb, after, side in ask("select * from referrals_moves()")
    }
    assert told == {(before, verb, after, side_of(verb)) for (before, verb), after in REFERRAL.moves.items()}


def test_a_draft_is_seen_by_its_sender_alone(scene):
    raw = scene.draft()
    assert raw.kinds_seen_by(scene.a) == ["summary"]
    for reader in (scene.b, scene.c, None):
        assert raw.kinds_seen_by(reader) == []
    with scene.b.scope():
        assert ask("select 1 from referrals_referral") == []
    raw.withdraw()
    with scene.b.scope():
        assert ask("select 1 from referrals_referral") == []


def test_an_offer_opens_the_summary_and_nothing_more(scene):
    raw = scene.draft().offer()
    assert raw.grant() == ("offer", True)
    assert raw.kinds_seen_by(scene.b) == ["summary"]
    assert raw.kinds_seen_by(scene.c) == raw.kinds_seen_by(None) == raw.kinds_seen_by(scene.consulate) == []


def test_acceptance_opens_all_that_the_consent_covers(scene):
    raw = scene.draft().offer().accept()
    assert raw.grant() == ("accepted", True)
    assert raw.kinds_seen_by(scene.b) == ["person", "summary"]
    assert raw.kinds_seen_by(scene.c) == []


@pytest.mark.parametrize(
    "way",
    [
        "decline",
        "withdraw",
        "accept withdraw",
        "accept complete",
        "accept start withdraw",
        "accept start complete",
    ],
)
def test_every_end_closes_the_grant_and_empties_what_was_sent(scene, way):
    raw = scene.draft().offer()
    for verb in way.split():
        getattr(raw, verb)()
    assert raw.grant()[1] is False
    assert raw.kinds_seen_by(scene.b) == raw.kinds_seen_by(scene.a) == []
    with scene.a.scope():
        assert ask("select count(*) from referrals_packet where for_author is not null")[0][0] == 2


@pytest.mark.parametrize("way", ["", "offer", "offer accept", "offer accept start"])
def test_consent_withdrawn_ends_it_from_every_state(scene, way):
    raw = scene.draft()
    for verb in way.split():
        getattr(raw, verb)()
    raw.withdraw_consent()
    assert raw.state() == "withdrawn"
    assert raw.kinds_seen_by(scene.b) == []
    with scene.a.scope():
        assert ask("select withdrawn_because from referrals_referral")[0][0] == "consent"
        assert ask("select count(*) from referrals_packet where for_reader is not null")[0][0] == 0


@pytest.mark.parametrize("way", ["offer decline", "offer accept complete", "offer withdraw"])
def test_consent_withdrawn_leaves_what_has_ended(scene, way):
    raw = scene.draft()
    for verb in way.split():
        getattr(raw, verb)()
    before = raw.state()
    raw.withdraw_consent()
    assert raw.state() == before


def test_what_the_receiver_wrote_stays_when_the_consent_ends(scene):
    raw = scene.draft().offer().accept()
    with scene.b.scope():
        raw.seal("report", words="met her, passport asked for")
    raw.withdraw_consent()
    assert raw.kinds_seen_by(scene.a) == ["report"]
    with scene.b.scope():
        assert ask("select kind from referrals_packet where for_author is not null") == [("report",)]


def test_the_end_of_the_consents_time_ends_it(scene):
    raw = scene.draft().offer().accept()
    with scene.a.scope():
        run("update people_consent set ended_at = now() where id = %s", raw.consent.pk)
        assert ask("select state, withdrawn_because from referrals_referral") == [
            ("withdrawn", "consent-ended")
        ]
    assert raw.kinds_seen_by(scene.b) == []


def test_nothing_is_read_after_the_grants_time(committed_scene, make_late):
    raw = committed_scene.draft().offer().accept()
    assert raw.kinds_seen_by(committed_scene.b) == ["person", "summary"]
    make_late()
    assert raw.kinds_seen_by(committed_scene.b) == []


def test_an_erased_person_leaves_nothing_but_codes(scene):
    raw = scene.draft().offer().accept()
    with scene.b.scope():
        raw.seal("report", words="met her")
    with scene.a.scope():
        run(
            "update vault_datakey set wrapped = null, erased_at = now() where id = %s", raw.person.data_key_id
        )
        mine = "author_org_id = %s and num_nonnulls(for_reader, for_author) > 0 or for_reader is not null"
        assert ask(f"select kind from referrals_packet where {mine}", scene.a.org.pk) == []
    assert raw.state() == "withdrawn"
    with scene.b.scope():
        left = "select kind, for_reader is null from referrals_packet where for_author is not null"
        assert ask(left) == [("report", True)]


def test_the_receivers_own_erasure_takes_its_own_words_only(scene):
    raw = scene.draft().offer().accept()
    with scene.b.scope():
        raw.seal("report", words="met her")
        run("update vault_datakey set wrapped = null, erased_at = now() where subject_kind = 'case'")
        assert (
            ask(
                "select 1 from referrals_packet where for_author is not null and author_org_id = %s",
                scene.b.org.pk,
            )
            == []
        )
    assert raw.kinds_seen_by(scene.a) == ["person", "report", "summary"]
    assert raw.state() == "accepted"


class TestWhatAnOfferNeeds:
    def test_a_consent_that_holds(self, scene):
        raw = scene.draft()
        with scene.a.scope():
            run(
                "update people_consent set given_at = now() - interval '2 days', until = now() - interval '1 day'"
            )
            with refused("referral_consent_holds"):
                raw.move("offered")

    def test_a_consent_that_names_the_receiver(self, scene):
        with scene.a.scope():
            someone = person(scene.a)
        raw = scene.draft()
        with scene.a.scope():
            raw.rest_on(consent(scene.a, scene.c, someone))
            with refused("referral_consent_names_the_receiver"):
                raw.move("offered")

    def test_a_consent_about_people_of_the_case(self, scene):
        raw = scene.draft()
        with scene.a.scope():
            raw.rest_on(consent(scene.a, scene.b, person(scene.a)))
            with refused("referral_consent_is_about_the_case"):
                raw.move("offered")

    def test_a_receiver_that_has_joined(self, scene):
        raw = scene.draft(office("outside", member=False))
        with scene.a.scope(), refused("referral_receiver_has_joined"):
            raw.move("offered")

    @pytest.mark.parametrize("kind", ["consulate", "state"])
    def test_an_official_is_told_only_what_is_safe(self, scene, kind):
        official = scene.consulate if kind == "consulate" else office("police", kind="state")
        raw = scene.draft(official)
        with scene.a.scope(), refused("referral_official_only_if_safe"):
            raw.move("offered")
        safe = scene.draft(official, safe="safe").offer()
        assert safe.kinds_seen_by(official) == ["summary"]

    def test_one_unsafe_consent_of_two_is_enough_to_refuse(self, scene):
        raw = scene.draft(scene.consulate, safe="safe")
        with scene.a.scope():
            raw.rest_on(consent(scene.a, scene.consulate, raw.person, safe="not-needed"))
            with refused("referral_official_only_if_safe"):
                raw.move("offered")

    def test_packets_within_the_consent(self, scene):
        raw = scene.draft(fields=["problems", "languages", "place", "needs", "names"])
        with scene.a.scope(), refused("referral_packet_within_the_consent"):
            raw.seal("person", ["names", "story"])
        raw.offer_with(["names"])
        assert raw.kinds_seen_by(scene.b) == ["summary"]

    def test_fields_that_every_consent_covers(self, scene):
        raw = scene.draft()
        with scene.a.scope():
            raw.rest_on(consent(scene.a, scene.b, raw.person, fields=["problems", "names"]))
            with refused("referral_packet_within_the_consent"):
                raw.move("offered")

    def test_a_summary_that_names_nobody(self, scene):
        raw = scene.draft()
        with scene.a.scope(), refused("packet_summary_names_nobody", "packet_one_of_its_kind"):
            raw.seal("summary", ["names"])

    def test_time_left_for_an_answer(self, scene):
        raw = scene.draft()
        with scene.a.scope(), refused("referral_answered_in_time"):
            raw.move("offered", ", answer_by = now() - interval '1 hour'")


class TestTime:
    def test_the_times_are_the_databases_own(self, scene):
        raw = scene.draft()
        with scene.a.scope():
            raw.move("offered", ", offered_at = '2001-01-01', ended_at = '2001-01-01'")
            rows = ask("select offered_at = now(), ended_at, answered_at from referrals_referral")
        assert rows == [(True, None, None)]

    @pytest.mark.parametrize("who", ["a", "b"])
    def test_no_side_calls_an_offer_expired(self, scene, who):
        raw = scene.draft().offer()
        with getattr(scene, who).scope(), refused("referral_moved_by_the_right_side"):
            raw.move("expired")
        with tenancy.scope(org=scene.a.org.pk, door="jobs"):
            assert ask(LET_PASS) == []

    def test_an_unanswered_offer_expires_through_the_job(self, committed_scene, make_late):
        scene = committed_scene
        raw = scene.draft().offer()
        make_late()
        with scene.b.scope(), refused("referral_answered_in_time"):
            run("update referrals_referral set state = 'accepted' where id = %s", raw.id)
        with scene.a.scope():
            assert ask(LET_PASS) == []
            assert ask(DUE) == []
        with transaction.atomic(), tenancy.scope(org=scene.b.org.pk, door="jobs"):
            assert ask(LET_PASS) == []
            assert ask(DUE) == [(scene.a.org.pk,)]
        with transaction.atomic(), tenancy.scope(org=scene.a.org.pk, door="jobs"):
            assert ask(LET_PASS) == [("expired",)]
        assert raw.state() == "expired"
        assert raw.grant()[1] is False

    def test_a_grant_past_its_time_ends_the_work_through_the_job(self, committed_scene, make_late, operator):
        scene = committed_scene
        raw = scene.draft().offer().accept()
        make_late(answer=False)
        operator.execute(
            "update people_consent set given_at = now() - interval '2 days', until = now() - interval '1 hour'"
        )
        with transaction.atomic(), tenancy.scope(org=scene.a.org.pk, door="jobs"):
            assert ask(LET_PASS) == [("withdrawn",)]
        assert raw.state() == "withdrawn"
