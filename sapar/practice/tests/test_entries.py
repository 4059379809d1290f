"""Written by one, read by two others, seen by everybody only then."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible, Stale
from sapar.organisations.actor import PublicActor
from sapar.practice import actions, queries
from sapar.practice.models import Entry, Wording
from sapar.practice.tests.story import SAID, TOLD, moved, published, written
from tests.factories import acting

pytestmark = pytest.mark.django_db


def sees(actor, entry):
    with acting(actor):
        try:
            return queries.entry(actor, entry.pk).pk == entry.pk
        except NotVisible:
            return False


def test_a_draft_is_its_own_organisations_alone(bakyt, aigul, chen, rustam):
    draft = written(bakyt)
    assert [sees(who, draft) for who in (bakyt, aigul, chen, rustam, PublicActor())] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_database_itself_hides_a_draft_and_its_words_from_others(bakyt, chen):
    draft = written(bakyt)
    with acting(chen):
        assert not Entry.objects.filter(pk=draft.pk).exists()
        assert not Wording.objects.filter(entry_id=draft.pk).exists()
        assert Entry.objects.filter(pk=draft.pk).update(state="dropped") == 0


def test_a_stranger_cannot_put_words_under_a_published_entry(bakyt, gulnara, nurlan, chen):
    entry = published(bakyt, gulnara, nurlan)
    with acting(chen):
        assert Wording.objects.filter(entry=entry).update(title="Other") == 0
        with pytest.raises(Denied):
            actions.move(chen, queries.entry(chen, entry.pk), "withdraw", why="other")


def test_two_people_who_did_not_write_it_make_it_public(bakyt, gulnara, nurlan, chen):
    entry = moved(bakyt, written(bakyt), "send")
    with pytest.raises(Denied):
        moved(bakyt, entry, "second")  # a caseworker
    moved(gulnara, entry, "second")
    assert not sees(chen, entry)
    with pytest.raises(Denied):
        moved(gulnara, entry, "publish")  # the same reader again
    moved(nurlan, entry, "publish")
    assert sees(chen, entry)
    assert sees(PublicActor(), entry)


def test_a_writer_with_the_right_to_approve_approves_nothing_of_their_own(gulnara):
    entry = moved(gulnara, written(gulnara), "send")
    with pytest.raises(Denied):
        moved(gulnara, entry, "second")


def test_the_database_refuses_one_person_in_two_parts(gulnara):
    entry = written(gulnara)
    with (
        acting(gulnara),
        pytest.raises(IntegrityError, match="practice_read_by_two_others"),
        transaction.atomic(),
    ):
        Entry.objects.filter(pk=entry.pk).update(first_reader_id=gulnara.member_id)
    with (
        acting(gulnara),
        pytest.raises(IntegrityError, match="practice_published_when_two"),
        transaction.atomic(),
    ):
        Entry.objects.filter(pk=entry.pk).update(state="published")


def test_an_office_of_two_has_the_networks_steward_as_second_reader(saule, dana, rustam, chen):
    entry = moved(saule, written(saule), "send")
    with pytest.raises(NotVisible), acting(rustam):
        queries.entry(rustam, entry.pk)
    moved(dana, entry, "second")
    with acting(rustam):
        assert [one.pk for one in queries.to_read(rustam)] == [entry.pk]
        actions.move(rustam, queries.entry(rustam, entry.pk), "publish")
    assert sees(chen, entry)


def test_who_sends_it_back_says_why_and_the_reading_begins_anew(bakyt, gulnara):
    entry = moved(bakyt, written(bakyt), "send")
    with pytest.raises(Invalid, match="why"):
        moved(gulnara, entry, "return")
    moved(gulnara, entry, "return", why="recognisable")
    with acting(bakyt):
        entry.refresh_from_db()
    assert (entry.state, entry.why, entry.first_reader_id) == ("draft", "recognisable", None)


def test_taken_back_it_is_gone_from_the_public_at_once(bakyt, gulnara, nurlan, chen):
    entry = published(bakyt, gulnara, nurlan)
    moved(gulnara, entry, "withdraw", why="harm")
    assert not sees(chen, entry)
    with pytest.raises(NotVisible):
        queries.published(entry.pk)


def test_a_text_that_tells_who_it_is_is_not_stored_at_all(bakyt):
    with pytest.raises(Invalid) as refused:
        written(bakyt, situation="Назгуль работала в Москве.\nЕё телефон +996 555 123456.")
    (told,) = refused.value.problems.values()
    assert "+996 555 123456" in told
    assert "2" in told  # the line
    with acting(bakyt):
        assert Entry.objects.filter(org_id=bakyt.org_id).count() == 0


def test_a_doubt_is_looked_at_by_everybody_who_passes_it_on(bakyt, gulnara):
    entry = written(bakyt, result="Заплатил хозяин «СтройМечты».")
    with pytest.raises(Invalid, match="looked"):
        moved(bakyt, entry, "send")
    moved(bakyt, entry, "send", looked=True)
    with pytest.raises(Invalid, match="looked"):
        moved(gulnara, entry, "second")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"happened": "2025-04-03"}, "happened"), ({"problems": ()}, "problems"), ({"rules": ("no.such",)}, "law_ids"),
     ({"result_code": "great"}, "result_code")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_beside_its_field(bakyt, wrong, field):
    with pytest.raises(Invalid) as refused:
        written(bakyt, wrong)
    assert any(field in name or name == "" for name in refused.value.problems)


def test_only_a_draft_is_written_in_and_two_writers_do_not_overwrite_each_other(bakyt, gulnara, nurlan):
    draft = written(bakyt)
    with acting(gulnara):
        actions.write(gulnara, TOLD, SAID, entry=queries.entry(gulnara, draft.pk), version=1)
    with acting(bakyt), pytest.raises(Stale):
        actions.write(bakyt, TOLD, SAID, entry=draft, version=1)
    done = published(bakyt, gulnara, nurlan)
    with acting(bakyt), pytest.raises(IllegalMove):
        actions.write(bakyt, TOLD, SAID, entry=done, version=done.version)


def test_a_change_of_law_flags_the_entry_until_somebody_reads_it_again(bakyt, gulnara, nurlan):
    entry = published(bakyt, gulnara, nurlan)
    with acting(gulnara):
        assert queries.to_look_at(gulnara) == []
        Entry.objects.filter(pk=entry.pk).update(pinned={"ru.wages.interest": "as-it-was"})
        assert [one.pk for one in queries.to_look_at(gulnara)] == [entry.pk]
        actions.look_again(gulnara, queries.entry(gulnara, entry.pk))
        assert queries.to_look_at(gulnara) == []


def test_the_web_role_cannot_read_the_list_of_sounds():
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select 1 from practice_sound")
