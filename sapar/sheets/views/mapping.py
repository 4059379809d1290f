"""Pages on which a person says what columns and words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, form_page, sent
from sapar.sheets import actions, dry_run, queries
from sapar.sheets.forms import ColumnsForm, HeadingForm, WordsForm
from sapar.sheets.reading.texts import clean, is_empty, shown
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.sheets.models import Batch

_SAMPLES, _LOOKED_AT, _SAMPLE_LETTERS = 3, 40, 30
_WORDS_A_PAGE = 100


@show_or_send
@staff("sheet.load")
def columns(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """What each column is. Said once: the next sheet with these headings is understood at once."""
    batch = queries.batch(request.actor, batch_id)
    form = ColumnsForm(sent(request), batch=batch, samples=_samples(request, batch))
    return form_page(
        request,
        form,
        lambda _typed: actions.name_columns(request.actor, batch, form.said()),
        done=_("The columns are remembered."),
        to=lambda _made: _after_columns(request, batch),
        template="sheets/columns.html",
        batch=batch,
        heading_form=HeadingForm(initial={"heading_row": batch.heading_row}),
    )


def _after_columns(request: StaffRequest, batch: Batch) -> str:
    from django.urls import reverse

    fresh = queries.batch(request.actor, batch.pk)
    unknown = dry_run.unknown_words(request.actor, fresh)
    return reverse("sheets:words" if unknown else "sheets:batch", args=[batch.pk])


def _samples(request: StaffRequest, batch: Batch) -> list[list[str]]:
    """Some of what stands in each column, each value once."""
    below = queries.rows(request.actor, batch).filter(number__gt=batch.heading_row)[:_LOOKED_AT]
    found: list[list[str]] = [[] for _heading in batch.headings]
    for row in below:
        for index, cell in enumerate(row.cells[: len(found)]):
            text = " ".join(clean(shown(cell)).split())[:_SAMPLE_LETTERS]
            if not is_empty(cell) and text not in found[index] and len(found[index]) < _SAMPLES:
                found[index].append(text)
    return found


@show_or_send
@staff("sheet.load")
def headings(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The headings stand in another row."""
    batch = queries.batch(request.actor, batch_id)
    form = HeadingForm(sent(request), initial={"heading_row": batch.heading_row})
    from django.urls import reverse

    back = reverse("sheets:columns", args=[batch.pk])
    return form_page(
        request,
        form,
        lambda typed: actions.move_headings(request.actor, batch, typed["heading_row"]),
        done=_("The headings are read from there."),
        to=back,
        title=_("Where the headings stand"),
        cancel_url=back,
    )


@show_or_send
@staff("sheet.load")
def words(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """What the words mean that nobody has explained."""
    batch = queries.batch(request.actor, batch_id)
    unknown = dry_run.unknown_words(request.actor, batch)
    form = WordsForm(sent(request), words=unknown[:_WORDS_A_PAGE])
    context: dict[str, Any] = {"batch": batch, "form": form, "more": max(len(unknown) - _WORDS_A_PAGE, 0)}
    if request.method == "POST" and form.is_valid():
        actions.name_words(request.actor, batch, form.meant())
        return redirect("sheets:words" if context["more"] and form.meant() else "sheets:batch", batch_id)
    return render(request, "sheets/words.html", context, status=REFUSED if form.errors else 200)
