"""Every page a person can meet, by name and address; what the browser tests and the screenshots walk through.

Ids in an address are found as a person finds them: by the links of earlier pages, see `LINKS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Below /<language>/.
PUBLIC = {
    "home": "",
    "find": "find/",
    "find-wages": "find/?what=p-unpaid-wages&where=KZ",
    "find-nobody": "find/?what=s-return-dead&where=TM&language=tg",
    "find-whom": "find/?what=p-violence&where=KG&language=uz&whom=survivor&open=1",
    "network": "network/",
    "what-happened": "what-happened/",
    "organisation-public": "who/{slug}/",
    "trust": "who/{slug}/trust/",
    "trust-tell": "who/{slug}/tell/",
    "trust-rules": "trust/",
    "guide": "guide/",
    "guide-counting": "guide/counting/",
    "guide-acts": "guide/acts/?on=04.06.2022",
    "ask": "ask/",
    "my-request": "my-request/",
    "about": "about/",
    "promises": "promises/",
    "promises-options": "promises/options/",
    "practice-public": "practice/",
    "practice-found": "practice/?problem=school-refused",
    "practice-entry-public": "practice/{practice}/",
    "state": "state/",
    "state-table": "state/table/{released}/",
    "state-ledger": "state/ledger/",
    "state-report": "state/report/{part}/",
}

SIGN_IN = {"sign-in": "/signin/", "sign-in-reset": "/signin/reset/"}

# Pages that say no: who meets it, address, status.
REFUSALS = {
    "no-such-page": ("", "/ru/nowhere/", 404),
    "no-such-case": ("bakyt", "/staff/cases/00000000-0000-7000-8000-000000000000/", 404),
    "not-for-you": ("aigul", "/staff/audit/", 403),
}


@dataclass(frozen=True)
class Group:
    """Pages that one member of staff visits: name to address."""

    who: str
    pages: dict[str, str]


STAFF = {
    "contacts": Group(
        "aigul",
        {
            "contacts": "/staff/contacts/",
            "contact-new": "/staff/contacts/new/",
            "contact-from-file": "/staff/contacts/new/?from=file",
            "draft": "/staff/contacts/drafts/{draft}/",
            "draft-pass-on": "/staff/contacts/drafts/{draft}/pass-on/",
            "call-back": "/staff/contacts/call-back/",
            "call": "/staff/contacts/call-back/{call}/",
            "contact": "/staff/contacts/{contact}/",
            "contact-case": "/staff/contacts/{contact}/case/",
        },
    ),
    "requests": Group(
        "aigul",
        {
            "requests": "/staff/requests/",
            "requests-none": "/staff/requests/?show=set-aside",
            "request": "/staff/requests/{request}/",
        },
    ),
    "cases": Group(
        "bakyt",
        {
            "today": "/staff/cases/today/",
            "hand-all": "/staff/cases/hand-over/",
            "break-glass": "/staff/cases/emergency/",
            "cases": "/staff/cases/?view=open",
            "cases-none": "/staff/cases/?view=closed",
            "case-new": "/staff/cases/new/",
            "case-find": "/staff/cases/find/",
            "case": "/staff/cases/{case}/",
        },
    ),
    "case": Group(
        "bakyt",
        {
            "case-story": "/staff/cases/{case}/story/",
            "case-hand-over": "/staff/cases/{case}/hand-over/",
            "case-wait": "/staff/cases/{case}/wait/",
            "case-close": "/staff/cases/{case}/close/",
            "case-restrict": "/staff/cases/{case}/restrict/",
            "case-part": "/staff/cases/{case}/people/{participant}/",
            "case-problem": "/staff/cases/{case}/problems/",
            "case-settle": "/staff/cases/{case}/problems/{problem}/settle/",
            "case-task": "/staff/cases/{case}/tasks/",
            "case-paper": "/staff/cases/{case}/papers/",
            "case-paper-move": "/staff/cases/{case}/papers/{paper}/",
            "case-file": "/staff/cases/{case}/files/",
            "case-service": "/staff/cases/{case}/services/",
            "case-service-correct": "/staff/cases/{case}/services/{service}/",
            "case-party": "/staff/cases/{case}/parties/",
            "case-party-correct": "/staff/cases/{case}/parties/{party}/",
            "case-follow-up": "/staff/cases/{case}/follow-ups/",
            "case-follow-up-record": "/staff/cases/{case}/follow-ups/{follow_up}/",
        },
    ),
    "people": Group(
        "bakyt",
        {
            "person": "/staff/people/{person}/",
            "person-new": "/staff/cases/{case}/people/",
            "person-known": "/staff/cases/{case}/people/known/",
            "person-change": "/staff/people/{person}/edit/",
            "person-phone": "/staff/people/{person}/phones/",
            "person-needs": "/staff/people/{person}/needs/",
            "person-family": "/staff/people/{person}/family/",
            "person-link": "/staff/people/{person}/family/{link}/",
            "person-consent": "/staff/people/{person}/consents/",
            "decisions": "/staff/people/decisions/",
            "consent": "/staff/people/consents/{consent}/",
            "consent-withdraw": "/staff/people/consents/{consent}/withdraw/",
        },
    ),
    "screening": Group(
        "bakyt",
        {
            "screening-home": "/staff/screening/",
            "screening-case": "/staff/screening/case/{screened}/",
            "screening-ask": "/staff/screening/case/{screened}/person/{asked_person}/ask/",
            "screening-from-paper": "/staff/screening/case/{screened}/person/{asked_person}/paper/",
            "screening-paper": "/staff/screening/paper/ru/",
            "screening-decision": "/staff/screening/case/{screened}/person/{asked_person}/decision/",
            "screening-help": "/staff/screening/case/{screened}/person/{asked_person}/help/",
            "screening-help-lacks": "/staff/screening/help/{support}/lack/",
            "screening-notice": "/staff/screening/case/{screened}/person/{asked_person}/notice/",
            "screening-result": "/staff/screening/{screening}/",
            "screening-sources": "/staff/screening/sources/",
            "screening-crosswalk": "/staff/screening/crosswalk/",
        },
    ),
    "acquaintance": Group(
        "bakyt",
        {
            "elsewhere": "/staff/acquaintance/",
            "elsewhere-decide": "/staff/acquaintance/notices/{told}/",
            "elsewhere-enter": "/staff/acquaintance/case/{case}/person/{main_person}/",
            "elsewhere-withdraw": "/staff/acquaintance/{entry}/withdraw/",
        },
    ),
    "acquaintance-later": Group("saule", {"elsewhere-heard": "/staff/acquaintance/"}),
    "deciding": Group("gulnara", {"decision": "/staff/people/decisions/{decision}/"}),
    "erasing": Group("gulnara", {"person-erase": "/staff/people/{person}/erase/"}),
    "same": Group(
        "gulnara",
        {
            "written-twice": "/staff/same/",
            "merge": "/staff/same/{person}/",
        },
    ),
    "sending": Group(
        "bakyt",
        {
            "referrals-sent": "/staff/referrals/sent/?view=work",
            "referrals-none": "/staff/referrals/sent/?view=ended",
            "referral-who": "/staff/referrals/case/{case}/",
            "referral-plan": "/staff/referrals/case/{case}/to/{unasked}/",
            "referral-consent": "/staff/referrals/case/{case}/to/{unasked}/consent/"
            "?go=1&people={person}&asked_for=legal-advice&fields_chosen=names",
            "referral-sent": "/staff/referrals/{referral}/",
            "referral-withdraw": "/staff/referrals/{referral}/withdraw/",
            "referral-outside": "/staff/referrals/{outside}/",
            "referral-sheet": "/staff/referrals/{outside}/sheet/",
            "referral-answer": "/staff/referrals/{outside}/answer/",
            "referral-disclose": "/staff/referrals/case/{case}/to/{unasked}/disclose/",
        },
    ),
    "receiving": Group(
        "saule",
        {
            "referrals": "/staff/referrals/?view=work",
            "referral": "/staff/referrals/{referral}/",
            "referral-report": "/staff/referrals/{referral}/report/",
            "referral-complete": "/staff/referrals/{referral}/complete/",
            "case-received": "/staff/cases/{own_case}/",
        },
    ),
    "asked": Group(
        "asel",
        {
            "referrals-asked": "/staff/referrals/",
            "referral-asked": "/staff/referrals/{asked}/",
            "referral-accept": "/staff/referrals/{asked}/accept/",
            "referral-decline": "/staff/referrals/{asked}/decline/",
        },
    ),
    "directory": Group(
        "gulnara",
        {
            "directory": "/staff/directory/",
            "directory-found": "/staff/directory/?what=s-legal-advice&where=KZ",
            "directory-coverage": "/staff/directory/coverage/?country=KG",
            "directory-entry": "/staff/directory/{slug}/",
            "directory-own": "/staff/directory/own/",
            "directory-services": "/staff/directory/{own_slug}/services/",
            "directory-service": "/staff/directory/{own_slug}/services/{offer}/",
            "directory-service-new": "/staff/directory/{own_slug}/services/add/",
            "directory-place": "/staff/directory/{own_slug}/places/{site}/",
            "directory-representative": "/staff/directory/{own_slug}/people/{representative}/",
            "directory-legal": "/staff/directory/{own_slug}/legal/",
        },
    ),
    "office": Group(
        "gulnara",
        {
            "organisation": "/staff/organisation/",
            "organisation-profile": "/staff/organisation/edit/",
            "members": "/staff/organisation/members/",
            "member": "/staff/organisation/members/{member}/",
            "member-role": "/staff/organisation/members/{member}/role/",
            "member-end": "/staff/organisation/members/{member}/end/",
            "member-invite": "/staff/organisation/members/invite/",
            "agreements": "/staff/organisation/agreements/",
            "agreement": "/staff/organisation/agreements/{agreement}/",
            "agreement-new": "/staff/organisation/agreements/add/",
            "vault": "/staff/vault/",
        },
    ),
    "overview": Group(
        "nurlan",
        {
            "overview": "/staff/overview/?period=year",
            "overview-tables": "/staff/overview/?period=year&show=tables",
        },
    ),
    "leading": Group(
        "gulnara",
        {
            "projects": "/staff/cases/projects/",
            "project-new": "/staff/cases/projects/new/",
            "trainings": "/staff/screening/training/",
            "training-new": "/staff/screening/training/add/",
            "duties": "/staff/screening/duties/",
            "duty-new": "/staff/screening/duties/add/",
            "data-standard": "/staff/screening/htcds/",
            "glass": "/staff/cases/emergency/openings/",
        },
    ),
    "keeping": Group(
        "dana",
        {
            "keeping": "/staff/keeping/",
            "keeping-next": "/staff/keeping/next/?days=90",
            "keeping-terms": "/staff/keeping/terms/",
            "keeping-confirm": "/staff/keeping/confirm/",
            "holds": "/staff/keeping/holds/",
            "holds-over": "/staff/keeping/holds/?show=over",
            "hold": "/staff/keeping/holds/{hold}/",
            "exports": "/staff/keeping/exports/",
            "export": "/staff/keeping/exports/{export}/",
            "certificates": "/staff/keeping/certificates/",
        },
    ),
    "holding": Group("gulnara", {"hold-new": "/staff/keeping/holds/new/case/{case}/"}),
    "sheets": Group(
        "gulnara",
        {
            "sheets": "/staff/sheets/",
            "sheet-bring": "/staff/sheets/bring/",
            "sheet": "/staff/sheets/{batch}/",
            "sheet-columns": "/staff/sheets/{batch}/columns/",
            "sheet-headings": "/staff/sheets/{batch}/headings/",
            "sheet-words": "/staff/sheets/{batch}/words/",
            "sheet-rejects": "/staff/sheets/{batch}/rows/rejected/",
            "sheet-kept": "/staff/sheets/{batch}/rows/kept/",
            "sheet-out": "/staff/sheets/out/",
            "paper-forms": "/staff/sheets/paper/",
        },
    ),
    "rota": Group(
        "gulnara",
        {
            "checklist": "/staff/checklist/",
            "rota": "/staff/rota/",
            "rota-empty": "/staff/rota/?day=2020-01-01",
            "shift-new": "/staff/rota/add/",
            "languages": "/staff/rota/languages/{member}/",
            "lines": "/staff/rota/lines/",
            "line-new": "/staff/rota/lines/offer/",
            "line": "/staff/rota/lines/{line}/",
            "line-withdraw": "/staff/rota/lines/{line}/withdraw/",
        },
    ),
    "practice": Group(
        "bakyt",
        {
            "practice": "/staff/practice/",
            "practice-ours": "/staff/practice/ours/",
            "practice-none": "/staff/practice/ours/?show=withdrawn",
            "practice-add": "/staff/practice/add/",
            "practice-draft": "/staff/practice/{practice_draft}/",
            "practice-change": "/staff/practice/{practice_draft}/change/",
            "practice-words": "/staff/practice/{practice_draft}/words/",
            "practice-entry": "/staff/practice/{practice}/",
        },
    ),
    "network": Group(
        "rustam",
        {
            "network": "/staff/organisation/network/",
            "lines-order": "/staff/rota/lines/",
            "network-invite": "/staff/organisation/network/invite/",
            "directory-add": "/staff/directory/add/",
            "releases": "/staff/figures/",
            "release-new": "/staff/figures/releases/add/",
            "release": "/staff/figures/releases/{release}/",
        },
    ),
    "monitoring": Group(
        "kanat",
        {
            "monitoring": "/staff/monitoring/",
            "monitoring-ask": "/staff/monitoring/ask/",
            "monitored": "/staff/monitoring/of/{monitored}/",
            "monitored-visit": "/staff/monitoring/of/{monitored}/visit/",
            "monitored-concern": "/staff/monitoring/of/{monitored}/concern/",
            "monitored-told": "/staff/monitoring/of/{monitored}/told/",
            "monitored-remind": "/staff/monitoring/of/{monitored}/remind/",
        },
    ),
    "monitored": Group(
        "asel",
        {"monitoring-own": "/staff/monitoring/own/", "corrections": "/staff/monitoring/corrections/"},
    ),
    "account": Group(
        "aigul",
        {
            "account": "/staff/account/",
            "account-profile": "/staff/account/profile/",
            "account-password": "/staff/account/password/",
            "patterns": "/staff/patterns/",
        },
    ),
    "promises": Group(
        "gulnara",
        {
            "promises-watched": "/staff/promises/",
            "promise": "/staff/promises/{promise}/",
            "promise-new": "/staff/promises/add/",
            "promise-judge": "/staff/promises/{promise}/judge/",
            "promise-refuse": "/staff/promises/{promise}/refuse/",
            "monitors": "/staff/promises/monitors/",
            "taking-part": "/staff/figures/taking-part/",
            "beside": "/staff/figures/beside/",
            "research": "/staff/figures/research/",
            "research-new": "/staff/figures/research/add/",
            "research-one": "/staff/figures/research/{research}/",
            "research-count": "/staff/figures/research/{research}/count/?quarter=2026-Q1&kind=contacts",
            "counted": "/staff/figures/counted/{counted}/",
        },
    ),
    "audit": Group("timur", {"audit": "/staff/audit/"}),
}

_ID = r"([0-9a-f]{8}-[0-9a-f-]{27})/"
# What an address needs: who looks, on which page, and the shape of the link there. In order: a page may need earlier ids.
LINKS = {
    "slug": ("", "/ru/find/?what=s-legal-advice", r"/ru/who/([\w-]+)/"),
    "own_slug": (
        "gulnara",
        "/staff/directory/?what=s-hotline&where=KG",
        r"/staff/directory/((?:demo-)?osh[\w-]*)/",
    ),
    "offer": ("gulnara", "/staff/directory/{own_slug}/services/", "/services/" + _ID),
    "site": ("gulnara", "/staff/directory/{own_slug}/services/", "/places/" + _ID),
    "representative": (
        "gulnara",
        "/staff/directory/{own_slug}/services/",
        "/staff/directory/[\\w-]+/people/" + _ID,
    ),
    "monitored": ("kanat", "/staff/monitoring/", r"/staff/monitoring/of/([\w-]+)/"),
    "draft": ("aigul", "/staff/contacts/new/", "/staff/contacts/drafts/" + _ID),
    "contact": ("aigul", "/staff/contacts/call-back/", "/staff/contacts/" + _ID),
    "call": ("aigul", "/staff/contacts/call-back/", "/staff/contacts/call-back/" + _ID),
    "line": ("gulnara", "/staff/rota/lines/", "/staff/rota/lines/" + _ID),
    "request": ("aigul", "/staff/requests/?show=all", "/staff/requests/" + _ID),
    "case": ("bakyt", "/staff/cases/?view=mine", "/staff/cases/" + _ID),
    "participant": ("bakyt", "/staff/cases/{case}/", "/staff/cases/[0-9a-f-]+/people/" + _ID),
    "problem": ("bakyt", "/staff/cases/{case}/", "/problems/" + _ID + "settle/"),
    "paper": ("bakyt", "/staff/cases/{case}/", "/papers/" + _ID),
    "service": ("bakyt", "/staff/cases/{case}/", "/services/" + _ID),
    "party": ("bakyt", "/staff/cases/{case}/", "/parties/" + _ID),
    "follow_up": ("bakyt", "/staff/cases/{case}/", "/follow-ups/" + _ID),
    "told": ("bakyt", "/staff/acquaintance/", "/staff/acquaintance/notices/" + _ID),
    "told_case": ("bakyt", "/staff/acquaintance/notices/{told}/", "/staff/cases/" + _ID),
    "entry": ("bakyt", "/staff/cases/{told_case}/", "/staff/acquaintance/" + _ID + "withdraw/"),
    "main_person": ("bakyt", "/staff/cases/{case}/", "/staff/acquaintance/case/[0-9a-f-]+/person/" + _ID),
    "person": ("bakyt", "/staff/cases/{case}/", "/staff/people/" + _ID),
    "link": ("bakyt", "/staff/people/{person}/", "/staff/people/[0-9a-f-]+/family/" + _ID),
    "decision": ("gulnara", "/staff/people/decisions/", "/staff/people/decisions/" + _ID),
    "consent": ("bakyt", "/staff/cases/{case}/", "/staff/people/consents/" + _ID),
    "screened": ("bakyt", "/staff/screening/", "/staff/screening/case/" + _ID),
    "screening": ("bakyt", "/staff/screening/", "/staff/screening/" + _ID),
    "asked_person": ("bakyt", "/staff/screening/case/{screened}/", "/person/" + _ID),
    "support": ("bakyt", "/staff/screening/case/{screened}/", "/staff/screening/help/" + _ID),
    "unasked": ("bakyt", "/staff/referrals/case/{case}/?where=UZ", "/to/" + _ID),
    "referral": ("saule", "/staff/referrals/?view=work", "/staff/referrals/" + _ID),
    "outside": ("bakyt", "/staff/referrals/sent/", "/staff/referrals/" + _ID),
    "own_case": ("saule", "/staff/referrals/{referral}/", "/staff/cases/" + _ID),
    "asked": ("asel", "/staff/referrals/", "/staff/referrals/" + _ID),
    "hold": ("dana", "/staff/keeping/holds/", "/holds/" + _ID),
    "export": ("dana", "/staff/keeping/exports/", "/exports/" + _ID),
    "member": ("gulnara", "/staff/organisation/members/", "/members/" + _ID),
    "practice": ("", "/ru/practice/?problem=school-refused", "/practice/" + _ID),
    "practice_draft": ("bakyt", "/staff/practice/ours/", "/staff/practice/" + _ID),
    "batch": ("gulnara", "/staff/sheets/", "/staff/sheets/" + _ID),
    "released": ("", "/ru/state/", r"/ru/state/table/([0-9a-f-]+/\w+)/"),
    "part": ("", "/ru/state/", r"/ru/state/report/" + _ID),
    "release": ("rustam", "/staff/figures/", "/staff/figures/releases/" + _ID),
    "research": ("gulnara", "/staff/figures/research/", "/staff/figures/research/" + _ID),
    "counted": ("gulnara", "/staff/figures/research/{research}/", "/staff/figures/counted/" + _ID),
    "promise": ("gulnara", "/staff/promises/", "/staff/promises/" + _ID),
    "agreement": ("gulnara", "/staff/organisation/agreements/", "/agreements/" + _ID),
}


def found(read: Callable[[str, str], str]) -> dict[str, str]:
    """The ids by the names that addresses use. `read(who, address)` gives the page's HTML."""
    ids: dict[str, str] = {}
    for name, (who, address, shape) in LINKS.items():
        link = re.search(f'(?:href|action)="[^"]*{shape}', read(who, address.format(**ids)))
        if link is None:
            raise LookupError(f"{name}: no such link at {address}")
        ids[name] = link[1]
    return ids
