"""Recordings: named by their words, made where the programs are, taken from people, offered only where they fit."""

from __future__ import annotations

import dataclasses

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from sapar.guidance import voice
from sapar.guidance.flows import aloud, the_library
from sapar.guidance.tests.visitor import Visitor, lacking

OPUS = b"OggS" + bytes(40)


@pytest.fixture
def folder(tmp_path, settings):
    settings.VOICE_FOLDER = tmp_path
    return tmp_path


def of(language, flow="not-paid", node="safe"):
    return aloud.reading(the_library(), flow, node, language)


def test_a_voice_reads_everything_that_stands_on_the_page_with_its_headings():
    text = of("ru", node="claim-ru").text
    words = the_library().words("not-paid", "claim-ru", "ru")
    for line in (words.title, *words.now, *words.never, "Что делать сейчас", "Чего не делать"):
        assert line in text
    assert all(line[-1] in ".!?…" for line in text.splitlines())


def test_a_recording_is_never_found_under_other_words(folder):
    before = of("tg")
    recording = folder / "spoken.opus"
    recording.write_bytes(OPUS)
    voice.add(folder, before, recording)
    assert voice.find(folder, before)
    assert voice.find(folder, dataclasses.replace(before, text=before.text + " Нав.")) == ""
    assert voice.find(folder, of("ky")) == ""


def test_a_persons_voice_goes_before_the_machines(folder):
    kyrgyz = of("ky")
    place = voice.path_of(folder, kyrgyz.name("ky"))
    place.parent.mkdir(parents=True)
    place.write_bytes(OPUS)
    assert voice.find(folder, kyrgyz) == kyrgyz.name("ky")
    recording = folder / "spoken.opus"
    recording.write_bytes(OPUS)
    voice.add(folder, kyrgyz, recording)
    assert voice.find(folder, kyrgyz) == kyrgyz.name(aloud.RECORDED)


def test_a_file_that_is_no_opus_is_refused_with_what_to_do(folder):
    wrong = folder / "voice.mp3"
    wrong.write_bytes(b"ID3")
    with pytest.raises(voice.NoVoice, match="opusenc"):
        voice.add(folder, of("tg"), wrong)


def test_where_the_language_has_no_words_the_russian_is_read():
    kyrgyz = aloud.reading(lacking("army", "signed", "ky"), "army", "signed", "ky")
    assert kyrgyz.language == "ru"
    assert kyrgyz.names == of("ru", "army", "signed").names


@pytest.mark.skipif(bool(voice.missing()), reason="espeak-ng or opus-tools is not installed")
@pytest.mark.parametrize("language", aloud.VOICES)
def test_every_voice_speaks_about_four_kilobytes_a_sentence(folder, language):
    question = of(language)
    size = voice.make(folder, question)
    breaths = len(question.text.splitlines())
    assert 500 < size / breaths < 8000
    assert voice.make(folder, question) == 0
    assert voice.path_of(folder, voice.find(folder, question)).read_bytes().startswith(b"OggS")


@pytest.mark.django_db
def test_the_page_offers_a_voice_only_where_there_is_one(folder, client):
    visitor = Visitor(client)
    visitor.walk("not-paid")
    assert "<audio" not in visitor.text
    question = of("ru")
    place = voice.path_of(folder, question.name("ru"))
    place.parent.mkdir(parents=True)
    place.write_bytes(OPUS)
    visitor.walk("not-paid")
    assert f'preload="none" src="/ru/guide/voice/{question.name("ru")}.opus"' in visitor.text


@pytest.mark.django_db
def test_a_page_says_that_its_words_are_a_machines_draft(client):
    said = "Drafted by a machine; no speaker has read it yet."
    kyrgyz, english = Visitor(client, "ky"), Visitor(client, "en")
    for visitor in (kyrgyz, english):
        visitor.walk("not-paid")
    with translation.override("ky"):
        assert gettext(said) in kyrgyz.text
    assert the_library().words("not-paid", "safe", "ky").title in kyrgyz.text
    assert said not in english.text


@pytest.mark.django_db
def test_a_recording_is_kept_by_no_phone_and_nothing_else_can_be_fetched(folder, client):
    question = of("ru")
    place = voice.path_of(folder, question.name("ru"))
    place.parent.mkdir(parents=True)
    place.write_bytes(OPUS)
    answer = client.get(reverse("guide:voice", args=[question.name("ru")]))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("audio/ogg", "no-store")
    assert b"".join(answer.streaming_content) == OPUS
    assert client.get(reverse("guide:voice", args=["0" * 24])).status_code == 404
    assert client.get("/ru/guide/voice/..%2Fsecret_key.opus").status_code == 404
