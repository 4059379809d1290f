"""The letter to an organisation: what stands of it, what it is asked to do, and the link. Plain text, to be sent by any way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapar.ui.dates import written

if TYPE_CHECKING:
    import datetime as dt

    from sapar.directory.models import Listing


@dataclass(frozen=True)
class Letter:
    """In one language. `address` is the link alone."""

    subject: str
    text: str
    address: str


def letter(listing: Listing, token: str, language: str, base: str, until: dt.date) -> Letter:
    """`base` is the site as others reach it: https://example.org."""
    with translation.override(language):
        address = base.rstrip("/") + reverse("trust:link", args=[token])
        text = "\n\n".join(
            [
                _("Hello,"),
                _(
                    "people who work abroad find “%(name)s” in a free directory of organisations that help. So that "
                    "nobody travels in vain, please look whether what it says about you is still true."
                )
                % {"name": listing.shown_name},
                _("Open this address. You need no account and no password. One press says that all is true:"),
                address,
                _("You can also correct what is wrong, and answer what is asked of you."),
                _("Until %(day)s the address works, once. Please pass it on to nobody.")
                % {"day": written(until)},
            ]
        )
        return Letter(_("Is what people read about you still true?"), text, address)
