"""Codes of screening. They are what is counted and exchanged; their words are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.cases.codes import Industry
from sapar.directory.taxonomy import Service

__all__ = [
    "SERVICES_OF", "SOUGHT_AS", "DecidedBy", "Exchanged", "FoundThrough", "Industry", "Origin", "ResultCode", "RowState",
    "ScreeningState", "Status", "SupportKind", "SupportState",
]  # fmt: skip


class ScreeningState(models.TextChoices):
    BEGUN = "begun", _("Begun, to be gone on with")
    FINISHED = "finished", _("Finished")
    WITHDRAWN = "withdrawn", _("Withdrawn as a mistake")


class Origin(models.TextChoices):
    ASKED = "asked", _("Asked here")
    PAPER = "paper", _("Asked here on paper, typed in later")
    BROUGHT = "brought", _("Brought in from another organisation's file")


class ResultCode(models.TextChoices):
    """What a screening points to, the slightest first; the words for a child differ, see `words`."""

    NOTHING = "nothing", _("No indications in what was said")
    SIGNS = "signs", _("Deceit or pressure, no exploitation shown")
    LABOUR_RIGHTS = "labour-rights", _("Labour-rights case")
    DECEIVED = "deceived", _("Deceived and exploited")
    FORCED_LABOUR = "forced-labour", _("Indications of forced labour")
    TRAFFICKING = "trafficking", _("Indications of trafficking for forced labour")


class Status(models.TextChoices):
    """What a person decided. No screening ever sets it."""

    POSSIBLE = "possible", _("May have been trafficked")
    RECOGNISED = "recognised", _("Recognised as having been trafficked")
    NOT_RECOGNISED = "not-recognised", _("Not trafficked")


class DecidedBy(models.TextChoices):
    NGO = "ngo", _("An NGO")
    POLICE = "police", _("Police")
    COURT = "court", _("A court or prosecutor")
    STATE = "state", _("Another state body")
    OTHER = "other", _("Somebody else")


class RowState(models.TextChoices):
    KEPT = "kept", _("Written down")
    WITHDRAWN = "withdrawn", _("Withdrawn as a mistake")


class SupportKind(models.TextChoices):
    """The kinds of help after trafficking. The first six are what state shelters are to give; anybody can need each."""

    MEDICAL = "medical", _("Medical help")
    LEGAL = "legal", _("Legal help")
    PSYCHOLOGICAL = "psychological", _("Psychological help")
    EDUCATION = "education", _("School, courses")
    SHELTER = "shelter", _("A safe place to sleep")
    HUMANITARIAN = "humanitarian", _("Food, clothes, money in need")
    EMPLOYMENT = "employment", _("Work")
    REPATRIATION = "repatriation", _("The way home")
    REINTEGRATION = "reintegration", _("A new start at home")


class SupportState(models.TextChoices):
    WANTED = "wanted", _("Wanted")
    UNDER_WAY = "under-way", _("Under way")
    DONE = "done", _("Done")
    NOT_WANTED = "not-wanted", _("The person does not want it")
    NOT_TO_BE_HAD = "not-to-be-had", _("Nobody gives it")


# Which services given count as which kind of help.
SERVICES_OF: dict[str, tuple[str, ...]] = {
    SupportKind.MEDICAL: (Service.MEDICAL,),
    SupportKind.LEGAL: (
        Service.LEGAL_ADVICE, Service.LEGAL_REPRESENTATION, Service.WAGE_CLAIM, Service.COMPLAINT,
        Service.EMPLOYER_TALKS, Service.PAPERS, Service.PASSPORT, Service.CONSULAR, Service.BIRTH_PAPERS,
    ),
    SupportKind.PSYCHOLOGICAL: (Service.PSYCHOLOGICAL,),
    SupportKind.EDUCATION: (Service.EDUCATION, Service.TRAINING),
    SupportKind.SHELTER: (Service.SHELTER, Service.HOUSING),
    SupportKind.HUMANITARIAN: (Service.AID,),
    SupportKind.EMPLOYMENT: (Service.JOBS,),
    SupportKind.REPATRIATION: (Service.RETURN_LIVING, Service.RETURN_PAPERS),
    SupportKind.REINTEGRATION: (Service.REINTEGRATION,),
}  # fmt: skip

# Where the directory looks for each.
SOUGHT_AS: dict[str, str] = {
    SupportKind.LEGAL: Service.LEGAL_ADVICE,
    SupportKind.EMPLOYMENT: Service.JOBS,
    SupportKind.REPATRIATION: Service.RETURN_LIVING,
    SupportKind.HUMANITARIAN: Service.AID,
}


class FoundThrough(models.TextChoices):
    """How the work was found."""

    BUSINESS = "business", _("At a place of business")
    SCHOOL = "school", _("At a school or university")
    WORK = "work", _("At work")
    SOCIAL_NETWORK = "social-network", _("Through a social network or messenger")
    ONLINE_ADVERT = "online-advert", _("Through an advertisement on the internet")
    TELEVISION = "television", _("Through television")
    NEWSPAPER = "newspaper", _("Through a newspaper")
    FAMILY = "family", _("Through the family")
    FRIENDS = "friends", _("Through friends")
    OTHER = "other", _("In another way")


class Exchanged(models.TextChoices):
    OUT = "out", _("Given out")
    IN = "in", _("Brought in")
