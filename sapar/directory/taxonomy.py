"""Two lists of codes with words: the services that are offered and the problems people have.

Codes are stable and are what is stored, counted and exchanged; words are translated. `HELPS_WITH` says which services
answer which problem, so that "what happened" leads to "who can help".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Service(models.TextChoices):
    HOTLINE = "hotline", _("Hotline")
    INFORMATION = "information", _("Information")
    LEGAL_ADVICE = "legal-advice", _("Legal advice")
    LEGAL_REPRESENTATION = "legal-representation", _("A lawyer in court")
    WAGE_CLAIM = "wage-claim", _("Help to get unpaid wages")
    EMPLOYER_TALKS = "employer-talks", _("Talks with an employer")
    COMPLAINT = "complaint", _("Taking a complaint further")
    UNION = "union", _("Trade union membership and defence")
    PAPERS = "papers", _("Registration, permits and patents")
    RETURN_PAPERS = "return-papers", _("Papers to return home")
    PASSPORT = "passport", _("Passport")
    BIRTH_PAPERS = "birth-papers", _("Birth registration")
    CONSULAR = "consular", _("Consular help")
    ENTRY_BAN = "entry-ban", _("Checking an entry ban")
    TRAFFICKING = "trafficking", _("Help for people held or exploited")
    SHELTER = "shelter", _("A safe place to sleep")
    HOUSING = "housing", _("Housing")
    AID = "aid", _("Food, clothes, money in need")
    MEDICAL = "medical", _("Medical help")
    PSYCHOLOGICAL = "psychological", _("Psychological help")
    CHILD_PROTECTION = "child-protection", _("Protection of children")
    EDUCATION = "education", _("School and education")
    TRAINING = "training", _("Courses and training")
    JOBS = "jobs", _("Finding work")
    BEFORE_DEPARTURE = "before-departure", _("Advice before departure")
    ACCOMPANIMENT = "accompaniment", _("Somebody who goes with you")
    RETURN_LIVING = "return", _("Return home")
    RETURN_DEAD = "return-dead", _("Carriage home of the dead")
    REINTEGRATION = "reintegration", _("A new start at home")
    ACCESS_POINT = "access-point", _("A place with internet and help to use it")
    REFERRAL = "referral", _("Finding the right helper for you")
    FOR_EMPLOYERS = "for-employers", _("Advice for employers")


class Problem(models.TextChoices):
    UNPAID_WAGES = "unpaid-wages", _("Wages not paid")
    DOCUMENT_TAKEN = "document-taken", _("Passport or papers taken away")
    FORCED_LABOUR = "forced-labour", _("Forced to work")
    NOT_FREE_TO_LEAVE = "not-free-to-leave", _("Not allowed to leave")
    ENTRY_BAN = "entry-ban", _("Barred from entry")
    CONTROLLED_REGISTER = "controlled-register", _("On the register of controlled persons")
    REGISTRATION = "registration", _("Registration")
    PERMIT = "permit", _("Patent or work permit")
    DETENTION = "detention", _("Detained")
    DEPORTATION = "deportation", _("Deportation")
    POLICE = "police", _("Police raid or extortion")
    ARMY_PRESSURE = "army-pressure", _("Pressed to sign an army contract")
    INTERMEDIARY_FRAUD = "intermediary-fraud", _("Cheated by an intermediary")
    DEBT = "debt", _("Debt")
    MEDICAL = "medical", _("Illness or childbirth")
    WORK_INJURY = "work-injury", _("Injured at work")
    CHILD_PAPERS = "child-papers", _("Birth and child's papers")
    IDENTITY_PAPERS = "identity-papers", _("Passport or identity papers missing")
    SCHOOL_REFUSED = "school-refused", _("School refused")
    HOUSING = "housing", _("Nowhere to live")
    VIOLENCE = "violence", _("Violence")
    DISCRIMINATION = "discrimination", _("Discrimination")
    MISSING_PERSON = "missing-person", _("A person is missing")
    NO_WORD = "no-word", _("No word from a relative")
    FAMILY_LEFT = "family-left", _("Family left behind")
    STATELESSNESS = "statelessness", _("No citizenship")
    RETURN_LIVING = "return", _("Wants to go home")
    RETURN_DEAD = "return-dead", _("A relative has died abroad")
    WORK_SEARCH = "work-search", _("Looking for work")
    OTHER = "other", _("Something else")


HELPS_WITH: dict[str, tuple[str, ...]] = {
    Problem.UNPAID_WAGES: (
        Service.WAGE_CLAIM,
        Service.EMPLOYER_TALKS,
        Service.COMPLAINT,
        Service.LEGAL_ADVICE,
        Service.UNION,
    ),
    Problem.DOCUMENT_TAKEN: (
        Service.CONSULAR,
        Service.LEGAL_ADVICE,
        Service.COMPLAINT,
        Service.RETURN_PAPERS,
        Service.PASSPORT,
    ),
    Problem.FORCED_LABOUR: (Service.TRAFFICKING, Service.HOTLINE, Service.SHELTER, Service.LEGAL_ADVICE),
    Problem.NOT_FREE_TO_LEAVE: (Service.TRAFFICKING, Service.HOTLINE, Service.SHELTER),
    Problem.ENTRY_BAN: (Service.ENTRY_BAN, Service.LEGAL_ADVICE, Service.HOTLINE),
    Problem.CONTROLLED_REGISTER: (Service.LEGAL_ADVICE, Service.HOTLINE, Service.ENTRY_BAN),
    Problem.REGISTRATION: (Service.PAPERS, Service.LEGAL_ADVICE),
    Problem.PERMIT: (Service.PAPERS, Service.LEGAL_ADVICE),
    Problem.DETENTION: (Service.LEGAL_REPRESENTATION, Service.CONSULAR, Service.LEGAL_ADVICE),
    Problem.DEPORTATION: (Service.LEGAL_REPRESENTATION, Service.LEGAL_ADVICE, Service.CONSULAR),
    Problem.POLICE: (Service.LEGAL_ADVICE, Service.HOTLINE, Service.LEGAL_REPRESENTATION, Service.COMPLAINT),
    Problem.ARMY_PRESSURE: (Service.LEGAL_ADVICE, Service.HOTLINE, Service.CONSULAR),
    Problem.INTERMEDIARY_FRAUD: (Service.LEGAL_ADVICE, Service.HOTLINE),
    Problem.DEBT: (Service.LEGAL_ADVICE, Service.AID),
    Problem.MEDICAL: (Service.MEDICAL, Service.AID),
    Problem.WORK_INJURY: (Service.MEDICAL, Service.LEGAL_ADVICE, Service.UNION),
    Problem.CHILD_PAPERS: (Service.BIRTH_PAPERS, Service.CONSULAR, Service.LEGAL_ADVICE),
    Problem.IDENTITY_PAPERS: (
        Service.PASSPORT,
        Service.CONSULAR,
        Service.RETURN_PAPERS,
        Service.LEGAL_ADVICE,
    ),
    Problem.SCHOOL_REFUSED: (Service.EDUCATION, Service.LEGAL_ADVICE, Service.CHILD_PROTECTION),
    Problem.HOUSING: (Service.SHELTER, Service.HOUSING, Service.AID),
    Problem.VIOLENCE: (Service.SHELTER, Service.PSYCHOLOGICAL, Service.LEGAL_ADVICE, Service.HOTLINE),
    Problem.DISCRIMINATION: (Service.LEGAL_ADVICE, Service.COMPLAINT, Service.HOTLINE),
    Problem.MISSING_PERSON: (Service.HOTLINE, Service.CONSULAR),
    Problem.NO_WORD: (Service.HOTLINE, Service.CONSULAR),
    Problem.FAMILY_LEFT: (Service.AID, Service.LEGAL_ADVICE, Service.INFORMATION),
    Problem.STATELESSNESS: (Service.LEGAL_ADVICE, Service.PASSPORT),
    Problem.RETURN_LIVING: (Service.RETURN_LIVING, Service.RETURN_PAPERS, Service.CONSULAR),
    Problem.RETURN_DEAD: (Service.RETURN_DEAD, Service.CONSULAR),
    Problem.WORK_SEARCH: (Service.JOBS, Service.BEFORE_DEPARTURE, Service.TRAINING),
    Problem.OTHER: (Service.HOTLINE, Service.REFERRAL, Service.INFORMATION, Service.LEGAL_ADVICE),
}

# How services and problems are grouped on the public pages: a person in need chooses from eight things, not thirty.
GROUPS: dict[str, tuple[StrPromise, tuple[str, ...]]] = {
    "safety": (
        _("I am in danger or held"),
        (Service.HOTLINE, Service.TRAFFICKING, Service.SHELTER, Service.CHILD_PROTECTION),
    ),
    "wages": (
        _("Work and wages"),
        (Service.WAGE_CLAIM, Service.EMPLOYER_TALKS, Service.COMPLAINT, Service.UNION, Service.JOBS),
    ),
    "papers": (
        _("Papers"),
        (Service.PAPERS, Service.RETURN_PAPERS, Service.PASSPORT, Service.BIRTH_PAPERS, Service.ENTRY_BAN),
    ),
    "law": (
        _("Law and police"),
        (Service.LEGAL_ADVICE, Service.LEGAL_REPRESENTATION, Service.ACCOMPANIMENT),
    ),
    "home": (
        _("Going home, consulate"),
        (Service.CONSULAR, Service.RETURN_LIVING, Service.RETURN_DEAD, Service.REINTEGRATION),
    ),
    "health": (_("Health"), (Service.MEDICAL, Service.PSYCHOLOGICAL)),
    "living": (_("A bed, food, money"), (Service.SHELTER, Service.HOUSING, Service.AID)),
    "learning": (
        _("Advice and learning"),
        (
            Service.INFORMATION,
            Service.REFERRAL,
            Service.TRAINING,
            Service.EDUCATION,
            Service.BEFORE_DEPARTURE,
            Service.ACCESS_POINT,
            Service.FOR_EMPLOYERS,
        ),
    ),
}

PROBLEM_GROUPS: dict[str, tuple[str, ...]] = {
    "safety": (
        Problem.VIOLENCE,
        Problem.FORCED_LABOUR,
        Problem.NOT_FREE_TO_LEAVE,
        Problem.DOCUMENT_TAKEN,
        Problem.ARMY_PRESSURE,
    ),
    "wages": (Problem.UNPAID_WAGES, Problem.INTERMEDIARY_FRAUD, Problem.DEBT, Problem.WORK_SEARCH),
    "papers": (
        Problem.REGISTRATION,
        Problem.PERMIT,
        Problem.IDENTITY_PAPERS,
        Problem.CHILD_PAPERS,
        Problem.ENTRY_BAN,
        Problem.CONTROLLED_REGISTER,
        Problem.STATELESSNESS,
    ),
    "law": (Problem.DETENTION, Problem.DEPORTATION, Problem.POLICE, Problem.DISCRIMINATION),
    "home": (
        Problem.RETURN_LIVING,
        Problem.RETURN_DEAD,
        Problem.MISSING_PERSON,
        Problem.NO_WORD,
        Problem.FAMILY_LEFT,
    ),
    "health": (Problem.MEDICAL, Problem.WORK_INJURY),
    "living": (Problem.HOUSING, Problem.SCHOOL_REFUSED, Problem.OTHER),
}

# Who asks for one of these is helped by the other as well: people say "advocate" and "lawyer" for both.
STANDS_FOR: dict[str, str] = {
    Service.LEGAL_ADVICE: Service.LEGAL_REPRESENTATION,
    Service.LEGAL_REPRESENTATION: Service.LEGAL_ADVICE,
}

# Services that work by telephone or letter: they reach a whole country, however far their office is.
BY_TELEPHONE = frozenset({Service.HOTLINE, Service.ENTRY_BAN, Service.REFERRAL, Service.CONSULAR})

# Whoever is there may be looked for: where it is given is told to nobody.
SHELTERED = frozenset({Service.SHELTER})
