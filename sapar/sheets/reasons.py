"""Why a row is refused or warned about: what is wrong, and what to do. Said beside the row, the column and what was read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Reason:
    why: StrPromise
    what_to_do: StrPromise
    rejects: bool = True


_AS_NUMBERS = _("Write it like 12.03.2026.")
_MEND = _("Mend it in the sheet.")
REASONS = {
    "no-date": Reason(_("There is no date."), _AS_NUMBERS),
    "date-unclear": Reason(_("There is no such day, or we could not read it."), _AS_NUMBERS),
    "date-no-year": Reason(_("The year is missing."), _AS_NUMBERS),
    "date-year-only": Reason(_("Only the year is there."), _AS_NUMBERS),
    "date-ambiguous": Reason(
        _("This can be two different days."),
        _("Say on the page of columns whether the day or the month comes first, or write it like 12.03.2026."),
    ),
    "date-future": Reason(_("This day has not come yet."), _("Check the year.")),
    "date-too-old": Reason(_("This is before the year 1990."), _("Check the year.")),
    "time-unclear": Reason(_("We could not read this time."), _("Write it like 14:30.")),
    "no-topic": Reason(_("There is no problem."), _("Write at least one, or “other”.")),
    "no-channel": Reason(
        _("There is no channel."), _("Fill it in, or say on the page of columns what an empty one means.")
    ),
    "no-outcome": Reason(
        _("There is no outcome."), _("Fill it in, or say on the page of columns what an empty one means.")
    ),
    "value-unknown": Reason(
        _("We do not know this word."), _("Say on the page of words what it means, or mend it in the sheet.")
    ),
    "phone-cut": Reason(
        _("The spreadsheet program has cut the last digits of this number."),
        _("Take the number from the source and type it as text."),
    ),
    "phone-unclear": Reason(_("This is not a phone number."), _MEND),
    "birth-unclear": Reason(_("We could not read when they were born."), _("Write a date like 12.03.1990, or a year.")),
    "birth-future": Reason(_("Nobody is born in the future."), _("Check the year.")),
    "age-unclear": Reason(_("This is not an age."), _("Write full years, like 34.")),
    "formula-broken": Reason(_("A formula stands here and its result is an error."), _("Type the value itself.")),
    "too-long": Reason(_("The text is too long."), _("Shorten it.")),
    "not-taken": Reason(_("The rules refused this row when it was written."), _MEND),
    "known-id": Reason(
        _("This talk is in Sapar already."), _("Nothing needs to be done; change it in Sapar if it is wrong.")
    ),
    "date-serial": Reason(_("A number was read as Excel's count of days."), _("Check that the day is right."), rejects=False),
    "phone-as-written": Reason(
        _("This could not be read as a phone number: it is kept as it is written and cannot be found by."),
        _("Write the country's code, like +996 555 123 456."), rejects=False,
    ),
    "several-phones": Reason(
        _("Several numbers in one cell: the first is the talk's, the others are kept with the words or the person."),
        _("Check that the first is the right one."), rejects=False,
    ),
    "several-topics": Reason(
        _("Several problems in a talk without a case: the first counts, the others are kept with the words."),
        _("Put the most important one first."), rejects=False,
    ),
    "same-phone": Reason(
        _("The same phone as in another row, but somebody else: they stay two people."),
        _("If it is one person, give both rows the same number of the person."), rejects=False,
    ),
    "differs": Reason(
        _("This row says otherwise of the same person than the row above: what stands there is kept."),
        _("Mend one of the two, or give them different numbers of the person."), rejects=False,
    ),
    "looks-like": Reason(
        _("Looks the same as another row, but nothing tells whether it is the same talk: it is loaded."),
        _("Take one of them out if it is."), rejects=False,
    ),
}  # fmt: skip

# Rows that are left out, and why. Nobody has to mend them.
LEFT_OUT = {
    "empty": _("Empty row"),
    "total": _("A row of totals"),
    "heading": _("The headings again"),
    "twice": _("The same row stands higher up in this sheet"),
    "loaded-before": _("The same row was loaded before"),
}


@dataclass(frozen=True)
class Finding:
    """`column` is the heading, `read` what stood there, `other` the number of another row it is about."""

    code: str
    column: str = ""
    read: str = ""
    other: int = 0

    @property
    def rejects(self) -> bool:
        return REASONS[self.code].rejects

    @property
    def why(self) -> StrPromise:
        return REASONS[self.code].why

    @property
    def what_to_do(self) -> StrPromise:
        return REASONS[self.code].what_to_do

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def opened(cls, stored: list[dict[str, Any]] | None) -> list[Finding]:
        return [cls(**one) for one in stored or ()]
