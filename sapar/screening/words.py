"""What is asked and what is said of the answers, in words. Yes always means that the sign is there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sapar.screening.questions import QUESTIONS

__all__ = [
    "DECISIONS",
    "DIMENSIONS",
    "ELEVEN",
    "MEANS",
    "QUESTIONS",
    "READINGS",
    "RESULTS",
    "RESULTS_OF_CHILD",
    "WEIGHTS",
]

DIMENSIONS = {
    "exploitation": _("Exploitation at work"),
    "deceptive_recruitment": _("Deceived into the work"),
    "coercive_recruitment": _("Forced into the work"),
    "recruitment_by_abuse_of_vulnerability": _("Recruited through a weak position"),
    "coercion_at_destination": _("Forced at the place of work"),
    "abuse_of_vulnerability_at_destination": _("A weak position used at the place of work"),
}

WEIGHTS = {"strong": _("strong sign"), "medium": _("medium sign"), "weak": _("weak sign")}

RESULTS = {
    "nothing": _("No indications in what was said"),
    "signs": _("Deceit or pressure, no exploitation shown"),
    "labour-rights": _("Labour-rights case"),
    "deceived": _("Deceived and exploited"),
    "forced-labour": _("Indications of forced labour"),
    "trafficking": _("Indications of trafficking for forced labour"),
}

RESULTS_OF_CHILD = RESULTS | {
    "labour-rights": _("Exploitation of a child"),
    "forced-labour": _("Indications of forced labour of a child"),
    "trafficking": _("Indications of trafficking of a child for forced labour"),
}

# Why a rule holds, by its code in the table.
DECISIONS = {
    "means-at-both-ends": _("Deceived or forced into the work, exploited there, and forced to stay."),
    "vulnerability-stands-for-means": _(
        "Exploited, and deceived or forced at one end; at the other end a weak position was used."
    ),
    "child-recruited": _(
        "A child who was recruited or brought, and is exploited. For a child no deceit or force is needed."
    ),
    "coerced": _("Exploited, and forced into it or forced to stay."),
    "vulnerability-at-both-ends": _(
        "Exploited, and a weak position was used both to recruit the person and to keep them."
    ),
    "child-dependent": _("A child who is exploited and depends on those who exploit."),
    "deceived": _("Exploited after being deceived, but free to leave as far as was said."),
    "exploited": _("Exploited at work; no deceit or force was found in what was said."),
    "pressed-not-exploited": _(
        "Deceit or pressure was found, exploitation was not: perhaps not yet. Ask again later."
    ),
}
READINGS = _("The source leaves room here; this is how Sapar reads it.")

MEANS = {
    "deception": _("deceit"),
    "force": _("force"),
    "threats": _("threats"),
    "other-coercion": _("other coercion: debt, papers or wages held back"),
    "vulnerability": _("use of a weak position"),
}

ELEVEN = {
    1: _("Use of a weak position"),
    2: _("Deceit"),
    3: _("Not free to move"),
    4: _("Isolation"),
    5: _("Physical or sexual violence"),
    6: _("Intimidation and threats"),
    7: _("Identity papers kept"),
    8: _("Wages withheld"),
    9: _("Debt bondage"),
    10: _("Abusive work and living conditions"),
    11: _("Excessive overtime"),
}
