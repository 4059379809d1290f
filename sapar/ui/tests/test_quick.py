"""A quickened template says what Django's own would say, to the letter and to the error."""

from __future__ import annotations

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.db import models
from django.template import Context, Engine, TemplateSyntaxError
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.ui import quick

BUILTINS = ["django.templatetags.i18n", "django.templatetags.static", "sapar.ui.templatetags.ui"]
ENGINE = Engine(builtins=BUILTINS)


class CaseState(models.TextChoices):
    OPEN = "open", gettext_lazy("Open")


KEY, OTHER = uuid.UUID(int=7), uuid.UUID(int=8)


class Thing:
    """Answers in every way that a template can ask."""

    name = "a < b"

    def greeting(self) -> str:
        return "hello & goodbye"

    def needs_more(self, more: str) -> str:
        return more

    def delete(self) -> str:
        raise AssertionError("a template must not change anything")

    delete.alters_data = True

    @property
    def broken(self) -> str:
        raise AttributeError("inside")

    def __iter__(self):
        return iter("ab")


class Both(dict):
    """Has a key and an attribute of one name: the key counts."""

    name = "attribute"


def values() -> dict[str, object]:
    return {
        "text": "<b> & 'quoted'",
        "safe": mark_safe("<b>bold</b>"),
        "lazy": gettext_lazy("Save"),
        "number": 1234567,
        "half": 0.5,
        "nothing": None,
        "empty": "",
        "day": dt.date(2026, 3, 21),
        "moment": dt.datetime(2026, 3, 21, 22, 30, tzinfo=dt.UTC),
        "key": KEY,
        "other": OTHER,
        "thing": Thing(),
        "both": Both(name="key"),
        "plain": SimpleNamespace(name="n", inner=SimpleNamespace(words="w<")),
        "rows": [{"name": "first"}, {"name": "second"}],
        "pairs": [("a", 1), ("b", 2)],
        "state": CaseState.OPEN,
        "states": CaseState,
        "call": lambda: "called",
    }


TEMPLATES = [
    *[f"{{{{ {path} }}}}" for path in (
        "text", "safe", "lazy", "number", "half", "nothing", "empty", "day", "moment", "key", "missing", "missing.name",
        "thing.name", "thing.greeting", "thing.needs_more", "thing.delete", "thing.missing", "both.name", "both.items",
        "plain.inner.words", "plain.inner.nothing", "rows.0.name", "rows.7.name", "rows.1", "state", "state.label", "states.OPEN",
        "call", "text.upper", "key.hex", "autoescape", "5", "'words'", '_("Save")', "nothing.name", "number.real", "day.year",
    )],
    "{{ text|truncatechars:4 }} {{ safe|truncatechars:4 }} {{ missing|default:text }} {{ nothing|default_if_none:'—' }}",
    "{{ text|linebreaksbr }} {{ safe|linebreaksbr }} {{ moment|date:'H:i' }} {{ missing|length }} {{ text|upper|lower }}",
    "{% autoescape off %}{{ text }} {{ safe }} {{ lazy }}{% endautoescape %}",
    "{% if missing %}a{% elif thing.name == 'a < b' and not nothing %}b{% endif %}{% if missing is None %}c{% endif %}",
    "{% for one in rows %}{{ forloop.counter }}{{ one.name }}{% if not forloop.last %}, {% endif %}{% endfor %}{{ one }}",
    "{% for letter, count in pairs %}{{ letter }}{{ count }}{% empty %}none{% endfor %}{% for x in missing %}{% empty %}-{% endfor %}",
    "{% with text=plain.name %}{{ text }}{% endwith %}{{ text }}",
    "{% url 'cases:case' key %} {% url 'cases:list' %} {% url 'cases:move_task' key other 'finish' %}",
    "{% url 'public:find' %} {% url 'ask:ask' as at %}{{ at }}",
    "{% url 'cases:change_person' key other %} {% url 'cases:case' text as none %}[{{ none }}]{% url 'cases:case' key as at %}{{ at }}",
    "{% translate 'Save' %} {% translate 'Save' as word %}{{ word }} {% translate lazy %} {% translate '50 %% <b>' %}",
    "{% blocktranslate with name=text %}{{ name }} has it{% endblocktranslate %}",
    "{% icon 'lock' %}{% icon 'lock' 'Locked' %}{% icon name %}{% date day %}{% state state 'Open' %}",
    "{% date moment with_time=True as shown %}{{ shown }}{% tag text %}",
]  # fmt: skip


