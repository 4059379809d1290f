"""What code of one organisation might try by bare statements, with the database as the only guard left."""

from __future__ import annotations

import pytest
from django.db import transaction

from sapar.common import tenancy
from sapar.referrals.tests.scene import ask, case, consent, person, refused, run
from sapar.vault import envelope
from sapar.vault.cipher import SealBroken


def test_the_receiver_cannot_read_the_person_before_it_accepts(scene):
    raw = scene.draft().offer()
    with scene.b.scope():
        assert ask("select 1 from referrals_packet where kind = 'person'") == []
        assert (
            ask(
                "select 1 from referrals_packet p join referrals_grant g using (referral_id) where kind = 'person'"
            )
            == []
        )
        assert (
            ask("select 1 from people_person")
            == ask("select 1 from people_consent")
            == ask("select 1 from cases_case")
            == []
        )
    assert raw.state() == "offered"


@pytest.mark.parametrize("who", ["a", "b", "c"])
def test_nobody_touches_a_grant(scene, who):
    raw = scene.draft().offer().accept()
    raw.withdraw_consent()
    with getattr(scene, who).scope():
        with refused("rights"):
            run("update referrals_grant set closed_at = null, stage = 'accepted', ends_at = 'infinity'")
        with refused("rights"):
            run("delete from referrals_grant")
        with refused("rights"):
            run(
                "insert into referrals_grant (id, referral_id, case_id, from_org_id, to_org_id, stage, fields, opened_at,"
                " ends_at) values (gen_random_uuid(), %s, %s, %s, %s, 'accepted', '{names}', now(), 'infinity')",
                raw.id, raw.case.pk, scene.a.org.pk, scene.b.org.pk,
            )  # fmt: skip


def test_nobody_changes_or_removes_a_packet(scene):
    raw = scene.draft().offer().accept()
    for side in (scene.a, scene.b, scene.c):
        with side.scope():
            for words in ("update referrals_packet set for_reader = null", "delete from referrals_packet"):
                with refused("rights"):
                    run(words)
    assert raw.kinds_seen_by(scene.b) == ["person", "summary"]


def test_the_opening_function_is_not_for_the_web(scene):
    raw = scene.draft()
    with scene.b.scope(), refused("rights"):
        run("select referrals_open_grant(r) from referrals_referral r")
    with scene.a.scope(), refused("rights"):
        run("select referrals_open_grant(r) from referrals_referral r where id = %s", raw.id)


@pytest.mark.parametrize(
    "change",
    [
        "case_id = '{own}'", "from_org_id = to_org_id, to_org_id = from_org_id", "to_org_id = '{c}'",
        "asked_for = '{{shelter}}'", "urgent = true", "answer_by = now() + interval '90 days'", "made_by_id = '{member}'",
        "state = 'withdrawn', withdrawn_because = 'sender'", "state = 'completed'", "state = 'draft'",
        "state = 'expired'", "state = 'in-work'", "to_case_id = '{own}'",
        "state = 'accepted'", "state = 'accepted', to_case_id = '{own}'",
        "state = 'accepted', to_case_id = '{own}', answered_by_id = '{member}', urgent = true",
        "state = 'accepted', to_case_id = '{as_case}', answered_by_id = '{member}'",
        "state = 'accepted', to_case_id = '{own}', answered_by_id = '{as_member}'",
        "state = 'declined', decline_reason = 'other', answered_by_id = '{member}', answer_by = 'infinity'",
    ],
)  # fmt: skip
def test_the_receiver_changes_only_what_is_its_own(scene, change):
    raw = scene.draft().offer()
    with scene.b.scope():
        own = case(scene.b, number="B-1")
        words = change.format(
            own=own.pk, c=scene.c.org.pk, member=scene.b.worker.member_id, as_case=raw.case.pk,
            as_member=scene.a.worker.member_id,
        )  # fmt: skip
        with pytest.raises(Exception, match="."):
            run(f"update referrals_referral set {words} where id = %s", raw.id)
    assert raw.state() == "offered"
    assert raw.kinds_seen_by(scene.b) == ["summary"]


