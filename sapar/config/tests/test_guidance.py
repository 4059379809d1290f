"""`sapar guidance …` in the terminal."""

from __future__ import annotations

import json

import pytest

from sapar.config import cli

ON = ["--on", "2026-03-10"]
FACTS = {"country": "RU", "citizenship": "TJ", "entry": "2026-03-05"}


@pytest.fixture
def facts(tmp_path):
    def write(content):
        path = tmp_path / "facts.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return ["--facts", str(path)]

    return write


def test_an_answer_is_told_with_its_steps_and_sources(capsys, facts):
    assert cli.main(["guidance", "evaluate", "registration-deadline", *ON, *facts(FACTS)]) == 0

    told = capsys.readouterr().out
    assert "last_day: 2026-03-19" in told
    assert "https://bazanpa.ru" in told
    assert "No lawyer has reviewed this." in told


def test_an_answer_as_json_is_what_a_program_reads(capsys, facts):
    cli.main(["guidance", "evaluate", "registration-deadline", "--json", *ON, *facts(FACTS)])

    told = json.loads(capsys.readouterr().out)
    assert told["result"]["last_day"] == "2026-03-19"
    assert told["reviewed"] is False
    assert [step["basis"] for step in told["steps"]] == ["told", "rule", "reckoned"]


@pytest.mark.parametrize(
    ("rule", "content", "says"),
    [
        ("registration", {}, "There is no rule “registration”. Did you mean"),
        ("registration-deadline", {}, "The fact “country” is needed"),
        ("registration-deadline", {**FACTS, "entry": "soon"}, "A day is written like 2025-01-31"),
        ("registration-deadline", {**FACTS, "citizenship": "UZ"}, "7 days; pages of dzen.ru"),
        ("registration-deadline", {**FACTS, "entry": "2009-01-01"}, "The first day for which one is known"),
        ("registration-deadline", "[1]", "holds no object of facts"),
        ("registration-deadline", "{", "is not JSON"),
    ],
)
def test_a_question_without_an_answer_says_what_is_wrong(capsys, facts, rule, content, says):
    assert cli.main(["guidance", "evaluate", rule, *ON, *facts(content)]) == 1

    assert says in capsys.readouterr().err


def test_a_refusal_as_json_has_a_code(capsys, facts):
    given = facts({**FACTS, "citizenship": "UZ"})
    assert cli.main(["guidance", "evaluate", "registration-deadline", "--json", *ON, *given]) == 1

    told = json.loads(capsys.readouterr().out)
    assert (told["error"], told["conflict"], len(told["claims"])) == ("withheld", "uz-registration", 2)


def test_the_check_passes_on_a_pinned_day_and_lists_what_waits(capsys):
    assert cli.main(["guidance", "check", *ON, "--all"]) == 0

    told = capsys.readouterr().out
    assert "ru.reg.tj: ru.registration" in told
    assert "no lawyer has reviewed it" in told


def test_time_passing_breaks_no_check_but_lists_what_is_past_review(capsys):
    assert cli.main(["guidance", "check", "--on", "2031-01-01"]) == 0

    assert "Past their review, answered with a warning: 0" not in capsys.readouterr().out


def test_the_register_of_acts_says_what_is_in_force_and_who_leans_on_it(capsys):
    assert cli.main(["guidance", "acts", "--on", "2022-06-03"]) == 0

    told = capsys.readouterr().out
    agreement = told[told.index("ru-uz.2021") :].split("\n")
    assert "Not in force yet" in agreement[1]
    assert "rules: ru.registration" in "\n".join(agreement[:5])


def test_a_day_that_is_none_is_refused(capsys):
    assert cli.main(["guidance", "acts", "--on", "yesterday"]) == 1

    assert "is not a day" in capsys.readouterr().err


def test_a_flow_asks_its_first_question_and_ends_with_deadlines(capsys, facts):
    cli.main(["guidance", "flow", "not-paid", *ON])
    assert "unknown: I don't know" in capsys.readouterr().out

    given = facts({"safe": "no", "due": "2025-05-10", "country": "RU"})
    given[0] = "--answers"
    cli.main(["guidance", "flow", "not-paid", "--language", "ru", *ON, *given])
    told = capsys.readouterr().out
    assert "Просите деньги письмом" in told
    assert "Do it by 2026-05-10. Days left: 61." in told


def test_an_answer_that_a_flow_does_not_know_is_refused(capsys, facts):
    given = facts({"safe": "perhaps"})
    given[0] = "--answers"
    assert cli.main(["guidance", "flow", "not-paid", *ON, *given]) == 1

    assert "Choose one of the answers." in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_counting_anew_is_left_to_the_worker_once(capsys):
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert cli.main(["guidance", "recount"]) == 0
    assert "The worker counts anew" in capsys.readouterr().out
    assert cli.main(["guidance", "recount"]) == 0
    assert "waiting to be done already" in capsys.readouterr().out
    waiting = ProcrastinateJob.objects.filter(task_name="cases.recount_all_deadlines", status="todo")
    assert waiting.count() == 1
