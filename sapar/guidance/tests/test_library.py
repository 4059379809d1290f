"""Flows that are broken on purpose, and translations that fall behind."""

from __future__ import annotations

import shutil

import pytest
import yaml

from sapar.guidance.flows import library
from sapar.guidance.flows.checking import faults, out_of_date
from sapar.guidance.rules.book import the_book
from sapar.guidance.rules.reading import OTHERS
from tools import guidance


@pytest.fixture
def shelf(tmp_path):
    """A copy of one real flow, to be broken."""
    (tmp_path / "graphs").mkdir()
    (tmp_path / "order.yaml").write_text("- not-paid\n", encoding="utf-8")
    shutil.copy(library.HERE / "graphs" / "not-paid.yaml", tmp_path / "graphs")
    shutil.copytree(library.HERE / "words" / "not-paid", tmp_path / "words" / "not-paid")
    for path in (library.HERE / "words").glob("common.*"):
        shutil.copy(path, tmp_path / "words")
    return tmp_path


def read(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes only text


def change(path, **entries):
    content = read(path)
    content.update(entries)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def graph(shelf):
    return read(shelf / "graphs" / "not-paid.yaml")


def broken(shelf, edit):
    content = graph(shelf)
    edit(content)
    (shelf / "graphs" / "not-paid.yaml").write_text(
        yaml.safe_dump(content, allow_unicode=True), encoding="utf-8"
    )
    found = faults(library.read(shelf), the_book())
    return " | ".join(one for one in found if "sends on to held" not in one)


def test_the_copied_flow_is_whole(shelf):
    assert broken(shelf, lambda _graph: None) == ""


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda g: g["questions"]["safe"]["answers"].update({"yes": "nowhere"}), "“yes” leads to nowhere"),
        (lambda g: g["questions"]["due"]["answers"].update({"day": "safe"}), "leads back to itself"),
        (
            lambda g: g["questions"]["country"]["answers"].update({"KZ": "elsewhere"}),
            "claim-kz: nobody gets there",
        ),
        (lambda g: g["questions"]["due"]["answers"].pop("unknown"), "a date has the answers day and unknown"),
        (lambda g: g["questions"]["safe"]["answers"].pop("unknown"), "nobody may say"),
        (lambda g: g.update(start="middle"), "starts at middle"),
        (lambda g: g["outcomes"]["claim-ru"]["rules"][0].update(rule="magic"), "asks magic"),
        (
            lambda g: g["outcomes"]["claim-ru"]["rules"][0]["facts"].update(start="birthday"),
            "is asked with birthday",
        ),
        (lambda g: g["outcomes"]["claim-ru"]["leans_on"].append("ru.magic"), "leans on ru.magic"),
        (lambda g: g["outcomes"]["elsewhere"].update(where="planet"), "looks for help by “planet”"),
        (lambda g: g["outcomes"]["elsewhere"].update(see=["magic"]), "sends on to magic"),
    ],
)
def test_the_check_finds_what_would_leave_a_person_standing(shelf, edit, says):
    assert says in broken(shelf, edit)


def test_the_check_finds_missing_words_and_empty_parts(shelf):
    (shelf / "words" / "not-paid" / "due.en.yaml").unlink()
    change(shelf / "words" / "not-paid" / "claim-ru.ru.yaml", never=[])

    found = broken(shelf, lambda _graph: None)

    assert "due: has no words in en" in found
    assert "claim-ru: says nothing under “never” in ru" in found


def test_a_flow_that_has_no_place_in_the_order_is_refused_by_name(shelf):
    (shelf / "order.yaml").write_text("- held\n", encoding="utf-8")

    with pytest.raises(library.BadContent, match="held, not-paid"):
        library.read(shelf)


def test_a_changed_original_puts_its_translation_out_of_date_until_it_is_pinned_anew(shelf):
    words = shelf / "words" / "not-paid"
    change(words / "due.ru.yaml", title="Когда вам обещали заплатить?")

    spoken = library.read(shelf).speak("not-paid", "due", "en")
    assert (spoken.state, spoken.original.title) == ("outdated", "Когда вам обещали заплатить?")
    behind = sorted(f"not-paid / due: {language}" for language in ("en", *OTHERS))
    assert sorted(out_of_date(library.read(shelf))) == behind

    guidance.pin("not-paid", "due", "en", shelf)
    assert library.read(shelf).speak("not-paid", "due", "en").state == "current"


def test_a_language_that_lacks_a_node_shows_the_russian_and_says_so(shelf):
    (shelf / "words" / "not-paid" / "due.ky.yaml").unlink()
    spoken = library.read(shelf).speak("not-paid", "due", "ky")

    assert spoken.state == "missing"
    assert spoken.words == library.read(shelf).words("not-paid", "due", "ru")


def test_a_signature_is_shown_only_while_the_translation_is_current(shelf):
    words = shelf / "words" / "not-paid"
    change(words / "due.en.yaml", reviewed_by="A speaker of the tests")
    assert library.read(shelf).speak("not-paid", "due", "en").reviewed_by == "A speaker of the tests"

    change(words / "due.ru.yaml", hint="Другая подсказка.")
    assert library.read(shelf).speak("not-paid", "due", "en").reviewed_by == ""