@pytest.mark.parametrize(
    "change",
    [
        "to_org_id = '{c}'", "asked_for = '{{shelter}}'", "state = 'accepted', to_case_id = case_id",
        "state = 'draft'", "state = 'declined', decline_reason = 'other'", "answer_by = now() + interval '90 days'",
        "state = 'withdrawn', withdrawn_because = 'sender', urgent = true", "offered_at = null, state = 'draft'",
    ],
)  # fmt: skip
def test_the_sender_changes_nothing_of_an_offer_but_takes_it_back(scene, change):
    raw = scene.draft().offer()
    with scene.a.scope(), pytest.raises(Exception, match="."):
        run(f"update referrals_referral set {change.format(c=scene.c.org.pk)} where id = %s", raw.id)
    assert raw.state() == "offered"


@pytest.mark.parametrize("who", ["c", "consulate"])
def test_a_third_organisation_touches_nothing(scene, who):
    raw = scene.draft().offer()
    with getattr(scene, who).scope():
        assert ask("select 1 from referrals_referral union all select 1 from referrals_grant") == []
        assert run("update referrals_referral set state = 'withdrawn', withdrawn_because = 'sender'") == 0
        with refused("rights"):
            run("delete from referrals_referral")
    assert raw.state() == "offered"


def test_nobody_in_scope_sees_and_touches_nothing(scene):
    raw = scene.draft().offer().accept()
    with transaction.atomic(), tenancy.scope():
        for table in ("referral", "referralconsent", "grant", "packet", "reportedoutcome"):
            assert ask(f"select 1 from referrals_{table}") == []
        assert run("update referrals_referral set state = 'withdrawn', withdrawn_because = 'sender'") == 0
    assert raw.state() == "accepted"


def test_no_referral_of_anothers_case(scene):
    raw = scene.draft()
    with scene.b.scope():
        raw.sender, raw.receiver, raw.id = scene.b, scene.c, person(scene.b).pk
        with refused("referrals_referral_case_id_same_tenant"):
            raw.insert()


def test_no_referral_in_anothers_name(scene):
    raw = scene.draft()
    with scene.b.scope():
        raw.id = person(scene.b).pk
        with refused("referral_made_by_its_sender", "policy"):
            raw.insert()


def test_no_referral_that_begins_offered(scene):
    raw = scene.draft()
    with scene.a.scope(), refused("referral_begins_as_a_draft"):
        run(
            "insert into referrals_referral (id, from_org_id, to_org_id, case_id, state, asked_for, fields, urgent, answer_by,"
            " made_by_id, made_at, offered_at, decline_reason, withdrawn_because) select gen_random_uuid(), from_org_id,"
            " %s, case_id, 'offered', asked_for, fields, urgent, answer_by, made_by_id, now(), now(), '', '' from referrals_referral",
            scene.c.org.pk,
        )
    assert raw.state() == "draft"


def test_no_consent_of_anothers_person(scene):
    raw, other = scene.draft(), scene.draft(scene.c)
    with scene.b.scope(), refused("referral_consents_before_the_offer"):
        raw.sender = scene.b
        raw.rest_on(other.consent)


def test_no_consent_is_added_or_swapped_after_the_offer(scene):
    raw = scene.draft().offer()
    with scene.a.scope():
        with refused("referral_consents_before_the_offer"):
            raw.rest_on(consent(scene.a, scene.b, raw.person))
        for words in (
            "update referrals_referralconsent set consent_id = consent_id",
            "delete from referrals_referralconsent",
        ):
            with refused("rights"):
                run(words)


