"""A destroyed key takes everything with it, whoever destroyed it: the verb, or a restore that replays the ledger."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.intake.models import HelpRequest
from sapar.people import actions as people
from sapar.people import withdrawals
from sapar.people.models import Person
from sapar.referrals.models import Packet
from sapar.vault.models import DataKey
from tests import world
from tests.factories import acting


@pytest.fixture
def built(db: None) -> world.World:
    return world.build()


def _destroy(key: DataKey) -> None:
    """As `vault.erasure.replay` does: the key alone, none of the verbs."""
    DataKey.objects.filter(pk=key.pk).update(wrapped=None, erased_at=timezone.now())


def test_the_person_is_shown_as_erased_and_nothing_else_of_them_is_left(built):
    with acting(built.staff["bakyt"]):
        person = built.case.participants.get(relation="self").person
        assert (person.country, person.citizenships) == ("KZ", ["KG"])
        _destroy(person.data_key)
        again = Person.objects.get(pk=person.pk)
        assert again.erased_at is not None
        assert (again.country, again.citizenships, again.languages) == ("", [], [])


def test_what_was_passed_on_about_the_person_is_emptied(built):
    with acting(built.staff["bakyt"]):
        person = built.case.participants.get(relation="self").person
        _destroy(person.data_key)
        sent = Packet.objects.filter(referral__case=built.case, author_org_id=built.staff["bakyt"].org_id)
        assert {(one.for_reader, one.for_author) for one in sent} == {(None, None)}
        assert set(built.case.referrals.values_list("state", flat=True)) == {"withdrawn"}
    with acting(built.staff["saule"]):
        assert not Packet.objects.filter(kind="person").exists()


def test_the_letter_of_a_call_goes_with_the_talk_made_of_it(built):
    aigul = built.staff["aigul"]
    with acting(aigul):
        request = intake.take(aigul, HelpRequest.objects.get())
        talk = Talk("web", "no-word", "advised", words="Said.")
        contact = intake.log_request(aigul, request, talk, once=world.uuid7())
        assert bytes(HelpRequest.objects.get().sealed)
        _destroy(contact.data_key)
        assert bytes(HelpRequest.objects.get().sealed) == b""


@pytest.mark.django_db(transaction=True)
def test_a_restore_forgets_and_withdraws_again_in_nobodys_scope(operator):
    """The operator replays the ledger before anything is open: no organisation is in scope then."""
    built = world.build()
    with transaction.atomic(), acting(built.staff["bakyt"]):
        person = built.case.participants.get(relation="brother").person
        centre, consulate = built.case.referrals.filter(way="inside").order_by("made_at")
        withdrawn = consulate.consents.exclude(people=person).get()
    operator.execute(
        "update vault_datakey set wrapped = null, erased_at = now() where id = %s", [person.data_key_id]
    )
    operator.execute("update people_consent set withdrawn_at = now() where id = %s", [withdrawn.pk])
    theirs = [centre.pk, consulate.pk]
    states = operator.execute("select state from referrals_referral where id = any(%s)", [theirs]).fetchall()
    kept = operator.execute(
        "select count(*) from referrals_packet"
        " where for_reader is not null and kind <> 'report' and referral_id = any(%s)",
        [theirs],
    )
    assert (set(states), kept.fetchone()) == ({("withdrawn",)}, (0,))
    assert operator.execute(
        "select erased_at is not null from people_person where id = %s", [person.pk]
    ).fetchone() == (True,)
    assert centre.pk != consulate.pk


def test_a_withdrawn_consent_is_withdrawn_again_after_a_restore(built, tmp_path, settings):
    settings.SAPAR_HOME = tmp_path
    bakyt = built.staff["bakyt"]
    with acting(bakyt):
        referral = built.case.referrals.order_by("made_at").first()
        consent = referral.consents.first()
        people.withdraw_consent(bakyt, consent, how="voice")
        # As in the backup of yesterday.
        type(consent).objects.filter(pk=consent.pk).update(
            withdrawn_at=None, withdrawn_by=None, withdrawn_how=""
        )
        assert withdrawals.replay() == 1
        consent.refresh_from_db()
        assert not consent.holds
        assert withdrawals.replay() == 0
