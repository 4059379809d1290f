"""What people type: in any script and any form, kept when refused, clean when accepted."""

import contextlib
import re
import uuid
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sapar.ui.dates import PartialDate, Precision, one_point, read_day
from sapar.ui.fields import DayField, FlexibleDate
from sapar.ui.forms import OnceMixin, SaparForm, problems_into
from sapar.ui.phones import PhoneField, read_number, spoken
from sapar.ui.texts import tidy
from sapar.ui.widgets import ChoiceCards


class Sample(OnceMixin, SaparForm):
    name = forms.CharField(max_length=5)
    tags = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    phone = PhoneField(required=False)
    born = FlexibleDate(required=False)
    sort = forms.ChoiceField(choices=[("x", "X")], widget=ChoiceCards(hints={"x": "first"}), required=False)


def test_texts_lose_nul_and_controls_and_become_nfc():
    assert tidy("a\x00b\x1bc\u202ed") == "abcd"
    assert tidy("и\u0306") == "й"
    assert tidy("O’Brien\n\tЫрысбек 👩‍👧") == "O’Brien\n\tЫрысбек 👩‍👧"


@given(st.text())
def test_tidy_text_can_always_be_stored(typed):
    clean = tidy(typed)
    clean.encode()
    assert "\x00" not in clean
    assert tidy(clean) == clean


def test_what_one_form_changes_in_its_fields_no_other_form_has():
    untouched = str(Sample(initial={"once": "1"}))
    changed = Sample()
    for field in changed.fields.values():
        field.widget.attrs["class"] = "changed"
        field.error_messages["required"] = "changed"
        field.validators.append(print)
        field.required, field.label = True, "changed"
    changed.fields["sort"].choices = [("y", "Y")]
    changed.fields["tags"].widget.choices = [("z", "Z")]
    changed.fields["born"].widget.widgets[0].attrs["class"] = "changed"
    assert "changed" in str(changed)
    assert str(Sample(initial={"once": "1"})) == untouched
    assert Sample().fields["sort"].choices == [("x", "X")]
    with translation.override("en"):
        assert Sample({"name": "", "tags": ["a"]}).errors == {"name": ["Please fill this in."]}


def test_form_tidies_before_it_reads():
    form = Sample(QueryDict("name=a%00b&tags=a&tags=b"))
    assert form.is_valid()
    assert form.cleaned_data["name"] == "ab"
    assert form.cleaned_data["tags"] == ["a", "b"]


def test_too_long_is_refused_with_a_count_and_not_cut_by_the_browser():
    form = Sample({"name": "Султанмахмут"})
    with translation.override("en"):
        assert form.errors["name"] == ["Please shorten this to 5 letters; it has 12."]
    assert "maxlength" not in str(form["name"])


def test_once_is_new_for_each_showing_and_kept_when_sent_back():
    shown = Sample()
    token = shown["once"].value()
    assert Sample()["once"].value() != token
    sent = Sample({"name": "a", "once": str(token)})
    assert sent.is_valid()
    assert sent.cleaned_data["once"] == token
    assert str(token) in str(Sample({"name": "", "once": str(token)})["once"])


@pytest.mark.parametrize("token", ["", "x", "' or 1=1"])
def test_a_broken_once_becomes_a_new_one(token):
    form = Sample({"name": "a", "once": token})
    assert form.is_valid()
    assert isinstance(form.cleaned_data["once"], uuid.UUID)


def test_problems_of_the_domain_stand_beside_their_fields():
    form = Sample({"name": "a"})
    assert form.is_valid()
    problems_into(form, {"phone": "Taken", "elsewhere": "Not now"})
    assert form.errors["phone"] == ["Taken"]
    assert form.non_field_errors() == ["Not now"]
    assert [message for _anchor, message in form.error_links()] == ["Not now", "Phone: Taken"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0555 123 456", "+996555123456"),
        ("+996 (555) 12-34-56", "+996555123456"),
        ("00996555123456", "+996555123456"),
        ("996555123456", "+996555123456"),
        ("8 912 345-67-89", "+79123456789"),
        ("8 (701) 234 56 78", "+77012345678"),
        ("٠٥٥٥١٢٣٤٥٦", "+996555123456"),
    ],
)
def test_phone_is_read_in_any_form(typed, stored):
    assert PhoneField().clean(typed) == stored


@pytest.mark.parametrize("typed", ["1", "десять", "0" * 500, "+", "++7", "12345", "+7912", "<script>"])
def test_phone_that_cannot_be_one_is_refused(typed):
    with pytest.raises(ValidationError):
        PhoneField().clean(typed)


