"""A release: asked for by one steward, made and attacked by a job, published by another, and then there for good."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.utils import translation

import sapar.ui
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.common.ids import uuid7
from sapar.common.tenancy import scope
from sapar.insight import actions
from sapar.insight.actions import Wanted
from sapar.insight.kinds import BY_CODE
from sapar.insight.models import LedgerEntry, Release, ReleasedTable
from sapar.insight.releases import beside, ledger, making, queries, reporting
from sapar.insight.tests import region
from sapar.organisations.actor import SystemActor
from tests.cast import client_of
from tests.factories import acting, make_member

SYSTEM = SystemActor("tests")
CONTACTS = {"contacts": ["topic", "country"]}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshot"


@pytest.fixture
def other_steward(network):
    return make_member(network, "Rahima", "steward")


@pytest.fixture
def worked(db):
    """A quarter of four organisations, frozen."""
    region.frozen()


def asked(actor, tables=CONTACTS, **facts):
    with transaction.atomic(), acting(actor):
        return actions.ask(actor, Wanted(region.QUARTER, tables, **facts), once=uuid7())


def made(actor, **facts):
    return making.make(SYSTEM, asked(actor, **facts).pk, seconds=0.2)


def published(first, second, **facts):
    done = made(first, **facts)
    assert done.state == "ready", done.trouble
    with transaction.atomic(), acting(second):
        return actions.decide(second, done.pk, "publish")


def rows_of(release) -> dict[str, list]:
    with transaction.atomic(), scope(door="figures"):
        return {
            "+".join(one.dimensions): one.rows for one in ReleasedTable.objects.filter(part__release=release)
        }


@pytest.mark.parametrize("mode", ["exact", "noise", "private"])
def test_nothing_below_the_threshold_is_shown_in_any_mode(worked, rustam, other_steward, mode):
    release = published(rustam, other_steward, mode=mode, epsilon=0.5 if mode == "private" else 0.0)
    with transaction.atomic(), scope(door="figures"), translation.override("en"):
        said = " ".join(reporting.sentences(release.parts.get()))
    assert (
        "Left for all further releases: 3.5" if mode == "private" else "not one hidden number was found"
    ) in said
    shown = [row for table in rows_of(release).values() for row in table if row[-2]]
    assert shown
    if mode != "private":
        assert min(row[-2] for row in shown) >= 10
    (entry,) = LedgerEntry.objects.all()
    assert (entry.mode, entry.kind, entry.dimensions) == (mode, "contacts", ["topic", "country"])
    assert entry.epsilon == (0.5 if mode == "private" else 0)


def test_one_steward_alone_publishes_nothing(worked, rustam, other_steward, gulnara, client):
    done = made(rustam)
    with acting(rustam), pytest.raises(Invalid):
        actions.decide(rustam, done.pk, "publish")
    with acting(gulnara), pytest.raises(Denied):
        actions.decide(gulnara, done.pk, "publish")
    assert "unpaid" not in client.get("/en/state/").content.decode()
    with (
        pytest.raises(Error, match="release_published_by_another"),
        transaction.atomic(),
        scope(door="figures"),
    ):
        Release.objects.filter(pk=done.pk).update(decided_by=rustam.membership)


def test_what_is_published_never_changes_and_stands_in_the_ledger(worked, rustam, other_steward):
    release = published(rustam, other_steward)
    for statement in (
        "update insight_release set state = 'withdrawn', published_at = null",
        "update insight_releasedtable set rows = '[]'",
        "delete from insight_releasedtable",
        "delete from insight_ledgerentry",
        "delete from insight_release",
    ):
        with (
            pytest.raises(Error, match="refused|permission denied"),
            transaction.atomic(),
            scope(door="figures"),
        ):
            connection.cursor().execute(statement)
    with acting(other_steward), pytest.raises(IllegalMove):
        actions.withdraw(other_steward, release.pk)
    assert ledger.faults() == []


def test_the_ledger_shows_a_table_that_was_changed_behind_its_back(
    transactional_db, superuser, rustam, network
):
    region.frozen()
    published(rustam, make_member(network, "Rahima", "steward"))
    assert ledger.faults() == []
    superuser.execute("update insight_releasedtable set rows = '[]'")
    assert ledger.faults() == ["entry 1: the tables are not those that went out"]


def test_two_releases_made_side_by_side_do_not_both_go_out(worked, rustam, other_steward):
    """Each was attacked without knowing of the other."""
    first, second = made(rustam), made(rustam, tables={"contacts": ["topic", "language"]})
    with acting(other_steward):
        actions.decide(other_steward, first.pk, "publish")
        with pytest.raises(Invalid):
            actions.decide(other_steward, second.pk, "publish")
    assert published(rustam, other_steward, tables={"contacts": ["topic", "language"]}).state == "published"


def test_all_kinds_together_spend_no_more_privacy_than_there_is(worked, rustam, other_steward):
    for _turn in range(2):
        published(rustam, other_steward, mode="private", epsilon=1.5)
    late = made(rustam, mode="private", epsilon=1.5)
    assert late.state == "failed"
    assert sum(LedgerEntry.objects.values_list("epsilon", flat=True)) == 3


def test_later_work_changes_no_number_of_a_quarter_that_was_released(worked, rustam, other_steward):
    first = published(rustam, other_steward)
    region.talks(region.offices(1)[0], 20)
    second = published(rustam, other_steward, tables={"contacts": ["topic", "language"]})
    assert rows_of(first)["topic"] == rows_of(second)["topic"]
    assert LedgerEntry.objects.count() == 2


def test_a_stranger_cannot_read_a_release_before_it_is_published(worked, rustam, client):
    done = made(rustam)
    with transaction.atomic(), scope(door="figures"):
        part = done.parts.get()
    with pytest.raises(NotVisible):
        queries.part(part.pk)
    assert client.get(f"/en/state/table/{part.pk}/topic/").status_code == 404


@pytest.mark.parametrize(
    ("quarter", "tables", "field"),
    [
        ("2999-Q1", CONTACTS, "quarter"),
        (region.QUARTER, {}, ""),
        (region.QUARTER, {"contacts": []}, "contacts"),
        (region.QUARTER, {"contacts": ["no-such"]}, "contacts"),
        (region.QUARTER, {"cases": ["place", "country"]}, "cases"),
        (region.QUARTER, {"cases": ["place", "language", "sex", "age", "citizenship", "month"]}, "cases"),
    ],
)
def test_what_cannot_be_released_is_refused_beside_its_field(rustam, quarter, tables, field):
    with acting(rustam), pytest.raises(Invalid) as refusal:
        actions.ask(rustam, Wanted(quarter, tables), once=uuid7())
    assert set(refusal.value.problems) == {field}


def test_too_few_records_are_left_out_and_nothing_at_all_fails(worked, rustam):
    done = made(rustam, tables=CONTACTS | {"people": ["sex"]})
    assert (done.state, done.trouble) == ("ready", "people")
    empty = made(rustam, tables={"people": ["sex"]})
    assert empty.state == "failed"
    assert "fewer than 30" in empty.trouble


def test_every_way_out_says_the_same(worked, rustam, other_steward, client):
    published(rustam, other_steward)
    with transaction.atomic():
        part = queries.parts(queries.published())[0]
    address = f"/en/state/table/{part.pk}/topic"
    head, tags, *rows = csv.reader(io.StringIO(client.get(address + ".csv").content.decode()))
    assert (head, tags) == (
        ["topic", "count", "mark"],
        ["#subsector+topic+code", "#reached+contacts", "#meta+mark"],
    )
    said = json.loads(client.get(address + ".json").content)
    assert [[one["topic"], str(one["count"] or ""), one["mark"]] for one in said["rows"]] == rows
    assert said["protection"]["threshold"] == 10
    assert client.get(address + ".xlsx").content[:2] == b"PK"
    assert client.get(address + ".exe").status_code == 404
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/en/state/{region.QUARTER}/all.zip").content))
    assert {name.split("/")[-1] for name in packed.namelist()} >= {"release.json", "report.txt", "topic.csv"}
    assert client.get(f"/ru/state/{region.QUARTER}/bulletin.pdf").content[:4] == b"%PDF"
    assert client.get("/en/state/2001-Q1/").status_code == 404


def test_the_page_is_light_in_every_language_and_says_how_it_is_protected(
    worked, rustam, other_steward, client
):
    published(rustam, other_steward)
    folder = Path(sapar.ui.__file__).parent / "static" / "ui"
    sheets = [(folder / name).read_bytes() for name in ("sapar.css", "picture.css", "icon.svg")]
    for language in ("ru", "ky", "uz", "tg", "kk", "tk", "ro", "en"):
        page = client.get(f"/{language}/state/")
        assert page.status_code == 200
        assert sum(len(gzip.compress(part, 6)) for part in [page.content, *sheets]) <= 14 * 1024
        assert b"<script" not in page.content
    assert "Fewer than 10 are not shown" in page.content.decode()
    assert 'class="tilemap"' in page.content.decode()


def test_our_own_exact_numbers_stand_beside_the_regions(worked, rustam, other_steward):
    published(rustam, other_steward)
    (head,) = region.offices(1)
    region.talks(head, 5)
    with acting(head):
        ours = beside.own(head, "contacts", "topic", region.QUARTER)
        assert sum(ours.values()) == 5
        assert any(pair.table.rows for pair in beside.pairs(head, region.QUARTER))
    page = client_of(head).get("/staff/figures/beside/")
    assert page.status_code == 200


def test_what_was_not_counted_yet_when_the_quarter_was_frozen_is_left_out_and_said(db, rustam):
    """A kind of record, or a column, that came with a later version."""
    region.frozen(kinds=[BY_CODE["contacts"]], without="channel")
    wanted = Wanted(region.QUARTER, {"contacts": ["topic", "channel"], "screenings": ["signs"]})
    with acting(rustam):
        asked = actions.ask(rustam, wanted, once=uuid7())
    done = making.make(SystemActor("tests"), asked.pk, seconds=0.2)
    assert (done.state, done.trouble) == ("ready", "screenings")
    (one_way,) = [rows for name, rows in rows_of(done).items() if name == "channel"]
    assert one_way == [["", 400, ""]]


def test_countries_are_refused_once_places_went_out(db, rustam, other_steward):
    """They would add up what the places hid; the places themselves may be counted again."""
    region.frozen(filled="cases")
    published(rustam, other_steward, tables={"cases": ["place", "language"]})
    with acting(rustam), pytest.raises(Invalid) as refusal:
        actions.ask(rustam, Wanted(region.QUARTER, {"cases": ["country"]}), once=uuid7())
    assert "choose “Place”" in refusal.value.problems["cases"]
    assert made(rustam, tables={"cases": ["place"]}).state == "ready"
