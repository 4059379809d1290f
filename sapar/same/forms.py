"""What is asked before two records become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.ui.forms import ChoiceCards, SaparForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.same.searching import Alike


class MergeForm(SaparForm):
    other = forms.ChoiceField(
        label=_("Which record is of the same person?"), widget=ChoiceCards,
        error_messages={"required": _("Choose a record, or go back: then nothing changes.")},
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("I have compared the two; it is one person"),
        error_messages={"required": _("Compare the two first. A brother or sister shares much of the name.")},
    )

    def __init__(self, *args: Any, found: Sequence[Alike], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.person.pk): one for one in found}
        field: Any = self.fields["other"]
        field.choices = [(key, _in_words(one)) for key, one in self.found.items()]

    def chosen(self) -> Any:
        return self.found[self.cleaned_data["other"]].person


def _in_words(one: Alike) -> str:
    spellings = [one.person.shown_name, *(other["text"] for other in one.person.other_names)]
    return " · ".join([", ".join(spellings), str(one.person.born), *one.reasons])


class UndoForm(SaparForm):
    sure = forms.BooleanField(
        label=_("They are two people"),
        error_messages={"required": _("Tick this to show that you mean it.")},
    )
