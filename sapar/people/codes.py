"""Codes of what is kept in plain about a person: coarse enough to be counted, too coarse to find anybody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Not known")


class AgeBand(models.TextChoices):
    CHILD = "0-13", _("Under 14")
    TEEN = "14-17", _("14 to 17")
    YOUNG = "18-24", _("18 to 24")
    ADULT = "25-44", _("25 to 44")
    OLDER = "45-59", _("45 to 59")
    OLD = "60+", _("60 and over")
    UNKNOWN = "unknown", _("Not known")


class BirthPrecision(models.TextChoices):
    EXACT = "exact", _("Exact date")
    YEAR = "year", _("Year only")
    ABOUT = "about", _("About this year")
    UNKNOWN = "unknown", _("Not known")


class CitizenshipState(models.TextChoices):
    KNOWN = "known", _("Seen in a document")
    CLAIMED = "claimed", _("As the person says")
    UNKNOWN = "unknown", _("Not known")
    NONE = "none", _("Has none (stateless)")


class NameSource(models.TextChoices):
    """Who gave a spelling of the name."""

    PERSON = "person", _("As the person says it")
    DOCUMENT = "document", _("As a document has it")
    CALLER = "caller", _("As the caller says it")
    PARTNER = "partner", _("As another organisation wrote it")


class ErasureReason(models.TextChoices):
    ASKED = "asked", _("The person asked for it")
    MISTAKE = "mistake", _("Recorded by mistake")
    NO_NEED = "no-need", _("Nobody needs it any more")
    DANGER = "danger", _("Keeping it puts the person in danger")


class MayCall(models.TextChoices):
    YES = "yes", _("Yes, any time")
    TIMES = "times", _("Only at the agreed times")
    NO = "no", _("No, never call")
    UNKNOWN = "unknown", _("Not asked yet")


class PhoneOf(models.TextChoices):
    OWN = "own", _("Only this person's")
    SHARED = "shared", _("Others use it too")
    RELATIVE = "relative", _("A relative's")
    EMPLOYER = "employer", _("An employer's or landlord's")
    UNKNOWN = "unknown", _("Not known")


class Shareable(models.TextChoices):
    """What a consent can cover; a packet to another organisation carries these fields and no other."""

    PROBLEMS = "problems", _("Which problems")
    LANGUAGES = "languages", _("Which languages the person speaks")
    PLACE = "place", _("Country and region")
    NEEDS = "needs", _("Sex and age group")
    NAMES = "names", _("Name")
    BIRTH = "birth", _("Date or year of birth")
    CITIZENSHIP = "citizenship", _("Citizenship")
    PHONES = "phones", _("Phone numbers")
    SAFETY = "safety", _("How to contact safely")
    PAPERS = "papers", _("Papers and their state")
    STORY = "story", _("What happened, in words")


# Seen by the other side as soon as the referral is offered; the rest only after it has accepted.
SEEN_AT_OFFER = (Shareable.PROBLEMS, Shareable.LANGUAGES, Shareable.PLACE, Shareable.NEEDS)


class Purpose(models.TextChoices):
    REFERRAL = "referral", _("Help by another organisation")


class ConsentHow(models.TextChoices):
    VOICE = "voice", _("By voice")
    PAPER = "paper", _("On paper")
    SCREEN = "screen", _("On screen")


class GivenBy(models.TextChoices):
    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("A parent or guardian of a child")
    TWO_STAFF = "two-staff", _("Two members of staff, for a child without a safe guardian")


class SafeToTell(models.TextChoices):
    """The answer to "is it safe for you if this reaches a consulate, the police or a ministry?"."""

    NOT_NEEDED = "not-needed", _("Not asked: the recipient is not a state body")
    SAFE = "safe", _("Asked: it is safe")
    NOT_SAFE = "not-safe", _("Asked: it is not safe")


class ToldBy(models.TextChoices):
    """How the person learned what they agree to. Only a text that a native speaker has signed is read out."""

    READ = "read", _("The text was read out")
    EXPLAINED = "explained", _("Every point was explained in own words")


class InterpretedBy(models.TextChoices):
    NOBODY = "nobody", _("Nobody: I speak this language myself")
    STAFF = "staff", _("A colleague of ours")
    PARTNER = "partner", _("An interpreter of a partner")
    SERVICE = "service", _("A telephone interpreting service")
    RELATIVE = "relative", _("A relative or acquaintance (only if nobody else can be found)")


class Need(models.TextChoices):
    """What is needed, never what somebody is: it changes who comes first and what is offered, not the standard."""

    BIRTH = "birth", _("Care around a birth: expects a child")
    SMALL_CHILDREN = "small-children", _("Help with small children who come along")
    CHILD_ALONE = "child-alone", _("A grown-up: this child is alone")
    BED = "bed", _("A safe bed")
    WAY_OUT = "way-out", _("A safe way out of where they are")
    SAME_SEX = "same-sex", _("Somebody of their own sex")
    INTERPRETER = "interpreter", _("An interpreter")
    COMPANY = "company", _("Somebody who comes along")
    SPOKEN = "spoken", _("Everything said aloud instead of written")


# Whoever needs one of these comes before others who ask for the same help.
FIRST_NEEDS = frozenset({Need.BIRTH, Need.SMALL_CHILDREN, Need.CHILD_ALONE, Need.BED, Need.WAY_OUT})


class Kin(models.TextChoices):
    """What the first person of a link is to the second."""

    MOTHER = "mother", _("mother of")
    FATHER = "father", _("father of")
    PARENT = "parent", _("parent of")
    GUARDIAN = "guardian", _("guardian of")
    GRANDPARENT = "grandparent", _("grandparent of")
    SPOUSE = "spouse", _("husband or wife of")
    SIBLING = "sibling", _("brother or sister of")
    RELATIVE = "relative", _("relative of")


# The same link as the second person sees it.
KIN_BACK = {
    Kin.MOTHER: _("child of"),
    Kin.FATHER: _("child of"),
    Kin.PARENT: _("child of"),
    Kin.GUARDIAN: _("in the care of"),
    Kin.GRANDPARENT: _("grandchild of"),
    Kin.SPOUSE: Kin.SPOUSE.label,
    Kin.SIBLING: Kin.SIBLING.label,
    Kin.RELATIVE: Kin.RELATIVE.label,
}


class Decides(models.TextChoices):
    """What two members of staff decide for a child who has no safe guardian."""

    CONSENT = "consent", _("To pass something on")
    WITHDRAWAL = "withdrawal", _("To withdraw a consent")
    ERASURE = "erasure", _("To erase what is known")


class Verdict(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
