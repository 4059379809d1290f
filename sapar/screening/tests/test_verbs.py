"""Who may screen, what is kept, what a decision needs, and that nothing of it outlives the person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases.models import Case
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible, Stale
from sapar.people import actions as people
from sapar.people.actions.consents import Asked as Consented
from sapar.screening import actions, policy, queries, telling
from sapar.screening.models import Notice, Screening
from sapar.screening.tests.conftest import FORCED, SURE
from sapar.vault import ERASED
from tests.factories import acting, make_organisation

pytestmark = pytest.mark.django_db


def asked(**changes):
    facts = {"gate": SURE, "answers": FORCED, "child": False} | changes
    return actions.Asked(**facts)


def test_only_trained_staff_screen_and_only_while_the_training_holds(bakyt, gulnara, case, daughter):
    with acting(bakyt), pytest.raises(Denied):
        actions.keep(bakyt, case, daughter, asked())
    long_ago = timezone.localdate() - dt.timedelta(days=400)
    with acting(gulnara):
        over = actions.record_training(
            gulnara, bakyt.membership, "A", "B", long_ago, long_ago + dt.timedelta(days=30)
        )
    with acting(bakyt), pytest.raises(Denied):
        actions.keep(bakyt, case, daughter, asked())
    with acting(gulnara):
        actions.end_training(gulnara, over)
        actions.record_training(gulnara, bakyt.membership, "A", "B", long_ago)
    with acting(bakyt):
        assert actions.keep(bakyt, case, daughter, asked()).state == "begun"


def test_a_caseworker_records_nobodys_training_and_a_strangers_cannot_be_recorded(bakyt, gulnara, saule):
    today = timezone.localdate()
    with acting(bakyt), pytest.raises(Denied):
        actions.record_training(bakyt, bakyt.membership, "A", "B", today)
    with acting(gulnara), pytest.raises(Invalid):
        actions.record_training(gulnara, saule.membership, "A", "B", today)
    with acting(gulnara), pytest.raises(Invalid):
        actions.record_training(gulnara, bakyt.membership, "A", "B", today, today - dt.timedelta(days=1))


def test_the_first_screening_restricts_the_case_and_a_lifted_one_stays_lifted(
    trained, bakyt, gulnara, case, daughter
):
    from sapar.cases import actions as cases

    with acting(bakyt):
        actions.keep(bakyt, case, daughter, asked())
        assert Case.objects.get(pk=case.pk).restricted
    with acting(gulnara):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Screening.objects.exists()
    with acting(bakyt):
        cases.lift(bakyt, case)
        actions.keep(bakyt, case, daughter, asked())
        assert not Case.objects.get(pk=case.pk).restricted


def test_answers_lie_sealed_and_the_range_in_plain(bakyt, screening):
    with acting(bakyt), connection.cursor() as cursor:
        cursor.execute("select answers, note, lowest, highest, industry from screening_screening")
        answers, note, lowest, highest, industry = cursor.fetchone()
    assert b"cd-papers" not in bytes(answers)
    assert b"Whispered" not in bytes(note)
    assert (lowest, highest, industry) == ("forced-labour", "trafficking", "A")


def test_without_the_gate_no_answer_is_kept_whatever_was_sent(trained, bakyt, case, daughter):
    with acting(bakyt):
        row = actions.keep(bakyt, case, daughter, asked(gate=SURE | {"alone": False}))
        assert (row.answers, row.lowest, row.highest) == ({}, "nothing", "trafficking")


def test_an_answer_to_no_question_is_refused(trained, bakyt, case, daughter):
    for answers in ({"cd-invented": "yes"}, {"cd-papers": "perhaps"}):
        with acting(bakyt), pytest.raises(Invalid):
            actions.keep(bakyt, case, daughter, asked(answers=answers))


def test_somebody_who_only_called_is_not_screened(trained, bakyt, case):
    with acting(bakyt):
        mother = case.participants.select_related("person__data_key").get(role="caller").person
        with pytest.raises(NotVisible):
            actions.keep(bakyt, case, mother, asked())


def test_one_that_was_begun_is_gone_on_with_and_a_colleague_is_not_overwritten(
    trained, bakyt, case, daughter
):
    with acting(bakyt):
        row = actions.keep(bakyt, case, daughter, asked(answers={"ex-hours": "yes"}))
        later = actions.keep(bakyt, case, daughter, asked(), screening=row, version=row.version)
        assert (later.pk, later.answers) == (row.pk, FORCED)
        with pytest.raises(Stale):
            actions.keep(bakyt, case, daughter, asked(), screening=row, version=row.version)


def test_who_wants_nothing_kept_leaves_nothing_but_that_it_was_so(trained, bakyt, case, daughter):
    with acting(bakyt):
        row = actions.keep(bakyt, case, daughter, asked())
        actions.forget(bakyt, row)
        assert not Screening.objects.exists()
        assert Event.objects.filter(verb="screening.forgotten", subject_id=row.pk).count() == 1


def test_a_finished_one_is_neither_changed_nor_forgotten(bakyt, case, daughter, screening):
    with acting(bakyt):
        for verb in (
            lambda: actions.forget(bakyt, screening),
            lambda: actions.finish(bakyt, screening),
            lambda: actions.keep(bakyt, case, daughter, asked(), screening=screening),
        ):
            with pytest.raises(IllegalMove):
                verb()
        assert Screening.objects.get().answers["cd-papers"] == "yes"


def test_erasing_the_person_erases_answers_grounds_and_notices(bakyt, gulnara, case, daughter, screening):
    with acting(bakyt):
        decided = actions.Decided("possible", "ngo", "Bakyt", "Two talks.", timezone.localdate())
        actions.determine(bakyt, case, daughter, decided)
    with acting(bakyt):
        from sapar.cases import actions as cases

        cases.restrict(bakyt, case, [gulnara.membership])
    with acting(gulnara):
        people.erase(gulnara, daughter, reason="asked")
        row = Screening.objects.select_related("data_key", "person__data_key").get()
        assert row.answers is ERASED
        assert row.note is ERASED
        assert row.lowest == "forced-labour"
        assert queries.determinations(gulnara, case)[0].ground is ERASED


def test_no_screening_decides_and_a_decision_needs_who_and_on_what_ground(bakyt, case, daughter, screening):
    with acting(bakyt):
        today = timezone.localdate()
        assert queries.determinations(bakyt, case) == []
        for who, ground, day in (
            ("", "Two talks.", today),
            ("Bakyt", " ", today),
            ("Bakyt", "Two.", today + dt.timedelta(days=1)),
        ):
            with pytest.raises(Invalid):
                actions.determine(bakyt, case, daughter, actions.Decided("possible", "ngo", who, ground, day))
        made = actions.determine(
            bakyt, case, daughter, actions.Decided("recognised", "court", "A court", "A ruling.", today)
        )
        actions.withdraw_determination(bakyt, made)
        with pytest.raises(IllegalMove):
            actions.withdraw_determination(bakyt, made)


def test_help_is_followed_to_its_end_and_an_end_without_help_says_why(bakyt, case, daughter):
    with acting(bakyt):
        row, _shelter = actions.want_support(bakyt, case, daughter, ["legal", "shelter", "legal"])
        assert actions.want_support(bakyt, case, daughter, ["legal"]) == []
        with pytest.raises(Invalid):
            actions.move_support(bakyt, row, "lack", " ")
        assert actions.move_support(bakyt, row, "lack", "Only citizens.").words == "Only citizens."
        assert actions.move_support(bakyt, row, "want").words is None
        assert actions.move_support(bakyt, row, "finish").state == "done"
        assert row.versions.count() == 4


def test_a_service_given_shows_under_the_kind_of_help_it_answers(bakyt, case, daughter):
    from sapar.cases import actions as cases

    with acting(bakyt):
        actions.want_support(bakyt, case, daughter, ["legal", "medical"])
        cases.add_service(
            bakyt, case, cases.ServiceWords("legal-advice", timezone.localdate()), person=daughter
        )
        shown = {one.support.kind: [row.kind for row in one.given] for one in queries.given(bakyt, case)}
        assert shown == {"legal": ["legal-advice"], "medical": []}


DUTY = actions.DutyWords(
    "KZ",
    "A ministry (fictional)",
    "To be told.",
    "No law: invented.",
    "A lawyer (fictional)",
    dt.date(2026, 11, 1),
)


def named_consent(bakyt, daughter, *, kind="state", fields=("names", "place")):
    body = make_organisation("A ministry (fictional)", kind=kind, country="KZ")
    with acting(bakyt):
        return people.take_consent(
            bakyt,
            Consented(
                recipient=body, people=(daughter,), fields=fields, language_read="ru", how="voice", given_by="self",
                safe_to_tell="safe" if kind == "state" else "not-needed", until=timezone.now() + dt.timedelta(days=5),
            ),
        )  # fmt: skip


def test_nobody_is_notified_until_a_named_lawyer_confirms_a_duty(bakyt, gulnara, case, daughter):
    with acting(bakyt), pytest.raises(Denied):
        actions.confirm_duty(bakyt, DUTY)
    with acting(gulnara):
        for name in ("lawyer", "source", "requires", "body"):
            with pytest.raises(Invalid):
                actions.confirm_duty(gulnara, actions.DutyWords(**(vars(DUTY) | {name: " "})))
        duty = actions.confirm_duty(gulnara, DUTY)
        with pytest.raises(Invalid):
            actions.confirm_duty(gulnara, DUTY)
        actions.end_duty(gulnara, duty)
    with acting(bakyt), pytest.raises(NotVisible):
        actions.notify(bakyt, case, daughter, duty)


def test_a_notice_names_nobody_without_a_consent_to_be_named(bakyt, gulnara, case, daughter):
    with acting(gulnara):
        duty = actions.confirm_duty(gulnara, DUTY)
    with acting(bakyt):
        words = actions.notify(bakyt, case, daughter, duty).words
    assert daughter.shown_name not in words
    assert case.number not in words
    allowed = named_consent(bakyt, daughter)
    with acting(bakyt):
        assert daughter.shown_name in actions.notify(bakyt, case, daughter, duty, consent=allowed).words
        people.withdraw_consent(bakyt, allowed, how="voice")
        with pytest.raises(Invalid):
            actions.notify(bakyt, case, daughter, duty, consent=allowed)


@pytest.mark.parametrize("changes", [{"fields": ("place",)}, {"kind": "ngo"}])
def test_a_consent_about_something_else_names_nobody(bakyt, gulnara, case, daughter, changes):
    with acting(gulnara):
        duty = actions.confirm_duty(gulnara, DUTY)
    allowed = named_consent(bakyt, daughter, **changes)
    with acting(bakyt), pytest.raises(Invalid):
        actions.notify(bakyt, case, daughter, duty, consent=allowed)
    with acting(bakyt):
        assert not Notice.objects.exists()


def test_the_range_is_said_in_words_and_a_child_has_words_of_its_own(screening):
    assert "Indications of forced labour" in telling.range_words(screening)
    screening.child = True
    assert "of a child" in telling.range_words(screening)


def test_another_organisation_finds_no_trace(chen, case, screening):
    with acting(chen):
        assert not Screening.objects.exists()
        assert not policy.is_trained(chen)
        with pytest.raises(NotVisible):
            queries.screening(chen, screening.pk)
