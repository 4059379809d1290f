"""F06: a young man kept on a farm abroad, from safe questions through help to a file of the data standard.

He is a foreign national where he is: nothing in the way asks for citizenship, and a state shelter's refusal is not the end.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases.models import Case
from sapar.people import actions as people
from sapar.people.actions.consents import Asked
from sapar.people.particulars import Particulars, Spelling
from sapar.referrals import actions as referrals
from sapar.screening.gate import GATE
from sapar.screening.models import Screening, Support
from sapar.screening.tests.test_talk import Screens
from tests.cast import client_of
from tests.factories import PASSWORD, acting, today

pytestmark = [pytest.mark.field("F06"), pytest.mark.django_db]

NAME = "Эрмек (вымышлено)"
# What he says; whatever else is asked he does not know, and about violence he is not asked.
SAID = {
    "ex-hours": "yes",
    "ex-low-pay": "yes",
    "cd-papers": "yes",
    "cd-denounce": "yes",
    "dr-wages": "yes",
    "dr-job": "yes",
}


@pytest.fixture
def case(bakyt):
    with acting(bakyt):
        man = Particulars(
            names=(Spelling(NAME),),
            sex="male",
            languages=("ky",),
            citizenship_state="claimed",
            citizenships=("KG",),
        )
        return cases.open_case(bakyt, cases.Opening(helped=cases.Someone(man), country="KZ"))


def test_from_safe_questions_through_help_to_the_data_standard(gulnara, bakyt, saule, case):
    the_supervisor_records_who_is_trained(gulnara, bakyt)
    with acting(bakyt):
        person = case.participants.select_related("person__data_key").get().person
    browser = client_of(bakyt)
    the_caseworker_asks_what_is_safe(browser, bakyt, case, person)
    a_person_decides_and_says_why(browser, case, person)
    he_is_referred_with_his_consent(bakyt, saule, case, person)
    help_is_followed_to_its_end(browser, bakyt, case, person)
    the_supervisor_gives_a_file_out(gulnara, bakyt, case)


def the_supervisor_records_who_is_trained(gulnara, bakyt):
    typed = {"course": "A course", "provider": "A school", "completed_on": today().strftime("%d.%m.%Y")}
    for who in (bakyt, gulnara):
        answer = client_of(gulnara).post(
            reverse("screening:add_training"), typed | {"member": str(who.member_id)}
        )
        assert answer.status_code == 302


def the_caseworker_asks_what_is_safe(browser, bakyt, case, person):
    screens = Screens(browser, reverse("screening:ask", args=[case.pk, person.pk]))
    screens.press("gate", child="no", **{f"gate-{point}": "on" for point in GATE})
    for _number in range(30):
        if screens.question:
            answer = "not-safe" if "violence" in screens.question else SAID.get(screens.question, "unknown")
            screens.press(f"say-{answer}")
    screens.press("end").press("finish", industry="A", found_through="friends", note="From the shed.")
    result = browser.get(screens.shown["Location"]).content.decode()
    assert "Indications of trafficking for forced labour" in result
    with acting(bakyt):
        assert Screening.objects.get().state == "finished"
        assert Case.objects.get(pk=case.pk).restricted


def a_person_decides_and_says_why(browser, case, person):
    typed = {
        "status": "possible", "decided_by": "ngo", "who": "Bakyt, Osh call line", "decided_on": today().strftime("%d.%m.%Y"),
        "ground": "Two talks, and messages of the farmer.",
    }  # fmt: skip
    assert browser.post(reverse("screening:decide", args=[case.pk, person.pk]), typed).status_code == 302
    page = browser.get(reverse("screening:case", args=[case.pk])).content.decode()
    assert "May have been trafficked" in page
    assert "victim" not in page.lower()


def he_is_referred_with_his_consent(bakyt, saule, case, person):
    fields = ("problems", "place", "needs", "names", "safety")
    with acting(bakyt):
        consent = people.take_consent(
            bakyt,
            Asked(
                recipient=saule.org, people=(person,), fields=fields, language_read="ky", how="voice", given_by="self",
                safe_to_tell="not-needed", until=timezone.now() + dt.timedelta(days=30),
            ),
        )  # fmt: skip
        drafted = referrals.draft(bakyt, case, referrals.Plan(saule.org, (consent,), fields, ("shelter",)))
        sent = referrals.offer(bakyt, drafted, answer_by=timezone.now() + dt.timedelta(hours=48))
    with acting(saule):
        referrals.accept(saule, sent)


def help_is_followed_to_its_end(browser, bakyt, case, person):
    six = ["medical", "legal", "psychological", "education", "shelter", "humanitarian"]
    browser.post(reverse("screening:want", args=[case.pk, person.pk]), {"kinds": six})
    with acting(bakyt):
        rows = {one.kind: one.pk for one in Support.objects.all()}
    assert set(rows) == set(six)
    service = {
        "kind": "shelter", "given_on": today().strftime("%d.%m.%Y"), "quantity": "12", "unit": "nights", "giver": "other",
        "giver_words": "A home of the partner", "person": str(person.pk),
    }  # fmt: skip
    assert browser.post(reverse("cases:add_service", args=[case.pk]), service).status_code == 302
    for kind, verb in (
        ("shelter", "begin"),
        ("shelter", "finish"),
        ("legal", "begin"),
        ("medical", "finish"),
    ):
        browser.post(reverse("screening:support", args=[rows[kind], verb]))
    refused = reverse("screening:support", args=[rows["education"], "lack"])
    assert browser.post(refused, {"words": ""}).status_code == 422
    browser.post(refused, {"words": "The course takes citizens only."})
    page = browser.get(reverse("screening:case", args=[case.pk])).content.decode()
    assert "The course takes citizens only." in page
    with acting(bakyt):
        states = dict(Support.objects.values_list("kind", "state"))
    assert states == {
        "medical": "done", "legal": "under-way", "psychological": "wanted", "education": "not-to-be-had",
        "shelter": "done", "humanitarian": "wanted",
    }  # fmt: skip


def the_supervisor_gives_a_file_out(gulnara, bakyt, case):
    with acting(bakyt):
        cases.restrict(bakyt, case, [gulnara.membership])
    browser = client_of(gulnara)
    address = reverse("screening:out")
    browser.post(f"{reverse('account:confirm')}?next={address}", {"password": PASSWORD})
    day = today().strftime("%d.%m.%Y")
    answer = browser.post(
        address, {"since": day, "until": day, "form": "csv", "reason": "Report to the network."}
    )
    assert answer["Content-Type"].startswith("text/csv")
    (record,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert record["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert record["prs_Citizenship"] == "KG"
    assert {"WithholdsDocuments", "FalsePromises"} <= set(record["vic_MethodsOfControl"].split(";"))
    assert record["spl_Type"].split(";") == ["Legal", "Health", "SocialCare"]
    assert record["cas_ReferredOrganisation"].startswith("Almaty aid centre")
    assert NAME not in answer.content.decode()
