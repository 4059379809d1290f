"""Half a load, work done since, another organisation, formulas: what could go wrong does not."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sapar.cases import actions as cases
from sapar.cases.models import Case
from sapar.common.errors import Denied, IllegalMove, NotVisible
from sapar.intake.models import Contact
from sapar.people.models import Person
from sapar.sheets import actions, giving_out, queries, tasks
from sapar.sheets.fields import FIELDS
from sapar.sheets.models import Row
from sapar.sheets.tests.test_loading import brought, counted, run
from sapar.sheets.writing import rejects_workbook, standard_workbook
from tests.cast import client_of
from tests.factories import acting
from tests.pages import said_by

pytestmark = pytest.mark.django_db

HEAD = "Дата;Время;Тема;Канал;Результат;Телефон;Имя;Пол;Год рождения;Открыто дело;Номер дела;Описание;Язык;Страна\n"
LINES = [
    f"{day:02}.03.2026;10:15;зарплата;телефон;консультация;+44 20 7946 0{day:03};Вымышленная {day};ж;1990;"
    f"{'да' if day % 2 else 'нет'};;Описание номер {day};рус;РФ\n"
    for day in range(1, 21)
]
SHEET = (HEAD + "".join(LINES)).encode()


def ready(actor, content=SHEET):
    return run("check", actor, brought(actor, content, "a.csv"))


def test_a_load_that_is_killed_goes_on_and_makes_nothing_twice(gulnara):
    batch = ready(gulnara)
    with acting(gulnara):
        actions.begin_load(gulnara, batch)
        actions.load_some(gulnara, batch, most=7)
    with transaction.atomic(), acting(gulnara):
        actions.load_some(gulnara, batch, most=7)
        # What a kill does to a transaction that was not committed.
        transaction.set_rollback(True)
    assert counted(gulnara)[0] == 7
    ids = {"org_id": str(gulnara.org_id), "member_id": str(gulnara.member_id), "batch_id": str(batch.pk)}
    tasks.load(**ids)
    tasks.load(**ids)
    assert counted(gulnara) == (20, 10, 10)
    with acting(gulnara):
        assert queries.batch(gulnara, batch.pk).state == "loaded"


def test_a_load_that_is_stopped_takes_back_what_it_made_so_far(gulnara):
    batch = ready(gulnara)
    with acting(gulnara):
        actions.begin_load(gulnara, batch)
        actions.load_some(gulnara, batch, most=7)
    run("undo", gulnara, batch)
    assert counted(gulnara) == (0, 0, 0)


def test_what_a_colleague_has_worked_on_since_is_kept_and_listed(gulnara, bakyt):
    batch = run("load", gulnara, ready(gulnara))
    with acting(bakyt):
        case = Case.objects.order_by("opened_at").first()
        cases.add_note(bakyt, case, "A call to the employer.")
    batch = run("undo", gulnara, batch)
    assert counted(gulnara) == (1, 1, 1)
    with acting(gulnara):
        assert queries.counts(gulnara, batch)["kept"] == 1
        kept = queries.rows(gulnara, batch).get(state="kept")
        assert kept.case_id == Case.objects.get().pk


def test_keys_of_what_is_taken_back_are_destroyed(gulnara, superuser):
    from sapar.vault.models import DataKey

    batch = run("load", gulnara, ready(gulnara))
    with acting(gulnara):
        made = {one.data_key_id for model in (Contact, Case, Person) for one in model.objects.all()}
    run("undo", gulnara, batch)
    with acting(gulnara):
        assert not DataKey.objects.filter(pk__in=made, wrapped__isnull=False).exists()


def test_the_same_person_in_several_rows_is_one_and_a_shared_name_is_none(gulnara):
    line = "0{day}.03.2026;;зарплата;;;{phone};{name};{sex};{year};да;;;;\n"
    rows = [
        {"day": 1, "phone": "+442079460101", "name": "Назгүл", "sex": "ж", "year": ""},
        {"day": 2, "phone": "00442079460101", "name": "Nazgul", "sex": "", "year": "1991"},
        {"day": 3, "phone": "+442079460102", "name": "Назгүл", "sex": "ж", "year": "1991"},
        {"day": 4, "phone": "+442079460101", "name": "Азамат", "sex": "м", "year": "1960"},
    ]
    content = (HEAD + "".join(line.format(**one) for one in rows)).encode()
    batch = run("load", gulnara, ready(gulnara, content))
    assert counted(gulnara) == (4, 4, 3)
    with acting(gulnara):
        nazgul = Person.objects.select_related("data_key").order_by("recorded_at").first()
        assert (nazgul.sex, nazgul.born.year) == ("female", 1991)
        assert [one["text"] for one in nazgul.names] == ["Назгүл", "Nazgul"]
        assert queries.rows(gulnara, batch).get(number=5).findings[0]["code"] == "same-phone"


def test_rows_with_one_case_number_are_one_case(gulnara):
    line = "0{}.03.2026;;{};;;;;ж;;;Д-7;;;\n"
    content = (HEAD + line.format(1, "зарплата") + line.format(2, "долг")).encode()
    run("load", gulnara, ready(gulnara, content))
    with acting(gulnara):
        case = Case.objects.get()
        assert set(case.problems.values_list("code", flat=True)) == {"unpaid-wages", "debt"}
        assert Contact.objects.filter(case=case).count() == 2


def test_nothing_of_a_sheet_can_be_read_without_the_key(gulnara, superuser):
    brought(gulnara, SHEET, "Вымышленная.csv")
    with acting(gulnara):
        row = Row.objects.values_list("cells", "plan").get(number=2)
    assert "Вымышленная" not in repr(row)
    stored = superuser.execute("select count(*) from vault_sealedfile").fetchone()
    assert stored == (0,)


def test_a_sheet_whose_cells_are_destroyed_tells_nothing_more(gulnara):
    from sapar.vault import ERASED

    batch = run("load", gulnara, ready(gulnara))
    with acting(gulnara):
        actions.forget(gulnara, batch)
        assert {row.cells for row in queries.rows(gulnara, batch)} == {ERASED}
        with pytest.raises(IllegalMove):
            actions.begin_undo(gulnara, batch)
    assert counted(gulnara)[0] == 20


def test_a_sheet_at_rest_for_a_month_is_destroyed_by_itself(gulnara):
    from sapar.sheets.models import Batch

    old, fresh = ready(gulnara), ready(gulnara)
    with acting(gulnara):
        Batch.objects.filter(pk=old.pk).update(moved_at=old.moved_at - tasks.KEPT_FOR)
    tasks.forget_old(org_id=str(gulnara.org_id))
    with acting(gulnara):
        assert queries.batch(gulnara, old.pk).state == "forgotten"
        assert queries.batch(gulnara, fresh.pk).state == "checked"


def test_only_who_may_load_sheets_loads_them_and_only_their_own(gulnara, bakyt, chen):
    batch = ready(gulnara)
    with acting(bakyt), pytest.raises(Denied):
        actions.bring(bakyt, SHEET, "a.csv")
    with acting(bakyt), pytest.raises(Denied):
        giving_out.rows(bakyt)
    with acting(chen), pytest.raises(NotVisible):
        actions.begin_load(chen, batch)


def test_the_codes_that_go_out_come_in_again_unchanged(gulnara, chen):
    run("load", gulnara, ready(gulnara))
    with acting(gulnara):
        out = giving_out.rows(gulnara)
    batch = brought(chen, standard_workbook(out), "out.xlsx")
    assert batch.columns == [field.key for field in FIELDS]
    run("load", chen, run("check", chen, batch))
    with acting(chen):
        back = giving_out.rows(chen)
    assert [told(row) for row in back] == [told(row) for row in out]
    assert len(back) == 20


def told(row):
    """What a row says, without the numbers that are each organisation's own."""
    return {key: row[key] for key in row if key not in {"sapar_id", "person_id", "case_number"} and row[key]}


