"""Files out of an organisation and into one: no identity leaves, a reason stays, everything comes back in."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from sapar.cases.models import Case
from sapar.common.errors import Denied, Invalid
from sapar.screening import actions, coded, queries
from sapar.screening.htcds.model import NotReadable
from sapar.screening.models import Determination, Exchange, Screening
from sapar.screening.tests.conftest import train
from tests.factories import acting, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by_gulnara(bakyt, gulnara, case, daughter, screening):
    """The restricted case with a decision and help, for both."""
    from sapar.cases import actions as cases

    with acting(bakyt):
        cases.restrict(bakyt, case, [gulnara.membership])
        decided = actions.Decided("possible", "ngo", "Bakyt", "Two talks.", today())
        actions.determine(bakyt, case, daughter, decided)
        row = actions.want_support(bakyt, case, daughter, ["medical", "legal"])[1]
        actions.move_support(bakyt, row, "begin")


def out(actor, form="json", reason="The donor's report.") -> tuple[bytes, object]:
    return actions.give_out(actor, today() - dt.timedelta(days=1), today(), form, reason)


def test_a_file_holds_what_was_found_and_nobodys_name(gulnara, daughter, seen_by_gulnara):
    with acting(gulnara):
        content, report = out(gulnara)
        name = daughter.shown_name
    (record,) = json.loads(content)["records"]
    assert record["vic_MethodsOfControl"] == ["ExcessiveWorkingHours", "WithholdsDocuments", "DebtBondage"]
    assert record["vic_TypeOfExploitation"] == ["ForcedLabour"]
    assert record["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert record["vic_TraffickingStatusDecisionMakingOrg"] == "NGO"
    assert record["vic_ForcedLabourIndustry"] == "A_AgricultureForestryAndFishing"
    assert record["spl_Type"] == ["Legal"]
    assert record["con_Consent"] == "TRUE"
    assert not {"prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_MobilePhone"} & set(record)
    assert name not in content.decode()
    assert {"prs_FirstName", "prs_Birthdate"} <= {loss.field for loss in report.losses}


def test_a_file_leaves_with_a_right_and_a_reason_and_that_is_kept(bakyt, gulnara, seen_by_gulnara):
    with acting(bakyt), pytest.raises(Denied):
        out(bakyt)
    with acting(gulnara):
        with pytest.raises(Invalid):
            out(gulnara, reason=" ")
        out(gulnara, "csv")
        row = Exchange.objects.select_related("data_key").get()
        assert (row.way, row.people, row.reason) == ("out", 1, "The donor's report.")


def test_a_case_restricted_to_others_is_in_nobodys_file(gulnara, screening):
    with acting(gulnara):
        content, report = out(gulnara)
    assert (json.loads(content)["records"], report.rows) == ([], 0)


def test_what_left_one_organisation_comes_whole_into_another(gulnara, dana, saule, seen_by_gulnara):
    with acting(gulnara):
        content, _report = out(gulnara)
    with acting(dana):
        actions.bring_in(dana, content, "Handed over by Osh.", only_check=True)
        assert not Case.objects.exists()
        actions.bring_in(dana, content, "Handed over by Osh.")
        again, _report = out(dana)
        case = Case.objects.get()
        assert case.restricted
        assert [one.status for one in queries.determinations(dana, case)] == ["possible"]
    with acting(saule):
        assert not Case.objects.exists()
    assert json.loads(again)["records"] == json.loads(content)["records"]


def test_names_that_come_in_are_sealed_with_the_person(dana):
    content = b"prs_FirstName,prs_SecondName,prs_Birthdate,prs_Citizenship\nInvented,Person,1990-05-01,NA\n"
    with acting(dana):
        actions.bring_in(dana, content, "A paper archive.")
        person = queries.helped(dana, Case.objects.get())[0]
        assert (person.shown_name, person.citizenships) == ("Invented Person", ["NA"])


def test_of_a_file_with_one_bad_row_nothing_comes_in(dana):
    content = b"prs_Gender,prs_Citizenship\nFeminine,KG\nFeminine,Kyrgyzstan\n"
    with acting(dana), pytest.raises(NotReadable):
        actions.bring_in(dana, content, "A test.")
    with acting(dana):
        assert not Case.objects.exists()
        assert not Exchange.objects.exists()


def test_closed_cases_come_in_closed_and_nothing_passes_for_asked_here(dana):
    content = b"cas_Status,vic_TypeOfExploitation,vic_MethodsOfControl\nClosed,ForcedLabour,UsesChildren\n"
    with acting(dana):
        actions.bring_in(dana, content, "A test.")
        row = Screening.objects.select_related("data_key", "person__data_key", "case").get()
        assert (row.case.state, row.origin, row.answers) == ("closed", "brought", {})
        assert (row.lowest, row.highest) == ("nothing", "trafficking")
        assert not Determination.objects.exists()


def test_statements_do_not_grow_with_people(django_assert_max_num_queries, dana):
    many = b"prs_Gender\n" + b"Feminine\n" * 12
    with acting(dana):
        actions.bring_in(dana, many, "A test.")
    train(dana, dana)
    with acting(dana), django_assert_max_num_queries(12):
        assert len(coded.individuals(dana, today() - dt.timedelta(days=1), today())) == 12
