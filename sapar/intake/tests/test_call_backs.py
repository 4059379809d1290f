"""Who waits for our call: one list, the safety words first, one caller at a time, promises that are told of when broken."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.audit.models import Event
from sapar.common.errors import Invalid, Stale
from sapar.common.ids import uuid7
from sapar.intake import actions, facts_waiting
from sapar.intake import tasks as jobs
from sapar.intake import waiting_queries as waiting
from sapar.intake.actions import callbacks, claims
from sapar.intake.calls import Talk
from sapar.intake.models import CallBack, CallClaim, Contact, HelpRequest
from sapar.vault import keys
from sapar.vault.models import BlindEntry
from tests.cast import client_of
from tests.counting import statements
from tests.factories import acting
from tests.pages import said_by

pytestmark = pytest.mark.django_db
NUMBER, SAME = "+44 20 7946 0321", "+442079460321"
LIST = "/staff/contacts/call-back/"


def promised(actor, **facts) -> CallBack:
    """A talk that ended with "we call back"."""
    said = {"channel": "phone", "topic": "debt", "outcome": "call-back", "phone": NUMBER, "language": "tg"}
    with acting(actor):
        contact = actions.log(actor, Talk(**said | facts), once=uuid7())
        return contact.call_back


def rang(actor, number: str = NUMBER) -> CallBack:
    with acting(actor):
        return actions.log_missed(actor, number)


def listed(actor, show: str = "") -> list[CallBack]:
    return [call for call, _claim in client_of(actor).get(f"{LIST}?show={show}").context["calls"]]


def now(actor, call: CallBack) -> CallBack:
    with acting(actor):
        return CallBack.objects.get(pk=call.pk)


def moved(actor, call: CallBack, **by: dt.timedelta) -> None:
    """As if the clock had been set on."""
    with acting(actor):
        row = CallBack.objects.get(pk=call.pk)
        for name, span in by.items():
            setattr(row, name, getattr(row, name) - span)
        row.save()


def test_a_talk_that_promises_a_call_a_missed_call_and_a_request_wait_in_one_list_oldest_promise_first(
    aigul, ask
):
    first, second = promised(aigul), rang(aigul)
    ask(may_call="yes", phone=NUMBER)
    with acting(aigul):
        third = CallBack.objects.get(kind="request")
    for call, hours in ((second, 3), (third, 2), (first, 1)):
        with acting(aigul):
            CallBack.objects.filter(pk=call.pk).update(
                promised_by=timezone.now() + dt.timedelta(hours=10 - hours)
            )
    assert [one.pk for one in listed(aigul)] == [second.pk, third.pk, first.pk]


def test_a_talk_that_promises_nothing_makes_nobody_wait(aigul):
    with acting(aigul):
        actions.log(aigul, Talk(channel="phone", topic="debt", outcome="advised", phone=NUMBER), once=uuid7())
    assert listed(aigul) == []


def test_no_number_stands_in_the_list_and_safety_words_come_before_it_on_the_page(aigul):
    call = promised(aigul, may_call="times", safety_words="Only after eight. Say: the library.")
    client = client_of(aigul)
    page = client.get(LIST).content.decode()
    assert "the library" in page
    assert "7946" not in said_by(page)
    before = client.get(f"{LIST}{call.pk}/").content.decode()
    assert "the library" in before
    assert "7946" not in said_by(before)
    client.post(f"{LIST}{call.pk}/take/")
    after = client.get(f"{LIST}{call.pk}/").content.decode()
    assert after.index("the library") < after.index(f"tel:{SAME}")


def test_a_number_that_must_never_be_called_cannot_be_pressed(aigul):
    call = promised(aigul, may_call="no")
    client = client_of(aigul)
    client.post(f"{LIST}{call.pk}/take/")
    page = client.get(f"{LIST}{call.pk}/").content.decode()
    assert "tel:" not in page
    assert "7946" in page


def test_two_rows_of_one_number_are_one_call(aigul, bakyt):
    first, second = promised(aigul), rang(aigul, SAME)
    assert client_of(aigul).post(f"{LIST}{first.pk}/take/").status_code == 302
    refused = client_of(bakyt).post(f"{LIST}{second.pk}/take/")
    assert refused.status_code == 409
    assert "7946" not in said_by(refused)
    with acting(bakyt):
        assert not CallClaim.objects.filter(member_id=bakyt.member_id).exists()


def test_a_request_of_the_same_number_is_not_read_meanwhile(aigul, bakyt, ask):
    call = promised(aigul)
    ask(phone=NUMBER, words="A long story")
    with acting(bakyt):
        request = HelpRequest.objects.get()
    client_of(aigul).post(f"{LIST}{call.pk}/take/")
    refused = client_of(bakyt).post(f"/staff/requests/{request.pk}/take/")
    assert refused.status_code == 409
    assert "A long story" not in refused.content.decode()
    with acting(bakyt):
        assert HelpRequest.objects.get().state == "new"


def test_two_numbers_of_one_person_are_one_call(aigul, bakyt):
    from sapar.people import actions as people
    from sapar.people.particulars import Particulars, Spelling

    first = promised(aigul)
    second = promised(aigul, phone="+44 20 7946 0322")
    with acting(bakyt):
        person = people.record(bakyt, Particulars(names=(Spelling("Test (fictional)", "en"),)))
        Contact.objects.filter(pk__in=[first.contact_id, second.contact_id]).update(caller=person)
    with acting(aigul):
        claims.claim(aigul, waiting.call_back(aigul, first.pk))
    with acting(bakyt), pytest.raises(actions.Busy):
        claims.claim(bakyt, waiting.call_back(bakyt, second.pk))


def test_a_claim_ends_by_itself(aigul, bakyt):
    call = promised(aigul)
    at = timezone.now()
    with acting(aigul):
        claims.claim(aigul, call, now=at)
        assert claims.claim(aigul, call, now=at) == at + claims.LASTS
    with acting(bakyt):
        with pytest.raises(actions.Busy) as refused:
            claims.claim(bakyt, call, now=at + claims.LASTS - dt.timedelta(seconds=1))
        assert refused.value.until == at + claims.LASTS
        claims.claim(bakyt, call, now=at + claims.LASTS)
        assert not waiting.holds(aigul, call, at=at + claims.LASTS)


def test_who_gives_it_back_lets_the_next_one_call(aigul, bakyt):
    call = promised(aigul)
    client_of(aigul).post(f"{LIST}{call.pk}/take/")
    client_of(aigul).post(f"{LIST}{call.pk}/release/")
    assert client_of(bakyt).post(f"{LIST}{call.pk}/take/").status_code == 302


def test_nobody_answered_counts_and_comes_back_later(aigul):
    call = promised(aigul)
    client = client_of(aigul)
    client.post(f"{LIST}{call.pk}/take/")
    assert client.post(f"{LIST}{call.pk}/no-answer/", {"again": "4"}).status_code == 302
    assert listed(aigul) == []
    (later,) = listed(aigul, "later")
    assert later.tries == 1
    assert dt.timedelta(hours=3) < later.next_at - timezone.now() <= dt.timedelta(hours=4)
    moved(aigul, call, next_at=dt.timedelta(hours=4))
    assert [one.pk for one in listed(aigul)] == [call.pk]
    with acting(aigul), pytest.raises(Invalid):
        actions.no_answer(aigul, call, "1000000")


def test_reached_is_the_end_of_the_wait_for_the_talk_too(aigul):
    call = promised(aigul)
    client_of(aigul).post(f"{LIST}{call.pk}/reached/")
    with acting(aigul):
        assert Contact.objects.get(pk=call.contact_id).called_back_at
        with pytest.raises(Stale):
            actions.reached(aigul, call)
    assert listed(aigul) == []


def test_the_old_button_on_the_talk_ends_the_wait(aigul):
    call = promised(aigul)
    client_of(aigul).post(f"/staff/contacts/{call.contact_id}/called-back/")
    assert now(aigul, call).state == "done"


def test_the_same_number_rings_three_times_and_waits_once(aigul):
    ids = {rang(aigul, number).pk for number in (NUMBER, SAME, NUMBER)}
    assert len(ids) == 1
    (only,) = listed(aigul)
    assert only.missed.rings == 3


@pytest.mark.parametrize("typed", ["", "hello", "+" * 70, "1" * 70])
def test_what_is_no_number_is_told_beside_the_field(aigul, typed):
    page = client_of(aigul).post(f"{LIST}missed/", {"phone": typed})
    assert page.status_code == 200
    assert "phone" in page.context["form"].errors
    assert listed(aigul) == []


def test_the_number_of_a_missed_call_goes_when_it_was_called_back(aigul):
    call = rang(aigul)
    with acting(aigul):
        actions.reached(aigul, call)
        missed = CallBack.objects.get(pk=call.pk).missed
        assert missed.phone is None
        assert not BlindEntry.objects.filter(subject_id=missed.pk).exists()
    assert rang(aigul).pk != call.pk


def test_a_missed_call_is_logged_as_a_talk_with_its_number_there(aigul):
    call = rang(aigul)
    client = client_of(aigul)
    form = client.get(f"{LIST}{call.pk}/talk/").context["form"]
    assert form["phone"].value() == SAME
    sent = {
        "once": str(form["once"].value()),
        "channel": "phone",
        "topic": "debt",
        "outcome": "advised",
        "phone": SAME,
        "do": "save",
    }
    assert client.post(f"{LIST}{call.pk}/talk/", sent).status_code == 302
    assert now(aigul, call).state == "done"


def test_a_request_is_settled_by_its_answer_unless_the_answer_announces_a_call(aigul, ask):
    ask(phone=NUMBER)
    with acting(aigul):
        request = HelpRequest.objects.get()
        call = request.call_back
    address = f"/staff/requests/{request.pk}/"
    client = client_of(aigul)
    client.post(f"{address}take/")
    client.post(f"{address}answer/", {"answer": "tried"})
    assert now(aigul, call).state == "waiting"
    client.post(f"{address}answer/", {"answer": "come"})
    assert now(aigul, call).state == "done"


def test_the_number_of_a_request_hides_again_when_the_claim_is_over(aigul, ask):
    ask(phone=NUMBER)
    with acting(aigul):
        request = HelpRequest.objects.get()
    client = client_of(aigul)
    client.post(f"/staff/requests/{request.pk}/take/")
    assert f"tel:{SAME}" in client.get(f"/staff/requests/{request.pk}/").content.decode()
    with acting(aigul):
        CallClaim.objects.update(began_at=timezone.now() - claims.LASTS, until=timezone.now())
    assert "7946" not in said_by(client.get(f"/staff/requests/{request.pk}/"))
    client.post(f"/staff/requests/{request.pk}/call/")
    assert f"tel:{SAME}" in client.get(f"/staff/requests/{request.pk}/").content.decode()


def test_a_broken_promise_is_told_once_to_the_supervisors_of_this_organisation(aigul, gulnara, dana, osh):
    call, in_time = promised(aigul), rang(aigul)
    moved(aigul, call, promised_by=dt.timedelta(hours=25))
    for _twice in range(2):
        jobs.tell_overdue(str(osh.pk))
    jobs.tell_overdue(str(dana.org_id))
    assert now(aigul, call).told_at
    assert now(aigul, in_time).told_at is None
    with acting(gulnara):
        assert Event.objects.filter(verb="call-back.overdue").count() == 1
    assert client_of(gulnara).get(LIST).context["overdue"] == 1
    assert client_of(aigul).get(LIST).context["overdue"] == 0
    assert client_of(dana).get(LIST).context["overdue"] == 0
    assert [one.pk for one in listed(gulnara, "overdue")] == [call.pk]
    with acting(dana):
        assert Event.objects.filter(verb="call-back.overdue").count() == 0


def test_only_organisations_with_a_broken_promise_get_a_job(aigul, dana, osh, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs.tell_overdue, "defer", lambda **what: asked.append(what))
    call = promised(aigul)
    rang(dana)
    jobs.tell_all_overdue(0)
    assert asked == []
    moved(aigul, call, promised_by=dt.timedelta(hours=25))
    jobs.tell_all_overdue(0)
    assert asked == [{"org_id": str(osh.pk)}]
    jobs.tell_overdue(str(osh.pk))
    jobs.tell_all_overdue(0)
    assert len(asked) == 1


def test_one_that_was_set_aside_makes_nobody_wait_until_it_is_let_in(aigul, ask):
    ask(website="machine")
    assert listed(aigul) == []
    with acting(aigul):
        request = HelpRequest.objects.get()
        assert callbacks.tell_overdue(aigul, timezone.now() + dt.timedelta(days=9)) == 0
    client_of(aigul).post(f"/staff/requests/{request.pk}/admit/")
    assert len(listed(aigul)) == 1


def test_while_locked_nobody_calls_and_requests_still_wait(aigul, ask):
    call = promised(aigul)
    keys.lock()
    ask()
    assert client_of(aigul).post(f"{LIST}{call.pk}/take/").status_code == 503


def test_strangers_find_no_call_and_readers_begin_none(aigul, chen, timur):
    call = promised(aigul)
    for verb in ("take", "release", "no-answer", "reached", "stop"):
        assert client_of(chen).post(f"{LIST}{call.pk}/{verb}/").status_code == 404
        assert client_of(timur).post(f"{LIST}{call.pk}/{verb}/").status_code == 403
    assert client_of(chen).get(f"{LIST}{call.pk}/").status_code == 404
    assert client_of(aigul).post(f"{LIST}{call.pk}/burn/").status_code == 404


def test_the_counts_are_those_of_the_list(aigul, nurlan, ask):
    late, _soon = promised(aigul), rang(aigul)
    ask()
    ask(website="machine")
    moved(aigul, late, promised_by=dt.timedelta(hours=25))
    with acting(nurlan):
        found = facts_waiting.waiting(nurlan)
    assert (found.requests, found.requests_overdue, found.calls, found.calls_overdue) == (1, 0, 2, 1)
    with acting(aigul):
        actions.reached(aigul, waiting.call_back(aigul, late.pk))
    with acting(nurlan):
        day = dt.timedelta(days=1)
        answered = facts_waiting.answered(nurlan, timezone.now() - day, timezone.now() + day)
    assert (answered.calls_late, answered.calls_in_time, answered.requests_in_time) == (1, 0, 0)


def test_the_list_costs_the_same_for_ten_and_for_a_hundred(aigul):
    client = client_of(aigul)
    for number in range(4):
        promised(aigul, phone=f"+44 20 7946 0{number:03}", safety_words="Say: the library.")
        rang(aigul, f"+44 20 7946 1{number:03}")
    few = statements(lambda: client.get(LIST))
    for number in range(4, 30):
        promised(aigul, phone=f"+44 20 7946 0{number:03}", safety_words="Say: the library.")
        rang(aigul, f"+44 20 7946 1{number:03}")
    assert statements(lambda: client.get(LIST)) == few