def test_nobody_takes_names_phones_or_words_out_alone(gulnara):
    run("load", gulnara, ready(gulnara))
    with acting(gulnara):
        out = giving_out.rows(gulnara)
    kept_in = {"name", "birth", "document", "phone", "safety_words", "words"}
    assert not [row for row in out if kept_in & row.keys()]
    plain = said_by(repr([told(row) for row in out]))
    assert not [word for word in ("Вымышленная", "7946", "Описание", "1990") if word in plain]


def test_a_case_seen_through_broken_glass_is_in_no_table(gulnara, bakyt):
    with acting(bakyt):
        case = cases.open_case(bakyt, cases.Opening(problems=("debt",), restricted=True))
    with acting(gulnara):
        cases.break_glass(gulnara, case.number, "A made-up reason: somebody asks for her at the door.", 2)
        assert giving_out.rows(gulnara) == []


def test_the_table_wants_the_password_again(gulnara):
    client = client_of(gulnara)
    session = client.session
    session.pop("confirmed_at", None)
    session.save()
    answer = client.get(reverse("sheets:out"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account:confirm"))


def test_the_own_table_brought_back_adds_nothing(gulnara):
    run("load", gulnara, ready(gulnara))
    with acting(gulnara):
        out = standard_workbook(giving_out.rows(gulnara))
    batch = run("check", gulnara, brought(gulnara, out, "out.xlsx"))
    with acting(gulnara):
        assert queries.reason_counts(gulnara, batch, "rejected") == {"known-id": 20}


@pytest.mark.parametrize(
    "live", ["=1+1", "+44 20 7946 0123", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']
)
def test_no_cell_that_we_write_is_a_formula(gulnara, live):
    batch = ready(
        gulnara, (HEAD + f'31.02.2026;;зарплата;;;;"{live.replace(chr(34), chr(34) * 2)}";;;;;;;\n').encode()
    )
    with acting(gulnara):
        content = rejects_workbook(batch, list(queries.rows(gulnara, batch).filter(state="rejected")))
    for book in (content, standard_workbook([{"words": live}])):
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
            assert b"quotePrefix" in archive.read("xl/styles.xml")
        cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1]
        assert live.strip() in [str(one).strip() for one in cells]
