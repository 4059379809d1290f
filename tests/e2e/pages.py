"""Every page a person can meet, by name and address; what the browser tests and the screenshots walk through."""

from __future__ import annotations

PUBLIC = {
    "home": "",
    "find": "find/",
    "find-wages": "find/?what=problem:unpaid-wages",
    "what-happened": "what-happened/",
    "ask": "ask/",
    "my-request": "my-request/",
    "about": "about/",
}

SIGN_IN = {"sign-in": "/signin/"}

# Sign-in name of the demo (and role) whose page it is, address.
STAFF = {
    "contacts": ("aigul", "/staff/contacts/"),
    "contact-new": ("aigul", "/staff/contacts/new/"),
    "requests": ("aigul", "/staff/requests/"),
    "cases": ("bakyt", "/staff/cases/"),
    "case-open": ("bakyt", "/staff/cases/open/"),
    "referrals": ("bakyt", "/staff/referrals/"),
    "referrals-in": ("saule", "/staff/referrals/"),
    "directory": ("aigul", "/staff/directory/"),
    "organisation": ("gulnara", "/staff/organisation/"),
    "account": ("aigul", "/staff/account/"),
    "vault": ("gulnara", "/staff/vault/"),
    "audit": ("timur", "/staff/audit/"),
    "patterns": ("aigul", "/staff/patterns/"),
}
