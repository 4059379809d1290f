"""What columns and words mean: said once by a person, remembered for the organisation's next sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.sheets import layout, marks
from sapar.sheets.actions.held import hold, move
from sapar.sheets.codes import DateOrder, RowsAre
from sapar.sheets.fields import BY_KEY, CODED
from sapar.sheets.models import Batch, ColumnMap, Row, ValueMap
from sapar.sheets.reading import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

MAPPED = audit.name("sheet.columns-named", _("Columns of a sheet named"))
WORDS_NAMED = audit.name("sheet.words-named", _("Words of a sheet explained"))

_NEEDED = ("date", "topic")


@dataclass(frozen=True)
class Said:
    """`columns`: field keys, one a column, "" for one that is left out."""

    columns: list[str]
    rows_are: str = RowsAre.CONTACTS
    date_order: str = DateOrder.NOT_ASKED
    home_country: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def name_columns(actor: StaffActor, batch: Batch, said: Said) -> Batch:
    """Say what the columns are, and remember it. Raises `Invalid`; with it a checked sheet has to be checked anew."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    move(held, "map")
    _check(held, said)
    held.columns, held.rows_are, held.date_order = said.columns, said.rows_are, said.date_order
    held.home_country, held.answers, held.columns_named = said.home_country, dict(said.answers), True
    held.save()
    remembered = {
        "columns": held.columns, "rows_are": held.rows_are, "date_order": held.date_order,
        "home_country": held.home_country, "answers": held.answers, "said_at": timezone.now(),
    }  # fmt: skip
    mark = marks.of_headings(actor.org_id, held.headings)
    ColumnMap.objects.update_or_create(org_id=actor.org_id, mark=mark, defaults=remembered)
    audit.record(actor, MAPPED, subject_kind="sheet", subject_id=held.pk)
    return held


def _check(batch: Batch, said: Said) -> None:
    named = [key for key in said.columns if key]
    for key in _NEEDED:
        if key not in named:
            label = str(BY_KEY[key].label)
            raise Invalid(
                {
                    "": __("Say which column is “%(field)s”: no row can be loaded without it.")
                    % {"field": label}
                }
            )
    for key in named:
        if key not in BY_KEY or len(said.columns) != len(batch.headings):
            raise Invalid({"": __("Please choose from the list.")})
        if named.count(key) > 1:
            label = str(BY_KEY[key].label)
            raise Invalid({"": __("Two columns are “%(field)s”. Choose one of them.") % {"field": label}})
    _check_rules(said)


def _check_rules(said: Said) -> None:
    for key, code in said.answers.items():
        if key not in CODED or (code and code not in terms.codes(key)):
            raise Invalid({key: __("Please choose from the list.")})
    known = (said.rows_are in RowsAre.values, said.date_order in DateOrder.values)
    if not all(known) or said.home_country not in {"", *lists.country_codes()}:
        raise Invalid({"": __("Please choose from the list.")})


def move_headings(actor: StaffActor, batch: Batch, row_number: int) -> Batch:
    """Another row holds the headings than we thought. Raises `Invalid`."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    move(held, "map")
    if not 1 <= row_number < held.total:
        raise Invalid({"heading_row": __("There is no such row, or nothing below it.")})
    above = Row.objects.filter(org_id=actor.org_id, batch=held, number__lte=row_number).select_related(
        "data_key"
    )
    rows: list[list[Any]] = [row.cells for row in above.order_by("number")]
    found = layout.headings(rows, row_number - 1)
    held.heading_row, held.headings, held.columns = row_number, found, layout.guessed_columns(found)
    held.columns_named = False
    held.save()
    return held


def name_words(actor: StaffActor, batch: Batch, meant: Mapping[tuple[str, str], str]) -> None:
    """What words mean: {(field, word): code}, "" for nothing at all. Remembered for every sheet. Raises `Invalid`."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    move(held, "map")
    held.save(update_fields=["state", "moved_at"])
    for (key, word), code in meant.items():
        if key not in CODED or (code and code not in terms.codes(key)):
            raise Invalid({"": __("Please choose from the list.")})
        mark = marks.mark(actor.org_id, key, terms.key_of(word))
        ValueMap.objects.update_or_create(
            org_id=actor.org_id, field=key, mark=mark, defaults={"code": code, "said_at": timezone.now()}
        )
    audit.record(actor, WORDS_NAMED, subject_kind="sheet", subject_id=held.pk, details={"words": len(meant)})
