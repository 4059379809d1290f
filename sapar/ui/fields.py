"""Form fields for dates as people know them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.ui.dates import PartialDate, Precision, month_number, read_day
from sapar.ui.widgets import DateParts

if TYPE_CHECKING:
    from collections.abc import Callable


def today() -> date:
    """Today in the zone in force."""
    return timezone.localdate()


class _Bounded:
    """Refuses a day before `earliest` or after `latest`; each is a date, a call that gives one, or None."""

    earliest: date | Callable[[], date] | None
    latest: date | Callable[[], date] | None
    error_messages: dict[str, Any]

    def within(self, first: date, last: date) -> None:
        """`first` and `last` are the span that what was typed can mean: the same day, or a whole year."""
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and last < earliest:
            raise ValidationError(self.error_messages["early"], code="early", params={"year": earliest.year})
        if latest and first > latest:
            raise ValidationError(self.error_messages["late"], code="late")


_SPAN_WORDS: dict[str, Any] = {
    "early": _("This is too long ago: the earliest year is %(year)s."),
    "late": _("This day has not come yet. Please check the year."),
    "no_such_day": _("There is no such day. Please check the day, the month and the year."),
}


class FlexibleDate(_Bounded, forms.Field):
    """Cleans to a `PartialDate`, or None when left empty. By default a birth date: from 1900 until today."""

    default_error_messages: ClassVar[dict[str, Any]] = _SPAN_WORDS | {
        "required": _("Write the year at least, or tick “Not known”."),
        "digits": _("Write the year in four digits, for example 1984."),
        "month": _("We do not know this month. Write its number, 1 to 12."),
        "half": _("Write the day and the month, or leave both empty when only the year is known."),
        "both": _("Either write the date or tick “Not known”, not both."),
        "about": _("To say “about”, write the year."),
    }
    widget = DateParts

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] | None = date(1900, 1, 1),
        latest: date | Callable[[], date] | None = today,
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate | None:
        if value in self.empty_values or isinstance(value, PartialDate):
            return value or None
        parts = list(value) + [None] * 5
        day, month, year = (str(part or "").strip() for part in parts[:3])
        about, unknown = bool(parts[3]), bool(parts[4])
        if unknown:
            if day or month or year:
                self._refuse("both")
            return PartialDate(Precision.UNKNOWN)
        if not (day or month or year):
            if about:
                self._refuse("about")
            return None
        return self._read(day, month, year, about=about)

    def _read(self, day: str, month: str, year: str, *, about: bool) -> PartialDate:
        if not (year.isdecimal() and len(year) == 4):
            self._refuse("digits")
        if bool(day) != bool(month):
            self._refuse("half")
        if not day:
            self.within(date(max(int(year), 1), 1, 1), date(max(int(year), 1), 12, 31))
            return PartialDate(Precision.ABOUT if about else Precision.YEAR, int(year))
        number = month_number(month)
        if number is None:
            self._refuse("month")
        try:
            exact = date(int(year), number or 0, int(day) if day.isdecimal() else 0)
        except ValueError:
            self._refuse("no_such_day")
        self.within(exact, exact)
        return PartialDate(Precision.ABOUT, exact.year) if about else PartialDate.of(exact)

    def _refuse(self, code: str) -> NoReturn:
        raise ValidationError(self.error_messages[code], code=code)


class DayField(_Bounded, forms.DateField):
    """One day, typed as people type it (21.03.2024, 2024-03-21, 21 марта 2024). With `parts` in three boxes."""

    default_error_messages: ClassVar[dict[str, Any]] = _SPAN_WORDS | {
        "invalid": _("We could not read this date. Write it like 21.03.2024."),
    }
    widget = forms.TextInput

    def __init__(
        self,
        *,
        parts: bool = False,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        if parts:
            kwargs.setdefault("widget", DateParts(doubt=False))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        if isinstance(widget, DateParts):
            return super().widget_attrs(widget)
        return super().widget_attrs(widget) | {"autocomplete": "off", "class": "short"}

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, list):
            value = ".".join(str(part or "").strip() for part in value).strip(".")
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            value = value.date()
        found = value if isinstance(value, date) else read_day(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        self.within(found, found)
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date) and not isinstance(self.widget, DateParts):
            return f"{value:%d.%m.%Y}"
        return value
