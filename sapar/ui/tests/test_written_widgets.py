"""A widget written without a template is the one that Django's template writes."""

from __future__ import annotations

import re

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.ui.forms import SaparRenderer
from sapar.ui.written_widgets import WRITTEN

TEXT = st.text(alphabet="aЖң'\"<>&` ", max_size=8)
ATTRS = st.dictionaries(
    st.sampled_from(["id", "class", "disabled", "rows", "data-x"]),
    TEXT | st.booleans() | st.integers(),
    max_size=4,
)
OPTION = st.fixed_dictionaries(
    {"name": TEXT, "value": TEXT | st.integers(), "label": TEXT, "attrs": ATTRS, "selected": st.booleans()}
).map(lambda one: {**one, "template_name": "django/forms/widgets/select_option.html"})
WIDGET = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["text", "radio", "checkbox", "hidden"]),
        "name": TEXT,
        "value": st.none() | TEXT | st.integers(),
        "attrs": ATTRS,
        "label": TEXT,
        "wrap_label": st.booleans(),
        "optgroups": st.lists(
            st.tuples(st.none() | TEXT, st.lists(OPTION, max_size=2), st.just(0)), max_size=2
        ),
    }
)


def tidied(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", markup)).strip()


@pytest.mark.parametrize("name", sorted(WRITTEN))
@settings(max_examples=30)
@given(widget=WIDGET)
def test_it_is_what_the_template_writes(name, widget):
    drawn = SaparRenderer().engine.get_template(name).render({"widget": widget})
    assert tidied(WRITTEN[name].render({"widget": widget})) == tidied(drawn)


def test_words_that_are_safe_already_are_not_escaped_twice():
    widget = {"name": "x", "type": "text", "value": "", "attrs": {}, "wrap_label": True}
    label = mark_safe("<b>1 &amp; 2</b>")
    assert label in WRITTEN["django/forms/widgets/radio_option.html"].render(
        {"widget": {**widget, "label": label}}
    )


def test_words_that_wait_for_the_language_are_said_in_it():
    widget = {"name": "x", "type": "text", "value": gettext_lazy("Name"), "attrs": {}}
    assert 'value="Name"' in WRITTEN["django/forms/widgets/input.html"].render({"widget": widget})
