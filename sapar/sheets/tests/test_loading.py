"""A messy sheet through check, load, undo and load again, by the jobs themselves."""

from __future__ import annotations

from collections import Counter

import pytest

from sapar.cases.models import Case
from sapar.intake.models import Contact
from sapar.people.models import Person
from sapar.sheets import actions, dry_run, queries, tasks
from tests.factories import acting
from tests.messy_sheet import OWN_WORDS, Messy

pytestmark = pytest.mark.django_db


def brought(actor, content, name="messy.xlsx"):
    with acting(actor):
        batch = actions.bring(actor, content, name)
        said = actions.Said(list(batch.columns), batch.rows_are, "dmy", "KG", batch.answers)
        return actions.name_columns(actor, batch, said)


def run(kind, actor, batch):
    begin = {"check": actions.begin_check, "load": actions.begin_load, "undo": actions.begin_undo}[kind]
    job = {"check": tasks.check, "load": tasks.load, "undo": tasks.undo}[kind]
    with acting(actor):
        begin(actor, batch)
    job(org_id=str(actor.org_id), member_id=str(actor.member_id), batch_id=str(batch.pk))
    with acting(actor):
        return queries.batch(actor, batch.pk)


def test_a_messy_sheet_is_checked_loaded_taken_back_and_loaded_again(gulnara):
    messy = Messy(120)
    batch = brought(gulnara, messy.as_xlsx())
    with acting(gulnara):
        unknown = {(key, word): many for key, word, many in dry_run.unknown_words(gulnara, batch)}
        assert set(unknown) == set(OWN_WORDS), unknown
        actions.name_words(gulnara, batch, OWN_WORDS)
    batch = run("check", gulnara, batch)
    with acting(gulnara):
        counts = queries.counts(gulnara, batch)
        assert queries.reason_counts(gulnara, batch, "rejected") == dict(messy.truth.rejected)
    assert (counts["ready"], counts["rejected"]) == (messy.truth.talks, 40)

    before = counted(gulnara)
    batch = run("load", gulnara, batch)
    assert batch.state == "loaded"
    stands(gulnara, messy)
    batch = run("undo", gulnara, batch)
    with acting(gulnara):
        assert queries.counts(gulnara, batch)["kept"] == 0
    assert counted(gulnara) == before == (0, 0, 0)
    run("check", gulnara, batch)
    run("load", gulnara, batch)
    stands(gulnara, messy)


def counted(actor):
    with acting(actor):
        return tuple(model.objects.filter(org_id=actor.org_id).count() for model in (Contact, Case, Person))


def stands(actor, messy):
    """What is in Sapar is what the generator knows."""
    truth = messy.truth
    assert counted(actor) == (truth.talks, truth.opened, len(truth.people))
    with acting(actor):
        contacts = Counter((c.topic, f"{c.began_at:%Y-%m}", c.country) for c in Contact.objects.all())
        cases = Counter(
            (problem.code, f"{case.opened_at:%Y-%m}", case.country)
            for case in Case.objects.prefetch_related("problems")
            for problem in case.problems.all()
        )
        people = Counter((p.sex, p.age_band, p.citizenships[0]) for p in Person.objects.all())
    assert contacts == truth.contacts
    assert cases == truth.cases
    assert people == Counter((p.sex, p.band, p.citizenship) for p in truth.people.values())
