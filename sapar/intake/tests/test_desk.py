"""The desk: endings by one key, standing questions, paper typed later, files in two actions, counts."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from sapar.intake import attached, queries
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
VOICE = b"OggS" + b"\x00" * 60


@pytest.fixture
def desk(aigul):
    return client_of(aigul)


def sent(**given: object) -> dict[str, object]:
    return {"once": str(uuid.uuid4()), "do": "save", "channel": "phone", "topic": "debt"} | given


def the_contact(actor):
    with acting(actor):
        (contact,) = queries.visible_to(actor)
        assert contact.words != ""
    return contact


@pytest.mark.parametrize("ending", ["silent", "cut-off", "abusive", "wrong-number"])
def test_one_button_ends_a_talk_that_never_began(desk, aigul, ending):
    page = desk.post(NEW, {"once": str(uuid.uuid4()), "do": ending})
    assert page["Location"] == NEW
    contact = the_contact(aigul)
    assert (contact.outcome, contact.channel, contact.topic) == (ending, "phone", "other")


def test_a_whisper_is_saved_with_its_language_and_nobody_is_made(desk, aigul):
    from sapar.people.models import Person

    desk.post(NEW, {"once": str(uuid.uuid4()), "do": "cut-off", "language": "tg", "words": "Дар хона"})
    contact = the_contact(aigul)
    assert (contact.language, contact.words, contact.outcome) == ("tg", "Дар хона", "cut-off")
    with acting(aigul):
        assert not Person.objects.exists()


def test_the_standing_questions_are_counted_with_their_answers(desk, aigul):
    desk.post(NEW, sent(violence="unsafe", documents_taken="yes"))
    contact = the_contact(aigul)
    answers = (contact.violence, contact.discrimination, contact.documents_taken)
    assert answers == ("unsafe", "not-asked", "yes")
    page = desk.get(f"/staff/contacts/{contact.pk}/")
    assert len(page.context["asked"]) == 2


def test_a_wrong_answer_is_refused(desk):
    assert "violence" in desk.post(NEW, sent(violence="maybe")).context["form"].errors


def test_a_paper_form_keeps_its_true_time_and_taker(desk, aigul, bakyt):
    day = timezone.localdate() - dt.timedelta(days=1)
    paper = {"began_on": day.isoformat(), "began_time": "3:10", "taken_by": str(bakyt.member_id)}
    desk.post(NEW, sent(**paper))
    contact = the_contact(aigul)
    assert (contact.taken_by_id, contact.entered_by_id, contact.source) == (
        bakyt.member_id,
        aigul.member_id,
        "paper",
    )
    assert contact.began_at < timezone.now() - dt.timedelta(hours=1)
    page = desk.get(f"/staff/contacts/{contact.pk}/").content.decode()
    with translation.override(bakyt.user.language):
        source = contact.get_source_display()
    assert page.index(bakyt.user.display_name) < page.index(source)


def test_somebody_of_another_organisation_took_nothing_here(desk, saule):
    page = desk.post(NEW, sent(taken_by=str(saule.member_id)))
    assert "taken_by" in page.context["form"].errors


def test_a_voice_message_is_attached_in_two_actions(desk, aigul):
    begins = desk.get(NEW + "?from=file").context["form"]
    given = {name: begins[name].value() for name in ("channel", "topic", "once")}
    voice = SimpleUploadedFile("voice.ogg", VOICE, "audio/ogg")
    page = desk.post(NEW, given | {"do": "save", "file": voice})
    contact = the_contact(aigul)
    assert (page.status_code, contact.channel) == (302, "messenger")
    with acting(aigul):
        (file,) = attached.files(aigul, contact)
        assert file.data_key_id == contact.data_key_id
    shown = desk.get(f"/staff/contacts/{contact.pk}/").content.decode()
    assert f"/files/{file.pk}/" in shown
    assert "<audio" in shown
    heard = desk.get(f"/staff/contacts/{contact.pk}/files/{file.pk}/")
    assert b"".join(heard.streaming_content) == VOICE
    assert heard["X-Content-Type-Options"] == "nosniff"


def test_a_file_we_do_not_take_saves_no_half_contact(desk, aigul):
    program = SimpleUploadedFile("voice.ogg", b"MZ\x90\x00\x03" + b"\x00" * 60, "audio/ogg")
    page = desk.post(NEW, sent(file=program, words="слова остались"))
    assert "file" in page.context["form"].errors
    assert "слова остались" in page.content.decode()
    with acting(aigul):
        assert not queries.visible_to(aigul).exists()


def test_a_file_joins_a_contact_that_is_there(desk, aigul, chen):
    desk.post(NEW, sent())
    address = f"/staff/contacts/{the_contact(aigul).pk}/"
    photo = SimpleUploadedFile("p.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "image/png")
    assert desk.post(address + "files/", {"file": photo}).status_code == 302
    page = desk.get(address)
    (file,) = page.context["files"]
    assert 'img class="shot"' in page.content.decode()
    assert client_of(chen).get(f"{address}files/{file.pk}/").status_code == 404
    refused = desk.post(address + "files/", {})
    assert "file" in refused.context["file_form"].errors


def test_what_the_known_caller_spoke_last_is_filled_in(desk, aigul):
    phone = "+442079460123"
    desk.post(NEW, sent(phone=phone, language="ky", country="RU", caller_is="self"))
    form = desk.post(NEW, {"do": "look-up", "phone": phone}).context["form"]
    assert [form[name].value() for name in ("language", "country", "caller_is")] == ["ky", "RU", "self"]
    form = desk.post(NEW, {"do": "look-up", "phone": phone, "language": "uz"}).context["form"]
    assert form["language"].value() == "uz"
