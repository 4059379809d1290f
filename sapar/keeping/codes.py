"""Codes of keeping: what is kept and for how long, why something is held, the course of an export."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordKind(models.TextChoices):
    """What has a time of its own. The time of each begins where `STARTS` says."""

    CONTACT = "contact", _("Contacts without a case")
    REQUEST = "request", _("Calls for help from the public page")
    DRAFT = "draft", _("Drafts nobody finished")
    CASE = "case", _("Cases")
    PERSON = "person", _("People in no case")
    FILE = "file", _("Files")
    SHEET = "sheet", _("Loaded sheets")
    PACKET = "packet", _("Referrals: what was passed on")


STARTS = {
    RecordKind.CONTACT: _("after the talk"),
    RecordKind.REQUEST: _("after it was answered or closed"),
    RecordKind.DRAFT: _("after the last change"),
    RecordKind.CASE: _("after the case was closed"),
    RecordKind.PERSON: _("after the last case or talk"),
    RecordKind.FILE: _("after the case was closed, or after the talk"),
    RecordKind.SHEET: _("after it was loaded"),
    RecordKind.PACKET: _("after the referral ended"),
}

REMAINS = {
    RecordKind.CONTACT: _("channel, topic, outcome, language, country, time"),
    RecordKind.REQUEST: _("topic, language, country, answer, time"),
    RecordKind.DRAFT: _("nothing"),
    RecordKind.CASE: _("number, problems, outcomes, country, times"),
    RecordKind.PERSON: _("sex, age group"),
    RecordKind.FILE: _("kind, size, time"),
    RecordKind.SHEET: _("how many rows were loaded and refused, time"),
    RecordKind.PACKET: _("between whom, problems, outcome, times"),
}


@dataclass(frozen=True)
class Bounds:
    """Months: the fewest and the most an organisation may choose, and what holds until it does. See decision 9."""

    least: int
    usual: int
    most: int


BOUNDS: dict[str, Bounds] = {
    RecordKind.CONTACT: Bounds(3, 24, 60),
    RecordKind.REQUEST: Bounds(1, 6, 24),
    RecordKind.DRAFT: Bounds(1, 1, 6),
    RecordKind.CASE: Bounds(6, 36, 120),
    RecordKind.PERSON: Bounds(3, 12, 60),
    RecordKind.FILE: Bounds(3, 12, 120),
    RecordKind.SHEET: Bounds(1, 3, 24),
    RecordKind.PACKET: Bounds(1, 12, 60),
}


class HoldReason(models.TextChoices):
    CLAIM = "claim", _("The person's own claim or complaint is running")
    COURT = "court", _("A court or a lawful authority asks for it")
    STAFF = "staff", _("A complaint about our own work is being looked into")
    MISSING = "missing", _("Somebody is missing and is being sought")
    OTHER = "other", _("Another reason, in words")


class RunState(models.TextChoices):
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    LOCKED = "locked", _("Stopped: the vault was locked")


class ExportState(models.TextChoices):
    ASKED = "asked", _("Waits for a second person")
    APPROVED = "approved", _("Approved, waits for its turn")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready to be fetched")
    TAKEN = "taken", _("Fetched")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    FAILED = "failed", _("Could not be made")
    EXPIRED = "expired", _("Expired")


class ExportFault(models.TextChoices):
    LOCKED = "locked", _("The vault was locked meanwhile. Ask again when it is open.")
    NO_SPACE = "no-space", _("The disk is full. Make room on the server, then ask again.")
    STOPPED = "stopped", _("The work stopped in the middle. Nothing was kept of it. Ask again.")
