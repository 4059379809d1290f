"""What monitors do in the world of the tests: nothing of it is public yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from sapar.directory.models import Listing
from sapar.monitoring import actions, queries
from sapar.monitoring.actions import reminders
from sapar.monitoring.tests import scene
from sapar.organisations.actor import PublicActor
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor


def build(staff: Mapping[str, StaffActor]) -> None:
    """Dana's organisation is asked and has answered; Gulnara's is asked; a link has corrected Asel's."""
    meerim, kanat, dana = (staff[name] for name in ("meerim", "kanat", "dana"))
    entry = {
        name: Listing.objects.select_related("org").get(org=staff[name].org)
        for name in ("dana", "gulnara", "asel")
    }
    concern = scene.asked(meerim, kanat, entry["dana"])
    with acting(dana):
        actions.reply(dana, concern, "The form is free; somebody stood at our door and sold it.")
    scene.asked(meerim, kanat, entry["gulnara"])
    paper = SimpleUploadedFile("receipt.pdf", b"%PDF-1.7\nhello\n%%EOF\n", "application/pdf")
    with acting(meerim):
        actions.write_visit(meerim, entry["gulnara"].org, scene.seen(hours="differs"), [paper])
        _row, token = actions.remind(meerim, entry["asel"].org, "ru")
    actions.tell(PublicActor(), entry["dana"].org, "asked-money", "month", caller=None)
    reminders.correct(reminders.open_link(token), {"phone": "+442079460123"})
    with acting(meerim):
        actions.remind(meerim, entry["asel"].org, "ru")
        assert queries.feedback_waiting(meerim)
