"""What people tell us: a call for help as it is sealed, and a talk as it is logged."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.intake.codes import CallerIs, ContactOutcome
from sapar.intake.desk_codes import Source
from sapar.people.codes import MayCall, PhoneOf
from sapar.vault import envelope

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Mapping

    from sapar.intake.models import HelpRequest

LONGEST_WORDS = 4000
LONGEST_NOTE = 20_000
LONGEST_SAFETY = 500
LONGEST_PHONE = 60


@dataclass(frozen=True)
class Call:
    """A call for help from the public page. Only the topic is sure to be there; `phone` is as it was typed.

    `guided` is how far the person came in a flow of guidance, as `guidance.way.Way.kept` has it, where they sent it along.
    """

    topic: str
    language: str
    country: str = ""
    may_call: str = MayCall.UNKNOWN
    phone: str = ""
    phone_of: str = PhoneOf.UNKNOWN
    safety_words: str = ""
    words: str = ""
    guided: Mapping[str, Any] | None = None

    def get_may_call_display(self) -> str:
        return str(MayCall(self.may_call).label)

    def get_phone_of_display(self) -> str:
        return str(PhoneOf(self.phone_of).label)

    def secret(self) -> dict[str, Any]:
        """The part that is sealed."""
        names = ("phone", "phone_of", "safety_words", "words", "guided")
        return {name: getattr(self, name) for name in names}

    def content(self) -> bytes:
        """Everything, to tell one sending from another."""
        return repr(sorted(asdict(self).items())).encode()


def context_of(request_id: Any) -> str:
    """What a call's letter is bound to."""
    return f"request|{request_id}"


def opened(request: HelpRequest) -> Call:
    """The call as it was left, without its words where they were erased; raises `Locked`."""
    secret: dict[str, Any] = {}
    if request.sealed:
        secret = envelope.open_for(request.org_id, bytes(request.sealed), context_of(request.pk))
    return Call(
        topic=request.topic,
        language=request.language,
        country=request.country,
        may_call=request.may_call,
        **secret,
    )


@dataclass(frozen=True)
class Talk:
    """A contact as the operator logs it: channel and topic, the rest as far as it was said.

    `asked` are answers to the standing questions by their columns (`models.STANDING`). `taken_by_id` is the member who
    had the talk, where another writes it down. `guided` as `guiding.recorded` has it.
    """

    channel: str
    topic: str
    outcome: str = ContactOutcome.ADVISED
    caller_is: str = CallerIs.UNKNOWN
    language: str = ""
    country: str = ""
    phone: str = ""
    phone_of: str = PhoneOf.UNKNOWN
    may_call: str = MayCall.UNKNOWN
    safety_words: str = ""
    words: str = ""
    began_at: dt.datetime | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    taken_by_id: uuid.UUID | None = None
    source: str = Source.SCREEN
    guided: Mapping[str, Any] | None = None
