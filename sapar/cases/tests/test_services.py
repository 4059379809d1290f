"""Services given and the projects that pay for them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from sapar.cases import actions, work_queries
from sapar.cases.actions import ProjectWords, ServiceWords
from sapar.cases.models import Project, ServiceGiven, ServiceGivenVersion
from sapar.cases.tests.test_pages import address, browser, page_of
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible, Stale
from tests.factories import acting

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 4)


def nights(**changes) -> ServiceWords:
    return ServiceWords(
        **({"kind": "shelter", "given_on": DAY, "quantity": Decimal(3), "unit": "nights"} | changes)
    )


@pytest.fixture
def project(gulnara) -> Project:
    with acting(gulnara):
        return actions.add_project(
            gulnara,
            ProjectWords(
                "Return", "A fund", dt.date(2026, 1, 1), timezone.localdate() + dt.timedelta(days=60)
            ),
        )


def test_a_service_is_given_corrected_and_withdrawn_and_nothing_of_it_is_forgotten(
    bakyt, case, project, in_osh
):
    daughter = case.participants.get(relation="self").person
    row = actions.add_service(bakyt, case, nights(project=project, note="Two beds."), person=daughter)
    assert (row.member_id, row.project, row.person) == (bakyt.member_id, project, daughter)
    fixed = actions.correct_service(bakyt, row, nights(quantity=Decimal(4)), version=1)
    assert (fixed.quantity, fixed.project, fixed.note) == (4, None, None)
    with pytest.raises(Stale):
        actions.correct_service(bakyt, row, nights(), version=1)
    assert actions.withdraw_service(bakyt, row).is_withdrawn
    kept = ServiceGivenVersion.objects.filter(org_id=bakyt.org_id, pgh_obj_id=row.pk).order_by("pgh_id")
    assert [(one.quantity, one.note, one.state) for one in kept] == [
        (3, "Two beds.", "kept"), (4, None, "kept"), (4, None, "withdrawn"),
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_what_was_withdrawn_moves_no_more(bakyt, case, in_osh, verb):
    row = actions.withdraw_service(bakyt, actions.add_service(bakyt, case, nights()))
    verbs = {
        "correct": lambda: actions.correct_service(bakyt, row, nights(), version=2),
        "withdraw": lambda: actions.withdraw_service(bakyt, row),
    }
    with pytest.raises(IllegalMove):
        verbs[verb]()


@pytest.mark.parametrize("state", ["open", "waiting", "closed"])
def test_a_closed_case_takes_no_service(bakyt, case, in_osh, state):
    if state == "waiting":
        actions.wait(bakyt, case, "court")
    if state == "closed":
        actions.close(bakyt, case, {one.pk: "solved" for one in case.problems.all()})
        with pytest.raises(IllegalMove):
            actions.add_service(bakyt, case, nights())
        return
    assert actions.add_service(bakyt, case, nights()).pk


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"kind": "magic"}, "kind"),
        ({"unit": "miles"}, "unit"),
        ({"giver": "nobody"}, "giver"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("-1")}, "quantity"),
        ({"quantity": Decimal(10) ** 10}, "quantity"),
        ({"unit": "sum"}, "currency"),
        ({"unit": "sum", "currency": "som"}, "currency"),
        ({"given_on": dt.date(2999, 1, 1)}, "given_on"),
        ({"given_on": dt.date(1899, 1, 1)}, "given_on"),
        ({"giver": "partner"}, "partner"),
        ({"giver": "other"}, "giver_words"),
        ({"note": "x" * 20_001}, "note"),
    ],
)
def test_a_service_that_cannot_be_is_refused(bakyt, case, in_osh, changes, place):
    with pytest.raises(Invalid) as refusal:
        actions.add_service(bakyt, case, nights(**changes))
    assert list(refusal.value.problems) == [place]


def test_money_has_its_currency_and_nights_have_none(bakyt, case, in_osh):
    row = actions.add_service(bakyt, case, nights(unit="sum", currency="KGS", quantity=Decimal("4500.50")))
    assert (row.currency, row.quantity) == ("KGS", Decimal("4500.50"))
    assert actions.add_service(bakyt, case, nights(currency="KGS")).currency == ""


def test_it_is_given_by_a_colleague_a_partner_or_somebody_else(bakyt, aigul, saule, case, in_osh):
    by = [
        actions.add_service(bakyt, case, nights(member=aigul.membership)),
        actions.add_service(bakyt, case, nights(giver="partner", partner=saule.org)),
        actions.add_service(bakyt, case, nights(giver="other", giver_words="The neighbours")),
    ]
    assert [(one.member_id, one.partner_id, one.giver_words) for one in by] == [
        (aigul.member_id, None, None), (None, saule.org_id, None), (None, None, "The neighbours"),
    ]  # fmt: skip
    for wrong in ({"member": saule.membership}, {"giver": "partner", "partner": bakyt.org}):
        with pytest.raises(Invalid):
            actions.add_service(bakyt, case, nights(**wrong))


def test_somebody_who_is_not_in_the_case_gets_nothing_in_it(bakyt, case, nazgul, in_osh):
    with pytest.raises(Invalid) as refusal:
        actions.add_service(bakyt, case, nights(), person=nazgul)
    assert list(refusal.value.problems) == ["person"]


def test_a_closed_project_is_chosen_no_more_but_stays_where_it_was(bakyt, gulnara, case, project):
    with acting(bakyt):
        row = actions.add_service(bakyt, case, nights(project=project))
        with pytest.raises(Invalid) as refusal:
            actions.add_service(bakyt, case, nights(project=project, given_on=dt.date(2025, 12, 31)))
        assert list(refusal.value.problems) == ["project"]
    with acting(gulnara):
        actions.close_project(gulnara, project)
        with pytest.raises(IllegalMove):
            actions.close_project(gulnara, project)
    with acting(bakyt):
        with pytest.raises(Invalid) as refusal:
            actions.add_service(bakyt, case, nights(project=project))
        assert list(refusal.value.problems) == ["project"]
        assert actions.correct_service(bakyt, row, nights(project=project), version=1).project == project
        assert work_queries.open_projects(bakyt) == []
    with acting(gulnara):
        actions.reopen_project(gulnara, project)
        with pytest.raises(IllegalMove):
            actions.reopen_project(gulnara, project)


def test_two_projects_of_one_name_or_a_project_that_ends_before_it_begins_are_refused(gulnara, project):
    with acting(gulnara):
        for words, place in (
            (ProjectWords(" Return "), "name"),
            (ProjectWords("  "), "name"),
            (ProjectWords("New", begins_on=DAY, ends_on=DAY - dt.timedelta(days=1)), "ends_on"),
        ):
            with pytest.raises(Invalid) as refusal:
                actions.add_project(gulnara, words)
            assert list(refusal.value.problems) == [place]
        assert actions.change_project(gulnara, project, ProjectWords("Home")).name == "Home"


def test_projects_are_written_by_who_leads_and_seen_by_nobody_elses_staff(bakyt, chen, project):
    with acting(bakyt), pytest.raises(Denied):
        actions.add_project(bakyt, ProjectWords("Mine"))
    with acting(chen):
        with pytest.raises(NotVisible):
            actions.close_project(chen, project)
        assert work_queries.projects(chen) == []


def test_the_page_writes_a_service_down_once_and_shows_it(bakyt, case, project):
    client = browser(bakyt)
    form = {
        "kind": "aid", "given_on": timezone.localdate().isoformat(), "quantity": "4500,50", "unit": "sum", "currency": "KGS",
        "giver": "member", "project": str(project.pk), "note": "Food.", "once": str(uuid.uuid4()),
    }  # fmt: skip
    form["quantity"] = "4500.50"
    for _ in range(2):
        answer = client.post(address(case, "services/"), form)
        assert answer.status_code == 302, answer.context["form"].errors
    with acting(bakyt):
        row = ServiceGiven.objects.get()
    page = page_of(client, case)
    for words in ("Food, clothes, money in need", "4,500.50 KGS", "Return", "Food.", "Service given"):
        assert words in page, words
    change = address(case, f"services/{row.pk}/")
    assert 'value="4500.50"' in client.get(change).content.decode()
    assert client.post(change, form | {"version": "1", "quantity": "0"}).status_code == 422
    assert client.post(change, form | {"version": "1", "quantity": "9"}).status_code == 302
    late = client.post(change, form | {"version": "1", "member": str(bakyt.member_id)})
    assert late.status_code == 409
    assert "Somebody corrected this meanwhile" in late.content.decode()
    assert late.context["form"]["version"].value() == "2"
    assert late.context["theirs"] == [("How much?", "9.00")]
    assert client.post(change + "withdraw/").status_code == 302
    assert "Withdrawn as a mistake" in page_of(client, case)


def test_the_pages_of_projects(gulnara, project):
    client = browser(gulnara)
    assert client.post("/staff/cases/projects/new/", {"name": "Return"}).status_code == 422
    assert (
        client.post("/staff/cases/projects/new/", {"name": "Second", "begins_on": "01.02.2026"}).status_code
        == 302
    )
    one = f"/staff/cases/projects/{project.pk}/"
    assert client.post(one, {"name": "First"}).status_code == 302
    assert client.post(one + "close/").status_code == 302
    assert client.post(one + "close/").status_code == 409
    assert client.post(one + "reopen/").status_code == 302
    page = client.get("/staff/cases/projects/").content.decode()
    assert "First" in page
    assert "Second" in page
