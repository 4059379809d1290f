"""The API: questions by POST, answers with reasons and sources, refusals in words; and nothing of a question is kept."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from sapar.guidance.api.answers import BRAKE, MOST_BYTES
from sapar.guidance.flows import the_library
from sapar.guidance.rules import rules
from sapar.guidance.rules.book import the_book

pytestmark = pytest.mark.django_db
API = "/api/guidance"
ARRIVED = {"country": "RU", "citizenship": "TJ", "entry": "2026-03-05"}


@pytest.fixture(autouse=True)
def _no_brake():
    BRAKE.release()


@pytest.fixture
def ask(client):
    def asked(rule, **sent):
        return client.post(f"{API}/rules/{rule}/evaluate", sent, content_type="application/json")

    return asked


def test_an_answer_comes_with_its_reasons_and_their_sources(ask):
    answer = ask("registration-deadline", on="2026-03-10", facts=ARRIVED).json()

    # 15 days by the agreement of Russia and Tajikistan; the day of crossing is the first of them.
    assert answer["result"]["last_day"] == "2026-03-19"
    assert answer["reviewed"] is False
    assert any(step.get("source", {}).get("act") == "ru-tj.2013" for step in answer["steps"])
    assert answer["version"]


def test_the_sentences_come_in_the_language_asked_for_and_the_msgid_stays(ask):
    answer = ask("registration-deadline", on="2026-03-10", facts=ARRIVED, language="ru").json()
    assert "19 марта 2026" in answer["says"][0]["text"]
    assert answer["says"][0]["msgid"].startswith("Do it by")


@pytest.mark.parametrize(
    ("rule", "sent", "status", "code"),
    [
        ("registration-dedline", {}, 404, "unknown-rule"),
        ("registration-deadline", {"facts": {"country": "RU"}}, 422, "missing-fact"),
        ("registration-deadline", {"facts": ARRIVED | {"entry": "5.3.2026"}}, 422, "bad-fact"),
        ("registration-deadline", {"facts": ARRIVED | {"citizen": "TJ"}}, 422, "unknown-fact"),
        ("registration-deadline", {"facts": ARRIVED | {"country": "TR"}}, 422, "not-covered"),
        ("registration-deadline", {"facts": ARRIVED | {"citizenship": "UZ"}}, 422, "withheld"),
        ("ru.patent.price.moscow", {"on": "2028-01-01"}, 422, "no-rule-for-date"),
        ("registration-deadline", {"on": "tomorrow"}, 422, "bad-day"),
        ("registration-deadline", {"facts": []}, 422, "bad-facts"),
        ("registration-deadline", {"language": "tlh"}, 422, "unknown-language"),
        ("registration-deadline", {"fact": {}}, 422, "unknown-member"),
    ],
)
def test_a_refusal_says_what_is_wrong(ask, rule, sent, status, code):
    answer = ask(rule, **{"on": "2026-03-10"} | sent)
    assert answer.status_code == status
    assert answer.json()["error"] == code
    assert answer.json()["text"]


def test_a_withheld_answer_shows_what_the_sources_say(ask):
    answer = ask("registration-deadline", on="2026-03-10", facts=ARRIVED | {"citizenship": "UZ"}).json()
    assert len(answer["claims"]) >= 2
    assert all(claim["says"] and "source" in claim for claim in answer["claims"])


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"facts": NaN}', b"\xff", b"[" * 5000])
def test_what_is_no_question_is_told_so(client, body):
    answer = client.post(f"{API}/rules/stay-days/evaluate", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json()["error"] in {"not-json", "bad-facts"}


def test_a_question_has_a_largest_size(client):
    body = json.dumps({"facts": {"country": "R" * MOST_BYTES}})
    answer = client.post(f"{API}/rules/stay-days/evaluate", body, content_type="application/json")
    assert answer.status_code == 413


def test_one_caller_is_held_back_and_told_for_how_long(client, ask):
    for _question in range(BRAKE.each):
        BRAKE.take("127.0.0.1")
    answer = ask("stay-days", facts={})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"


def test_another_site_may_ask_without_a_cookie(client, ask):
    asked = client.options(f"{API}/rules/stay-days/evaluate")
    assert asked.status_code == 204
    assert "POST" in asked["Access-Control-Allow-Methods"]
    answer = ask("stay-days", facts={})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"{API}/rules/stay-days/evaluate").status_code == 405


def test_nothing_of_a_question_stands_in_the_log(ask, caplog):
    ask("registration-deadline", on="2026-03-10", facts=ARRIVED)
    ask("registration-deadline", facts={"country": "Planted"})
    told = " ".join(json.dumps(vars(one), default=str) for one in caplog.records)
    assert "guidance-api:evaluate" in told
    assert not any(word in told for word in ("2026-03-05", "Planted", "registration-deadline", 'TJ"'))


def test_every_rule_and_flow_is_listed_and_opens(client):
    listed = client.get(f"{API}/rules").json()
    assert {one["rule"] for one in listed["calculators"]} == set(rules())
    assert {one["rule"] for one in listed["parameters"]} == set(the_book().parameters)
    assert client.get(f"{API}/rules/stay-days").json()["facts"]
    assert client.get(f"{API}/rules/nothing").status_code == 404
    assert [one["flow"] for one in client.get(f"{API}/flows").json()["flows"]] == list(the_library().flows)
    assert client.get(f"{API}/flows/nowhere").status_code == 404


def test_a_flow_can_be_walked_by_a_program_from_what_the_api_gives(client):
    graph = client.get(f"{API}/flows/not-paid").json()
    node = graph["start"]
    for given in ("no", "unknown", "KZ"):
        node = graph["questions"][node]["answers"][given]
    assert graph["outcomes"][node]["words"]["ru"]["title"]
    assert graph["outcomes"][node]["rules"][0]["rule"] == "labour-dispute-deadline"


def test_the_register_says_what_was_in_force_on_a_day(client):
    def states(day):
        return {one["act"]: one["state"] for one in client.get(f"{API}/acts?on={day}").json()["acts"]}

    assert states("2022-06-03")["ru-uz.2021"] == "not-yet"
    assert states("2022-06-04")["ru-uz.2021"] == "in-force"
    assert client.get(f"{API}/acts?on=soon").status_code == 422


def test_the_description_describes_what_is_answered(client, ask):
    described = client.get(f"{API}/openapi.json").json()
    registry = Registry().with_resource("", Resource.opaque(described))
    answers = [
        ask("registration-deadline", on="2026-03-10", facts=ARRIVED),
        ask("registration-deadline", on="2026-03-10", facts=ARRIVED | {"citizenship": "UZ"}),
        ask("nothing"),
    ]
    for answer in answers:
        responses = described["paths"]["/rules/{rule}/evaluate"]["post"]["responses"]
        schema = responses[str(answer.status_code)]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": described["components"]}, registry=registry).validate(
            answer.json()
        )


def test_the_description_asks_what_each_rule_asks(client):
    described = client.get(f"{API}/openapi.json").json()["paths"]
    for rule in rules().values():
        question = described[f"/rules/{rule.id}/evaluate"]["post"]["requestBody"]["content"]
        facts = question["application/json"]["schema"]["properties"]["facts"]
        assert set(facts["required"]) == {one.name for one in rule.facts if one.required}
    Draft202012Validator.check_schema(facts)
