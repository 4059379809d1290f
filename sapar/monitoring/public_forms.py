"""What is asked of people who tell, and of organisations by their link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.directory.listing_forms import ListingForm, initial_of
from sapar.monitoring.codes import FeedbackCode, FeedbackWhen
from sapar.ui.forms import ChoiceCards, SaparForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from sapar.directory.models import Listing


class ReplyForm(SaparForm):
    """`to` is the visit or the concern that is answered."""

    to = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("Everybody reads it beside what was found. Name no person who was helped."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class FeedbackForm(SaparForm):
    """Two questions and no more: nothing about who tells."""

    code = forms.ChoiceField(label=_("What happened?"), choices=FeedbackCode.choices, widget=ChoiceCards())
    when = forms.ChoiceField(label=_("When?"), choices=FeedbackWhen.choices, widget=ChoiceCards())
    # Nobody sees this one; what fills it in is a machine.
    website = forms.CharField(
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
        label=_("Leave this empty"),
    )


class CorrectionForm(ListingForm):
    """What an organisation says should stand in its entry. Where a place is secret, no town is asked."""

    def __init__(self, listing: Listing, data: QueryDict | None = None) -> None:
        super().__init__(listing.org.country, data, initial=initial_of(listing), auto_id="c-%s")
        for name in ("place_is_secret", "status", "version"):
            self.fields.pop(name)
        if listing.place_is_secret:
            self.fields.pop("town")

    def changed(self) -> dict[str, Any]:
        """Only what differs from what stands there now."""
        given = self.facts()
        found = {name: given[name] for name in self.changed_data if name in given}
        if "town" in self.changed_data:
            found["place_id"] = given["place_id"]
        return found
