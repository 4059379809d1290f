"""A week of opening hours: a line for each day, as people write hours on a door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapar.directory import opening
from sapar.directory.offer_words import weekday_names
from sapar.directory.slots import slot_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.directory.models import Hours

DAYS = tuple(f"day_{number}" for number in range(7))


class WeekField(forms.CharField):
    """One day's hours, cleaned to the text that `opening.read_day` reads."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"class": "short", "autocomplete": "off"}
        super().__init__(required=False, max_length=60, widget=forms.TextInput(attributes), **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            opening.read_day(text)
        except opening.Unreadable:
            raise ValidationError(
                _(
                    "We could not read these hours. Write them like 9:00–13:00, 14:00–18:00; 24 for day and night."
                )
            ) from None
        return text


def add_week(form: forms.BaseForm) -> None:
    """Seven fields at the end of the form, each named by its day."""
    for (number, name), field in zip(weekday_names(), DAYS, strict=True):
        form.fields[field] = WeekField(label=name.capitalize())
        if number == 0:
            form.fields[field].help_text = _(
                "Like 9:00–13:00, 14:00–18:00. 24 is day and night, empty is closed. All empty: not known."
            )


def week_initial(rows: Iterable[Hours]) -> dict[str, str]:
    """What the seven lines show of the hours that are there."""
    slots = [slot_of(row) for row in rows]
    return {field: opening.write_day(slots, number) for number, field in enumerate(DAYS)}


def week_rows(cleaned: dict[str, Any], present: Iterable[Hours]) -> list[dict[str, Any]]:
    """Rows for the verb: the week as typed, and those that the seven lines do not show, as they are."""
    rows: list[dict[str, Any]] = []
    by_span: dict[tuple[Any, Any], Any] = {}
    for row in present:
        slot = slot_of(row)
        if slot.is_weekly:
            by_span.setdefault((row.opens, row.closes), row.pk)
        else:
            rows.append({"id": row.pk})
    week = opening.Week(tuple(cleaned.get(field, "") for field in DAYS))
    for slot in week.slots():
        key = by_span.pop((slot.opens, slot.closes), None)
        rows.append(
            {"id": key, "weekdays": sorted(slot.weekdays), "opens": slot.opens, "closes": slot.closes}
        )
    return rows
