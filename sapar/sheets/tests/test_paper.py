"""The paper form: one page, every letter of every language, nothing that tells whose it is."""

from __future__ import annotations

import json

import pytest
import typst
from django.conf import settings
from django.utils import translation

from sapar.directory.taxonomy import Problem
from sapar.sheets import paper

LETTERS = {
    "ky": "ӨөҮүҢң", "kk": "ӘәҒғҚқҢңӨөҰұҮүҺһІі", "tg": "ҒғӢӣҚқӮӯҲҳҶҷ", "uz": "‘’ʻ", "tk": "ÄäŽžŇňÖöŞşÜüÝýÇç", "ro": "ĂăÂâÎîȘșȚț",
    "ru": "Ёё", "en": "Aa",
}  # fmt: skip


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_form_is_one_page(language):
    with translation.override(language):
        inputs = {"form": json.dumps(paper._words(language) | {"serials": ["00012"]})}
    pages = typst.compile(paper._SOURCE, sys_inputs=inputs, ignore_system_fonts=True, format="svg")
    assert not isinstance(pages, list) or len(pages) == 1


@pytest.mark.parametrize("language", LETTERS)
def test_every_letter_of_the_language_has_a_shape(language):
    """Letters without a glyph are what typst warns of; here a warning is an error."""
    source = b'#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"), fallback: false)\n#sys.inputs.letters'
    _made, warnings = typst.compile_with_warnings(
        source, sys_inputs={"letters": LETTERS[language]}, ignore_system_fonts=True
    )
    assert [str(one) for one in warnings] == []
    blank, _none = typst.compile_with_warnings(source, sys_inputs={"letters": ""}, ignore_system_fonts=True)
    assert len(_made) > len(blank)


def test_every_problem_stands_on_the_form_with_its_code():
    with translation.override("ky"):
        columns = paper._words("ky")["topics"]
    assert {code for column in columns for _name, pairs in column for code, _words in pairs} == set(
        Problem.values
    )


def test_a_stack_has_a_page_for_each_number():
    assert len(paper.pdf("ru", range(1, 4))) > len(paper.pdf("ru"))


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_form_does_not_say_whose_it_is(language):
    with translation.override(language):
        told = json.dumps(paper._words(language), ensure_ascii=False).casefold()
    assert "sapar" not in told
    assert "сапар" not in told
