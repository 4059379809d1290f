"""The pages of keeping, as the head, a colleague and an auditor meet them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.keeping import actions
from sapar.keeping.models import Certificate, Export, Hold, Schedule
from sapar.vault import keys
from tests.cast import client_of
from tests.factories import acting
from tests.world import uuid7


@pytest.fixture
def gulnara(built):
    return built.staff["gulnara"]


@pytest.fixture
def head(gulnara):
    return client_of(gulnara)


def _page(client, route, *args, status=200, **query):
    answer = client.get(reverse(route, args=args), query)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def _hold(actor, number=1):
    with acting(actor):
        for _time in range(number):
            talk = intake.log(actor, Talk("phone", "debt", "advised", words="Said."), once=uuid7())
            found = actions.place(
                actor, "contact", talk.pk, once_token=uuid7(), reason="claim", words="The court decides."
            )
    return found


def test_nothing_is_erased_until_the_head_says_so_on_the_page(head, gulnara):
    assert reverse("keeping:confirm") in _page(head, "keeping:home")
    _page(head, "keeping:confirm")
    assert head.post(reverse("keeping:confirm")).status_code == 302
    with acting(gulnara):
        assert Schedule.objects.get().confirmed_by_id == gulnara.member_id
    assert reverse("keeping:stop") in _page(head, "keeping:home")


def test_a_wrong_number_of_months_is_told_beside_its_field_and_the_rest_is_kept(head, gulnara):
    from sapar.keeping.codes import RecordKind

    typed = dict.fromkeys(RecordKind.values, "6") | {"draft": "1", "case": "999"}
    answer = head.post(reverse("keeping:terms"), typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"case"}
    assert 'value="999"' in answer.content.decode()
    assert head.post(reverse("keeping:terms"), typed | {"case": "60"}).status_code == 302


def test_the_list_of_what_goes_names_nobody(built, head):
    page = _page(head, "keeping:next", days=90)
    for name in ("Somebody Gone", "Нургуль", "Hidden."):
        assert name not in page


def test_a_hold_is_placed_asked_about_and_kept_through_pages(built, head, gulnara):
    address = reverse("keeping:hold-case", args=[built.case.pk])
    assert head.post(address, {"once": uuid7(), "reason": "", "words": ""}).status_code == 422
    answer = head.post(address, {"once": uuid7(), "reason": "court", "words": "The court asked."})
    assert answer.status_code == 302
    with acting(gulnara):
        hold = Hold.objects.get()
    case_page = _page(head, "cases:case", built.case.pk)
    assert reverse("keeping:hold", args=[hold.pk]) in case_page
    assert "The court asked." in _page(head, "keeping:hold", hold.pk)
    assert head.post(reverse("keeping:hold-ask", args=[hold.pk]), {"words": ""}).status_code == 422
    assert head.post(reverse("keeping:hold-ask", args=[hold.pk]), {"words": "Over."}).status_code == 302
    head.post(reverse("keeping:hold-move", args=[hold.pk, "lift"]))
    with acting(gulnara):
        assert Hold.objects.get().stands
    head.post(reverse("keeping:hold-move", args=[hold.pk, "keep"]))
    with acting(gulnara):
        assert Hold.objects.get().lift_asked_by_id is None


def test_a_colleague_reads_on_the_case_that_it_is_on_hold_but_not_why(built, head, gulnara):
    with acting(gulnara):
        actions.place(
            gulnara, "case", built.case.pk, once_token=uuid7(), reason="staff", words="About a colleague."
        )
        hold = Hold.objects.get()
    page = _page(client_of(built.staff["bakyt"]), "cases:case", built.case.pk)
    assert reverse("keeping:hold", args=[hold.pk]) not in page
    assert hold.get_reason_display() not in page
    assert "About a colleague." not in page


def test_somebody_on_hold_cannot_be_erased_on_their_page_and_the_page_says_why(built, head, gulnara):
    with acting(gulnara):
        person = built.case.participants.get(relation="self").person
        actions.place(gulnara, "person", person.pk, once_token=uuid7(), reason="claim", words="A claim.")
    answer = head.post(reverse("people:erase", args=[person.pk]), {"reason": "asked", "typed": "ERASE"})
    assert answer.status_code == 422
    with acting(gulnara):
        assert type(person).objects.get(pk=person.pk).erased_at is None


def test_the_erased_persons_page_leads_to_the_certificate_and_its_number_finds_it(built, head, gulnara):
    with acting(gulnara):
        person = built.case.participants.get(relation="self").person
    answer = head.post(reverse("people:erase", args=[person.pk]), {"reason": "asked", "typed": "ERASE"})
    assert answer.status_code == 302, answer.context["form"].errors
    with acting(gulnara):
        made = Certificate.objects.get()
    assert reverse("keeping:certificate", args=[made.pk]) in _page(head, "people:person", person.pk)
    assert made.number in _page(head, "keeping:certificate", made.pk)
    typed = made.number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    auditor = client_of(built.staff["timur"])
    assert made.number in auditor.post(reverse("keeping:certificates"), {"number": typed}).content.decode()
    wrong = auditor.post(reverse("keeping:certificates"), {"number": "0000-0000-0000-0000"})
    assert made.number not in wrong.content.decode()


@pytest.mark.parametrize("language", ["ru", "ky", "uz", "tg", "kk", "tk", "ro", "en"])
def test_the_certificate_is_printed_in_the_persons_language(built, language):
    dana = built.staff["dana"]
    with acting(dana):
        made = Certificate.objects.get()
    answer = client_of(dana).get(reverse("keeping:certificate-pdf", args=[made.pk]), {"language": language})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert b"Somebody Gone" not in answer.content


def test_an_export_is_asked_for_by_one_and_approved_by_another(built, head, gulnara):
    answer = head.post(reverse("keeping:export-ask"), {"once": uuid7(), "words": "A move."})
    assert answer.status_code == 302
    with acting(gulnara):
        export = Export.objects.get()
    assert "A move." in _page(head, "keeping:export", export.pk)
    approve = reverse("keeping:export-decide", args=[export.pk, "approve"])
    head.post(approve)
    with acting(gulnara):
        assert Export.objects.get().state == "asked"
    assert "A move." not in _page(client_of(built.staff["timur"]), "keeping:export", export.pk)
    client_of(built.staff["nurlan"]).post(approve)
    with acting(gulnara):
        assert Export.objects.get().state == "approved"
    assert _page(head, "keeping:exports")


def test_asking_for_everything_wants_the_password_again(head):
    session = head.session
    session.pop("confirmed_at", None)
    session.save()
    answer = head.get(reverse("keeping:export-ask"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account:confirm"))


def test_approving_and_fetching_want_the_password_again(built, head, gulnara):
    """Before the button is shown, and again where it leads."""
    with acting(gulnara):
        export = actions.ask(gulnara, once_token=uuid7(), words="A move.", restricted=False)
    colleague = client_of(built.staff["nurlan"])
    page, approve, take = (
        reverse("keeping:export", args=[export.pk]),
        reverse("keeping:export-decide", args=[export.pk, "approve"]),
        reverse("keeping:export-take", args=[export.pk]),
    )
    for client in (head, colleague):
        session = client.session
        session.pop("confirmed_at", None)
        session.save()
    asks = reverse("account:confirm")
    assert colleague.get(page).headers["Location"].startswith(asks)
    assert colleague.post(approve).headers["Location"].startswith(asks)
    assert head.get(page).status_code == 200
    with acting(gulnara):
        assert Export.objects.get().state == "asked"
        now = timezone.now()
        Export.objects.update(
            state="ready", ends_at=now + dt.timedelta(hours=1), decided_at=now, ready_at=now,
            decided_by=built.staff["nurlan"].member_id,
        )  # fmt: skip
    assert head.get(page).headers["Location"].startswith(asks)
    assert head.post(take).headers["Location"].startswith(asks)


def test_ten_holds_and_thirty_cost_the_same(head, gulnara):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            _page(head, "keeping:holds")
        return len(seen)

    _hold(gulnara, 10)
    few = statements()
    _hold(gulnara, 12)
    assert statements() == few


def test_locked_the_pages_without_words_go_on_and_those_with_words_say_so(built, head, gulnara):
    hold = _hold(gulnara)
    keys.use_local(None)
    _page(head, "keeping:home")
    _page(head, "keeping:holds")
    _page(head, "keeping:hold", hold.pk, status=503)
