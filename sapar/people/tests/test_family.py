"""Needs, family links, and children whose guardian may be the danger."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.people import actions, consenting, guarding, queries
from sapar.people.models import Consent, FamilyLink, JointDecision, PersonNeed
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision
from tests.factories import acting

pytestmark = pytest.mark.django_db
THIS_YEAR = dt.datetime.now(dt.UTC).year


def born(actor, name: str, age: int | None):
    birth = PartialDate(Precision.YEAR, THIS_YEAR - age) if age else PartialDate(Precision.UNKNOWN)
    return actions.record(actor, Particulars(names=(Spelling(name),), birth=birth))


@pytest.fixture
def child(bakyt):
    with acting(bakyt):
        return born(bakyt, "Child", 9)


@pytest.fixture
def father(bakyt):
    with acting(bakyt):
        return born(bakyt, "Father", 40)


@pytest.fixture
def feared(bakyt, child, father):
    """The father speaks for the child, and contact with him is not safe."""
    with acting(bakyt):
        return actions.add_link(bakyt, father, child, kin="father", decides=True, unsafe=True)


@pytest.fixture
def asked(almaty, child):
    def ask(**changes):
        facts = {
            "recipient": almaty, "people": (child,), "fields": ("names",), "language_read": "ru", "how": "voice",
            "given_by": "two-staff", "safe_to_tell": "not-needed", "until": timezone.now() + dt.timedelta(days=9),
        } | changes  # fmt: skip
        return actions.Asked(**facts)

    return ask


# -- needs


def test_a_need_begins_is_read_in_words_and_ends(bakyt, child):
    with acting(bakyt):
        actions.set_needs(bakyt, child, ["bed", "interpreter"], language="uz")
        found = queries.get(bakyt, child.pk)
        assert [(one.code, one.language) for one in found.current_needs] == [
            ("bed", ""),
            ("interpreter", "uz"),
        ]
        with time_machine.travel(timezone.now() + dt.timedelta(days=3), tick=False):
            actions.set_needs(bakyt, child, ["interpreter"], language="tg")
        found = queries.get(bakyt, child.pk)
        assert [(one.code, one.language) for one in found.current_needs] == [("interpreter", "tg")]
        over = PersonNeed.objects.get(code="bed")
        assert (over.ended_on - over.since).days == 3


def test_the_same_needs_again_change_nothing(bakyt, child):
    with acting(bakyt):
        actions.set_needs(bakyt, child, ["bed"])
        actions.set_needs(bakyt, child, ["bed"])
        assert PersonNeed.objects.count() == 1
        assert Event.objects.filter(verb="needs.changed").count() == 1


@pytest.mark.parametrize(
    ("needed", "language", "place"),
    [(["pregnant"], "", "needs"), (["bed"], "uz", "language"), (["interpreter"], "xx", "language")],
)
def test_needs_that_cannot_be_are_refused(bakyt, child, needed, language, place):
    with acting(bakyt), pytest.raises(Invalid) as refusal:
        actions.set_needs(bakyt, child, needed, language=language)
    assert list(refusal.value.problems) == [place]


# -- links


def test_a_link_reads_right_from_both_ends(bakyt, child, father, feared):
    with acting(bakyt):
        (here,) = queries.relatives(bakyt, child)
        (there,) = queries.relatives(bakyt, father)
        assert (here.words, here.person, here.speaks) == ("child of", father, True)
        assert (there.words, there.person, there.speaks) == ("father of", child, False)


def test_an_unsafe_link_warns_on_both_pages_until_it_is_over(bakyt, child, father, feared):
    with acting(bakyt):
        assert queries.get(bakyt, child.pk).unsafe_people == [father]
        assert queries.get(bakyt, father.pk).unsafe_people == [child]
        actions.end_link(bakyt, feared)
        assert queries.get(bakyt, child.pk).unsafe_people == []
        with pytest.raises(IllegalMove):
            actions.end_link(bakyt, feared)


def test_nobody_is_their_own_relative_and_no_link_stands_twice(bakyt, child, father, feared):
    with acting(bakyt):
        with pytest.raises(Invalid) as refusal:
            actions.add_link(bakyt, child, child, kin="sibling")
        assert list(refusal.value.problems) == ["other"]
        with pytest.raises(Invalid):
            actions.add_link(bakyt, father, child, kin="father")
        with pytest.raises(Invalid):
            actions.add_link(bakyt, father, child, kin="spouse", decides=True)


def test_the_same_form_twice_is_one_link(bakyt, child, father):
    once = uuid.uuid4()
    with acting(bakyt):
        for _ in range(2):
            actions.add_link(bakyt, father, child, kin="father", once=once)
        assert FamilyLink.objects.count() == 1


def test_another_organisation_has_no_part_in_links_needs_and_decisions(chen, bakyt, child, father, feared):
    with acting(chen):
        for act in (
            lambda: actions.add_link(chen, father, child, kin="relative"),
            lambda: actions.end_link(chen, feared),
            lambda: actions.set_needs(chen, child, ["bed"]),
        ):
            with pytest.raises(NotVisible):
                act()
        assert not FamilyLink.objects.exists()


def test_an_auditor_writes_none_of_it(timur, child, father, feared):
    with acting(timur):
        for act in (
            lambda: actions.add_link(timur, father, child, kin="relative"),
            lambda: actions.mark_link(timur, feared, decides=False, unsafe=False),
            lambda: actions.set_needs(timur, child, ["bed"]),
        ):
            with pytest.raises(Denied):
                act()


# -- who speaks for a child


def test_a_feared_guardian_gives_no_consent(bakyt, child, father, feared, asked):
    with acting(bakyt):
        for ask in (
            asked(given_by="guardian"),
            asked(given_by="guardian", guardian=father),
            asked(given_by="self", people=(father, child)),
        ):
            with pytest.raises(Invalid):
                actions.take_consent(bakyt, ask)
        assert not Consent.objects.exists()


CONFIRM = {"guardian": "Another member of staff has to confirm who speaks for this child."}


def test_a_safe_guardian_gives_it_and_is_on_record(bakyt, aigul, child, feared, asked):
    with acting(bakyt):
        aunt = born(bakyt, "Aunt", 33)
        actions.add_link(bakyt, aunt, child, kin="relative", decides=True)
        assert queries.guardians(bakyt, [child]) == [aunt]
    with acting(aigul):
        taken = actions.take_consent(aigul, asked(given_by="guardian", guardian=aunt))
        assert taken.guardian == aunt
        with pytest.raises(Invalid):
            actions.propose_consent(aigul, asked(), reason="Nobody is there.")


def test_a_child_with_guardians_on_record_has_one_of_them_named(bakyt, child, father, asked):
    with acting(bakyt):
        actions.add_link(bakyt, father, child, kin="father", decides=True)
        with pytest.raises(Invalid) as refusal:
            actions.take_consent(bakyt, asked(given_by="guardian"))
        assert refusal.value.problems == {"guardian": "Which guardian?"}
        assert actions.take_consent(bakyt, asked(given_by="guardian", guardian=father)).guardian == father


def test_who_calls_a_feared_guardian_safe_takes_no_consent_of_his(bakyt, aigul, child, father, feared, asked):
    with acting(aigul):
        safe = actions.mark_link(aigul, feared, decides=True, unsafe=False)
        assert safe.added_by_id == aigul.member_id
        for ask in (
            asked(given_by="guardian", guardian=father),
            asked(given_by="self", people=(father, child)),
        ):
            with pytest.raises(Invalid) as refusal:
                actions.take_consent(aigul, ask)
            assert refusal.value.problems == CONFIRM
    with acting(bakyt):
        assert actions.take_consent(bakyt, asked(given_by="guardian", guardian=father)).guardian == father


def test_one_member_does_not_end_the_fear_and_decide_alone(bakyt, child, father, feared, asked):
    with acting(bakyt):
        actions.end_link(bakyt, feared)
        assert guarding.needs_two(bakyt, child)
        actions.add_link(bakyt, father, child, kin="guardian", decides=True)
        with pytest.raises(Invalid) as refusal:
            actions.take_consent(bakyt, asked(given_by="guardian", guardian=father))
        assert refusal.value.problems == CONFIRM


@pytest.mark.parametrize("age", [9, None])
def test_a_child_once_alone_is_not_made_less_so_by_one_member(bakyt, father, asked, age):
    with acting(bakyt):
        person = born(bakyt, "P", age)
        actions.set_needs(bakyt, person, ["child-alone"])
        actions.set_needs(bakyt, person, [])
        assert guarding.needs_two(bakyt, person)
        actions.add_link(bakyt, father, person, kin="father", decides=True)
        with pytest.raises(Invalid) as refusal:
            actions.take_consent(bakyt, asked(people=(person,), given_by="guardian", guardian=father))
        assert refusal.value.problems == CONFIRM


@pytest.mark.parametrize("reason", ["asked", "mistake", "no-need"])
def test_one_member_erases_such_a_child_only_from_danger(gulnara, child, father, feared, told, reason):
    with acting(gulnara):
        with pytest.raises(Invalid):
            actions.erase(gulnara, child, reason=reason)
        actions.mark_link(gulnara, feared, decides=True, unsafe=False)
        with pytest.raises(Invalid) as refusal:
            actions.erase(gulnara, child, reason=reason)
        assert refusal.value.problems == {"reason": CONFIRM["guardian"]}
        actions.erase(gulnara, child, reason="danger")
        assert queries.get(gulnara, child.pk).erased_at


def test_somebody_not_written_down_as_guardian_cannot_be_named_as_one(bakyt, child, father, asked):
    with acting(bakyt), pytest.raises(Invalid) as refusal:
        actions.take_consent(bakyt, asked(given_by="guardian", guardian=father))
    assert list(refusal.value.problems) == ["guardian"]


@pytest.mark.parametrize(("age", "is_two"), [(9, True), (16, True), (None, True), (30, True)])
def test_whoever_is_said_to_be_a_child_alone_has_two_members_of_staff(bakyt, age, is_two):
    with acting(bakyt):
        person = born(bakyt, "P", age)
        assert not guarding.needs_two(bakyt, person)
        actions.set_needs(bakyt, person, ["child-alone"])
        assert guarding.needs_two(bakyt, person) == is_two


def test_an_adult_with_an_unsafe_relative_speaks_for_themselves(bakyt, child, father, feared, asked):
    with acting(bakyt):
        assert not guarding.needs_two(bakyt, father)
        assert actions.take_consent(bakyt, asked(people=(father,), given_by="self")).holds


# -- two members of staff


def test_one_proposes_another_decides_and_only_then_it_is_a_consent(bakyt, aigul, feared, asked):
    with acting(bakyt):
        proposed = actions.propose_consent(bakyt, asked(), reason="The father beats the child.")
        assert not Consent.objects.exists()
        with pytest.raises(Invalid):
            actions.decide(bakyt, proposed, "agreed")
    with acting(aigul):
        assert list(queries.undecided(aigul)) == [proposed]
        decided = actions.decide(aigul, queries.decision(aigul, proposed.pk), "agreed")
        consent = queries.consent(aigul, decided.consent_id)
        assert (consent.given_by, consent.taken_by_id, consent.decided_by_id) == (
            "two-staff", bakyt.member_id, aigul.member_id,
        )  # fmt: skip
        assert consent.holds
        with pytest.raises(IllegalMove):
            actions.decide(aigul, proposed, "refused")
    with acting(bakyt):
        assert list(queries.undecided(bakyt)) == []


def test_refused_nothing_is_passed_on(bakyt, aigul, feared, asked):
    with acting(bakyt):
        proposed = actions.propose_consent(bakyt, asked(), reason="It seems right.")
    with acting(aigul):
        actions.decide(aigul, proposed, "refused")
        assert not Consent.objects.exists()


def test_a_guardian_found_meanwhile_ends_the_matter(bakyt, aigul, child, feared, asked):
    with acting(bakyt):
        proposed = actions.propose_consent(bakyt, asked(), reason="It seems right.")
        actions.add_link(bakyt, born(bakyt, "Aunt", 33), child, kin="relative", decides=True)
    with acting(aigul), pytest.raises(Invalid):
        actions.decide(aigul, proposed, "agreed")


def test_the_database_wants_two_different_members(bakyt, aigul, feared, asked):
    with acting(bakyt):
        proposed = actions.propose_consent(bakyt, asked(), reason="R")
    with acting(aigul):
        made = actions.decide(aigul, proposed, "agreed").consent
        for rows, change in (
            (Consent.objects.filter(pk=made.pk), {"decided_by_id": bakyt.member_id}),
            (Consent.objects.filter(pk=made.pk), {"decided_by_id": None}),
            (JointDecision.objects.filter(pk=proposed.pk), {"decided_by_id": bakyt.member_id}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**change)


def test_it_says_why_and_somebody_of_sixteen_is_heard(bakyt, asked):
    with acting(bakyt):
        girl = born(bakyt, "Girl", 16)
        actions.set_needs(bakyt, girl, ["child-alone"])
        ask = asked(people=(girl,))
        for words, place in (
            ({"reason": " "}, "opinion"),
            ({"reason": "R"}, "opinion"),
            ({"reason": "", "opinion": "I agree."}, "reason"),
        ):
            with pytest.raises(Invalid) as refusal:
                actions.propose_consent(bakyt, ask, **words)
            assert list(refusal.value.problems) == [place]
        proposed = actions.propose_consent(bakyt, ask, reason="R", opinion="I want to go there.")
        assert queries.decision(bakyt, proposed.pk).opinion == "I want to go there."
        with pytest.raises(Invalid):
            actions.take_consent(bakyt, asked(people=(girl,), given_by="self"))


def test_what_two_gave_only_two_take_back(bakyt, aigul, feared, asked, told):
    with acting(bakyt):
        proposed = actions.propose_consent(bakyt, asked(), reason="R")
    with acting(aigul):
        consent = actions.decide(aigul, proposed, "agreed").consent
        with pytest.raises(Invalid):
            actions.withdraw_consent(aigul, consent, how="voice")
        back = actions.propose_withdrawal(
            aigul, queries.consent(aigul, consent.pk), reason="The aunt has come."
        )
        assert told == []
    with acting(bakyt):
        actions.decide(bakyt, back, "agreed")
        assert not queries.consent(bakyt, consent.pk).holds
    assert told == [("consent.withdrawn", {"consent_id": consent.pk})]


def test_no_single_member_erases_a_child_because_somebody_asks(gulnara, bakyt, child, father, feared, told):
    with acting(gulnara), pytest.raises(Invalid):
        actions.erase(gulnara, child, reason="asked")
    with acting(bakyt):
        proposed = actions.propose_erasure(bakyt, child, reason="The child wants it.")
        with pytest.raises(Denied):
            actions.decide(bakyt, proposed, "agreed")
    with acting(gulnara):
        actions.decide(gulnara, proposed, "agreed")
        assert queries.get(gulnara, child.pk).erased_at
        assert not FamilyLink.objects.exists()
        assert queries.get(gulnara, father.pk).unsafe_people == []


def test_what_was_interpreted_is_kept_until_it_is_decided(bakyt, aigul, feared, asked):
    with acting(bakyt):
        ask = asked(interpreter=consenting.Interpreter("service", "t-1"), words="Yes.")
        proposed = actions.propose_consent(bakyt, ask, reason="R")
    with acting(aigul):
        made = queries.consent(aigul, actions.decide(aigul, proposed, "agreed").consent_id)
        assert (made.interpreted_by, made.interpreter, made.words) == ("service", "t-1", "Yes.")
