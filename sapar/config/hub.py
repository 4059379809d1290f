"""The organisation's page: where it leads, and the lines of its checklist that belong to upper layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar.directory import queries as directory
from sapar.keeping import queries as keeping
from sapar.office import checklist
from sapar.office.checklist import Line
from sapar.organisations.hub import Tile, add_tile
from sapar.ui.dates import written

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

TILES = (
    Tile("organisation:members", gettext_lazy("Colleagues"), gettext_lazy("Who works here, invitations, help with the sign-in"), "people", "member.read"),
    Tile("rota:week", gettext_lazy("Rota"), gettext_lazy("Who is on duty, and who answers public calls"), "calendar", "account.use"),
    Tile("organisation:agreements", gettext_lazy("Agreements"), gettext_lazy("Terms, discounts and dates agreed with partners"), "paper", "agreement.read"),
    Tile("directory:own", gettext_lazy("Entry in the directory"), gettext_lazy("What people looking for help read about you"), "map", "listing.write"),
    Tile("checklist:home", gettext_lazy("Checklist"), gettext_lazy("What is missing before others can rely on you"), "check", "member.read"),
    Tile("cases:projects", gettext_lazy("Projects"), gettext_lazy("What services are paid from"), "money", "organisation.write"),
    Tile("same:waiting", gettext_lazy("Written down twice?"), gettext_lazy("Records that may be of one person"), "family", "person.merge"),
    Tile("acquaintance:list", gettext_lazy("Is somebody else helping, too?"), gettext_lazy("What you were told of people you know, and who made itself known"), "people", "acquaintance.answer"),
    Tile("screening:home", gettext_lazy("Screening and help"), gettext_lazy("Questions about force at work, and help to its end"), "question", "screening.do"),
    Tile("screening:trainings", gettext_lazy("Who may screen"), gettext_lazy("Training for the questions about force and trafficking"), "shield", "training.record"),
    Tile("screening:duties", gettext_lazy("Duties to notify"), gettext_lazy("What a lawyer confirmed, country by country"), "info", "duty.confirm"),
    Tile("screening:exchange", gettext_lazy("Trafficking data standard"), gettext_lazy("Files of HTCDS out and in"), "arrow", "htcds.exchange"),
    Tile("sheets:list", gettext_lazy("Import"), gettext_lazy("Tables of earlier work, and forms on paper"), "note", "sheet.load"),
    Tile("keeping:home", gettext_lazy("Keeping and export"), gettext_lazy("How long things are kept, holds, certificates, the whole export"), "lock", "keeping.read"),
    Tile("figures:list", gettext_lazy("Figures of the region"), gettext_lazy("Releases: made, attacked, approved by two"), "globe", "release.read"),
    Tile("figures:taking-part", gettext_lazy("The region's picture"), gettext_lazy("Whether your numbers are counted in it, and how"), "globe", "figures.agree"),
    Tile("figures:beside", gettext_lazy("Our numbers beside the region's"), gettext_lazy("Your own exact ones, the region's safe ones"), "globe", "overview.read"),
    Tile("figures:research", gettext_lazy("Counting for research"), gettext_lazy("Requests to count in the region's picture, approved by two"), "search", "research.read"),
    Tile("watch:list", gettext_lazy("Promises"), gettext_lazy("What was promised to people who migrate, and whether it was kept"), "shield", "promise.read"),
    Tile("organisation:network", gettext_lazy("Network"), gettext_lazy("Which organisations belong, and inviting new ones"), "globe", "network.read"),
)  # fmt: skip


def furnish() -> None:
    """Called once, when the applications are ready."""
    for tile in TILES:
        add_tile(tile)
    checklist.register("directory", own_entry)
    checklist.register("keeping", times_of_keeping)


def own_entry(actor: StaffActor) -> Line | None:
    if not actor.may("directory.search"):
        return None
    listing = directory.own_listing(actor)
    confirmed = listing.confirmed_on if listing else None
    if confirmed:
        word = _("confirmed: %(when)s") % {"when": written(confirmed)}
    else:
        word = _("not confirmed") if listing else _("none yet")
    return Line(
        title=_("Your entry in the directory"),
        is_done=confirmed is not None,
        word=word,
        why=_(
            "People and partners rely on its phone, hours and prices; an old one sends them to a closed door."
        ),
        url=reverse("directory:own") if actor.may("listing.write") else "",
        label=_("Entry in the directory"),
    )


def times_of_keeping(actor: StaffActor) -> Line | None:
    if not actor.may("keeping.read"):
        return None
    schedule = keeping.schedule(actor)
    is_done = schedule is not None and schedule.confirmed_by is not None
    return Line(
        title=_("How long things are kept"),
        is_done=is_done,
        word=_("decided") if is_done else _("not decided yet"),
        why=_("What nobody needs any more can only do harm to the people it tells of."),
        url=reverse("keeping:home"),
        label=_("Keeping and export"),
    )