def test_no_packet_in_anothers_name(scene):
    raw = scene.draft().offer().accept()
    with scene.b.scope(), refused("packet_written_by_its_author", "policy"):
        raw.seal("person", ["names"])
    with scene.a.scope(), refused("packet_written_by_its_author", "policy"):
        raw.seal("report")
    with scene.c.scope(), refused("packet_written_by_its_author", "policy"):
        raw.seal("report")


def test_no_more_is_sent_after_the_offer(scene):
    raw = scene.draft()
    with scene.a.scope():
        raw.move("offered")
        with refused("packet_sealed_before_the_offer"):
            raw.seal("person", ["names"])


@pytest.mark.parametrize("way", ["offer", "offer accept complete", "offer accept withdraw"])
def test_no_report_without_work(scene, way):
    raw = scene.draft()
    for verb in way.split():
        getattr(raw, verb)()
    with scene.b.scope(), refused("packet_report_while_there_is_work"):
        raw.seal("report")


@pytest.mark.parametrize("state", ["offered", "accepted", "in-work", "draft"])
def test_what_has_ended_never_opens_again(scene, state):
    raw = scene.draft().offer().accept()
    raw.withdraw_consent()
    for side in (scene.a, scene.b):
        with side.scope(), refused("referral_moves_by_the_flow"):
            raw.move(state)
    with scene.a.scope():
        run("update people_consent set withdrawn_at = null where id = %s", raw.consent.pk)
    assert raw.grant()[1] is False
    assert raw.kinds_seen_by(scene.b) == []


def test_outcomes_only_with_ones_own_report(scene):
    raw = scene.draft().offer().accept()
    words = (
        "insert into referrals_reportedoutcome (id, referral_id, packet_id, from_org_id, to_org_id, problem, outcome,"
        " reported_at) values (gen_random_uuid(), %s, %s, %s, %s, 'unpaid-wages', 'solved', now())"
    )
    with scene.b.scope():
        report = raw.seal("report")
        assert run(words, raw.id, report, scene.a.org.pk, scene.b.org.pk) == 1
        summary = ask("select id from referrals_packet where kind = 'summary'")[0][0]
        with refused("outcome_belongs_to_a_report"):
            run(words, raw.id, summary, scene.a.org.pk, scene.b.org.pk)
    for side in (scene.a, scene.c):
        with side.scope(), refused("outcome_belongs_to_a_report", "policy"):
            run(words, raw.id, report, scene.a.org.pk, scene.b.org.pk)


def test_a_restricted_case_hides_its_referrals_from_colleagues(scene):
    raw = scene.draft().offer().accept()
    with scene.a.scope():
        run(
            "insert into cases_caseaccess (id, org_id, case_id, member_id, named_at) values (gen_random_uuid(), %s, %s, %s, now())",
            scene.a.org.pk, raw.case.pk, scene.a.worker.member_id,
        )  # fmt: skip
        run("update cases_case set restricted = true where id = %s", raw.case.pk)
    tables = ("referral", "grant", "packet")
    with scene.a.scope("supervisor"):
        assert [ask(f"select count(*) from referrals_{table}")[0][0] for table in tables] == [0, 0, 0]
    with scene.a.scope():
        assert [ask(f"select count(*) from referrals_{table}")[0][0] for table in tables] == [1, 1, 2]
    assert raw.kinds_seen_by(scene.b) == ["person", "summary"]


def test_what_is_sealed_opens_for_its_reader_alone(scene):
    scene.draft().offer().accept()
    with scene.b.scope():
        rows = ask("select id, for_reader, for_author from referrals_packet")
        for key, for_reader, for_author in rows:
            assert envelope.open_for(scene.b.org.pk, bytes(for_reader), str(key)) == "a secret"
            with pytest.raises(SealBroken):
                envelope.open_for(scene.a.org.pk, bytes(for_author), str(key))
            with pytest.raises(SealBroken):
                envelope.open_for(scene.b.org.pk, bytes(for_reader), "another")
