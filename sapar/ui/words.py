"""What an error page says: what happened, what was kept, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class ErrorWords:
    code: int
    icon: str
    title: _StrPromise
    happened: _StrPromise
    kept: _StrPromise
    next: _StrPromise


ERRORS: dict[str, ErrorWords] = {
    "400": ErrorWords(
        400,
        "question",
        _("We could not read this"),
        _("What your browser sent does not fit the page it came from."),
        _("Nothing was changed."),
        _("Go back, open the page again and repeat the last step."),
    ),
    "403": ErrorWords(
        403,
        "lock",
        _("Your role does not allow this"),
        _("This page or step belongs to colleagues with another role. The attempt was noted."),
        _("Nothing was changed."),
        _("If you need it for your work, ask the supervisor of your organisation."),
    ),
    "404": ErrorWords(
        404,
        "search",
        _("There is no such page"),
        _("The address may be mistyped or old, or the page is not for you."),
        _("Nothing was changed."),
        _("Check the address, or start from the first page."),
    ),
    "409": ErrorWords(
        409,
        "people",
        _("Somebody was faster"),
        _("While your page was open, this was changed by someone else, so the step no longer fits."),
        _("What you typed was not saved. It is still in the form if you go back."),
        _("Open the page afresh, see what changed, then decide."),
    ),
    "429": ErrorWords(
        429,
        "clock",
        _("Too many tries in a short time"),
        _("To protect the people in the system we count tries and pause for a while."),
        _("Nothing was changed."),
        _("Wait some minutes, then try again."),
    ),
    "500": ErrorWords(
        500,
        "warning",
        _("Something broke on our side"),
        _("It is not your fault. The fault was noted without anything you typed."),
        _("The last step was not saved; everything before it was."),
        _("Go back and try again. If it happens again, tell us the number below."),
    ),
    "503": ErrorWords(
        503,
        "clock",
        _("Sapar is not available for a moment"),
        _("The system is starting or being cared for."),
        _("Everything saved before is safe. The last step was not saved."),
        _("Try again in a minute or two. In danger, call 112."),
    ),
    "locked": ErrorWords(
        503,
        "lock",
        _("The office is locked"),
        _("Names, notes and files are sealed: somebody pressed “Lock now” or the server was restarted."),
        _("Nothing is lost. Requests from the public page still arrive, sealed."),
        _("Two keepers of the key can unlock together."),
    ),
}
