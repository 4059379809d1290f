"""What an organisation still lacks before it can be relied on. Each package adds its lines; the page knows none by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor


@dataclass(frozen=True)
class Line:
    """One thing. `word` says how it stands; `why` it matters, in a sentence; `url` where it is done, with its `label`.

    `details` are whom or what it is about; `needed`: the banner stays until it is done, else it is only advised.
    """

    title: Any
    is_done: bool
    word: Any
    why: Any
    url: str = ""
    label: Any = ""
    details: tuple[str, ...] = ()
    needed: bool = True

    @property
    def look(self) -> tuple[str, str]:
        """Tone and shape of its state."""
        if self.is_done:
            return "good", "check"
        return ("late", "warning") if self.needed else ("", "ring")


# None: this is nothing for the actor's organisation.
Provider = Callable[[Any], Line | None]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Called by a package when the applications are ready; a name again replaces its line."""
    _providers[name] = provider


def lines(actor: StaffActor) -> list[Line]:
    """All of them: what is missing first, then what is advised, then what is done."""
    require(actor, "member.read")
    found = [line for provider in _providers.values() if (line := provider(actor)) is not None]
    return sorted(found, key=lambda line: (line.is_done, not line.needed))


def missing(actor: StaffActor) -> list[Line]:
    """What is needed and not done."""
    return [line for line in lines(actor) if line.needed and not line.is_done]


def banner(actor: StaffActor) -> tuple[str, dict[str, Any]] | None:
    """On the organisation's page until nothing is missing, for those who can do something about it."""
    if not (actor.may("organisation.write") and actor.may("member.read")):
        return None
    found = missing(actor)
    if not found:
        return None
    return "office/missing.html", {"missing": found, "title": _("Not everything is set up yet")}
