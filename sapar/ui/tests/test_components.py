"""Every component renders, is named for a screen reader and lets nothing a person typed become markup."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from sapar.ui import dates, icons, samples, states, words

HOSTILE = "<script>alert('x')</script>\" onload=\"x"
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
NOON = datetime(2024, 3, 21, 6, 5, tzinfo=UTC)


def made(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{% button h kind='main' name='a' value=h key=h %}",
        "{% button h url=h %}",
        "{% notice 'danger' title=h %}{{ h }}{% endnotice %}",
        "{% card title=h url=h id='c' %}{{ h }}{% endcard %}",
        "{% state 'open' h %}",
        "{% tag h %}",
        "{% empty title=h text=h url=h label=h %}",
        "{% timeline label=h %}{% entry h who=h %}{{ h }}{% endentry %}{% endtimeline %}",
        "{% facts pairs %}",
        "{% steps labels current=2 %}",
        "{% progress h 1 2 %}",
        "{% table labels rows caption=h %}",
        "{% filter_line parts label=h tail=h change_url=h %}",
        "{% tabs parts label=h %}",
        "{% band h restricted=True %}{{ h }}{% endband %}",
        "{% key h %}",
        "{% phone h %}",
        "{% address h url=h %}",
        "{% icon 'phone' h %}",
        "{% date h %}",
        "{{ h|spoken }}",
    ],
)
def test_hostile_words_stay_words(source):
    parts = [{"label": HOSTILE, "url": HOSTILE, "count": HOSTILE, "current": True}]
    page = made(
        source, h=HOSTILE, pairs=[(HOSTILE, HOSTILE)], labels=[HOSTILE], rows=[[HOSTILE]], parts=parts
    )
    assert "<script" not in page
    assert '" onload' not in page
    assert "&lt;script&gt;" in page or "{% date h %}" in source


def test_form_fields_carry_label_hint_and_error():
    wrong = samples.everything()["wrong"]
    page = made("{% error_summary form %}{{ form }}", form=wrong)
    assert '<label for="id_b-name">' in page
    assert 'aria-describedby="id_b-name_helptext id_b-name_error"' in page
    assert 'id="id_b-name_error"' in page
    assert re.search(r'<fieldset[^>]+aria-describedby="id_b-born_helptext id_b-born_error"', page)
    assert 'role="alert"' in page
    assert 'tabindex="-1"' in page


def test_every_link_of_the_summary_leads_to_a_box():
    wrong = samples.everything()["wrong"]
    page = made("{% error_summary form %}{{ form }}", form=wrong)
    anchors = re.findall(r'<a href="#([^"]+)"', page)
    assert anchors
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_what_was_typed_stands_in_the_box_again():
    page = made("{{ form }}", form=samples.everything()["wrong"])
    assert 'value="завтра"' in page
    assert 'value="десять"' in page
    assert 'value="31"' in page


def test_summary_is_absent_without_errors():
    assert "alert" not in made("{% error_summary form %}", form=samples.FieldSample())


def test_a_state_is_a_word_and_a_shape():
    page = made("{% state 'declined' 'отказано' %}")
    assert "отказано" in page
    assert "<svg" in page


def test_every_known_state_has_a_drawn_shape():
    assert {shape for _tone, shape in states.LOOKS.values()} <= icons.DRAWINGS.keys()


def test_icon_without_a_word_is_silent_and_with_one_speaks():
    assert 'aria-hidden="true"' in made("{% icon 'lock' %}")
    assert 'role="img" aria-label="Locked"' in made("{% icon 'lock' 'Locked' %}")


def test_restricted_band_says_so_in_words():
    assert "restricted" in made("{% band 'x' %}{% endband %}{% band 'x' restricted=True %}{% endband %}")


def test_pagination_keeps_the_other_parts_of_the_address(rf):
    page = Paginator(range(50), 10).page(2)
    shown = made("{% pagination page %}", page=page, request=rf.get("/?state=open&page=2"))
    assert "?state=open&amp;page=3" in shown
    assert "?state=open&amp;page=1" in shown


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "21 марта 2024"), ("ky", "21-март"), ("en", "March 21, 2024"), ("uz", "mart")],
)
def test_dates_are_written_in_the_readers_language(language, expected):
    with translation.override(language):
        assert expected in made("{% date day %}", day=date(2024, 3, 21))


def test_a_moment_is_told_in_the_named_zone():
    assert "12:05" in made("{% date noon with_time=True zone='Asia/Bishkek' %}", noon=NOON)


def test_a_date_known_by_year_is_written_so():
    about = dates.PartialDate(dates.Precision.ABOUT, 1984)
    with translation.override("en"):
        assert made("{% date day %}", day=about) == "about 1984"


def test_a_date_from_a_sealed_field_is_written_too():
    with translation.override("en"):
        assert made("{% date day %}", day="2024-03-21") == "March 21, 2024"
        assert made("{% date day %}", day={"precision": "about", "year": 1984}) == "about 1984"
        assert made("{% date day %}", day=None) == ""


@pytest.mark.parametrize("kind", list(words.ERRORS))
def test_every_error_page_says_what_happened_what_was_kept_and_what_to_do(kind):
    page = render_to_string("ui/error.html", {"kind": kind})
    said = words.ERRORS[kind]
    for sentence in (said.title, said.happened, said.kept, said.next):
        assert made("{{ s }}", s=sentence) in page


def test_retry_page_carries_every_typed_field_again():
    page = render_to_string(
        "ui/retry.html", {"kept": [("story", HOSTILE), ("tag", "a"), ("tag", "b")], "action": "/x/"}
    )
    assert page.count('type="hidden"') == 3
    assert "<script" not in page
    assert 'action="/x/"' in page


PLAIN = {
    "languages": [("ru", "Русский", "/ru/", True)],
    "demo": True,
    "lock_url": "/lock/",
    "sign_out_url": "/out/",
}


@pytest.mark.parametrize(
    "skeleton", ["ui/public.html", "ui/staff.html", "ui/form_page.html", "ui/retry.html"]
)
def test_skeletons_have_one_main_a_skip_link_and_a_language(skeleton):
    page = render_to_string(skeleton, PLAIN | {"form": samples.FieldSample(), "title": "x"})
    assert page.count("<main") == 1
    assert '<a class="skip" href="#main">' in page
    assert re.search(r'<html lang="[a-z]{2}" dir="ltr"', page)


def test_public_page_lets_the_visitor_leave_and_says_nothing_in_its_title():
    page = render_to_string("ui/public.html", PLAIN | {"exit_url": "https://weather.example/"})
    assert '<a class="btn" href="https://weather.example/" rel="noreferrer noopener">' in page
    assert "<title>Sapar</title>" in page
    assert "<script" not in page


def test_staff_page_always_shows_the_lock():
    page = render_to_string("ui/staff.html", PLAIN)
    assert re.search(r'<form class="last" method="post" action="/lock/">', page)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_have_no_inline_style_or_script(template):
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