def test_short_service_number_only_where_asked():
    assert PhoneField(short=True).clean("1 433") == "1433"
    with pytest.raises(ValidationError):
        PhoneField().clean("1433")


def test_hint_decides_between_countries():
    assert read_number("901234567", ("UZ",)) == "+998901234567"
    assert spoken("+996555123456") == "+996 555 123 456"
    assert spoken("112") == "112"


@given(st.text(max_size=80))
def test_no_text_breaks_the_phone_field(typed):
    with contextlib.suppress(ValidationError):
        stored = PhoneField(required=False).clean(typed)
        assert stored == "" or re.fullmatch(r"\+[0-9]{4,17}", stored)


def flexible(day="", month="", year="", *, about=False, unknown=False, **kwargs):
    return FlexibleDate(required=False, **kwargs).clean([day, month, year, about, unknown])


def test_date_is_as_exact_as_it_was_typed():
    assert flexible("31", "1", "1984") == PartialDate(Precision.EXACT, 1984, 1, 31)
    assert flexible(year="1984") == PartialDate(Precision.YEAR, 1984)
    assert flexible(year="1984", about=True) == PartialDate(Precision.ABOUT, 1984)
    assert flexible(unknown=True) == PartialDate(Precision.UNKNOWN)
    assert flexible() is None


def test_month_may_be_a_word_in_the_readers_language():
    with translation.override("ru"):
        assert flexible("3", "мая", "1984").exact == date(1984, 5, 3)
        assert flexible("3", "Май", "1984").exact == date(1984, 5, 3)
    with translation.override("uz"):
        assert flexible("3", "iyul", "1984").exact == date(1984, 7, 3)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("31", "2", "1984"), "no_such_day"),
        (("1", "13", "1984"), "month"),
        (("1", "1", "84"), "digits"),
        (("1", "1", ""), "digits"),
        (("1", "", "1984"), "half"),
        (("", "5", "1984"), "half"),
        (("1", "1", "1784"), "early"),
        (("1", "1", "9999"), "late"),
        (("", "", "0000"), "early"),
        (("²", "1", "1984"), "no_such_day"),
    ],
)
def test_impossible_dates_are_named(parts, code):
    with pytest.raises(ValidationError) as refused:
        flexible(*parts)
    assert refused.value.code == code


def test_not_known_and_a_date_cannot_both_be():
    with pytest.raises(ValidationError) as refused:
        flexible(year="1984", unknown=True)
    assert refused.value.code == "both"


def test_partial_date_survives_storage():
    for value in (flexible("31", "1", "1984"), flexible(year="1984", about=True), flexible(unknown=True)):
        assert PartialDate.from_json(value.as_json()) == value
    assert PartialDate.from_json(None) is None


@given(st.lists(st.text(max_size=6), min_size=3, max_size=3), st.booleans(), st.booleans())
def test_no_text_breaks_the_date_field(parts, about, unknown):
    with contextlib.suppress(ValidationError):
        flexible(*parts, about=about, unknown=unknown)


@pytest.mark.parametrize(
    "typed", ["21.03.2024", "21/3/2024", "2024-03-21", "21 марта 2024 г.", "21-марта-2024", "21 March 2024"]
)
def test_day_is_read_as_people_write_it(typed):
    with translation.override("ru"):
        assert read_day(typed) == date(2024, 3, 21)


@pytest.mark.parametrize("typed", ["30.02.2024", "завтра", "21.03.24", "", "2024", "1.1.0000"])
def test_no_day_is_no_day(typed):
    assert read_day(typed) is None


def test_day_in_parts_and_in_one_box_clean_alike():
    assert (
        DayField(parts=True).clean(["21", "3", "2024"]) == DayField().clean("21.03.2024") == date(2024, 3, 21)
    )


def test_day_before_the_earliest_is_refused():
    with pytest.raises(ValidationError) as refused:
        DayField(earliest=date(2024, 1, 1)).clean("31.12.2023")
    assert refused.value.code == "early"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Было: 26 января 2027 г..", "Было: 26 января 2027 г."),
        ("Было: <time>26 января 2027 г.</time>.", "Было: <time>26 января 2027 г.</time>"),
        ("Wait…", "Wait…"),
        ("Wait...", "Wait..."),
        ("On March 5.", "On March 5."),
    ],
)
def test_a_sentence_that_ends_with_a_date_has_one_point(sentence, told):
    assert one_point(sentence) == told