def said(kind: type, source: str, context: dict[str, object]) -> str:
    try:
        return kind(source, engine=ENGINE).render(Context(context))
    except Exception as refused:  # whatever Django raises has to be raised
        return f"{type(refused).__name__}: {refused}"


@pytest.mark.parametrize("source", TEMPLATES)
@pytest.mark.parametrize("language", ["ru", "en", "ky"])
def test_it_says_what_django_says(source, language):
    context = values() | {"name": "lock"}
    with translation.override(language):
        expected = said(quick.Template, source, dict(context))
        # Twice: what is found once has to be right the second time.
        template = quick.QuickTemplate(source, engine=ENGINE)
        for _time in range(2):
            assert _rendered(template, context) == expected


NAMES = st.sampled_from(
    ["text", "empty", "nothing", "number", "half", "missing", "missing.name", "thing.name", "thing.missing", "thing.broken",
     "thing.delete", "thing.needs_more", "both.name", "plain.inner.words", "rows.1", "rows", "call", "states.OPEN", "state",
     "5", "'a'", "text|upper", "missing|default:number", "rows|length", "True", "None"]
)  # fmt: skip
BETWEEN = st.sampled_from(
    ["and", "or", "in", "not in", "is", "is not", "==", "!=", ">", ">=", "<", "<=", "and not", "or not"]
)


@st.composite
def conditions(draw):
    words = draw(st.sampled_from([[], ["not"]])) + [draw(NAMES)]
    for _more in range(draw(st.integers(0, 3))):
        words += [draw(BETWEEN), draw(NAMES)]
    return " ".join(words)


@settings(max_examples=300)
@given(conditions(), conditions())
def test_a_condition_holds_where_it_holds_for_django(first, second):
    source = f"{{% if {first} %}}1{{% elif {second} %}}2{{% else %}}3{{% endif %}}{{% if {second} %}}4{{% endif %}}"
    assert said(quick.QuickTemplate, source, values()) == said(quick.Template, source, values())


def _rendered(template, context) -> str:
    try:
        return template.render(Context(dict(context)))
    except Exception as refused:  # whatever Django raises has to be raised
        return f"{type(refused).__name__}: {refused}"


@settings(max_examples=60, deadline=None)
@given(st.text(), st.booleans())
def test_whatever_was_typed_is_escaped_alike(text, escapes):
    source = "{{ text }}|{{ one.text }}|{{ text|truncatechars:5 }}"
    context = {"text": text, "one": SimpleNamespace(text=text)}
    quickened, plain = (
        kind(source, engine=ENGINE).render(Context(context, autoescape=escapes))
        for kind in (quick.QuickTemplate, quick.Template)
    )
    assert quickened == plain


def test_words_follow_the_reader_and_not_whoever_read_them_first():
    template = quick.QuickTemplate("{% translate 'Save' %}", engine=ENGINE)
    with translation.override("ru"):
        russian = template.render(Context())
    with translation.override("en"):
        assert template.render(Context()) == "Save" != russian


def test_an_address_that_leads_nowhere_is_an_error():
    template = quick.QuickTemplate("{% url 'cases:nowhere' key %}", engine=ENGINE)
    with pytest.raises(NoReverseMatch):
        template.render(Context({"key": KEY}))


def test_a_template_that_makes_no_sense_is_refused_where_it_is_read():
    with pytest.raises(TemplateSyntaxError):
        quick.QuickTemplate("{% if %}", engine=ENGINE)


def test_pages_and_forms_are_read_by_the_quick_parser():
    from django.template.loader import get_template

    from sapar.ui.forms import SaparRenderer

    read = (get_template("ui/staff.html"), SaparRenderer().get_template("ui/components/field.html"))
    assert [type(one.template) for one in read] == [quick.QuickTemplate] * 2
