"""Drafts: nobody else's to read, never overwritten in silence, gone when saved, swept when forgotten."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.common.tenancy import scope_of
from sapar.intake import actions, drafts, queries
from sapar.intake.models import Draft
from sapar.organisations.actor import SystemActor
from sapar.vault import keys
from tests.cast import client_of
from tests.factories import acting
from tests.plugins.vault import MASTER

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
KEEP = "/staff/contacts/drafts/keep/"
WORDS = "Ба гӯшӣ гуфт: дар хона"


def typed(**given: str) -> dict[str, str]:
    return {"once": str(uuid.uuid4()), "page": str(uuid.uuid4()), "channel": "phone", "words": WORDS} | given


def kept(actor) -> list[Draft]:
    with acting(actor):
        return list(drafts.rows(actor))


def test_what_is_typed_is_kept_sealed_and_opens_again(aigul):
    office = client_of(aigul)
    answer = office.post(KEEP, typed(language="tg", at=NEW))
    assert answer.json()["version"] == 1
    (draft,) = kept(aigul)
    page = office.get(f"/staff/contacts/drafts/{draft.pk}/")
    assert page.context["form"]["words"].value() == WORDS
    assert page.context["form"]["language"].value() == "tg"
    assert page.context["action"] == NEW


def test_a_colleague_does_not_see_it_until_it_is_passed_on(aigul, bakyt, gulnara, saule):
    client_of(aigul).post(KEEP, typed())
    (draft,) = kept(aigul)
    assert kept(bakyt) == kept(gulnara) == kept(saule) == []
    assert client_of(bakyt).get(f"/staff/contacts/drafts/{draft.pk}/").status_code == 404
    client_of(aigul).post(f"/staff/contacts/drafts/{draft.pk}/pass-on/", {"to": str(bakyt.member_id)})
    assert (len(kept(aigul)), len(kept(bakyt)), len(kept(gulnara)), len(kept(saule))) == (1, 1, 0, 0)
    client_of(bakyt).post(f"/staff/contacts/drafts/{draft.pk}/pass-on/", {"to": ""})
    assert (len(kept(gulnara)), len(kept(saule))) == (1, 0)
    assert WORDS in client_of(gulnara).get(NEW).content.decode()


def test_two_windows_of_one_draft_overwrite_nothing(aigul):
    office, first = client_of(aigul), typed()
    assert office.post(KEEP, first).status_code == 200
    second = first | {"page": str(uuid.uuid4()), "words": "другое окно"}
    refused = office.post(KEEP, second)
    assert refused.status_code == 409
    assert office.post(KEEP, second | {"once": refused.json()["token"]}).status_code == 200
    assert {draft.content["words"] for draft in kept(aigul)} == {WORDS, "другое окно"}
    # Who has seen the present version goes on; who has the same window needs not.
    assert office.post(KEEP, first | {"page": str(uuid.uuid4()), "version": "1"}).status_code == 200
    assert office.post(KEEP, first | {"words": "снова"}).status_code == 409


def test_saving_ends_the_draft_and_takes_its_key(aigul):
    office, sent = client_of(aigul), typed(topic="other")
    office.post(KEEP, sent)
    (draft,) = kept(aigul)
    page = office.post(NEW, sent | {"do": "save", "words": WORDS + "."})
    assert page.status_code == 302
    with acting(aigul):
        (contact,) = queries.visible_to(aigul)
        assert (contact.data_key_id, contact.words) == (draft.data_key_id, WORDS + ".")
    assert kept(aigul) == []
    assert office.post(KEEP, sent).status_code == 409


def test_a_window_that_is_behind_saves_nothing_until_it_says_so(aigul):
    office, first = client_of(aigul), typed(topic="other")
    office.post(KEEP, first)
    behind = first | {"page": str(uuid.uuid4()), "words": "старое окно", "do": "save"}
    page = office.post(NEW, behind)
    assert page.status_code == 200
    assert page.context["is_apart"]
    assert "старое окно" in page.content.decode()
    form = page.context["form"]
    again = behind | {name: str(form[name].value()) for name in ("once", "page", "version")}
    assert office.post(NEW, again).status_code == 302
    assert [draft.content["words"] for draft in kept(aigul)] == [WORDS]


def test_a_talk_saved_twice_with_other_words_says_so(aigul):
    office, sent = client_of(aigul), typed(topic="other", do="save")
    office.post(NEW, sent)
    page = office.post(NEW, sent | {"words": "и ещё"})
    assert page.status_code == 200
    assert page.context["problem"]
    assert page.context["form"]["once"].value() != sent["once"]
    with acting(aigul):
        assert queries.visible_to(aigul).count() == 1


def test_while_locked_the_words_stay_on_the_page(aigul):
    office, sent = client_of(aigul), typed(topic="other", do="save")
    keys.lock()
    page, answer = office.post(NEW, sent), office.post(KEEP, sent)
    keys.use_local(MASTER)
    assert (page.status_code, answer.status_code) == (503, 503)
    assert WORDS in page.content.decode()
    assert "problem" in answer.json()
    assert kept(aigul) == []
    assert office.post(NEW, sent).status_code == 302


def test_keeping_without_a_script_leads_to_an_empty_desk_where_it_waits(aigul):
    office = client_of(aigul)
    assert office.post(NEW, typed(do="keep"))["Location"] == NEW
    page = office.get(NEW)
    assert [one.first_words for one in page.context["drafts"]] == [WORDS]
    assert not page.context["form"]["words"].value()


def test_changing_over_keeps_the_draft_and_signs_out(aigul, bakyt):
    office = client_of(aigul)
    left = office.post(NEW, typed(do="change-over"))
    assert left["Location"] == "/signin/"
    assert office.get(NEW).status_code == 302
    assert "autofocus" in office.get("/signin/").content.decode()
    assert len(kept(aigul)) == 1
    assert bakyt.user.display_name not in office.get("/signin/").content.decode()


def test_dropping_destroys_the_words(aigul):
    client_of(aigul).post(KEEP, typed())
    (draft,) = kept(aigul)
    client_of(aigul).post(f"/staff/contacts/drafts/{draft.pk}/drop/")
    with acting(aigul):
        assert not Draft.objects.exists()
        assert type(draft.data_key).objects.get(pk=draft.data_key_id).wrapped is None


def test_forgotten_drafts_are_swept_and_others_stay(aigul, superuser):
    office = client_of(aigul)
    office.post(KEEP, typed())
    office.post(KEEP, typed(words="свежее"))
    with acting(aigul):
        old = next(one for one in drafts.rows(aigul) if one.content["words"] == WORDS)
        Draft.objects.filter(pk=old.pk).update(kept_at=timezone.now() - dt.timedelta(days=8))
    system = SystemActor("intake.sweep_drafts", aigul.org_id)
    with transaction.atomic(), scope_of(system, door="jobs"):
        assert actions.sweep(system) == 1
    assert [draft.content["words"] for draft in kept(aigul)] == ["свежее"]


def test_only_the_door_of_the_job_sees_everybodys(aigul):
    client_of(aigul).post(KEEP, typed())
    system = SystemActor("tests", aigul.org_id)
    with scope_of(system):
        assert not drafts.rows(system).exists()
    (draft,) = kept(aigul)
    with scope_of(system), pytest.raises(NotVisible):
        actions.drop(aigul, draft)
