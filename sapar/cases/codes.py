"""Codes of case work. They are what is counted and exchanged; their words are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting for somebody")
    CLOSED = "closed", _("Closed")


class WaitingFor(models.TextChoices):
    PERSON = "person", _("The person seeking help")
    PARTNER = "partner", _("Another organisation")
    STATE = "state", _("A state body or consulate")
    EMPLOYER = "employer", _("An employer")
    COURT = "court", _("A court")
    COLLEAGUE = "colleague", _("A colleague")
    OTHER = "other", _("Somebody else")


class ProblemState(models.TextChoices):
    OPEN = "open", _("Open")
    SETTLED = "settled", _("Settled")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("Solved")
    PARTLY = "partly", _("Partly solved")
    NOT_SOLVED = "not-solved", _("Not solved")
    STOPPED = "stopped", _("The person asked to stop")
    LOST = "lost", _("Contact lost")


class ParticipantRole(models.TextChoices):
    HELPED = "helped", _("Person seeking help")
    CALLER = "caller", _("Called for somebody else")
    BOTH = "both", _("Called and needs help too")


class Relation(models.TextChoices):
    """What this person is to the main person of the case."""

    SELF = "self", _("The main person")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    DAUGHTER = "daughter", _("Daughter")
    SON = "son", _("Son")
    SISTER = "sister", _("Sister")
    BROTHER = "brother", _("Brother")
    GRANDCHILD = "grandchild", _("Grandchild")
    GRANDPARENT = "grandparent", _("Grandparent")
    WIFE = "wife", _("Wife")
    HUSBAND = "husband", _("Husband")
    RELATIVE = "relative", _("Another relative")
    FRIEND = "friend", _("Friend or neighbour")
    OTHER = "other", _("Other")


class TaskState(models.TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not needed any more")


class RuleNotice(models.TextChoices):
    """What became of the rule of law that gave a deadline."""

    MOVED = "moved", _("The rule has changed, and the day with it")
    SILENT = "silent", _("The rule gives no answer any more: ask a lawyer")


class PaperKind(models.TextChoices):
    PASSPORT = "passport", _("Passport")
    IDENTITY_CARD = "identity-card", _("Identity card")
    BIRTH_CERTIFICATE = "birth-certificate", _("Birth certificate")
    RETURN_CERTIFICATE = "return-certificate", _("Certificate of return")
    TEMPORARY = "temporary", _("Temporary papers")
    PATENT = "patent", _("Patent or work permit")
    REGISTRATION = "registration", _("Registration")
    MIGRATION_CARD = "migration-card", _("Migration card")
    OTHER = "other", _("Another paper")


class PaperState(models.TextChoices):
    NEEDED = "needed", _("Needed")
    APPLIED = "applied", _("Applied for")
    HELD = "held", _("Held by the person")
    TAKEN = "taken", _("Taken away by somebody")
    LOST = "lost", _("Lost")
    REFUSED = "refused", _("Refused")


class Industry(models.TextChoices):
    """Sections of ISIC, revision 4, in everyday words."""

    A = "A", _("Farming, forestry, fishing")
    B = "B", _("Mining")
    C = "C", _("Factory")
    D = "D", _("Electricity and gas")
    E = "E", _("Water, waste")
    F = "F", _("Building")
    G = "G", _("Shops, markets, car repair")
    H = "H", _("Transport, warehouse")
    I = "I", _("Hotel, restaurant")  # noqa: E741 - the letter of the section
    J = "J", _("Media, computers")
    K = "K", _("Finance")
    L = "L", _("Property")
    M = "M", _("Professional work")
    N = "N", _("Cleaning, guarding, agency work")
    O = "O", _("Public administration")  # noqa: E741 - the letter of the section
    P = "P", _("Education")
    Q = "Q", _("Health and care")
    R = "R", _("Arts, sport")
    S = "S", _("Other services")
    T = "T", _("Work in a household")
    U = "U", _("International organisation")
