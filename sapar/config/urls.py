"""Where everything lives: public pages under their language, staff's under /staff/, sign-in under /signin/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from sapar.accounts import urls as accounts
from sapar.acquaintance import urls as acquaintance
from sapar.cases import urls as cases
from sapar.config import views
from sapar.directory import urls as directory
from sapar.directory.api import urls as hsds
from sapar.guidance import urls as guidance
from sapar.guidance.api import urls as guidance_api
from sapar.insight import urls as insight
from sapar.intake import urls as intake
from sapar.keeping import urls as keeping
from sapar.monitoring import urls as monitoring
from sapar.office import urls as office
from sapar.organisations import urls as organisations
from sapar.people import urls as people
from sapar.practice import urls as practice
from sapar.referrals import urls as referrals
from sapar.rota import urls as rota
from sapar.same import urls as same
from sapar.screening import urls as screening
from sapar.sheets import urls as sheets
from sapar.ui import urls as ui
from sapar.watch import urls as watch

urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("language/<slug:code>/", views.language, name="language"),
    path("staff/", views.staff_home, name="staff"),
    path("staff/patterns/", include((ui.staff_patterns, "patterns"))),
    path("staff/account/", include((accounts.staff_patterns, "account"))),
    path("staff/organisation/", include((organisations.staff_patterns, "organisation"))),
    path("staff/vault/", include((office.vault_patterns, "vault"))),
    path("staff/checklist/", include((office.checklist_patterns, "checklist"))),
    path("staff/audit/", include((office.audit_patterns, "audit"))),
    path("staff/people/", include((people.staff_patterns, "people"))),
    path("staff/same/", include((same.staff_patterns, "same"))),
    path("staff/directory/", include((directory.staff_patterns, "directory"))),
    path("staff/monitoring/", include((monitoring.staff_patterns, "monitoring"))),
    path("staff/cases/", include((cases.staff_patterns, "cases"))),
    path("staff/practice/", include((practice.staff_patterns, "practice"))),
    path("staff/referrals/", include((referrals.staff_patterns, "referrals"))),
    path("staff/acquaintance/", include((acquaintance.staff_patterns, "acquaintance"))),
    path("staff/screening/", include((screening.staff_patterns, "screening"))),
    path("staff/contacts/", include((intake.contact_patterns, "contacts"))),
    path("staff/requests/", include((intake.request_patterns, "requests"))),
    path("staff/rota/", include((rota.staff_patterns, "rota"))),
    path("staff/sheets/", include((sheets.staff_patterns, "sheets"))),
    path("staff/keeping/", include((keeping.staff_patterns, "keeping"))),
    path("staff/overview/", include((insight.staff_patterns, "overview"))),
    path("staff/promises/", include((watch.staff_patterns, "watch"))),
    path("staff/figures/", include((insight.figures_patterns, "figures"))),
    path("api/hsds/", include((hsds.hsds_patterns, "hsds"))),
    path("api/guidance/", include((guidance_api.api_patterns, "guidance-api"))),
    *accounts.sign_in_patterns,
    *organisations.sign_in_patterns,
    *i18n_patterns(
        path("", include((directory.public_patterns, "public"))),
        path("", include((monitoring.public_patterns, "trust"))),
        path("", include((guidance.public_patterns, "guide"))),
        path("", include((intake.public_patterns, "ask"))),
        path("", include((referrals.public_patterns, "outside"))),
        path("", include((watch.public_patterns, "promises"))),
        path("", include((practice.public_patterns, "compendium"))),
        path("", include((insight.public_patterns, "picture"))),
    ),
]

handler400 = "sapar.config.errors.bad_request"
handler403 = "sapar.config.errors.denied"
handler404 = "sapar.config.errors.not_found"
handler500 = "sapar.config.errors.server_error"
