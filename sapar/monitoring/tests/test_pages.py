"""The pages, as people without scripts use them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sapar.common.brake import Brake
from sapar.monitoring import actions, tasks
from sapar.monitoring.actions import feedback
from sapar.monitoring.codes import Parameter
from sapar.monitoring.models import Concern, Correction, Feedback, Finding, Visit
from sapar.monitoring.tests.scene import CLOCK, after, asked, raised, seen, status
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_brake(monkeypatch):
    monkeypatch.setattr(feedback, "TELLING", Brake(each=5, all_together=300, seconds=86400))


@pytest.fixture
def public(client):
    return client


def path_of(page):
    """The address of the link on the page of a letter."""
    words = page.content.decode()
    return (
        "/"
        + words.split("/entry/")[0].rsplit("/", 1)[1]
        + "/entry/"
        + words.split("/entry/")[1].split("/")[0]
        + "/"
    )


def a_link(actor, listing):
    page = submit(client_of(actor), f"/staff/monitoring/of/{listing.org.slug}/remind/", language="en")
    assert page.status_code == 200
    return path_of(page)


# -- everybody


def test_telling_takes_two_taps_and_says_thanks(public, outside, meerim):
    page = submit(public, f"/en/who/{outside.org.slug}/tell/", code="asked-money", when="week")
    assert page.status_code == 200
    assert not page.cookies
    with acting(meerim, door="monitor"):
        assert Feedback.objects.get().code == "asked-money"


@pytest.mark.parametrize(
    "sent",
    [{}, {"code": "closed"}, {"code": "<script>", "when": "week"}, {"code": "closed", "when": "\x00"}],
    ids=str,
)
def test_what_was_not_asked_is_not_stored(sent, public, outside, meerim):
    page = public.post(f"/en/who/{outside.org.slug}/tell/", sent)
    assert page.status_code == 422
    with acting(meerim, door="monitor"):
        assert not Feedback.objects.exists()


def test_a_machine_that_fills_everything_in_stores_nothing(public, outside, meerim):
    sent = {"code": "closed", "when": "week", "website": "https://spam.example"}
    assert public.post(f"/en/who/{outside.org.slug}/tell/", sent).status_code == 200
    with acting(meerim, door="monitor"):
        assert not Feedback.objects.exists()


def test_the_sixth_time_in_a_day_it_says_so(public, outside):
    sent = {"code": "closed", "when": "week"}
    said = [public.post(f"/en/who/{outside.org.slug}/tell/", sent).status_code for _time in range(6)]
    assert said == [200] * 5 + [429]


def test_the_public_record_shows_the_warning_with_the_answer_beside_it(
    public, listed, gulnara, meerim, kanat
):
    concern = asked(meerim, kanat, listed)
    address = f"/en/who/{listed.org.slug}/trust/"
    assert "500 for a form" not in public.get(address).content.decode()
    with acting(gulnara):
        actions.reply(gulnara, concern, "Those are the fees of the state.")
    with acting(kanat):
        actions.uphold(kanat, concern)
    shown = public.get(address).content.decode()
    for part in ("500 for a form", "Those are the fees of the state.", "agreed by two monitors", "T5"):
        assert part in shown
    assert meerim.user.display_name not in shown
    assert "Warning since" in public.get(f"/en/who/{listed.org.slug}/").content.decode()


def test_the_record_says_who_belongs_to_the_network_and_who_is_only_listed(public, listed, outside):
    assert "a member of the network" in public.get(f"/en/who/{listed.org.slug}/trust/").content.decode()
    assert "Listed only" in public.get(f"/en/who/{outside.org.slug}/trust/").content.decode()


@pytest.mark.parametrize("page", ["trust/", "who/{slug}/trust/", "who/{slug}/tell/", "entry/{token}/"])
def test_a_page_of_trust_weighs_little_and_runs_nothing(page, public, listed, gulnara, meerim, kanat):
    from django.contrib.staticfiles import finders

    for _visit in range(3):
        with acting(meerim):
            found = dict.fromkeys(Parameter.values, "as-said")
            actions.write_visit(meerim, listed.org, seen(**found))
    asked(meerim, kanat, listed)
    with acting(meerim):
        token = actions.remind(meerim, listed.org, "ky")[1]
    html = public.get("/ky/" + page.format(slug=listed.org.slug, token=token)).content
    parts = [html] + [Path(finders.find(f"ui/{name}")).read_bytes() for name in ("sapar.css", "icon.svg")]
    assert sum(len(gzip.compress(part, 6)) for part in parts) <= 14 * 1024
    assert b"<script" not in html


def test_nobody_learns_of_a_hidden_entry_by_its_record(public, rustam, outside):
    from sapar.directory import actions as directory

    with acting(rustam):
        directory.change_listing(rustam, outside, outside.version, services=["legal-advice"], status="hidden")
    for page in ("trust", "tell"):
        assert public.get(f"/en/who/{outside.org.slug}/{page}/").status_code == 404


# -- the link


def test_one_press_confirms_and_the_address_is_closed(public, outside, rustam):
    address = a_link(rustam, outside)
    page = submit(public, address, do="confirm")
    assert page.status_code == 200
    assert status(outside) == ("confirmed", "T9")
    assert public.get(address).status_code == 410
    assert "Confirmed on" in public.get(f"/en/who/{outside.org.slug}/").content.decode()


def test_a_wrong_number_is_said_and_what_was_typed_is_kept(public, outside, rustam):
    address = a_link(rustam, outside)
    page = submit(public, address, do="correct", phone="call me", fee_note="Nothing at all")
    assert page.status_code == 422
    assert "Nothing at all" in page.content.decode()
    assert not Correction.objects.exists()
    assert submit(public, address, do="confirm").status_code == 200


def test_a_correction_goes_from_the_link_to_the_steward_and_into_the_entry(public, outside, rustam):
    submit(public, a_link(rustam, outside), do="correct", phone="+44 20 7946 0123")
    client = client_of(rustam)
    waiting = client.get("/staff/monitoring/corrections/").content.decode()
    assert "+442079460123" in waiting
    place = waiting.split('action="/staff/monitoring/corrections/')[1].split('"')[0]
    client.post(f"/staff/monitoring/corrections/{place}", {"accept": "1"})
    outside.refresh_from_db()
    assert (outside.phone, outside.trust) == ("+442079460123", "confirmed")


def test_an_unknown_address_says_no_more_than_a_used_one(public, db):
    assert public.get("/en/entry/" + "a" * 32 + "/").status_code == 410


def test_by_the_link_the_organisation_answers_what_it_is_asked(public, outside, rustam, meerim, kanat):
    concern = asked(meerim, kanat, outside)
    address = a_link(rustam, outside)
    page = submit(public, address, do="answer", to=str(concern.pk), words="Never did we ask for money.")
    assert (page.status_code, page.headers["Location"]) == (302, address)
    with acting(kanat, door="monitor"):
        assert Concern.objects.get().state == "replied"


def test_a_letter_by_mail_carries_the_link_and_no_job_does(outside, rustam, settings, public):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with acting(rustam):
        row = actions.remind_by_mail(rustam, outside.org, "en")
    tasks.send_reminder.func(org_id=str(row.org_id), reminder_id=str(row.pk), base="https://sapar.example/")
    (letter,) = mail.outbox
    assert letter.to == ["nookat@example.org"]
    address = letter.body.split("https://sapar.example")[1].split()[0]
    assert submit(public, address, do="confirm").status_code == 200
    tasks.send_reminder.func(org_id=str(row.org_id), reminder_id=str(row.pk), base="https://sapar.example/")
    assert len(mail.outbox) == 1


def test_without_mail_the_letter_is_only_shown(outside, rustam, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = client_of(rustam).get(f"/staff/monitoring/of/{outside.org.slug}/remind/")
    assert 'name="how"' not in page.content.decode()


# -- monitors


def test_a_visit_is_written_down_by_form_with_its_evidence(outside, meerim):
    paper = SimpleUploadedFile("receipt.pdf", b"%PDF-1.7\nhello\n%%EOF\n", "application/pdf")
    client, record = client_of(meerim), f"/staff/monitoring/of/{outside.org.slug}/"
    sent = {
        "kind": "visit",
        "on": timezone.localdate().isoformat(),
        "heard": ["ky", "ru"],
        "at_work_since": "2009",
    }
    sent |= dict.fromkeys(Parameter.values, "as-said") | {"staff_lawyer": "2", "file1": paper}
    page = client.post(record + "visit/", sent)
    assert page.status_code == 302, page.content.decode()[:2000]
    row = Visit.objects.get()
    assert (row.languages, row.at_work_since, row.staff_counted, row.files) == (
        ["ky", "ru"],
        2009,
        {"lawyer": 2},
        1,
    )
    assert set(Finding.objects.values_list("parameter", flat=True)) == set(Parameter.values)
    shown = client.get(record).content.decode()
    assert "receipt.pdf" in shown
    file = shown.split("/evidence/")[1].split('"')[0]
    assert b"".join(client.get(f"/staff/monitoring/evidence/{file}").streaming_content).startswith(b"%PDF")


def test_a_visit_that_makes_no_sense_comes_back_whole(outside, meerim):
    sent = {
        "kind": "call",
        "on": "2031-01-01",
        "office": "differs",
        "office_words": "",
        "price_words": "Kept.",
    }
    page = client_of(meerim).post(f"/staff/monitoring/of/{outside.org.slug}/visit/", sent)
    assert page.status_code == 200
    assert "Kept." in page.content.decode()
    assert not Visit.objects.exists()


def test_the_second_monitor_is_asked_and_the_first_is_not(listed, meerim, kanat):
    raised(meerim, listed)
    address = f"/staff/monitoring/of/{listed.org.slug}/"
    first, second = client_of(meerim), client_of(kanat)
    second.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "/second/" not in first.get(address).content.decode()
    assert "waits for a second monitor" in second.get("/staff/monitoring/").content.decode()
    (place,) = {
        one.split('"')[0]
        for one in second.get(address).content.decode().split('action="')[1:]
        if "/second/" in one
    }
    assert second.post(place).status_code == 302
    with acting(kanat, door="monitor"):
        assert Concern.objects.get().state == "asked"


def test_feedback_is_reviewed_one_by_one(outside, meerim, public):
    for _person in range(3):
        public.post(f"/en/who/{outside.org.slug}/tell/", {"code": "closed", "when": "week"})
    client, address = client_of(meerim), f"/staff/monitoring/of/{outside.org.slug}/told/"
    with acting(meerim, door="monitor"):
        names = [f"is-{key}" for key in Feedback.objects.values_list("pk", flat=True)]
    assert submit(client, address, **dict.fromkeys(names, "yes")).status_code == 302
    assert "3 people told us" in public.get(f"/en/who/{outside.org.slug}/trust/").content.decode()
    assert status(outside) == ("unconfirmed", "T6")


def test_the_organisation_reads_and_answers_on_its_own_page(listed, gulnara, meerim, kanat):
    concern = asked(meerim, kanat, listed)
    client = client_of(gulnara)
    assert "500 for a form" in client.get("/staff/monitoring/own/").content.decode()
    page = submit(client, "/staff/monitoring/own/", to=str(concern.pk), words="")
    assert page.status_code == 422
    page = client.post("/staff/monitoring/own/", {"to": str(concern.pk), "words": "Not so."})
    assert page.status_code == 302
    stranger = client.post(
        "/staff/monitoring/own/", {"to": "00000000-0000-7000-8000-000000000000", "words": "x"}
    )
    assert stranger.status_code == 404


def test_the_nightly_job_tells_everybody_that_a_confirmation_has_run_out(public, listed):
    with after(366):
        tasks.reckon_all.func(timestamp=0)
    assert "Not confirmed since" in public.get(f"/en/who/{listed.org.slug}/").content.decode()
    assert actions.reckon_all(CLOCK) == 1


def test_a_page_of_many_runs_as_many_statements_as_one_of_few(outside, rustam, meerim):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sapar.directory import actions as directory

    client, counts = client_of(meerim), []
    for first in (0, 3):
        for number in range(first, first + 3):
            who = {
                "name": f"Office {number} (fictional)",
                "kind": "ngo",
                "country": "KG",
                "is_fictional": True,
            }
            with acting(rustam):
                made = directory.enlist(rustam, who, services=["aid"], fee="free", described_in=2020)
            raised(meerim, made)
        with CaptureQueriesContext(connection) as ran:
            client.get("/staff/monitoring/")
        counts.append(len(ran))
    assert counts[0] == counts[1]
