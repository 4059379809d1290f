"""Lists of codes about a service: for whom, in which way, on which papers. Codes are stored; words are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferState(models.TextChoices):
    """The states HSDS knows of a service."""

    ACTIVE = "active", _("Offered now")
    PAUSED = "paused", _("Closed for a time")
    INACTIVE = "inactive", _("Not offered now")
    DEFUNCT = "defunct", _("Has ended")


class Sex(models.TextChoices):
    ANY = "", _("For everybody")
    WOMEN = "women", _("For women")
    MEN = "men", _("For men")


class Standing(models.TextChoices):
    """What a state's papers make of somebody, as far as a service asks for it."""

    REGISTERED = "registered", _("People with registration or a permit")
    UNREGISTERED = "unregistered", _("People without registration or a permit")
    ASYLUM = "asylum", _("People who ask for asylum, refugees")
    STATELESS = "stateless", _("People without citizenship")
    CITIZEN = "citizen", _("Citizens of the country")


class Group(models.TextChoices):
    PREGNANT = "pregnant", _("Pregnant women")
    SMALL_CHILDREN = "small-children", _("Mothers and fathers of small children")
    CHILDREN = "children", _("Children")
    CHILD_ALONE = "child-alone", _("Children without an adult")
    SURVIVORS = "survivors", _("People who have lived through violence or forced labour")
    DISABLED = "disabled", _("People with a disability")
    OLDER = "older", _("Older people")
    RETURNED = "returned", _("People who have come back home")
    INTERNAL = "internal", _("People who moved within their country")
    LEFT_BEHIND = "left-behind", _("Families of people who work abroad")
    MEMBERS = "members", _("Members of the organisation only")
    EMPLOYERS = "employers", _("Employers")


class Way(models.TextChoices):
    """How one gets a service."""

    VISIT = "visit", _("At the office")
    PHONE = "phone", _("By telephone")
    MESSENGER = "messenger", _("By messenger")
    ONLINE = "online", _("On the internet")
    OUTREACH = "outreach", _("They come to you")
    POST = "post", _("By letter")


class Papers(models.TextChoices):
    UNKNOWN = "unknown", _("Not known which papers are needed")
    NONE = "none", _("No papers are needed")
    SOME = "some", _("These papers are needed")


class HowSpoken(models.TextChoices):
    STAFF = "staff", _("Staff speak it")
    INTERPRETER = "interpreter", _("Through an interpreter")
    TELEPHONE = "telephone", _("By telephone only")


class PhoneKind(models.TextChoices):
    VOICE = "voice", _("Telephone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TELEGRAM = "telegram", _("Telegram")
    TEXT = "text", _("Text messages")
    FAX = "fax", _("Fax")


class SiteKind(models.TextChoices):
    OFFICE = "office", _("Office")
    ACCESS_POINT = "access-point", _("A place with internet and help to use it")
    SHELTER = "shelter", _("Shelter")
    POST = "post", _("Address for letters")
    VIRTUAL = "virtual", _("On the internet")


class Access(models.TextChoices):
    """What makes a place usable for a body, a child or a fear."""

    STEP_FREE = "step-free", _("No steps at the entrance")
    LIFT = "lift", _("Lift")
    TOILET = "toilet", _("Toilet for wheelchair users")
    SIGN = "sign", _("Sign language")
    LOOP = "loop", _("Hearing loop")
    CHILDREN = "children", _("A corner for children")
    WOMEN_ONLY = "women-only", _("A room for women only")
    NO_GUARD = "no-guard", _("Nobody asks for papers at the door")


class Unit(models.TextChoices):
    """What can be full."""

    BEDS = "beds", _("Beds")
    FAMILY_ROOMS = "family-rooms", _("Family rooms")
    PLACES = "places", _("Places")
    APPOINTMENTS = "appointments", _("Appointments this week")


class Declared(models.TextChoices):
    """What the law of one country makes of an organisation. It can be dangerous for a person to turn to one."""

    ACTIVE = "active", _("Registered and at work")
    LIQUIDATED = "liquidated", _("Liquidated")
    UNDESIRABLE = "undesirable", _("Declared “undesirable”")
    FOREIGN_AGENT = "foreign-agent", _("Declared a “foreign agent”")
    UNREGISTERED = "unregistered", _("Works without registration")


class Fee(models.TextChoices):
    FREE = "free", _("Free")
    PAID = "paid", _("Paid")
    MIXED = "mixed", _("Partly paid")
    UNKNOWN = "unknown", _("Price not known")


class ListingStatus(models.TextChoices):
    LISTED = "listed", _("Listed")
    ENDED = "ended", _("Has ended")
    HIDDEN = "hidden", _("Not shown")
