"""Everything of one organisation in one archive, and nothing of another's. Read with the standard library alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from urllib.parse import unquote

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.cases.models import Case, CaseAccess
from sapar.common.errors import Denied, IllegalMove, Invalid
from sapar.common.tenancy import Tenancy, scope
from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.intake.models import Contact
from sapar.keeping import actions, contents, exports, making
from sapar.keeping.flow import EXPORT
from sapar.keeping.models import Export
from sapar.organisations.actor import SystemActor
from sapar.people.models import Consent, JointDecision
from sapar.vault import keys
from sapar.vault.files import storage
from tests.factories import acting, make_member
from tests.world import uuid7

Row = apps.get_model("sheets", "Row")
PDF = b"%PDF-1.7\nhers\n%%EOF\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def built(transactional_db, home):
    from tests import world

    return world.build()


@pytest.fixture
def gulnara(built):
    return built.staff["gulnara"]


@pytest.fixture
def second(gulnara):
    return make_member(gulnara.org, "Nargiza", "supervisor")


def _ask(actor, *, restricted=False):
    with transaction.atomic(), acting(actor):
        return actions.ask(
            actor, once_token=uuid7(), words="We move to another house.", restricted=restricted
        )


def _approve(actor, export):
    with transaction.atomic(), acting(actor):
        actions.approve(actor, export)


def _made(asker, approver, *, restricted=False):
    """The archive as bytes, from the first form to the last byte."""
    export = _ask(asker, restricted=restricted)
    _approve(approver, export)
    making.make(SystemActor("keeping.make_export", asker.org_id), export.pk)
    with transaction.atomic(), acting(asker):
        found = Export.objects.get(pk=export.pk)
        assert (found.state, found.fault) == ("ready", "")
        return b"".join(actions.take(asker, found))


def _lines(archive, table):
    text = archive.read(f"json/{table}.jsonl").decode()
    return [json.loads(line) for line in text.splitlines()]


def test_the_archive_holds_every_row_the_organisation_has(built, gulnara, second, superuser):
    archive = zipfile.ZipFile(io.BytesIO(_made(gulnara, second, restricted=True)))
    assert archive.testzip() is None
    wrong = {}
    for table in contents.tables():
        names = {field.attname for field in table.model._meta.concrete_fields}
        if "org_id" not in names or table.model._meta.label in {"audit.Event", "keeping.Run"}:
            continue
        (wanted,) = superuser.execute(
            f'select count(*) from "{table.name}" where org_id = %s',
            [gulnara.org_id],
        ).fetchone()
        if table.name == "vault_sealedfile":
            # The archive itself has become one since.
            wanted -= 1
        lines = _lines(archive, table.name)
        text = archive.read(f"csv/{table.name}.csv").decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        if (len(lines), len(rows) - 1) != (wanted, wanted):
            wrong[table.name] = (len(lines), len(rows) - 1, wanted)
    assert wrong == {}


def test_words_and_files_are_opened(built, gulnara, second):
    archive = zipfile.ZipFile(io.BytesIO(_made(gulnara, second)))
    with transaction.atomic(), acting(gulnara):
        story = Case.objects.get(pk=built.case.pk).story
    assert story in {row["story"] for row in _lines(archive, "cases_case")}
    calls = _lines(archive, "intake_helprequest")
    assert {row["opened"]["words"] for row in calls} == {"Please call."}
    (name,) = [name for name in archive.namelist() if name.endswith("letter.pdf")]
    assert archive.read(name).startswith(b"%PDF")


def test_every_link_of_the_list_leads_somewhere_and_nothing_runs(built, gulnara, second):
    archive = zipfile.ZipFile(io.BytesIO(_made(gulnara, second)))
    index = archive.read("index.html").decode()
    links = {unquote(one) for one in re.findall(r'href="([^"]+)"', index)}
    assert links <= set(archive.namelist())
    assert {name for name in archive.namelist() if name.startswith(("csv/", "json/", "files/"))} <= links
    assert "<script" not in index + archive.read("dictionary.html").decode()
    assert b"ERASED" in archive.read("README.txt")


def test_restricted_cases_are_in_it_only_when_asked_for(built, gulnara, second):
    without = zipfile.ZipFile(io.BytesIO(_made(gulnara, second)))
    assert "Hidden." not in {row["story"] for row in _lines(without, "cases_case")}
    # Nobody but Gulnara is named on it; it is another who asks, and she who approves.
    both = zipfile.ZipFile(io.BytesIO(_made(second, gulnara, restricted=True)))
    stories = [row["story"] for row in _lines(both, "cases_case")]
    assert stories.count("Hidden.") == 1
    hidden = [row["id"] for row in _lines(both, "cases_case") if row["restricted"]]
    assert {row["case_id"] for row in _lines(both, "cases_problem")} >= set(hidden)


def _parts_of_the_hidden_case(head):
    """What hangs on the restricted case by a bare id, by table, and the files of it and of its talk."""
    with transaction.atomic(), acting(head):
        (hidden,) = [case for case in Case.objects.filter(restricted=True) if case.story == "Hidden."]
        talk = intake.log(head, Talk("phone", "violence", "advised", words="Hers."), once=uuid7())
        files = [
            cases.attach_file(head, hidden, SimpleUploadedFile("case.pdf", PDF, "application/pdf")),
            intake.attach(head, talk, SimpleUploadedFile("talk.pdf", PDF, "application/pdf")),
        ]
        Contact.objects.filter(pk=talk.pk).update(case=hidden)
        consent, decision = Consent.objects.first(), JointDecision.objects.first()
        Consent.objects.filter(pk=consent.pk).update(for_case=hidden.pk)
        JointDecision.objects.filter(pk=decision.pk).update(for_case=hidden.pk)
        of_case, of_talk = Row.objects.filter(contact_id=None)[:2]
        Row.objects.filter(pk=of_case.pk).update(case_id=hidden.pk)
        Row.objects.filter(pk=of_talk.pk).update(contact_id=talk.pk)
    return {
        "vault_sealedfile": {str(one.pk) for one in files},
        "people_consent": {str(consent.pk)},
        "people_jointdecision": {str(decision.pk)},
        "sheets_row": {str(of_case.pk), str(of_talk.pk)},
    }


def test_what_hangs_on_a_restricted_case_goes_with_it(built, gulnara, second):
    parts = _parts_of_the_hidden_case(gulnara)
    without = zipfile.ZipFile(io.BytesIO(_made(gulnara, second)))
    both = zipfile.ZipFile(io.BytesIO(_made(second, gulnara, restricted=True)))
    for table, wanted in parts.items():
        assert {row["id"] for row in _lines(without, table)} & wanted == set(), table
        ids = [row["id"] for row in _lines(both, table)]
        assert wanted <= set(ids), table
        assert len(ids) == len(set(ids)), table
    names = {"case.pdf", "talk.pdf"}
    assert {name.rpartition("/")[2] for name in without.namelist()} & names == set()
    assert names <= {name.rpartition("/")[2] for name in both.namelist()}


def test_who_broke_the_glass_is_not_named(built, gulnara):
    with transaction.atomic(), acting(gulnara):
        passing = CaseAccess.objects.exclude(until=None).get()
        CaseAccess.objects.filter(pk=passing.pk).update(named_at=timezone.now() - dt.timedelta(days=9))
        # Whoever screened somebody is named on that case in earnest.
        CaseAccess.objects.filter(member_id=passing.member_id, until=None).delete()
    named = exports.named_on_restricted(SystemActor("keeping.make_export", gulnara.org_id))
    assert passing.member_id not in named
    assert gulnara.member_id in named


def test_nothing_of_another_organisation_is_in_it(built, second, gulnara):
    archive = zipfile.ZipFile(io.BytesIO(_made(gulnara, second, restricted=True)))
    mine = str(gulnara.org_id)
    for table in contents.tables():
        for row in _lines(archive, table.name):
            sides = {
                row.get(name)
                for name in ("org_id", "from_org_id", "to_org_id", "author_org_id", "reader_org_id")
            }
            assert mine in sides, table.name


def test_of_what_was_received_only_what_may_still_be_read(built, gulnara):
    dana = built.staff["dana"]
    other = make_member(dana.org, "Other", "supervisor")
    with transaction.atomic(), acting(dana):
        actions.withdraw(dana, Export.objects.get())
    archive = zipfile.ZipFile(io.BytesIO(_made(dana, other)))
    before = [row for row in _lines(archive, "referrals_packet") if row["opened"]]
    assert any(row["kind"] == "person" for row in before)
    with transaction.atomic(), acting(built.staff["bakyt"]):
        from sapar.people import actions as people

        referral = built.case.referrals.get(to_org=dana.org)
        for consent in referral.consents.all():
            people.withdraw_consent(built.staff["bakyt"], consent, how="voice")
    archive = zipfile.ZipFile(io.BytesIO(_made(dana, other)))
    assert [row for row in _lines(archive, "referrals_packet") if row["kind"] == "person"] == []


def test_nobody_approves_what_they_asked_for(gulnara):
    export = _ask(gulnara)
    with transaction.atomic(), acting(gulnara):
        for verb in (actions.approve, actions.refuse):
            with pytest.raises(Invalid):
                verb(gulnara, export)


def test_a_coordinator_approves_only_without_restricted_cases(built, gulnara):
    nurlan = built.staff["nurlan"]
    export = _ask(gulnara, restricted=True)
    with pytest.raises(Invalid):
        _approve(nurlan, export)
    with transaction.atomic(), acting(gulnara):
        actions.withdraw(gulnara, export)
    _approve(nurlan, _ask(gulnara))


def test_only_the_asker_fetches_it_and_once(gulnara, second):
    export = _ask(gulnara)
    _approve(second, export)
    making.make(SystemActor("keeping.make_export", gulnara.org_id), export.pk)
    with transaction.atomic(), acting(second), pytest.raises(Denied):
        actions.take(second, export)
    with transaction.atomic(), acting(gulnara):
        b"".join(actions.take(gulnara, export))
        with pytest.raises(IllegalMove):
            actions.take(gulnara, export)


def test_after_a_day_it_is_gone_from_the_disk_and_cannot_be_fetched(gulnara, second):
    export = _ask(gulnara)
    _approve(second, export)
    making.make(SystemActor("keeping.make_export", gulnara.org_id), export.pk)
    with transaction.atomic(), acting(gulnara):
        place = storage.path_of(Export.objects.get(pk=export.pk).file_id)
    assert place.exists()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        with transaction.atomic(), acting(gulnara), pytest.raises(IllegalMove):
            actions.take(gulnara, export)
        with transaction.atomic(), scope(org=gulnara.org_id):
            assert actions.expire(SystemActor("keeping.tidy_all", gulnara.org_id)) == 1
    assert not place.exists()


def test_what_lies_on_the_disk_can_not_be_read(built, gulnara, second, home):
    export = _ask(gulnara)
    _approve(second, export)
    making.make(SystemActor("keeping.make_export", gulnara.org_id), export.pk)
    for place in home.rglob("*"):
        if place.is_file():
            content = place.read_bytes()
            assert b"PK\x03\x04" not in content[:4]
            assert b"Please call." not in content


def test_locked_meanwhile_it_says_so_and_leaves_nothing(gulnara, second, home):
    export = _ask(gulnara)
    _approve(second, export)
    keys.use_local(None)
    making.make(SystemActor("keeping.make_export", gulnara.org_id), export.pk)
    with transaction.atomic(), acting(gulnara):
        found = Export.objects.get(pk=export.pk)
        assert (found.state, found.fault) == ("failed", "locked")
    assert not list((home / "files").rglob("*.part"))


def test_a_worker_that_died_over_it_leaves_a_reason(gulnara, second):
    export = _ask(gulnara)
    _approve(second, export)
    with transaction.atomic(), acting(gulnara):
        Export.objects.filter(pk=export.pk).update(state="making")
    making.make(SystemActor("keeping.make_export", gulnara.org_id), export.pk)
    with transaction.atomic(), acting(gulnara):
        assert Export.objects.get(pk=export.pk).fault == "stopped"


def test_every_step_is_in_the_audit(gulnara, second):
    _made(gulnara, second)
    with transaction.atomic(), acting(gulnara):
        verbs = set(Event.objects.filter(verb__startswith="export.").values_list("verb", flat=True))
    assert verbs == {"export.asked", "export.approved", "export.made", "export.taken"}


def test_every_own_table_is_in_it_or_left_out_for_a_reason():
    known = {table.model._meta.label for table in contents.tables()} | set(contents.LEFT_OUT)
    ours = {
        model._meta.label
        for model in apps.get_models()
        if getattr(model, "tenancy", None) in (Tenancy.OWN, Tenancy.SHARED)
        and "tests" not in model.__module__
    }
    assert ours - known == set()
    assert set(contents.LEFT_OUT) - ours == set()


@pytest.mark.parametrize("state", EXPORT.states)
def test_a_state_without_a_way_on_is_final(state):
    assert (state in set(EXPORT.final_states())) == (not EXPORT.verbs_from(state))


def test_a_formula_in_a_cell_stays_text():
    from sapar.keeping import archive

    split = ["Her debt; =1+1", "first\n\t@x", "tab\t-cmd", "a = b", "one - two"]
    assert [archive._cell(one) for one in split] == [
        "Her debt; '=1+1", "first\n\t'@x", "tab\t'-cmd", "a = b", "one - two"
    ]  # fmt: skip
    cells = ["=1+1", "+996 555", "-", "@x", "+HYPERLINK()", None, ["a"], 3]
    assert archive.csv_line(cells).decode().strip() == '\'=1+1,+996 555,-,\'@x,\'+HYPERLINK(),,"[""a""]",3'
