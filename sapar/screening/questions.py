"""Every question in plain words, to be read out: (question, what a yes says). Our own words; the labels of the source stand
in the table. A yes always means that the sign is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

QUESTIONS: dict[str, tuple[StrPromise, StrPromise]] = {
    "recruited": (
        _("Did somebody find you for this work, bring you to it, hand you over, or take you in?"),
        _("somebody recruited, brought or took in the person"),
    ),
    "dr-job": (
        _("Was the work, the place or the employer different from what you were promised?"),
        _("deceived about the work, the place or the employer"),
    ),
    "dr-wages": (_("Were you promised more pay than you got?"), _("deceived about pay")),
    "dr-conditions": (
        _("Were the hours or the conditions of work worse than you were told?"),
        _("deceived about the conditions of work"),
    ),
    "dr-contract": (
        _("Were you told something untrue about the contract?"),
        _("deceived about the contract or whether it is lawful"),
    ),
    "dr-housing": (
        _("Was the place to live worse than you were told?"),
        _("deceived about housing and living conditions"),
    ),
    "dr-papers": (
        _("Were you told that your papers would be in order when they were not?"),
        _("deceived about papers or status"),
    ),
    "dr-travel": (
        _("Were you told something untrue about the journey, its price or who arranges it?"),
        _("deceived about the journey or the recruitment"),
    ),
    "dr-family": (
        _("Were you promised that you would join your family, and it was not true?"),
        _("deceived about joining the family"),
    ),
    "dr-marriage": (
        _("Did somebody promise marriage or adoption so that you would come?"),
        _("deceived by a promise of marriage or adoption"),
    ),
    "dr-school": (
        _("Were you promised school or studies that were not there?"),
        _("deceived about school or studies"),
    ),
    "cr-violence": (_("Were you hurt to make you go?"), _("violence to make the person go")),
    "cr-threats": (
        _("Did somebody threaten to hurt you if you did not go?"),
        _("threats of violence to make the person go"),
    ),
    "cr-sold": (
        _("Were you taken away, married off, given away or sold against your will?"),
        _("taken away, married off, given away or sold"),
    ),
    "cr-debt": (
        _("Did you have to go in order to work off a debt?"),
        _("debt bondage at recruitment"),
    ),
    "cr-papers": (
        _("Did somebody take your papers before or on the way?"),
        _("papers taken at recruitment"),
    ),
    "cr-confined": (
        _("Were you locked in, cut off or watched before or on the way?"),
        _("confined, isolated or watched at recruitment"),
    ),
    "cr-denounce": (
        _("Did somebody threaten to report you to the authorities if you did not go?"),
        _("threatened with the authorities at recruitment"),
    ),
    "cr-shame": (
        _("Did somebody threaten to tell your family or others something about you if you did not go?"),
        _("threatened with exposure at recruitment"),
    ),
    "cr-family": (
        _("Was your family hurt, or threatened, to make you go?"),
        _("violence or threats against the family at recruitment"),
    ),
    "cr-money": (
        _("Was your money kept back so that you had to go?"),
        _("money withheld at recruitment"),
    ),
    "vr-family-hard": (
        _("Did somebody use troubles in your family to get you to go?"),
        _("a hard family situation was used"),
    ),
    "vr-status": (
        _("Did somebody use that you had no valid papers or permit to get you to go?"),
        _("missing papers were used"),
    ),
    "vr-language": (
        _("Did somebody use that you could not read the papers or did not know the language?"),
        _("lack of education or language was used"),
    ),
    "vr-uninformed": (
        _("Did somebody use that you could not find out how things are there?"),
        _("lack of information was used"),
    ),
    "vr-controlled": (
        _("Were you already under the control of those who took you there?"),
        _("under the control of the exploiters before"),
    ),
    "vr-poverty": (
        _("Did somebody use that you had no money or no work?"),
        _("poverty was used"),
    ),
    "vr-success": (
        _("Were you shown invented success of others who went?"),
        _("false stories of successful migration"),
    ),
    "vr-law": (
        _("Were you told untrue things about the law or about what the authorities do?"),
        _("false information about law or authorities"),
    ),
    "vr-family": (
        _("Did you have to go for your family: children, the sick, somebody to support?"),
        _("family duties were used"),
    ),
    "vr-personal": (
        _("Did somebody use your own situation: alone, ill, very young?"),
        _("the personal situation was used"),
    ),
    "vr-dependent": (
        _("Did you depend so much on the one who took you that you could not say no?"),
        _("emotional dependency was used"),
    ),
    "vr-authorities": (
        _("Did somebody use that you were afraid of the authorities?"),
        _("trouble with authorities or status was used"),
    ),
    "vr-past": (
        _("Did somebody use hard things that happened to you before?"),
        _("difficulties in the past were used"),
    ),
    "vr-travel": (
        _("Could you not have arranged the journey without them?"),
        _("could not arrange the journey alone"),
    ),
    "vr-beliefs": (
        _("Did somebody use your faith or customs to get you to go?"),
        _("beliefs or customs were used"),
    ),
    "vr-general": (
        _("Were things at home such that you had hardly a choice?"),
        _("the general situation was used"),
    ),
    "ex-hours": (
        _("Are the working days or hours far too long?"),
        _("excessive days or hours of work"),
    ),
    "ex-low-pay": (_("Do you get very little pay, or none?"), _("low pay or none")),
    "ex-wage-tricks": (
        _("Is money taken off your pay for housing, food, fines or debts you did not agree to?"),
        _("wages manipulated"),
    ),
    "ex-living": (_("Are the living conditions bad?"), _("bad living conditions")),
    "ex-conditions": (_("Are the conditions at work very bad?"), _("very bad conditions of work")),
    "ex-hazard": (
        _("Is the work dangerous, without protection?"),
        _("hazardous work"),
    ),
    "ex-contract": (
        _("Is the contract or the labour law not kept?"),
        _("labour law or contract not kept"),
    ),
    "ex-insurance": (
        _("Do you work without any insurance or social protection?"),
        _("no social protection"),
    ),
    "ex-school": (
        _("Does the work keep you from school or studies?"),
        _("no access to education"),
    ),
    "cd-papers": (_("Does somebody keep your papers?"), _("papers kept")),
    "cd-debt": (
        _("Do you have to work off a debt, so that you can't leave?"),
        _("debt bondage"),
    ),
    "cd-confined": (
        _("Are you locked in, watched, or kept from going out and calling others?"),
        _("confined, isolated or watched"),
    ),
    "cd-violence": (_("Has anybody hurt you there?"), _("violence against the person")),
    "cd-threats": (
        _("Has anybody threatened to hurt you there?"),
        _("threats of violence against the person"),
    ),
    "cd-crime": (
        _("Are you made to do things that are against the law?"),
        _("forced into unlawful acts"),
    ),
    "cd-tasks": (
        _("Are you made to do tasks, or serve people, that you refused?"),
        _("forced to do certain tasks or serve certain people"),
    ),
    "cd-influence": (
        _("Does somebody decide over you so strongly that you do what they say?"),
        _("under strong influence"),
    ),
    "cd-peers": (
        _("Are you made to harm or control others who work there?"),
        _("forced to act against fellow workers"),
    ),
    "cd-lie": (
        _("Are you made to lie to your family or to the authorities?"),
        _("forced to lie to family or authorities"),
    ),
    "cd-denounce": (
        _("Do they threaten to report you to the police or the migration service?"),
        _("threatened with the authorities"),
    ),
    "cd-worse": (
        _("Do they threaten you with even worse work?"),
        _("threatened with worse conditions of work"),
    ),
    "cd-family": (
        _("Has your family been hurt or threatened because of this work?"),
        _("violence or threats against the family"),
    ),
    "cd-wages": (
        _("Is your pay kept back so that you stay?"),
        _("wages withheld"),
    ),
    "cd-shame": (
        _("Do they threaten to tell your family or others something about you?"),
        _("threatened with exposure"),
    ),
    "vd-dependent": (
        _("Do you depend on them for food, a bed or everything else?"),
        _("depends on the exploiters"),
    ),
    "vd-unknown-area": (
        _("Do you not know the place, the language or the ways there?"),
        _("lives in an unknown place"),
    ),
    "vd-poverty": (
        _("Do they use that you have no other money?"),
        _("poverty is used"),
    ),
    "vd-family": (
        _("Do they use that your family needs you or your money?"),
        _("the family situation is used"),
    ),
    "vd-authorities": (
        _("Do they use that you have no papers or fear the authorities?"),
        _("missing papers or fear of authorities is used"),
    ),
    "vd-past": (
        _("Do they use hard things that happened to you before?"),
        _("difficulties in the past are used"),
    ),
    "vd-personal": (
        _("Do they use your own situation: alone, ill, very young?"),
        _("the personal situation is used"),
    ),
}
